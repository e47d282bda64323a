import Glibc

/// A new directory that disappears with its last reference, and the few file operations that tests need.
package final class TemporaryDirectory: Sendable {
    package let path: String

    package init() {
        var template = Array("/tmp/woodshed-tests-XXXXXX".utf8CString)
        let made = unsafe template.withUnsafeMutableBufferPointer { unsafe mkdtemp($0.baseAddress!) != nil }
        precondition(made, "no temporary directory: \(errno)")
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { shell("chmod -R u+rwx '\(path)' && rm -rf '\(path)'") }

    package subscript(name: String) -> String { path + "/" + name }

    /// All names in the directory, hidden ones included, sorted.
    package var names: [String] {
        guard let directory = unsafe opendir(path) else { return [] }
        defer { _ = unsafe closedir(directory) }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { buffer in
                unsafe String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Stores bytes without any of the care under test.
    package func store(_ bytes: [UInt8], as name: String) {
        let descriptor = unsafe open(self[name], O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        let written = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
        precondition(written == bytes.count && close(descriptor) == 0, "cannot write \(self[name])")
    }

    package func content(_ name: String) -> [UInt8]? { Self.content(of: self[name]) }

    package static func content(of path: String) -> [UInt8]? {
        let descriptor = unsafe open(path, O_RDONLY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
        }
    }
}

/// Runs a command of the shell and returns its exit status.
@discardableResult
package func shell(_ command: String) -> Int32 {
    let status = unsafe system(command)
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : -1
}
