import Glibc

/// The processors this process may use.
public enum Processors {
    /// Their number, at least 1: those its affinity allows, less where its control group is given less time.
    public static var available: Int {
        let allowed = affinity ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        return max(1, min(allowed, quota ?? allowed))
    }

    private static var affinity: Int? {
        for line in text(of: "/proc/self/status").split(separator: "\n") where line.hasPrefix("Cpus_allowed_list:") {
            return count(cpuList: line.drop { $0 != ":" }.dropFirst())
        }
        return nil
    }

    /// Counts the processors of a list such as `0-3,8`; nil where it is none.
    package static func count(cpuList: some StringProtocol) -> Int? {
        var count = 0
        for range in cpuList.split(separator: ",") {
            let ends = range.split(separator: "-").compactMap { end in Int(String(end.filter { !$0.isWhitespace })) }
            guard let first = ends.first, let last = ends.last, ends.count <= 2, first >= 0, first <= last,
                last < 1 << 20
            else { return nil }
            count += last - first + 1
        }
        return count > 0 ? count : nil
    }

    /// The processors' worth of time that the control group has, rounded up; nil where there is no limit.
    private static var quota: Int? {
        var group = "/"
        for line in text(of: "/proc/self/cgroup").split(separator: "\n") where line.hasPrefix("0::/") {
            group = String(line.dropFirst(3))
        }
        var least: Int?
        // A group's time is part of that of the groups around it.
        while true {
            let path = "/sys/fs/cgroup" + (group == "/" ? "" : group) + "/cpu.max"
            if let quota = quota(cpuMax: text(of: path)) { least = min(least ?? quota, quota) }
            guard group != "/", let slash = group.lastIndex(of: "/") else { break }
            group = slash == group.startIndex ? "/" : String(group[..<slash])
        }
        return least
    }

    /// Reads the two numbers of `cpu.max`: microseconds of processor time in each period of microseconds.
    package static func quota(cpuMax: String) -> Int? {
        let numbers = cpuMax.split { $0 == " " || $0 == "\n" }.compactMap { Int($0) }
        guard numbers.count == 2, numbers[0] > 0, numbers[1] > 0 else { return nil }
        return max(1, numbers[0] / numbers[1] + (numbers[0] % numbers[1] > 0 ? 1 : 0))
    }

    /// The first 64 KiB of a file, or nothing.
    static func text(of path: String) -> String {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
}
