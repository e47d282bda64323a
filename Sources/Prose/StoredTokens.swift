/// The tokens of some stretches of a corpus, kept to be read again: in memory, from some millions on in a temporary file.
struct StoredTokens: Sendable {
    /// Where each stretch has its tokens.
    let ranges: [Range<Int>]
    /// How many of the first tokens of each are read only.
    let contexts: [Int]
    /// How often each token is a target.
    let counts: [Int]
    private let bytes: TextBytes

    /// So many bytes are kept in memory, and in a file.
    private static let memoryLimit = 64 << 20
    private static let limit = 64 << 30
    /// A token takes so many bytes.
    private static let width = 4
    /// So many characters are made tokens of at a time.
    private static let piece = 1 << 16

    /// - Throws: `ProseError.cannotStore`, `.tooLarge`, `.changed`.
    /// - Complexity: O(n) for n characters.
    init(
        _ corpus: Corpus, _ tokenizer: Tokenizer, _ spans: [CorpusTokens.Span], directory: String
    ) throws(ProseError) {
        var spool = Spool(file: corpus.name, directory: directory, memoryLimit: Self.memoryLimit, limit: Self.limit)
        var ranges: [Range<Int>] = []
        var contexts: [Int] = []
        var counts = [Int](repeating: 0, count: tokenizer.count)
        var (start, next) = (0, 0)
        var encoder = Tokenizer.Encoder(tokenizer)
        for span in spans {
            var context = 0
            if span.begins {
                try spool.append(Self.bytes(CollectionOfOne(Int32(Tokenizer.eos))))
                next += 1
                if span.context > 0 { context += 1 }
            }
            for first in stride(from: span.characters.lowerBound, to: span.characters.upperBound, by: Self.piece) {
                let piece = first..<min(span.characters.upperBound, first + Self.piece)
                var found: [(token: Int32, end: Int)] = []
                corpus.forEachValue(piece) { value in encoder.add(value) { found.append(($0, $1)) } }
                if piece.upperBound == span.characters.upperBound { encoder.finish { found.append(($0, $1)) } }
                for (token, end) in found {
                    if end <= span.context { context += 1 } else if next > start { counts[Int(token)] += 1 }
                    next += 1
                }
                try spool.append(Self.bytes(found.lazy.map(\.token)))
            }
            if span.ends {
                try spool.append(Self.bytes(CollectionOfOne(Int32(Tokenizer.eos))))
                counts[Tokenizer.eos] += 1
                next += 1
            }
            ranges.append(start..<next)
            contexts.append(context)
            start = next
        }
        self.ranges = ranges
        self.contexts = contexts
        self.counts = counts
        bytes = try spool.bytes()
        guard bytes.count == Self.width * next else { throw .changed(file: corpus.name) }
    }

    private static func bytes(_ tokens: some Collection<Int32>) -> ArraySlice<UInt8> {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(width * tokens.count)
        for token in tokens {
            for shift in stride(from: UInt32(0), to: 32, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: UInt32(bitPattern: token) >> shift))
            }
        }
        return bytes[...]
    }

    /// Appends some tokens of a stretch; unknown ones where the file has lost them.
    func append(_ sequence: Int, _ tokens: Range<Int>, to ids: inout [Int32]) {
        let range = ranges[sequence]
        precondition(tokens.lowerBound >= 0 && tokens.upperBound <= range.count, "tokens \(tokens) of \(range.count)")
        let first = range.lowerBound + tokens.lowerBound
        let isThere: Void? = bytes.forEachNumber(first..<first + tokens.count) { ids.append($0) }
        if isThere == nil { ids += [Int32](repeating: Int32(Tokenizer.unknown), count: tokens.count) }
    }
}
