/// What makes a path's file the same as another's, however the two are spelt.
package struct FileIdentity: Hashable {
    private let device: UInt
    private let node: UInt
    /// The names below the directory that `device` and `node` stand for, where there is no file yet.
    private let missingNames: [[UInt8]]

    /// Whether there is a file.
    package var exists: Bool { missingNames.isEmpty }

    /// The identity of the file at `path`, links followed, or of the one that writing there would make, together with
    /// the directories that are missing.
    ///
    /// nil for anything but files.
    package init?(_ path: String) {
        if let status = try? FileSystem.status(path) {
            guard status.kind == .regular else { return nil }
            (device, node, missingNames) = (status.device, status.node, [])
            return
        }
        var target = path
        // A link to nothing is written through; forty links are as many as the system follows.
        for _ in 0..<40 {
            guard let link = FileSystem.linkTarget(target) else { break }
            target = link.utf8.first == UInt8(ascii: "/") ? link : PathText.directory(of: target) + "/" + link
        }
        var names: [[UInt8]] = []
        while true {
            let name = PathText.bytes(of: PathText.name(of: target))
            guard !name.isEmpty else { return nil }
            if name != [UInt8(ascii: ".")] { names.append(name) }
            target = PathText.directory(of: target)
            guard let status = try? FileSystem.status(target) else { continue }
            guard !names.isEmpty else { return nil }
            (device, node, missingNames) = (status.device, status.node, names)
            return
        }
    }
}
