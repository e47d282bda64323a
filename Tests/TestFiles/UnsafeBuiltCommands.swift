import Glibc

/// The commands that were built: in $WOODSHED_BIN, where the launcher puts them, or beside the running tests.
package enum BuiltCommands {
    package static let folder: String? = {
        var folders: [String] = []
        if let value = unsafe getenv("WOODSHED_BIN") { unsafe folders.append(String(cString: value)) }
        for argument in CommandLine.arguments + ["/proc/self/exe"] {
            guard let resolved = unsafe realpath(argument, nil) else { continue }
            defer { unsafe free(resolved) }
            let path = unsafe String(cString: resolved)
            folders.append(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]))
        }
        let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        folders += [".build-tests/release", ".build/release"].map { "\(root)/\($0)" }
        return folders.first { unsafe access("\($0)/jazz", X_OK) == 0 && access("\($0)/textgen", X_OK) == 0 }
    }()
}
