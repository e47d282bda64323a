/// Why a sheet cannot be read.
public enum SheetMusicError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The XML is not well formed, or holds what is not read.
    case xml(line: Int, fault: String)
    /// The archive is damaged, or unpacks to more than a sheet.
    case archive(String)
    /// Something in a measure means nothing.
    case measure(String, fault: String)
    /// Something in a line means nothing.
    case line(Int, fault: String)
    /// Something about the whole.
    case whole(String)

    /// What failed, where, and what to do about it.
    public var description: String {
        switch self {
        case .xml(let line, let fault): "line \(line): \(fault)"
        case .archive(let fault): "the archive \(fault)"
        case .measure(let number, let fault): "measure \(number): \(fault)"
        case .line(let number, let fault): "line \(number): \(fault)"
        case .whole(let fault): fault
        }
    }
}
