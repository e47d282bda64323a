import Glibc

/// Why a file could not be written; whatever was at its place before is still there.
public enum FileWriteError: Error, Equatable, Sendable {
    /// The path is empty, too long, or holds a NUL character.
    case badPath(path: String)
    /// The directory that should hold the file does not exist.
    case missingDirectory(path: String, directory: String)
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
        case ENOENT, ENOTDIR: self = .missingDirectory(path: path, directory: AtomicFile.directory(of: path))
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
        case .missingDirectory(let path, let directory):
            "\(path): cannot be written: there is no directory \(directory); make it first"
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
