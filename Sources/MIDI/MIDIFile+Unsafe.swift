import Glibc

extension MIDIFile {
    /// The most bytes a file read by path may have: 32 MiB, many times the largest files of music.
    public static let maximumFileSize = 32 << 20

    /// Reads a file by its path.
    ///
    /// - Parameters:
    ///   - mostNotes: a file with more is refused.
    ///   - isFound: whether the path was found in a folder rather than named: then what is no regular file is refused,
    ///     such as a pipe, which might never end.
    /// - Throws: ``MIDIError/file(path:_:)`` when it cannot be opened or read, and as ``init(bytes:mostNotes:)`` does.
    public static func read(
        _ path: String, mostNotes: Int = mostNotes, isFound: Bool = false
    ) throws(MIDIError) -> MIDIFile {
        let bytes = try contents(of: path, limit: maximumFileSize, isFound: isFound)
        return try MIDIFile(bytes: bytes, mostNotes: mostNotes)
    }

    /// The bytes of a file; a pipe will do unless the path `isFound`.
    package static func contents(
        of path: String, limit: Int, isFound: Bool = false
    ) throws(MIDIError) -> [UInt8] {
        // The system would take a path only up to its first zero byte, and so perhaps for another file's.
        guard !path.utf8.contains(0) else { throw .file(path: path, .missing) }
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | (isFound ? O_NONBLOCK : 0))
        guard descriptor >= 0 else { throw .file(path: path, MIDIError.FileProblem(code: errno)) }
        defer { close(descriptor) }

        var bytes: [UInt8] = []
        var status = stat()
        if unsafe fstat(descriptor, &status) == 0 {
            guard status.st_mode & S_IFMT != S_IFDIR else { throw .file(path: path, .directory) }
            guard !isFound || status.st_mode & S_IFMT == S_IFREG else { throw .file(path: path, .notRegular) }
            // Of what says its size; where it grows meanwhile the room does.
            guard status.st_size <= limit else { throw .file(path: path, .tooLarge(expected: limit)) }
            bytes.reserveCapacity(Int(status.st_size))
        }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            // `read` writes at most as many bytes as the buffer says it has.
            let (count, code) = unsafe buffer.withUnsafeMutableBytes { space in
                (unsafe Glibc.read(descriptor, space.baseAddress, space.count), errno)
            }
            if count < 0 && code == EINTR { continue }
            guard count >= 0 else { throw .file(path: path, MIDIError.FileProblem(code: code)) }
            if count == 0 { return bytes }
            guard count <= limit - bytes.count else { throw .file(path: path, .tooLarge(expected: limit)) }
            bytes += buffer[..<count]
        }
    }
}

extension MIDIError.FileProblem {
    /// The problem that an `errno` stands for.
    init(code: Int32) {
        self =
            switch code {
            case ENOENT, ENOTDIR: .missing
            case EISDIR: .directory
            default: .unreadable(code)
            }
    }
}

/// What the system calls an `errno`.
func systemMessage(_ code: Int32) -> String {
    // glibc's strerror returns a string that ends in zero for every number.
    unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
}
