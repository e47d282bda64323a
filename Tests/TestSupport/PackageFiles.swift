import Glibc

/// The package's own files, and data that may lie beside the package.
package enum PackageFiles {
    /// The package's root directory.
    package static let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

    /// The path of something in the package.
    package static func path(_ relative: String) -> String { "/\(root)/\(relative)" }

    /// The path of something in the `shared` directory beside the package, if it is there.
    package static func shared(_ relative: String) -> String? {
        let path = path("../shared/\(relative)")
        return unsafe access(path, R_OK) == 0 ? path : nil
    }

    /// A file's text; nil if it cannot be read.
    package static func text(_ path: String) -> String? {
        bytes(path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// A file's bytes; nil if it cannot be read.
    package static func bytes(_ path: String) -> [UInt8]? {
        guard let file = unsafe fopen(path, "r") else { return nil }
        defer { unsafe fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = unsafe fread(&buffer, 1, buffer.count, file)
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return bytes
    }

    /// What a shell command prints; nil if it fails.
    package static func output(of command: String) -> String? {
        guard let pipe = unsafe popen(command, "r") else { return nil }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = unsafe fread(&buffer, 1, buffer.count, pipe)
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return unsafe pclose(pipe) == 0 ? String(decoding: bytes, as: UTF8.self) : nil
    }
}
