import Glibc

extension AtomicFile {
    /// Takes a file away; it need not be there.
    ///
    /// - Throws: `FileWriteError` where it is there and cannot be removed.
    public static func remove(_ path: String) throws(FileWriteError) {
        let code = FileSystem.remove(path)
        guard code == 0 || code == ENOENT else { throw .system(path: path, code: code) }
    }
}
