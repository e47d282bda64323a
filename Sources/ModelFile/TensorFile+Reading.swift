import Files
import Glibc

extension TensorFile {
    /// Decodes the bytes of a safetensors file; F16, BF16 and F64 become `Float`.
    ///
    /// Linear in the number of bytes. Everything the header claims is checked against the bytes that are there before
    /// anything is allocated for it.
    ///
    /// - Parameter name: the file's name, for error messages.
    /// - Throws: `ModelFileError.malformed`.
    public init(bytes: [UInt8], name: String) throws(ModelFileError) {
        do {
            let header = try TensorHeader(bytes)
            tensors = header.entries.map { entry in
                let values = entry.type.decode(bytes, at: header.dataStart + entry.start, count: entry.count)
                return NamedTensor(name: entry.name, shape: entry.shape, values: values)
            }
            metadata = header.metadata
        } catch {
            throw .malformed(file: name, offset: error.offset, flaw: error.flaw)
        }
    }

    /// Reads the safetensors file at `path`.
    ///
    /// - Throws: `ModelFileError`: missing, unreadable or malformed.
    public static func read(_ path: String) throws(ModelFileError) -> TensorFile {
        try TensorFile(bytes: bytes(of: path), name: path)
    }

    private static let largestFile = 2 << 30

    /// Reads a whole file, whose first bytes must make sense: a film given by mistake is not read to its end.
    private static func bytes(of path: String) throws(ModelFileError) -> [UInt8] {
        do {
            // Without O_NONBLOCK, opening a pipe would wait for its writer.
            let descriptor = try FileSystem.open(path, O_RDONLY | O_NONBLOCK)
            defer { try? FileSystem.close(descriptor) }
            let status = try FileSystem.status(of: descriptor)
            guard status.kind == .regular else { throw ModelFileError.notAFile(file: path) }
            let start = try FileSystem.read(descriptor, count: min(status.size, 8))
            do {
                _ = try TensorHeader.length(start, fileSize: status.size)
            } catch {
                throw ModelFileError.malformed(file: path, offset: error.offset, flaw: error.flaw)
            }
            guard status.size <= largestFile else {
                throw ModelFileError.tooLarge(file: path, size: status.size, limit: largestFile)
            }
            return start + (try FileSystem.read(descriptor, count: status.size - start.count))
        } catch let error as ModelFileError {
            throw error
        } catch let error as FileSystem.Failure {
            throw error.code == ENOENT || error.code == ENOTDIR
                ? .missing(file: path) : .unreadable(file: path, code: error.code)
        } catch {
            throw .unreadable(file: path, code: EIO)
        }
    }
}
