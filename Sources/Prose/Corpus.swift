/// A text to learn from, of any length: what is large stays in its file and is read where it is needed.
///
/// A byte-order mark at the start is passed over, every CR LF and CR counts as LF, and what is read from files comes in
/// Normalization Form C, so that the same text gives the same model whichever system wrote it.
public struct Corpus: Sendable {
    /// The file's name, for messages.
    public let name: String
    /// The number of files that it was joined from.
    public let fileCount: Int
    /// The length of the text in Unicode scalars, at least 1: what the models count as characters.
    public let characterCount: Int
    /// 64 hexadecimal digits that name the contents.
    public let fingerprint: String
    /// How often each character occurs.
    let counts: ScalarCounts
    let bytes: TextBytes
    /// Where the first character stands.
    let start: Int
    /// The offset of every 1,024th character; empty where each is a byte.
    let index: [Int]

    /// The fewest characters that can be split into something to learn from and something to check against.
    public static let minimumCharacters = 200
    /// The fewest lines, where each is a document.
    public static let minimumLines = 20

    /// Takes the bytes of a text file.
    ///
    /// - Throws: `ProseError` for anything but UTF-8 text: `.empty`, `.binary`, `.utf16`, `.invalidUTF8`.
    public init(bytes: [UInt8], name: String) throws(ProseError) {
        try self.init(TextBytes(bytes), name: name) { _ in }
    }

    /// Reads all of the bytes once.
    ///
    /// - Parameter progress: called now and then with the fraction that is read.
    /// - Complexity: O(n), above half a gigabyte a second for ASCII; an index of n/128 bytes for anything else.
    init(
        _ bytes: TextBytes, name: String, fileCount: Int = 1, progress: (Double) -> Void
    ) throws(ProseError) {
        bytes.advise(isSequential: true)
        guard let start = try bytes.textStart(name) else { throw .changed(file: name) }
        guard bytes.count > start else { throw .empty(file: name) }
        var scan = TextScan(from: start)
        var fingerprint = TextFingerprint(from: start)
        while scan.offset < bytes.count {
            guard let flaw = bytes.scan(&scan, &fingerprint) else { throw .changed(file: name) }
            switch flaw {
            case .binary(let offset): throw .binary(file: name, offset: offset)
            case .invalid(let offset):
                throw .invalidUTF8(file: name, offset: offset, encoding: bytes.encoding(flawAt: offset))
            case nil: progress(Double(scan.offset) / Double(bytes.count))
            }
        }
        guard let digits = bytes.finish(fingerprint) else { throw .changed(file: name) }
        bytes.advise(isSequential: false)
        self.name = name
        self.fileCount = fileCount
        self.bytes = bytes
        self.start = start
        self.fingerprint = digits
        characterCount = scan.characters
        counts = scan.scalarCounts
        index = scan.characters == bytes.count - start ? [] : scan.index
    }

    /// How many different characters it has.
    public var differentCharacters: Int { counts.present.count }

    /// How many of its characters are control characters, line ends and tabs apart.
    public var controlCharacters: Int {
        counts.present.reduce(0) { sum, entry in
            let isControl = entry.scalar.properties.generalCategory == .control
            return isControl && entry.scalar != "\n" && entry.scalar != "\t" ? sum + entry.count : sum
        }
    }

    /// Whether some of the text stands for bytes that are no characters; see `RawText`.
    var holdsRawBytes: Bool { counts.high.keys.contains { RawText.byte($0) != nil } }

    /// Whether the file has lost some of the text since it was read; what is lost reads as unknown characters.
    public var isCut: Bool { !bytes.isWhole }

    /// Whether the file is as it was when it was read. A text of up to 64 MiB is kept in memory, and always is.
    public var isUnchanged: Bool { bytes.isUnchanged }
}
