import Glibc

/// Where this program lies.
package enum Installation {
    /// The directory of the executable.
    package static let directory: String = {
        guard let resolved = unsafe realpath("/proc/self/exe", nil) else { return "." }
        defer { unsafe free(resolved) }
        let path = unsafe String(cString: resolved)
        return String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
    }()

    /// A file of the repository: looked for in the executable's directory and those above it.
    package static func file(_ name: String) -> String? {
        var directory = Substring(directory)
        while true {
            let path = directory + "/" + name
            if unsafe access(String(path), R_OK) == 0 { return String(path) }
            guard let slash = directory.lastIndex(of: "/") else { return nil }
            directory = directory[..<slash]
        }
    }
}
