import Files
internal import Glibc

/// A file that appears complete or not at all.
///
/// Bytes go to a temporary file beside the target; ``commit()`` flushes it to the disk and renames it. Whatever fails
/// before that, and releasing the value without a commit, removes the temporary file.
package struct OutputFile: ~Copyable {
    private let path: String
    private let temporary: String
    private var descriptor: Int32

    /// - Throws: ``SoundError/cannotWrite(path:reason:)``, as all of this type's methods.
    package init(path: String) throws(SoundError) {
        // Renaming over a symbolic link would replace the link instead of the file it names.
        let target = FileSystem.resolvingLinks(path)
        switch FileSystem.inspect(target, prefix: 0) {
        case .folder: throw .cannotWrite(path: path, reason: "it is a folder")
        case .failure(let reason) where unsafe access(target, F_OK) == 0:
            throw .cannotWrite(path: path, reason: reason)
        case .file, .failure: break
        }
        let temporary = "\(target).\(getpid())-\(UInt32.random(in: 0 ... .max)).tmp"
        TemporaryFiles.remember(temporary)
        let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            TemporaryFiles.forget(temporary)
            throw .cannotWrite(path: path, reason: errorText(errno))
        }
        self.init(path: target, temporary: temporary, descriptor: descriptor)
    }

    /// Takes over an open descriptor and the file that goes with it.
    package init(path: String, temporary: String, descriptor: Int32) {
        self.path = path
        self.temporary = temporary
        self.descriptor = descriptor
    }

    deinit {
        if descriptor >= 0 {
            _ = close(descriptor)
            unsafe _ = unlink(temporary)
            TemporaryFiles.forget(temporary)
        }
    }

    /// Writes all the bytes, at the end, or over earlier ones from `offset` on.
    package mutating func write(_ bytes: [UInt8], at offset: Int? = nil) throws(SoundError) {
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                // `done` is below the count, so the rest is inside the array.
                let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[done...])
                return if let offset {
                    unsafe pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
                } else {
                    unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
                }
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw .cannotWrite(path: path, reason: errorText(errno))
            }
            done += count
        }
    }

    /// Makes the file appear under its own name.
    package consuming func commit() throws(SoundError) {
        guard fsync(descriptor) == 0 else { throw .cannotWrite(path: path, reason: errorText(errno)) }
        let closed = close(descriptor)
        descriptor = -1
        defer { TemporaryFiles.forget(temporary) }
        guard closed == 0, unsafe rename(temporary, path) == 0 else {
            let reason = errorText(errno)
            unsafe _ = unlink(temporary)
            throw .cannotWrite(path: path, reason: reason)
        }
        syncFolder()
    }

    /// Flushes the folder, so that the new name survives a power cut. Not every file system can; none loses the file.
    private func syncFolder() {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        _ = fsync(descriptor)
        _ = close(descriptor)
    }
}
