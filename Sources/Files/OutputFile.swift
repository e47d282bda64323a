import Glibc

/// A file that appears complete or not at all, written bit by bit.
///
/// The bytes go to a file without a name where the file system has such, else to a temporary one beside the target. They
/// are forced to the disk, and take the target's name only in ``commit()``. Whatever fails before that, and releasing the
/// value without a commit, leaves an older file as it was and nothing beside it.
///
/// A symbolic link is followed, and an older file's permissions and owner are kept. Devices, pipes and this process's own
/// descriptors (`/dev/stdout`) cannot be replaced and are written directly.
package struct OutputFile: ~Copyable {
    /// What a path leads to.
    package enum Destination {
        case descriptor(Int32)
        case device(String)
        case file(String, FileSystem.Status?)
    }

    private enum Fate {
        /// Nothing has to be done, but to close a descriptor that was opened.
        case written(closes: Bool)
        /// It gets this name, having none.
        case linked(String)
        /// It gets this name in place of its own.
        case renamed(String, from: String)
    }

    private let path: String
    private let isRepeated: Bool
    private var fate: Fate
    private var descriptor: Int32

    /// Begins a file.
    ///
    /// - Parameters:
    ///   - isRepeated: Whether the file is written again and again by a process that may be killed: then a temporary file
    ///     with a name always has the same, and what a killed process leaves behind is used up by the next.
    ///   - mustSeek: Whether bytes are written over others, which only files allow.
    /// - Throws: `FileWriteError`, as all methods do.
    package init(_ path: String, isRepeated: Bool = false, mustSeek: Bool = false) throws(FileWriteError) {
        let (descriptor, fate) = try Self.opened(path, isRepeated: isRepeated, mustSeek: mustSeek)
        self.path = path
        self.isRepeated = isRepeated
        self.descriptor = descriptor
        self.fate = fate
    }

    /// Writes all the bytes at the end, or over earlier ones from `offset` on.
    package mutating func write(_ bytes: [UInt8], at offset: Int? = nil) throws(FileWriteError) {
        do throws(FileSystem.Failure) {
            try FileSystem.write(descriptor, bytes, at: offset)
        } catch {
            throw FileWriteError(path: path, code: error.code)
        }
    }

    /// Has `body` write to the descriptor and return the `errno` of its failure, or 0. It may keep the descriptor for as
    /// long as the file is not committed.
    package mutating func write(by body: (Int32) -> Int32) throws(FileWriteError) {
        let code = body(descriptor)
        guard code == 0 else { throw FileWriteError(path: path, code: code) }
    }

    /// Makes the file appear under its name.
    package consuming func commit() throws(FileWriteError) {
        try publish()
        guard case .written(closes: true) = fate else {
            descriptor = -1
            return
        }
        let number = descriptor
        descriptor = -1
        do throws(FileSystem.Failure) {
            // Some file systems tell only now that they have no room.
            try FileSystem.close(number)
        } catch {
            throw FileWriteError(path: path, code: error.code)
        }
    }

    /// Makes the file appear under its name as it is now, to be gone on with: what is written after that stands in it at
    /// once, and stays whatever ends the process.
    package mutating func publish() throws(FileWriteError) {
        let target: String
        do throws(FileSystem.Failure) {
            switch fate {
            case .written: return
            case .linked(let name):
                try FileSystem.synchronise(descriptor)
                try Self.link(descriptor, to: name, isRepeated: isRepeated)
                target = name
            case .renamed(let name, let temporary):
                try FileSystem.synchronise(descriptor)
                try FileSystem.rename(temporary, to: name)
                TemporaryFiles.forget(temporary)
                target = name
            }
        } catch {
            throw FileWriteError(path: path, code: error.code)
        }
        fate = .written(closes: true)
        Self.synchronise(directoryOf: target)
    }

    deinit {
        guard descriptor >= 0 else { return }
        switch fate {
        case .written(let closes): if closes { try? FileSystem.close(descriptor) }
        case .linked: try? FileSystem.close(descriptor)
        case .renamed(_, let temporary):
            // Removed first: closing gives up the lock on a repeated one.
            FileSystem.remove(temporary)
            try? FileSystem.close(descriptor)
            TemporaryFiles.forget(temporary)
        }
    }

    // MARK: Finding the place

    /// Finds out what is to be written, following links by hand: the temporary file belongs beside the last of them.
    static func destination(of path: String) throws(FileSystem.Failure) -> Destination {
        var target = path
        for _ in 0..<40 {
            if let descriptor = ownDescriptor(target) { return .descriptor(descriptor) }
            if let link = FileSystem.linkTarget(target) {
                target = link.utf8.first == UInt8(ascii: "/") ? link : PathText.directory(of: target) + "/" + link
                continue
            }
            let status: FileSystem.Status
            do throws(FileSystem.Failure) {
                status = try FileSystem.status(target)
            } catch {
                guard error.code == ENOENT, target.utf8.last != UInt8(ascii: "/") else {
                    throw error.code == ENOENT ? FileSystem.Failure(code: EISDIR) : error
                }
                return .file(target, nil)
            }
            switch status.kind {
            case .directory: throw FileSystem.Failure(code: EISDIR)
            case .other: return .device(target)
            case .regular:
                guard FileSystem.mayWrite(target) else { throw FileSystem.Failure(code: EACCES) }
                return .file(target, status)
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

    private static func opened(
        _ path: String, isRepeated: Bool, mustSeek: Bool
    ) throws(FileWriteError) -> (Int32, Fate) {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw .badPath(path: path) }
        let destination: Destination
        do throws(FileSystem.Failure) { destination = try self.destination(of: path) } catch {
            throw FileWriteError(path: path, code: error.code)
        }
        do throws(FileSystem.Failure) {
            switch destination {
            case .file(let target, let status):
                let begun = try begin(target, isRepeated: isRepeated)
                // A new file gets 0666 less the umask from `open`; what an older one had outlives it.
                if let status {
                    FileSystem.setOwner(begun.0, status.owner, status.group)
                    try? FileSystem.setPermissions(begun.0, status.permissions)
                }
                return begun
            case _ where mustSeek: break
            case .descriptor(let number): return (number, .written(closes: false))
            case .device(let target):
                return (try FileSystem.openDevice(target), .written(closes: true))
            }
        } catch {
            throw FileWriteError(path: path, code: error.code)
        }
        throw .notAFile(path: path)
    }

    // MARK: Temporary files

    private static func begin(_ target: String, isRepeated: Bool) throws(FileSystem.Failure) -> (Int32, Fate) {
        let directory = PathText.directory(of: target)
        // It gets its name by way of /proc, so that has to be there.
        if FileSystem.exists("/proc/self/fd"),
            let descriptor = try? FileSystem.open(directory, O_WRONLY | nameless, permissions: 0o666)
        {
            return (descriptor, .linked(target))
        }
        if isRepeated {
            let part = AtomicFile.partPath(of: target)
            TemporaryFiles.remember(part)
            if let descriptor = try? FileSystem.openAlone(part) {
                return (descriptor, .renamed(target, from: part))
            }
            TemporaryFiles.forget(part)
        }
        while true {
            let temporary = temporaryPath(in: directory)
            TemporaryFiles.remember(temporary)
            do throws(FileSystem.Failure) {
                let descriptor = try FileSystem.open(temporary, O_WRONLY | O_CREAT | O_EXCL, permissions: 0o666)
                return (descriptor, .renamed(target, from: temporary))
            } catch {
                TemporaryFiles.forget(temporary)
                guard error.code == EEXIST else { throw error }
            }
        }
    }

    /// `O_TMPFILE`, which is no constant to Swift (asm-generic/fcntl.h).
    private static let nameless = 0o20_000_000 | O_DIRECTORY

    /// Gives a file without a name that of the target. Where there is a file already, it takes two steps: a name of its
    /// own first, then the other's.
    private static func link(
        _ descriptor: Int32, to target: String, isRepeated: Bool
    ) throws(FileSystem.Failure) {
        if !FileSystem.exists(target), FileSystem.linkTarget(target) == nil {
            do throws(FileSystem.Failure) {
                return try FileSystem.link(descriptor, to: target)
            } catch {
                guard error.code == EEXIST else { throw error }
            }
        }
        let part = AtomicFile.partPath(of: target)
        var temporary = isRepeated ? part : temporaryPath(in: PathText.directory(of: target))
        while true {
            TemporaryFiles.remember(temporary)
            defer { TemporaryFiles.forget(temporary) }
            do throws(FileSystem.Failure) {
                try FileSystem.link(descriptor, to: temporary)
            } catch {
                guard error.code == EEXIST else { throw error }
                // What a killed process left of a repeated file goes; what is another user's stays, under its name.
                if temporary != part || FileSystem.remove(part) != 0 {
                    temporary = temporaryPath(in: PathText.directory(of: target))
                }
                continue
            }
            do throws(FileSystem.Failure) {
                return try FileSystem.rename(temporary, to: target)
            } catch {
                FileSystem.remove(temporary)
                // Another process at the same file took the part for a left one.
                guard error.code == ENOENT, temporary == part else { throw error }
                temporary = temporaryPath(in: PathText.directory(of: target))
            }
        }
    }

    private static func temporaryPath(in directory: String) -> String {
        var generator = SystemRandomNumberGenerator()
        return directory + "/.woodshed-" + String(generator.next() as UInt64, radix: 36) + ".tmp"
    }

    /// Makes the new name last. The file is in place by now, and not every file system can do this: failure is no error.
    private static func synchronise(directoryOf target: String) {
        guard let descriptor = try? FileSystem.open(PathText.directory(of: target), O_RDONLY | O_DIRECTORY) else {
            return
        }
        try? FileSystem.synchronise(descriptor)
        try? FileSystem.close(descriptor)
    }
}
