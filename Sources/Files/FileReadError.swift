import Glibc

/// Why a file or a directory could not be read.
public enum FileReadError: Error, Equatable, Sendable {
    /// There is nothing at the path.
    case missing(path: String)
    /// The path names a directory.
    case isDirectory(path: String)
    /// The path names a device or a pipe where only a file will do.
    case notAFile(path: String)
    /// The file has more bytes than are read.
    case tooLarge(path: String, limit: Int)
    /// Any other refusal of the operating system; `code` is its `errno`.
    case unreadable(path: String, code: Int32)

    /// The error that an `errno` stands for.
    package init(path: String, code: Int32) {
        switch code {
        case ENOENT, ENOTDIR: self = .missing(path: path)
        case EISDIR: self = .isDirectory(path: path)
        default: self = .unreadable(path: path, code: code)
        }
    }
}

extension FileReadError: CustomStringConvertible {
    /// One line: what failed, where, and what to do about it.
    public var description: String {
        switch self {
        case .missing(let path): "\(path): no such file"
        case .isDirectory(let path): "\(path): it is a directory; name a file in it"
        case .notAFile(let path): "\(path): it is a device or a pipe; name a file"
        case .tooLarge(let path, let limit):
            "\(path): it is too large: at most \(limit >> 20) MiB are read; is it the right file?"
        case .unreadable(let path, let code):
            "\(path): cannot be read: \(systemMessage(code)); check the permissions and the disk"
        }
    }
}
