import Files
import Glibc

/// Text that comes bit by bit: in memory, from a certain length on in a file without a name.
struct Spool: ~Copyable {
    let file: String
    let directory: String
    let memoryLimit: Int
    let limit: Int
    private var memory: [UInt8] = []
    private var count = 0
    private var descriptor: Int32 = -1

    init(file: String, directory: String, memoryLimit: Int, limit: Int) {
        self.file = file
        self.directory = directory
        self.memoryLimit = memoryLimit
        self.limit = limit
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    mutating func append(_ bytes: ArraySlice<UInt8>) throws(ProseError) {
        count += bytes.count
        guard count <= limit else { throw .tooLarge(file: file, limit: limit) }
        if descriptor < 0 {
            memory += bytes
            guard count > memoryLimit else { return }
            descriptor = try temporaryFile()
            try write(memory[...])
            memory = []
        } else {
            try write(bytes)
        }
    }

    consuming func bytes() throws(ProseError) -> TextBytes {
        guard descriptor >= 0 else { return TextBytes(memory) }
        let copy = dup(descriptor)
        guard copy >= 0 else { throw .unreadable(file: file, code: errno) }
        guard let bytes = TextBytes(mapping: copy) else { throw .unreadable(file: file, code: errno) }
        return bytes
    }

    private func temporaryFile() throws(ProseError) -> Int32 {
        var template = PathText.bytes(of: "\(directory)/woodshed-XXXXXX").map { CChar(bitPattern: $0) } + [0]
        let descriptor = unsafe mkstemp(&template)
        guard descriptor >= 0 else { throw .cannotStore(file: file, directory: directory, code: errno) }
        _ = unsafe unlink(template)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        return descriptor
    }

    private func write(_ bytes: ArraySlice<UInt8>) throws(ProseError) {
        let code: Int32 = unsafe bytes.withUnsafeBytes { buffer in
            var written = 0
            while written < buffer.count {
                let part = unsafe Glibc.write(descriptor, buffer.baseAddress! + written, buffer.count - written)
                if part > 0 {
                    written += part
                } else if part == 0 || errno != EINTR {
                    return part == 0 ? EIO : errno
                }
            }
            return 0
        }
        guard code == 0 else { throw .cannotStore(file: file, directory: directory, code: code) }
    }
}
