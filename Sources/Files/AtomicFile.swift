import Glibc

/// Files that are either written completely or not at all.
public enum AtomicFile {
    /// Writes `bytes` as the whole content of the file at `path`; see ``OutputFile`` for how.
    ///
    /// At any failure an older file stays as it was. A symbolic link is followed, an older file's permissions are kept.
    /// Devices, pipes and this process's own descriptors (`/dev/stdout`) are written directly.
    ///
    /// - Parameter isRepeated: Whether the file is written again and again by a process that may be killed.
    /// - Throws: `FileWriteError`.
    public static func write(_ bytes: [UInt8], to path: String, isRepeated: Bool = false) throws(FileWriteError) {
        var file = try OutputFile(path, isRepeated: isRepeated)
        try file.write(bytes)
        try file.commit()
    }

    /// The same, with the writing itself passed in, so that tests can let it fail half-way.
    ///
    /// - Parameter content: writes to a descriptor and returns the `errno` of its failure, or 0.
    package static func write(
        to path: String, isRepeated: Bool = false, content: (Int32) -> Int32
    ) throws(FileWriteError) {
        var file = try OutputFile(path, isRepeated: isRepeated)
        try file.write(by: content)
        try file.commit()
    }

    /// Takes a file away that was written again and again; it need not be there.
    ///
    /// - Throws: `FileWriteError` where it is there and cannot be removed.
    public static func remove(_ path: String) throws(FileWriteError) {
        FileSystem.remove(partPath(of: path))
        let code = FileSystem.remove(path)
        guard code == 0 || code == ENOENT else { throw FileWriteError(path: path, code: code) }
    }

    /// The temporary file of one that is written again and again.
    static func partPath(of target: String) -> String {
        PathText.directory(of: target) + "/.\(PathText.name(of: target)).part"
    }
}
