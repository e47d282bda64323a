import Glibc

/// The memory this process may still take.
public enum MachineMemory {
    /// In bytes: what the system can give without swapping, less where a control group has a limit (cgroup v2). nil where the
    /// system does not say.
    public static var available: Int? {
        [free(meminfo: text(of: "/proc/meminfo")), group].compactMap { $0 }.min()
    }

    /// `MemAvailable` of /proc/meminfo, which counts in kibibytes.
    package static func free(meminfo: String) -> Int? {
        for line in meminfo.split(separator: "\n") where line.hasPrefix("MemAvailable:") {
            return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 << 10 }
        }
        return nil
    }

    /// What is left of a group's limit. Pages of files count as used, but are given back when they are needed.
    package static func left(max: String, current: String, inactiveFile: Int) -> Int? {
        guard let limit = Int(max.filter(\.isNumber)), let used = Int(current.filter(\.isNumber)) else { return nil }
        return Swift.max(0, limit - Swift.max(0, used - inactiveFile))
    }

    /// The least that this process's control group and those around it have left.
    private static var group: Int? {
        var group = "/"
        for line in text(of: "/proc/self/cgroup").split(separator: "\n") where line.hasPrefix("0::/") {
            group = String(line.dropFirst(3))
        }
        var least: Int?
        while true {
            let folder = "/sys/fs/cgroup" + (group == "/" ? "" : group)
            var inactive = 0
            for line in text(of: folder + "/memory.stat").split(separator: "\n") where line.hasPrefix("inactive_file ")
            {
                inactive = line.split(separator: " ").last.flatMap { Int($0) } ?? 0
            }
            if let left = left(
                max: text(of: folder + "/memory.max"), current: text(of: folder + "/memory.current"),
                inactiveFile: inactive)
            {
                least = min(least ?? left, left)
            }
            guard group != "/", let slash = group.lastIndex(of: "/") else { return least }
            group = slash == group.startIndex ? "/" : String(group[..<slash])
        }
    }

    private static func text(of path: String) -> String { Processors.text(of: path) }
}
