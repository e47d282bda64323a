import Glibc

extension FileSystem {
    /// All the bytes of a file.
    ///
    /// - Parameters:
    ///   - limit: A file, or what comes out of a pipe, with more is refused before more is kept.
    ///   - onlyFiles: Whether what is no file is refused, such as a pipe, which might never end.
    package static func contents(
        of path: String, limit: Int, onlyFiles: Bool
    ) throws(FileReadError) -> [UInt8] {
        // The system would take a path only up to its first zero byte, and so perhaps for another file's.
        guard !path.isEmpty, !path.utf8.contains(0) else { throw .missing(path: path) }
        let descriptor: Int32
        let status: Status
        do throws(Failure) {
            // Opening a pipe would wait for its writer.
            descriptor = try open(path, O_RDONLY | (onlyFiles ? O_NONBLOCK : 0))
            do throws(Failure) {
                status = try self.status(of: descriptor)
            } catch {
                try? close(descriptor)
                throw error
            }
        } catch {
            throw FileReadError(path: path, code: error.code)
        }
        defer { try? close(descriptor) }
        guard status.kind != .directory else { throw .isDirectory(path: path) }
        guard !onlyFiles || status.kind == .regular else { throw .notAFile(path: path) }
        guard status.size <= limit else { throw .tooLarge(path: path, limit: limit) }
        var bytes: [UInt8] = []
        // Of what says its size; where it grows meanwhile the room does.
        bytes.reserveCapacity(status.size)
        while true {
            let part: [UInt8]
            do throws(Failure) {
                part = try read(descriptor, count: 1 << 16)
            } catch {
                throw FileReadError(path: path, code: error.code)
            }
            guard part.count <= limit - bytes.count else { throw .tooLarge(path: path, limit: limit) }
            bytes += part
            if part.count < 1 << 16 { return bytes }
        }
    }

    /// The first bytes of a file, at most `count`, and its size.
    package static func beginning(of path: String, count: Int) throws(FileReadError) -> (bytes: [UInt8], size: Int) {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw .missing(path: path) }
        let status: Status
        let bytes: [UInt8]
        do throws(Failure) {
            let descriptor = try open(path, O_RDONLY | O_NONBLOCK)
            defer { try? close(descriptor) }
            status = try self.status(of: descriptor)
            bytes = status.kind == .regular ? try read(descriptor, count: count) : []
        } catch {
            throw FileReadError(path: path, code: error.code)
        }
        switch status.kind {
        case .directory: throw .isDirectory(path: path)
        case .other: throw .notAFile(path: path)
        case .regular: return (bytes, status.size)
        }
    }
}
