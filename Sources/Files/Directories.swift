import Glibc

/// Directories, and what is in them.
public enum Directories {
    /// Who may enter a directory that is made.
    public enum Privacy: Sendable {
        /// As the user's mask has it.
        case usual
        /// This user alone.
        case ownUser
    }

    /// Makes a directory and those above it; it may exist already.
    ///
    /// - Throws: `FileWriteError` where it cannot be made or written to.
    public static func make(_ path: String, _ privacy: Privacy = .usual) throws(FileWriteError) {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw .badPath(path: path) }
        var partial = path.utf8.first == UInt8(ascii: "/") ? "" : "."
        for part in path.utf8.split(separator: UInt8(ascii: "/")) {
            partial += "/" + String(Substring(part))
            do throws(FileSystem.Failure) {
                try FileSystem.makeDirectory(partial, permissions: privacy == .usual ? 0o777 : 0o700)
            } catch {
                // An existing one may stand where none may be made, and says so in more ways than one.
                guard (try? FileSystem.status(partial).kind) != .directory else { continue }
                throw error.code == EEXIST
                    ? .notADirectory(path: path, part: partial) : FileWriteError(path: partial, code: error.code)
            }
        }
        guard FileSystem.mayAdd(to: path) else { throw .notPermitted(path: path) }
    }

    /// Finds out before long work whether a file could be written at `path` in the end.
    ///
    /// - Throws: `FileWriteError` where it certainly could not.
    public static func checkWritable(_ path: String) throws(FileWriteError) {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw .badPath(path: path) }
        do throws(FileSystem.Failure) {
            guard case .file(let target, _) = try OutputFile.destination(of: path) else { return }
            let directory = PathText.directory(of: target)
            guard (try? FileSystem.status(directory).kind) == .directory else {
                throw FileSystem.Failure(code: FileSystem.exists(directory) ? ENOTDIR : ENOENT)
            }
            guard FileSystem.mayAdd(to: directory) else { throw FileSystem.Failure(code: EACCES) }
        } catch {
            throw FileWriteError(path: path, code: error.code)
        }
    }

    /// Whether `path` names a file, or nothing yet: no device or pipe.
    public static func isReplaceable(_ path: String) -> Bool {
        (try? FileSystem.status(path).kind).map { $0 == .regular } ?? true
    }

    /// Whether `path` names a directory, links followed.
    public static func isDirectory(_ path: String) -> Bool { (try? FileSystem.status(path).kind) == .directory }

    /// The files below a directory at any depth, by their paths within it, in ascending order of the paths' bytes.
    ///
    /// Links to files are listed, and those to directories are not followed: they could lead in a circle. Of directories
    /// within that may not be read nothing is listed.
    ///
    /// - Throws: `FileReadError` where the directory itself cannot be listed.
    public static func files(below directory: String) throws(FileReadError) -> [String] {
        var found: [(bytes: [UInt8], path: String)] = []
        var open = [""]
        while let prefix = open.popLast() {
            let names: [String]
            do throws(FileSystem.Failure) {
                names = try FileSystem.names(in: directory + "/" + prefix)
            } catch {
                guard !prefix.isEmpty else { throw FileReadError(path: directory, code: error.code) }
                continue
            }
            for name in names {
                let path = prefix + name
                let isLink = FileSystem.linkTarget(directory + "/" + path) != nil
                switch (try? FileSystem.status(directory + "/" + path))?.kind {
                case .directory?: if !isLink { open.append(path + "/") }
                case .regular?, .other?, nil: found.append((PathText.bytes(of: path), path))
                }
            }
        }
        return found.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }.map(\.path)
    }
}
