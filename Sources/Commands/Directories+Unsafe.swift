import Glibc
public import ModelFile

/// Directories and files that are written in the end, looked at before the work begins.
public enum Directories {
    /// Makes a directory and those above it, for this user only; it may exist already.
    ///
    /// - Throws: `FileWriteError` where it cannot be made or written to.
    public static func make(_ path: String) throws(FileWriteError) {
        var partial = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") {
            partial += "/" + part
            if unsafe mkdir(partial, 0o700) != 0, errno != EEXIST { throw .system(path: partial, code: errno) }
        }
        guard unsafe access(path, W_OK | X_OK) == 0 else { throw .notPermitted(path: path) }
    }

    /// Finds out before long work whether a file could be written at `path` in the end.
    ///
    /// - Throws: `FileWriteError` where it certainly could not.
    public static func checkWritable(_ path: String) throws(FileWriteError) {
        guard !path.isEmpty else { throw .badPath(path: path) }
        var record = stat()
        if unsafe stat(path, &record) == 0 {
            if record.st_mode & S_IFMT == S_IFDIR { throw .isDirectory(path: path) }
            guard unsafe access(path, W_OK) == 0 else { throw .notPermitted(path: path) }
            guard record.st_mode & S_IFMT == S_IFREG else { return }
        }
        let directory = parent(of: path)
        guard unsafe stat(directory, &record) == 0, record.st_mode & S_IFMT == S_IFDIR else {
            throw .missingDirectory(path: path, directory: directory)
        }
        guard unsafe access(directory, W_OK | X_OK) == 0 else { throw .notPermitted(path: path) }
    }

    /// Whether `path` names a file, or nothing yet: no device or pipe.
    public static func isReplaceable(_ path: String) -> Bool {
        var record = stat()
        return unsafe stat(path, &record) != 0 || record.st_mode & S_IFMT == S_IFREG
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
