/// The text of a meta event, kept byte for byte because files do not say how theirs is encoded.
public struct MIDIText: Equatable, Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    public var bytes: [UInt8]

    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The text in UTF-8.
    public init(_ string: String) {
        bytes = Array(string.utf8)
    }

    public init(stringLiteral value: String) {
        self.init(value)
    }

    /// The bytes read as UTF-8 where they are that, else as Latin-1; a zero byte, which some programs write to end a
    /// text, ends it.
    ///
    /// Other control characters are kept: clean them before showing a text in a terminal.
    public var string: String {
        let shown = bytes.prefix { $0 != 0 }
        if let text = String(validating: shown, as: UTF8.self) { return text }
        return String(String.UnicodeScalarView(shown.map { Unicode.Scalar($0) }))
    }

    public var description: String { string }

    /// The bytes as printable ASCII, a question mark for any other; for messages about what a file holds.
    var printable: String {
        String(decoding: bytes.map { (0x20...0x7E).contains($0) ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
    }
}
