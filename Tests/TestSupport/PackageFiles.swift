import Glibc
import TestFiles

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
        TemporaryDirectory.content(of: path)
    }

    /// What a shell command prints; nil if it fails.
    package static func output(of command: String) -> String? {
        let (status, bytes) = shellOutput(command)
        return status == 0 ? String(decoding: bytes, as: UTF8.self) : nil
    }
}
