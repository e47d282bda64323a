import Glibc

extension Corpus {
    /// Reads a corpus from a file, a pipe or a device; a NUL byte or the size limit ends the reading early.
    ///
    /// - Throws: `ProseError`, which names the file.
    public static func read(_ path: String) throws(ProseError) -> Corpus {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw errno == ENOENT || errno == ENOTDIR
                ? .missing(file: path) : .unreadable(file: path, code: errno)
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            // At most chunk.count bytes are written to the chunk's own storage.
            let count = unsafe chunk.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw errno == EISDIR ? .isDirectory(file: path) : .unreadable(file: path, code: errno)
            }
            if count == 0 { break }
            bytes += chunk[..<count]
            if bytes[(bytes.count - count)...].contains(0) || bytes.count > byteLimit { break }
        }
        return try Corpus(bytes: bytes, name: path)
    }
}

/// The system's wording of an `errno`.
func systemMessage(_ code: Int32) -> String {
    unsafe String(cString: strerror(code))
}
