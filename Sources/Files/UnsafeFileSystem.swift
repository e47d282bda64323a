import Glibc

/// The calls to the operating system that the package needs for its files, each with its `errno` as the error.
///
/// Paths are texts as ``PathText`` makes them. Pointers passed to the system live for one call, with the length of the
/// array they point into.
package enum FileSystem {
    /// The number of an error as the system left it in `errno`.
    package struct Failure: Error, Equatable {
        package var code: Int32

        package init(code: Int32) { self.code = code }
    }

    package enum Kind: Equatable {
        case regular, directory, other
    }

    /// What is known about a file without opening it.
    package struct Status {
        package var kind: Kind
        package var size: Int
        /// The last nine bits of the mode.
        package var permissions: UInt32
        package var owner: UInt32
        package var group: UInt32
        package var device: UInt
        package var node: UInt
    }

    /// Calls `body` with a path as the system takes it, ended by a zero.
    package static func withPath<Result>(_ path: String, _ body: (UnsafePointer<CChar>) -> Result) -> Result {
        let bytes = PathText.bytes(of: path).map { CChar(bitPattern: $0) } + [0]
        return unsafe bytes.withUnsafeBufferPointer { unsafe body($0.baseAddress!) }
    }

    // MARK: What is there

    /// What a path names, links followed.
    package static func status(_ path: String) throws(Failure) -> Status {
        var record = stat()
        try check(unsafe withPath(path) { unsafe stat($0, &record) })
        return Status(record)
    }

    package static func status(of descriptor: Int32) throws(Failure) -> Status {
        var record = stat()
        try check(unsafe fstat(descriptor, &record))
        return Status(record)
    }

    /// Whether there is anything at a path, links followed.
    package static func exists(_ path: String) -> Bool { (try? status(path)) != nil }

    package static func mayWrite(_ path: String) -> Bool { unsafe withPath(path) { unsafe access($0, W_OK) == 0 } }

    /// Whether files can be made in a directory.
    package static func mayAdd(to directory: String) -> Bool {
        unsafe withPath(directory) { unsafe access($0, W_OK | X_OK) == 0 }
    }

    /// The target of a symbolic link; nil where `path` is none.
    package static func linkTarget(_ path: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let length = unsafe withPath(path) { path in
            unsafe buffer.withUnsafeMutableBytes { buffer in
                unsafe readlink(path, buffer.baseAddress!.assumingMemoryBound(to: CChar.self), buffer.count)
            }
        }
        return length < 0 ? nil : PathText.text(of: buffer[..<length])
    }

    /// The names of the entries of a directory but for "." and "..", in no order.
    package static func names(in directory: String) throws(Failure) -> [String] {
        guard let stream = unsafe withPath(directory, { unsafe opendir($0) }) else { throw Failure(code: errno) }
        defer { unsafe _ = closedir(stream) }
        var names: [String] = []
        errno = 0
        while let entry = unsafe readdir(stream) {
            // `d_name` is a fixed array holding a terminated string.
            let bytes = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { unsafe Array($0.prefix { $0 != 0 }) }
            if bytes != [0x2E], bytes != [0x2E, 0x2E] { names.append(PathText.text(of: bytes)) }
            errno = 0
        }
        guard errno == 0 else { throw Failure(code: errno) }
        return names
    }

    // MARK: Descriptors

    package static func open(_ path: String, _ flags: Int32, permissions: UInt32 = 0) throws(Failure) -> Int32 {
        while true {
            let descriptor = unsafe withPath(path) { unsafe Glibc.open($0, flags | O_CLOEXEC, permissions) }
            if descriptor >= 0 { return descriptor }
            guard errno == EINTR else { throw Failure(code: errno) }
        }
    }

    /// Opens a device or a pipe for writing.
    ///
    /// A pipe that nobody reads is waited for, but not for ever: whoever is to read it may have been started a moment later.
    ///
    /// - Throws: `Failure` with `ENXIO` where nobody came.
    package static func openDevice(_ path: String, patience: Duration = .seconds(10)) throws(Failure) -> Int32 {
        let end = ContinuousClock.now + patience
        while true {
            do throws(Failure) {
                let descriptor = try open(path, O_WRONLY | O_NOCTTY | O_NONBLOCK)
                let flags = fcntl(descriptor, F_GETFL)
                _ = fcntl(descriptor, F_SETFL, flags & ~O_NONBLOCK)
                return descriptor
            } catch {
                guard error.code == ENXIO, ContinuousClock.now < end else { throw error }
                usleep(20_000)
            }
        }
    }

    /// Opens an empty file for this process alone; nil where another has it open in the same way, or it is another user's.
    package static func openAlone(_ path: String) throws(Failure) -> Int32? {
        while true {
            let descriptor = try open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK, permissions: 0o666)
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                try? close(descriptor)
                return nil
            }
            var (own, named) = (stat(), stat())
            let isNamed = unsafe fstat(descriptor, &own) == 0 && withPath(path) { unsafe lstat($0, &named) } == 0
            // What others own, or have under another name as well, they would read or keep.
            guard own.st_mode & S_IFMT == S_IFREG, own.st_uid == geteuid(), own.st_nlink <= 1 else {
                try? close(descriptor)
                return nil
            }
            // Its former owner may have given it another name before the lock was free.
            if isNamed, own.st_ino == named.st_ino, own.st_dev == named.st_dev {
                if ftruncate(descriptor, 0) == 0 { return descriptor }
                let code = errno
                try? close(descriptor)
                throw Failure(code: code)
            }
            try? close(descriptor)
        }
    }

    package static func setPermissions(_ descriptor: Int32, _ permissions: UInt32) throws(Failure) {
        try check(fchmod(descriptor, permissions))
    }

    /// Gives a file to another, where this user may do that.
    package static func setOwner(_ descriptor: Int32, _ owner: UInt32, _ group: UInt32) {
        // Whoever may not change the owner may still be of the group.
        if fchown(descriptor, owner, group) != 0 { _ = fchown(descriptor, UInt32.max, group) }
    }

    package static func synchronise(_ descriptor: Int32) throws(Failure) {
        try check(fsync(descriptor))
    }

    package static func close(_ descriptor: Int32) throws(Failure) {
        try check(Glibc.close(descriptor))
    }

    /// Reads at most `count` bytes from the present position; fewer where the file ends.
    package static func read(_ descriptor: Int32, count: Int) throws(Failure) -> [UInt8] {
        var failure: Failure?
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let part = unsafe Glibc.read(descriptor, buffer.baseAddress! + filled, count - filled)
                if part > 0 {
                    filled += part
                } else if part == 0 {
                    break
                } else if errno != EINTR {
                    failure = Failure(code: errno)
                    break
                }
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Writes all of `bytes` at the present position, or over what is at `offset`.
    package static func write(_ descriptor: Int32, _ bytes: [UInt8], at offset: Int? = nil) throws(Failure) {
        let code: Int32 = unsafe bytes.withUnsafeBytes { buffer in
            var written = 0
            while written < buffer.count {
                // What is left of the buffer bounds each write.
                let start = unsafe buffer.baseAddress! + written
                let count = buffer.count - written
                let part =
                    if let offset {
                        unsafe pwrite(descriptor, start, count, off_t(offset + written))
                    } else {
                        unsafe Glibc.write(descriptor, start, count)
                    }
                if part > 0 {
                    written += part
                } else if part == 0 {
                    return EIO
                } else if errno != EINTR {
                    return errno
                }
            }
            return 0
        }
        guard code == 0 else { throw Failure(code: code) }
    }

    // MARK: Names

    package static func makeDirectory(_ path: String, permissions: UInt32) throws(Failure) {
        try check(unsafe withPath(path) { unsafe mkdir($0, permissions) })
    }

    /// Gives an open file without a name, of `O_TMPFILE`, its first one; nothing may have it already.
    package static func link(_ descriptor: Int32, to target: String) throws(Failure) {
        try check(
            unsafe withPath("/proc/self/fd/\(descriptor)") { from in
                unsafe withPath(target) { unsafe linkat(AT_FDCWD, from, AT_FDCWD, $0, AT_SYMLINK_FOLLOW) }
            })
    }

    package static func rename(_ path: String, to target: String) throws(Failure) {
        try check(unsafe withPath(path) { path in unsafe withPath(target) { unsafe Glibc.rename(path, $0) } })
    }

    /// Removes a file; returns the `errno` of the failure, or 0.
    @discardableResult
    package static func remove(_ path: String) -> Int32 {
        unsafe withPath(path) { unsafe unlink($0) == 0 ? 0 : errno }
    }

    private static func check(_ result: Int32) throws(Failure) {
        guard result == 0 else { throw Failure(code: errno) }
    }
}

extension FileSystem.Status {
    fileprivate init(_ record: stat) {
        switch record.st_mode & S_IFMT {
        case S_IFREG: kind = .regular
        case S_IFDIR: kind = .directory
        default: kind = .other
        }
        size = Int(record.st_size)
        permissions = record.st_mode & 0o777
        (owner, group) = (record.st_uid, record.st_gid)
        (device, node) = (record.st_dev, record.st_ino)
    }
}

/// The system's wording of an `errno`.
package func systemMessage(_ code: Int32) -> String {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
        unsafe buffer.initialize(repeating: 0)
        // The XSI form of strerror_r fills the buffer and leaves it terminated.
        unsafe _ = strerror_r(code, buffer.baseAddress!, buffer.count - 1)
        return unsafe String(cString: buffer.baseAddress!)
    }
}
