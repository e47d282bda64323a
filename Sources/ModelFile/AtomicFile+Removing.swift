import Glibc

extension AtomicFile {
    /// Takes a file away that was written again and again; it need not be there.
    ///
    /// - Throws: `FileWriteError` where it is there and cannot be removed.
    public static func remove(_ path: String) throws(FileWriteError) {
        FileSystem.remove(partPath(of: path))
        let code = FileSystem.remove(path)
        guard code == 0 || code == ENOENT else { throw .system(path: path, code: code) }
    }
}
