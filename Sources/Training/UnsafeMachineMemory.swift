import Glibc

/// The memory this process may still take.
public enum MachineMemory {
    /// In bytes: what the system can give without swapping, less where a control group (cgroup v2) or the process itself
    /// (`ulimit -v`, `ulimit -d`) has a limit. nil where the system does not say.
    public static var available: Int? {
        let status = text(of: "/proc/self/status")
        return [
            free(meminfo: text(of: "/proc/meminfo")), group,
            left(limit: limit(Int32(RLIMIT_AS.rawValue)), of: "VmSize", status: status),
            left(limit: limit(Int32(RLIMIT_DATA.rawValue)), of: "VmData", status: status),
        ].compactMap { $0 }.min()
    }

    /// What the process may still map where it may have `limit` bytes in all, of which it has those that a line of
    /// /proc/self/status names.
    package static func left(limit: UInt?, of name: String, status: String) -> Int? {
        guard let limit else { return nil }
        for line in status.split(separator: "\n") where line.hasPrefix(name + ":") {
            guard let used = Int(line.filter(\.isNumber)) else { return nil }
            return max(0, Int(clamping: limit) - used << 10)
        }
        return nil
    }

    private static func limit(_ resource: __rlimit_resource_t) -> UInt? {
        var limits = rlimit()
        guard unsafe getrlimit(resource, &limits) == 0, limits.rlim_cur < rlim_t(Int.max) else { return nil }
        return UInt(limits.rlim_cur)
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
