import Glibc

extension MIDIFile {
    /// The most bytes a file read by path may have: 32 MiB, many times the largest files of music.
    public static let maximumFileSize = 32 << 20

    /// Reads a file by its path.
    ///
    /// - Throws: ``MIDIError/file(path:_:)`` when it cannot be opened or read, and as ``init(bytes:)`` does.
    public static func read(_ path: String) throws(MIDIError) -> MIDIFile {
        try MIDIFile(bytes: contents(of: path, limit: maximumFileSize))
    }

    /// The bytes of a file; a pipe will do.
    package static func contents(of path: String, limit: Int) throws(MIDIError) -> [UInt8] {
        // The system would take a path only up to its first zero byte, and so perhaps for another file's.
        guard !path.utf8.contains(0) else { throw .file(path: path, .missing) }
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(path: path, MIDIError.FileProblem(code: errno)) }
        defer { close(descriptor) }

        var bytes: [UInt8] = []
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
