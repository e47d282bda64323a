import Glibc

/// What makes a path's file the same as another's, however the two are spelt.
struct FileIdentity: Hashable {
    private let device: UInt
    private let node: UInt
    /// The names below the directory that `device` and `node` stand for, where there is no file yet.
    private let missingNames: [[UInt8]]

    /// Whether there is a file.
    var exists: Bool { missingNames.isEmpty }

    /// The identity of the file at `path`, links followed, or of the one that writing there would make, together with
    /// the directories that are missing.
    ///
    /// nil for anything but files.
    init?(_ path: String) {
        var record = stat()
        if unsafe stat(path, &record) == 0 {
            guard record.st_mode & S_IFMT == S_IFREG else { return nil }
            (device, node, missingNames) = (record.st_dev, record.st_ino, [])
            return
        }
        var target = Array(path.utf8)
        // A link to nothing is written through; forty links are as many as the system follows.
        for _ in 0..<40 {
            guard let link = Self.linkTarget(target) else { break }
            target = link.first == UInt8(ascii: "/") ? link : Self.directory(of: target) + [UInt8(ascii: "/")] + link
        }
        var names: [[UInt8]] = []
        repeat {
            guard let name = target.split(separator: UInt8(ascii: "/")).last.map(Array.init) else { return nil }
            if name != [UInt8(ascii: ".")] { names.append(name) }
            target = Self.directory(of: target)
        } while unsafe stat(Self.terminated(target), &record) != 0
        guard !names.isEmpty else { return nil }
        (device, node, missingNames) = (record.st_dev, record.st_ino, names)
    }

    private static func directory(of path: [UInt8]) -> [UInt8] {
        var path = path[...]
        while path.count > 1, path.last == UInt8(ascii: "/") { path.removeLast() }
        guard let slash = path.lastIndex(of: UInt8(ascii: "/")) else { return [UInt8(ascii: ".")] }
        return slash == 0 ? [UInt8(ascii: "/")] : Array(path[..<slash])
    }

    private static func linkTarget(_ path: [UInt8]) -> [UInt8]? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = unsafe readlink(terminated(path), &buffer, buffer.count)
        return length < 0 ? nil : buffer[..<length].map { UInt8(bitPattern: $0) }
    }

    private static func terminated(_ path: [UInt8]) -> [CChar] { path.map { CChar(bitPattern: $0) } + [0] }
}
