internal import Glibc

/// The few questions this module asks of the file system.
enum FileSystem {
    enum Inspection {
        /// A file, its first bytes, and its size.
        case file(prefix: [UInt8], size: Int)
        case folder
        case failure(reason: String)
    }

    /// Opens `path` and reads up to `prefix` bytes from its start.
    static func inspect(_ path: String, prefix: Int) -> Inspection {
        // Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return .failure(reason: errorText(errno)) }
        defer { _ = close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return .failure(reason: errorText(errno)) }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: return .folder
        case S_IFREG: break
        default: return .failure(reason: "it is not a regular file")
        }
        var bytes = [UInt8](repeating: 0, count: prefix)
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
        guard count >= 0 else { return .failure(reason: errorText(errno)) }
        return .file(prefix: Array(bytes.prefix(count)), size: Int(status.st_size))
    }

    /// The names of the entries of a folder, in no order; none where it cannot be read.
    static func names(inFolder path: String) -> [String] {
        guard let folder = unsafe opendir(path) else { return [] }
        defer { unsafe _ = closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            // `d_name` is a fixed array holding a terminated string.
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
                unsafe name.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: name.pointee)) {
                    unsafe String(cString: $0)
                }
            }
            names.append(name)
        }
        return names
    }

    /// The file that `path` stands for, through symbolic links; `path` itself where nothing is there yet.
    static func resolvingLinks(_ path: String) -> String {
        guard let resolved = unsafe realpath(path, nil) else { return path }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }
}

/// The system's words for an error number.
func errorText(_ code: Int32) -> String {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
        unsafe buffer.initialize(repeating: 0)
        // The XSI form of strerror_r fills the buffer and leaves it terminated.
        unsafe _ = strerror_r(code, buffer.baseAddress!, buffer.count - 1)
        return unsafe String(cString: buffer.baseAddress!)
    }
}
