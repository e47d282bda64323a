import Glibc

/// Why a file could not be written; whatever was at its place before is still there.
public enum FileWriteError: Error, Equatable, Sendable {
    /// The path is empty, too long, or holds a NUL character.
    case badPath(path: String)
    /// The directory that should hold the file does not exist.
    case missingDirectory(path: String, directory: String)
    /// Something above the file is there, but is no directory.
    case notADirectory(path: String, part: String)
    /// The path names a device or a pipe where only a file will do.
    case notAFile(path: String)
    /// The path names a pipe that nobody reads.
    case noReader(path: String)
    /// The path names a directory.
    case isDirectory(path: String)
    /// The file or its directory may not be written.
    case notPermitted(path: String)
    /// The disk, the quota or the file-size limit is exhausted.
    case noSpace(path: String)
    /// Any other refusal of the operating system; `code` is its `errno`.
    case system(path: String, code: Int32)
}

extension FileWriteError {
    /// The error that an `errno` stands for.
    package init(path: String, code: Int32) {
        switch code {
        case ENOENT, ENOTDIR:
            var target = path
            for _ in 0..<40 {
                guard let link = FileSystem.linkTarget(target) else { break }
                target = link.utf8.first == UInt8(ascii: "/") ? link : PathText.directory(of: target) + "/" + link
            }
            let directory = PathText.directory(of: target)
            var part = directory
            while !FileSystem.exists(part), PathText.directory(of: part) != part { part = PathText.directory(of: part) }
            self =
                (try? FileSystem.status(part).kind) == .directory
                ? .missingDirectory(path: path, directory: directory) : .notADirectory(path: path, part: part)
        case ENXIO: self = .noReader(path: path)
        case EISDIR: self = .isDirectory(path: path)
        case EACCES, EPERM, EROFS: self = .notPermitted(path: path)
        case ENOSPC, EDQUOT, EFBIG: self = .noSpace(path: path)
        case ENAMETOOLONG, EINVAL: self = .badPath(path: path)
        default: self = .system(path: path, code: code)
        }
    }
}

extension FileWriteError: CustomStringConvertible {
    /// One line: what failed, where, and what to do about it.
    public var description: String {
        switch self {
        case .badPath(let path):
            path.isEmpty
                ? "the name of the output file is empty; give a path"
                : "\(path.replacing("\0", with: "\\0")): cannot be the name of a file; give another"
        case .missingDirectory(let path, "."):
            "\(path): cannot be written: the present directory has been removed; change to another"
        case .missingDirectory(let path, let directory):
            "\(path): cannot be written: there is no directory \(directory); make it first"
        case .notADirectory(let path, let part):
            "\(path): cannot be written: \(part) is not a directory; choose another place"
        case .notAFile(let path):
            "\(path): cannot be written: it is a device or a pipe; name a file"
        case .noReader(let path):
            "\(path): cannot be written: nobody reads this pipe; start its reader first"
        case .isDirectory(let path):
            "\(path): cannot be written: it is a directory; name a file in it"
        case .notPermitted(let path):
            "\(path): cannot be written: permission denied; choose another place"
        case .noSpace(let path):
            "\(path): cannot be written: no space left; make room or choose another place"
        case .system(let path, let code):
            "\(path): cannot be written: \(systemMessage(code))"
        }
    }
}
