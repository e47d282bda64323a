import Glibc
import Synchronization

/// A temporary folder that goes when its owner does.
final class Scratch: Sendable {
    /// Folders of owners that live as long as the process.
    private static let lasting = Mutex<[Scratch]>([])

    let path: String

    /// A folder that goes with the process.
    static func untilExit() -> Scratch {
        let scratch = Scratch()
        lasting.withLock { lasting in
            if lasting.isEmpty { atexit { Scratch.lasting.withLock { for scratch in $0 { scratch.remove() } } } }
            lasting.append(scratch)
        }
        return scratch
    }

    init() {
        var template = Array("/tmp/woodshed-sound-XXXXXX".utf8CString)
        path = unsafe template.withUnsafeMutableBufferPointer { buffer in
            unsafe String(cString: mkdtemp(buffer.baseAddress!))
        }
    }

    deinit { remove() }

    private func remove() {
        for name in names { unsafe _ = unlink(file(name)) }
        unsafe _ = rmdir(path)
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// The names of the files in the folder, in order.
    var names: [String] {
        guard let folder = unsafe opendir(path) else { return [] }
        defer { unsafe _ = closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    func write(_ bytes: [UInt8], to name: String) -> String {
        let file = unsafe fopen(self.file(name), "wb")!
        unsafe _ = fwrite(bytes, 1, bytes.count, file)
        unsafe _ = fclose(file)
        return self.file(name)
    }

    /// The bytes of a file; none where it is not there.
    func read(_ name: String) -> [UInt8] {
        guard let file = unsafe fopen(self.file(name), "rb") else { return [] }
        defer { unsafe _ = fclose(file) }
        unsafe _ = fseek(file, 0, SEEK_END)
        var bytes = [UInt8](repeating: 0, count: unsafe ftell(file))
        unsafe rewind(file)
        let count = unsafe fread(&bytes, 1, bytes.count, file)
        return Array(bytes.prefix(count))
    }
}

/// Runs a shell command, silently; its exit status.
func shell(_ command: String) -> Int32 {
    unsafe system("( \(command) ) >/dev/null 2>&1")
}

func setEnvironment(_ name: String, _ value: String) {
    unsafe _ = setenv(name, value, 1)
}
