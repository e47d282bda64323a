import Glibc

/// The few calls to the operating system that this module needs, each with its `errno` as the error.
///
/// Pointers passed to the system live for one call, with the length of the array they point into.
enum FileSystem {
    /// The number of an error as the system left it in `errno`.
    struct Failure: Error, Equatable {
        var code: Int32
    }

    /// What a path names, links followed.
    enum Kind: Equatable {
        case regular, directory, other
    }

    /// What is known about a file without opening it.
    struct Status {
        var kind: Kind
        var size: Int
        var permissions: mode_t
    }

    static func status(_ path: String) throws(Failure) -> Status {
        var record = stat()
        try check(unsafe stat(path, &record))
        return Status(record)
    }

    static func status(of descriptor: Int32) throws(Failure) -> Status {
        var record = stat()
        try check(unsafe fstat(descriptor, &record))
        return Status(record)
    }

    static func mayWrite(_ path: String) -> Bool {
        unsafe access(path, W_OK) == 0
    }

    /// The target of a symbolic link; nil where `path` is none.
    static func linkTarget(_ path: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let length = unsafe buffer.withUnsafeMutableBytes { buffer in
            unsafe readlink(path, buffer.baseAddress!.assumingMemoryBound(to: CChar.self), buffer.count)
        }
        return length < 0 ? nil : String(decoding: buffer[..<length], as: UTF8.self)
    }

    static func open(_ path: String, _ flags: Int32, permissions: mode_t = 0) throws(Failure) -> Int32 {
        while true {
            let descriptor = unsafe Glibc.open(path, flags | O_CLOEXEC, permissions)
            if descriptor >= 0 { return descriptor }
            guard errno == EINTR else { throw Failure(code: errno) }
        }
    }

    static func setPermissions(_ descriptor: Int32, _ permissions: mode_t) throws(Failure) {
        try check(fchmod(descriptor, permissions))
    }

    static func synchronise(_ descriptor: Int32) throws(Failure) {
        try check(fsync(descriptor))
    }

    static func close(_ descriptor: Int32) throws(Failure) {
        try check(Glibc.close(descriptor))
    }

    static func rename(_ path: String, to target: String) throws(Failure) {
        try check(unsafe Glibc.rename(path, target))
    }

    /// Removes a file; returns the `errno` of the failure, or 0.
    @discardableResult
    static func remove(_ path: String) -> Int32 {
        unsafe unlink(path) == 0 ? 0 : errno
    }

    /// Reads at most `count` bytes from the present position; fewer where the file ends.
    static func read(_ descriptor: Int32, count: Int) throws(Failure) -> [UInt8] {
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

    /// Writes all of `bytes`; returns the `errno` of the failure, or 0.
    static func write(_ descriptor: Int32, _ bytes: [UInt8]) -> Int32 {
        unsafe bytes.withUnsafeBytes { buffer in
            var written = 0
            while written < buffer.count {
                let part = unsafe Glibc.write(descriptor, buffer.baseAddress! + written, buffer.count - written)
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
    }
}

/// The system's wording of an `errno`.
func systemMessage(_ code: Int32) -> String {
    unsafe String(cString: strerror(code))
}
