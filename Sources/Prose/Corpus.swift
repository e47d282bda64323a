/// A text to learn from.
///
/// A byte-order mark at the start is removed and every CR LF becomes LF, so that the same text gives the same model
/// whichever system wrote it; a CR on its own stays.
public struct Corpus: Sendable {
    /// The file's name, for messages.
    public let name: String
    /// The text, at least one character.
    public let text: String
    /// The length of the text in Unicode scalars: what the models count as characters.
    public let characterCount: Int

    /// The largest corpus, in bytes: training for minutes sees a small part of it.
    public static let byteLimit = 128 << 20
    /// The fewest characters that can be split into something to learn from and something to check against.
    public static let minimumCharacters = 200
    /// The fewest lines, where each is a document.
    public static let minimumLines = 20

    /// Takes the bytes of a text file.
    ///
    /// - Throws: `ProseError` for anything but UTF-8 text: `.empty`, `.binary`, `.utf16`, `.invalidUTF8`, `.tooLarge`.
    public init(bytes: [UInt8], name: String) throws(ProseError) {
        guard bytes.count <= Self.byteLimit else { throw .tooLarge(file: name, limit: Self.byteLimit) }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { throw .utf16(file: name) }
        if let offset = bytes.firstIndex(of: 0) { throw .binary(file: name, offset: offset) }
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        guard bytes.count > start else { throw .empty(file: name) }
        guard var text = String(validating: bytes[start...], as: UTF8.self) else {
            throw .invalidUTF8(file: name, offset: start + Self.validPrefix(bytes[start...]))
        }
        if bytes.contains(0x0D) { text = Self.withoutCarriageReturns(text) }
        self.name = name
        self.text = text
        characterCount = text.unicodeScalars.count
    }

    /// The number of bytes before the first that is not part of valid UTF-8.
    private static func validPrefix(_ bytes: ArraySlice<UInt8>) -> Int {
        var parser = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var offset = 0
        while case .valid(let scalar) = parser.parseScalar(from: &iterator) { offset += scalar.count }
        return offset
    }

    private static func withoutCarriageReturns(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        var pending = false
        for scalar in text.unicodeScalars {
            if pending, scalar != "\n" { scalars.append("\r") }
            pending = scalar == "\r"
            if !pending { scalars.append(scalar) }
        }
        if pending { scalars.append("\r") }
        return String(scalars)
    }
}
