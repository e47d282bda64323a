import Glibc
import Synchronization

/// A new directory that disappears with its last reference, and the few file operations that tests need.
package final class TemporaryDirectory: Sendable {
    package let path: String

    /// Directories of owners that live as long as the process.
    private static let lasting = Mutex<[TemporaryDirectory]>([])

    /// A directory that goes with the process.
    package static func untilExit() -> TemporaryDirectory {
        let directory = TemporaryDirectory()
        lasting.withLock { lasting in
            if lasting.isEmpty {
                atexit { TemporaryDirectory.lasting.withLock { for directory in $0 { directory.remove() } } }
            }
            lasting.append(directory)
        }
        return directory
    }

    package init() {
        var template = Array("/tmp/woodshed-tests-XXXXXX".utf8CString)
        let made = unsafe template.withUnsafeMutableBufferPointer { unsafe mkdtemp($0.baseAddress!) != nil }
        precondition(made, "no temporary directory: \(errno)")
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { remove() }

    private func remove() { shell("chmod -R u+rwx '\(path)' && rm -rf '\(path)'") }

    package subscript(name: String) -> String { path + "/" + name }

    /// All names in the directory, hidden ones included, sorted.
    package var names: [String] { Self.names(in: path) }

    /// The names in a directory, sorted; with those of its directories, these before what is in them.
    package static func names(in path: String, recursive: Bool = false) -> [String] {
        guard let directory = unsafe opendir(path) else { return [] }
        defer { _ = unsafe closedir(directory) }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { buffer in
                unsafe String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        names.sort()
        guard recursive else { return names }
        return names.flatMap { name in
            [name] + self.names(in: path + "/" + name, recursive: true).map { name + "/" + $0 }
        }
    }

    /// The paths of the files in a directory whose names end as given, sorted; none where there is no such directory.
    package static func files(in path: String, ending: String) -> [String] {
        names(in: path).filter { $0.hasSuffix(ending) }.map { "\(path)/\($0)" }
    }

    /// Stores bytes without any of the care under test, in new folders where the name has some, and returns the path.
    @discardableResult
    package func store(_ bytes: [UInt8], as name: String) -> String {
        var folder = self[""]
        for part in name.split(separator: "/").dropLast() {
            folder += (folder.hasSuffix("/") ? "" : "/") + part
            _ = unsafe mkdir(folder, 0o755)
        }
        Self.store(bytes, at: self[name])
        return self[name]
    }

    package static func store(_ bytes: [UInt8], at path: String, adding: Bool = false) {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | (adding ? O_APPEND : O_TRUNC), 0o644)
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
            precondition(count > 0, "cannot write \(path): \(errno)")
            rest = rest.dropFirst(count)
        }
        precondition(close(descriptor) == 0, "cannot write \(path)")
    }

    /// Makes a link in the directory and returns its path.
    package func link(_ name: String, to target: String, isHard: Bool) -> String {
        let result = unsafe isHard ? Glibc.link(target, self[name]) : symlink(target, self[name])
        precondition(result == 0, "cannot link \(self[name])")
        return self[name]
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

/// Hands `body` the path of a directory that is gone when it is done.
package func withTemporaryDirectory<Result>(_ body: (_ path: String) throws -> Result) throws -> Result {
    let directory = TemporaryDirectory()
    return try withExtendedLifetime(directory) { try body(directory.path) }
}
