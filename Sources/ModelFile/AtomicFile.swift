import Files
import Glibc

/// Files that are either written completely or not at all.
public enum AtomicFile {
    /// Writes `bytes` as the whole content of the file at `path`.
    ///
    /// The bytes go to a temporary file beside the target, are forced to the disk, and take the target's name only then;
    /// at any failure the temporary file is removed and an older file stays as it was. A symbolic link is followed, an
    /// older file's permissions are kept. Devices, pipes and this process's own descriptors (`/dev/stdout`) cannot be
    /// replaced and are written directly.
    ///
    /// - Parameter isRepeated: Whether the file is written again and again by a process that may be killed: then the
    ///   temporary file always has the same name, and what a killed one leaves behind is used up by the next.
    /// - Throws: `FileWriteError`.
    public static func write(_ bytes: [UInt8], to path: String, isRepeated: Bool = false) throws(FileWriteError) {
        try write(to: path, isRepeated: isRepeated) { descriptor in FileSystem.write(descriptor, bytes) }
    }

    /// The same, with the writing itself passed in, so that tests can let it fail half-way.
    ///
    /// - Parameter content: writes to a descriptor and returns the `errno` of its failure, or 0.
    package static func write(
        to path: String, isRepeated: Bool = false, content: (Int32) -> Int32
    ) throws(FileWriteError) {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw .badPath(path: path) }
        do throws(FileSystem.Failure) {
            switch try place(of: path) {
            case .descriptor(let descriptor):
                try check(content(descriptor))
            case .device(let target):
                let descriptor = try FileSystem.open(target, O_WRONLY | O_NOCTTY)
                do throws(FileSystem.Failure) {
                    try check(content(descriptor))
                } catch {
                    try? FileSystem.close(descriptor)
                    throw error
                }
                try FileSystem.close(descriptor)
            case .file(let target, let permissions):
                try replace(target, permissions, isRepeated: isRepeated, content)
            }
        } catch {
            throw FileWriteError(path: path, code: error.code)
        }
    }

    private enum Place {
        case descriptor(Int32)
        case device(String)
        case file(String, permissions: mode_t?)
    }

    /// Finds out what is to be written, following links by hand: the temporary file belongs beside the last of them.
    private static func place(of path: String) throws(FileSystem.Failure) -> Place {
        var target = path
        for _ in 0..<40 {
            if let descriptor = ownDescriptor(target) { return .descriptor(descriptor) }
            if let link = FileSystem.linkTarget(target) {
                target = link.hasPrefix("/") ? link : directory(of: target) + "/" + link
                continue
            }
            let status: FileSystem.Status
            do {
                status = try FileSystem.status(target)
            } catch {
                guard error.code == ENOENT, !target.hasSuffix("/") else {
                    throw error.code == ENOENT ? FileSystem.Failure(code: EISDIR) : error
                }
                return .file(target, permissions: nil)
            }
            switch status.kind {
            case .directory: throw FileSystem.Failure(code: EISDIR)
            case .other: return .device(target)
            case .regular:
                guard FileSystem.mayWrite(target) else { throw FileSystem.Failure(code: EACCES) }
                return .file(target, permissions: status.permissions)
            }
        }
        throw FileSystem.Failure(code: ELOOP)
    }

    /// The descriptor that a path such as `/dev/stdout`, `/dev/fd/3` or `/proc/self/fd/1` stands for.
    private static func ownDescriptor(_ path: String) -> Int32? {
        for prefix in ["/dev/fd/", "/proc/self/fd/", "/proc/\(getpid())/fd/"] where path.hasPrefix(prefix) {
            return Int32(path.dropFirst(prefix.count))
        }
        return nil
    }

    private static func replace(
        _ target: String, _ permissions: mode_t?, isRepeated: Bool, _ content: (Int32) -> Int32
    ) throws(FileSystem.Failure) {
        let directory = directory(of: target)
        if isRepeated, let descriptor = try FileSystem.openAlone(partPath(of: target)) {
            // Closing gives the lock up: not before the name is the target's.
            defer { try? FileSystem.close(descriptor) }
            TemporaryFiles.remember(partPath(of: target))
            defer { TemporaryFiles.forget(partPath(of: target)) }
            do throws(FileSystem.Failure) {
                try fill(descriptor, permissions, content)
                try FileSystem.rename(partPath(of: target), to: target)
            } catch {
                FileSystem.remove(partPath(of: target))
                throw error
            }
            return synchroniseDirectory(directory)
        }
        let (temporary, descriptor) = try createTemporary(in: directory)
        defer { TemporaryFiles.forget(temporary) }
        do throws(FileSystem.Failure) {
            do throws(FileSystem.Failure) {
                try fill(descriptor, permissions, content)
            } catch {
                try? FileSystem.close(descriptor)
                throw error
            }
            try FileSystem.close(descriptor)
            try FileSystem.rename(temporary, to: target)
        } catch {
            FileSystem.remove(temporary)
            throw error
        }
        synchroniseDirectory(directory)
    }

    private static func fill(
        _ descriptor: Int32, _ permissions: mode_t?, _ content: (Int32) -> Int32
    ) throws(FileSystem.Failure) {
        // A new file gets 0666 less the umask from `open`; an older one's permissions outlive it.
        if let permissions { try FileSystem.setPermissions(descriptor, permissions) }
        try check(content(descriptor))
        try FileSystem.synchronise(descriptor)
    }

    /// The temporary file of one that is written again and again.
    static func partPath(of target: String) -> String {
        let name = target.split(separator: "/").last ?? ""
        return directory(of: target) + "/.\(name).part"
    }

    private static func createTemporary(in directory: String) throws(FileSystem.Failure) -> (String, Int32) {
        var generator = SystemRandomNumberGenerator()
        while true {
            let path = directory + "/.woodshed-" + String(generator.next() as UInt64, radix: 36) + ".tmp"
            TemporaryFiles.remember(path)
            do {
                return (path, try FileSystem.open(path, O_WRONLY | O_CREAT | O_EXCL, permissions: 0o666))
            } catch {
                TemporaryFiles.forget(path)
                guard error.code == EEXIST else { throw error }
            }
        }
    }

    /// Makes the new name last. The file is in place by now, and not every file system can do this: failure is no error.
    private static func synchroniseDirectory(_ directory: String) {
        guard let descriptor = try? FileSystem.open(directory, O_RDONLY | O_DIRECTORY) else { return }
        try? FileSystem.synchronise(descriptor)
        try? FileSystem.close(descriptor)
    }

    private static func check(_ code: Int32) throws(FileSystem.Failure) {
        guard code == 0 else { throw FileSystem.Failure(code: code) }
    }

    static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
