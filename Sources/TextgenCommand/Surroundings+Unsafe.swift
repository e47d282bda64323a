import Glibc
import ModelFile

/// What the command takes from its surroundings and hands to the libraries: environment, clock, directories.
enum Surroundings {
    /// The value of an environment variable; nil where it is unset or empty.
    static func variable(_ name: String) -> String? {
        guard let value = unsafe getenv(name), unsafe value.pointee != 0 else { return nil }
        return unsafe String(cString: value)
    }

    /// The variables of the given names that are set.
    static func variables(_ names: [String]) -> [String: String] {
        var found: [String: String] = [:]
        for name in names { found[name] = variable(name) }
        return found
    }

    /// The seconds since the start of 1970.
    static var now: Int { time(nil) }

    /// Makes a directory and those above it, for this user only; it may exist already.
    ///
    /// - Returns: nil, or why it cannot be written to.
    static func makeDirectory(_ path: String) -> FileWriteError? {
        var partial = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") {
            partial += "/" + part
            if unsafe mkdir(partial, 0o700) != 0, errno != EEXIST { return .system(path: partial, code: errno) }
        }
        guard unsafe access(path, W_OK | X_OK) == 0 else { return .notPermitted(path: path) }
        return nil
    }

    /// Finds out before long work whether a file could be written at `path` in the end.
    ///
    /// - Throws: `FileWriteError` where it certainly could not.
    static func checkWritable(_ path: String) throws(FileWriteError) {
        guard !path.isEmpty else { throw .badPath(path: path) }
        var record = stat()
        if unsafe stat(path, &record) == 0 {
            if record.st_mode & S_IFMT == S_IFDIR { throw .isDirectory(path: path) }
            guard unsafe access(path, W_OK) == 0 else { throw .notPermitted(path: path) }
            guard record.st_mode & S_IFMT == S_IFREG else { return }
        }
        let directory = directory(of: path)
        guard unsafe stat(directory, &record) == 0, record.st_mode & S_IFMT == S_IFDIR else {
            throw .missingDirectory(path: path, directory: directory)
        }
        guard unsafe access(directory, W_OK | X_OK) == 0 else { throw .notPermitted(path: path) }
    }

    /// The system's wording of an `errno`.
    static func message(_ code: Int32) -> String {
        unsafe String(cString: strerror(code))
    }

    private static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
