/// Text as tokens: characters, words, byte pairs or bytes, with a token for the end of a document and one for what is unknown.
///
/// Ids: end of sequence 0, unknown 1, then the rest: characters in the order of their scalar values, words by their frequency,
/// bytes by their value and byte pairs in the order in which they were joined. The same text gives the same vocabulary,
/// whatever the machine.
public struct Tokenizer: Sendable, Equatable {
    /// What one token is.
    public enum Kind: String, CaseIterable, Codable, Sendable {
        /// A Unicode scalar.
        case characters
        /// A word, or the signs between two.
        case words
        /// Bytes that are often neighbours (byte-pair encoding), within a word and the space before it.
        case bpe
        /// A byte, of any file.
        case bytes
    }

    enum Table: Sendable, Equatable {
        case characters(CharacterTable)
        case words(WordTable)
        case bytes(ByteTable)
    }

    /// The id of the end of a document; it also stands for the start of the next.
    public static let eos = 0
    /// The id that stands for everything outside the vocabulary.
    public static let unknown = 1
    /// The names of both, first in every vocabulary.
    static let specials = ["<eos>", "<unk>"]
    /// The most entries that a vocabulary may have.
    public static let largest = 999_998

    /// What one token is.
    public let kind: Kind
    let table: Table
    /// The texts of the tokens, for rules that texts follow; nil where each token is a character.
    let tree: TokenTree?

    /// The most entries a vocabulary of a kind has unless told otherwise. Of characters enough for any alphabet and for
    /// common Chinese.
    public static func defaultLimit(_ kind: Kind) -> Int {
        switch kind {
        case .characters, .bpe: 4_096
        case .words: 10_000
        case .bytes: 256
        }
    }

    /// The vocabulary of a text: its characters or words, or the `limit` most frequent of them; for byte pairs the 256 bytes,
    /// and what is joined of them.
    ///
    /// Where each line is a document, no document has a line's end in it.
    ///
    /// - Complexity: for characters O(1) in the length of the text, which were counted when it was read; O(n) for words and
    ///   O(n log n) for byte pairs.
    public init(_ corpus: Corpus, layout: TextLayout, kind: Kind = .characters, limit: Int? = nil) {
        let limit = limit ?? Self.defaultLimit(kind)
        precondition(limit >= 1, "a vocabulary of \(limit)")
        switch kind {
        case .characters:
            let present = corpus.counts.present.filter { !WordTable.endsDocument($0.scalar.value, layout) }
            let byFrequency = present.sorted { ($1.count, $0.scalar.value) < ($0.count, $1.scalar.value) }
            self.init(kind, .characters(CharacterTable(byFrequency.prefix(limit).map(\.scalar).sorted())))
        case .words: self.init(kind, .words(WordTable(corpus, layout: layout, limit: limit)))
        case .bpe:
            let pairs = BytePairs(corpus, layout: layout, limit: max(0, limit - 256))
            self.init(kind, .bytes(ByteTable(joined: pairs.joined, holdsAnyBytes: false)))
        case .bytes: self.init(kind, .bytes(ByteTable(joined: [], holdsAnyBytes: corpus.holdsRawBytes)))
        }
    }

    /// The tokenizer that a model file's vocabulary describes.
    ///
    /// - Parameter holdsAnyBytes: Of bytes, whether the texts need not be UTF-8.
    /// - Throws: `ProseError.badVocabulary`.
    public init(
        vocabulary: [String], kind: Kind = .characters, holdsAnyBytes: Bool = false
    ) throws(ProseError) {
        for (entry, special) in Self.specials.enumerated() {
            guard entry < vocabulary.count, vocabulary[entry] == special else {
                throw .badVocabulary(entry: entry, text: entry < vocabulary.count ? vocabulary[entry] : "")
            }
        }
        let entries = Array(vocabulary[Self.specials.count...])
        switch kind {
        case .characters: self.init(kind, .characters(try CharacterTable(entries: entries)))
        case .words: self.init(kind, .words(try WordTable(entries: entries)))
        case .bpe, .bytes:
            guard kind == .bpe || entries.count == 256 else {
                throw .badVocabulary(entry: min(entries.count, 256) + Self.specials.count, text: entries.last ?? "")
            }
            self.init(kind, .bytes(try ByteTable(entries: entries, holdsAnyBytes: holdsAnyBytes)))
        }
    }

    private init(_ kind: Kind, _ table: Table) {
        self.kind = kind
        self.table = table
        tree = TokenTree(table)
    }

    /// Two tokenizers are equal that have the same vocabulary in the same order.
    public static func == (one: Tokenizer, other: Tokenizer) -> Bool {
        one.kind == other.kind && one.table == other.table
    }

    /// V, the number of tokens.
    public var count: Int {
        let entries =
            switch table {
            case .characters(let table): table.characters.count
            case .words(let table): table.texts.count
            case .bytes(let table): table.pieces.count
            }
        return entries + Self.specials.count
    }

    /// Whether the texts are any bytes, and not UTF-8 only.
    public var holdsAnyBytes: Bool { if case .bytes(let table) = table { table.holdsAnyBytes } else { false } }

    /// A name for every token, in the order of the ids: what a model file stores.
    public var vocabulary: [String] {
        let entries =
            switch table {
            case .characters(let table): table.characters.map { String($0) }
            case .words(let table): table.texts.map(Self.spelling)
            case .bytes(let table): table.entries
            }
        return Self.specials + entries
    }

    /// The characters that are tokens by themselves.
    public var characters: [Unicode.Scalar] {
        switch table {
        case .characters(let table): table.characters
        case .words(let table): table.texts.compactMap { $0.count == 1 ? Unicode.Scalar($0[0]) : nil }
        case .bytes(let table):
            table.pieces.compactMap { piece in
                let text = String(validating: piece, as: UTF8.self)?.unicodeScalars
                return text?.count == 1 ? text?.first : nil
            }
        }
    }

    /// The words of a vocabulary of words, the commonest first (but for those of later texts), each with its token; nothing for other vocabularies.
    public var words: [(text: String, token: Int)] {
        guard case .words(let table) = table else { return [] }
        return table.texts.indices.filter { table.isWord[$0] }.map {
            (Self.spelling(table.texts[$0]), $0 + Self.specials.count)
        }
    }

    /// The text of some values of scalars.
    static func spelling(_ values: [UInt32]) -> String {
        var scalars = String.UnicodeScalarView()
        for value in values { scalars.append(Unicode.Scalar(value) ?? "\u{FFFD}") }
        return String(scalars)
    }

    // MARK: To tokens

    /// The tokens of a text.
    public func tokens(_ text: some StringProtocol) -> [Int] { cut(text).map(\.token) }

    /// The tokens of a text, and where each ends in its ``spelling(_:)``, in characters.
    func cut(_ text: some StringProtocol) -> [(token: Int, end: Int)] {
        var tokens: [(token: Int, end: Int)] = []
        var encoder = Encoder(self)
        for scalar in spelling(text).unicodeScalars { encoder.add(scalar.value) { tokens.append((Int($0), $1)) } }
        encoder.finish { tokens.append((Int($0), $1)) }
        return tokens
    }

    /// The text as it is learned: in Normalization Form C, but for what the vocabulary knows only as a letter and its marks;
    /// where tokens are bytes, as it is.
    func spelling(_ text: some StringProtocol) -> String {
        switch table {
        case .characters(let table): table.spelling(text)
        case .words: text.composed
        case .bytes: kind == .bytes ? String(text) : text.composed
        }
    }

    /// Makes tokens of a text, bit by bit.
    struct Encoder {
        private enum State {
            case characters(CharacterTable, Int)
            case words(WordTable.Encoder)
            case bytes(ByteTable.Encoder)
            /// While another is at work, so that it is not copied.
            case lent
        }
        private var state: State

        init(_ tokenizer: Tokenizer) {
            switch tokenizer.table {
            case .characters(let table): state = .characters(table, 0)
            case .words(let table): state = .words(.init(table))
            case .bytes(let table): state = .bytes(.init(table))
            }
        }

        /// Takes a character; `emit` is called with each token that is certain, and the character from the start that it ends before.
        mutating func add(_ value: UInt32, _ emit: (Int32, Int) -> Void) {
            switch state {
            case .characters(let table, let count):
                state = .characters(table, count + 1)
                emit(table.token(value), count + 1)
            case .lent: preconditionFailure("an encoder in use")
            case .words(var encoder):
                state = .lent
                encoder.add(value, emit)
                state = .words(encoder)
            case .bytes(var encoder):
                state = .lent
                encoder.add(value, emit)
                state = .bytes(encoder)
            }
        }

        /// Gives up what is left at the end of a text; the next begins anew.
        mutating func finish(_ emit: (Int32, Int) -> Void) {
            switch state {
            case .characters(let table, _): state = .characters(table, 0)
            case .lent: preconditionFailure("an encoder in use")
            case .words(var encoder):
                encoder.finish(emit)
                state = .words(.init(encoder.table))
            case .bytes(var encoder):
                encoder.finish(emit)
                state = .bytes(encoder)
            }
        }
    }

    /// The token of a scalar value, where each is a token.
    @inline(__always)
    func token(_ value: UInt32) -> Int32 {
        guard case .characters(let table) = table else { return Int32(Self.unknown) }
        return table.token(value)
    }

    // MARK: What is unknown

    /// The fraction of a corpus's characters that the vocabulary lacks, 0…1; for words, that of the characters of the words.
    ///
    /// - Complexity: O(1) for characters, O(n) for words, and nothing for bytes.
    public func unknownFraction(of corpus: Corpus) -> Double {
        var unknown = 0
        switch table {
        case .bytes: return 0
        case .characters(let table):
            unknown = corpus.counts.present.reduce(0) { sum, entry in
                // Where each line is a document, a line's end is no character of any, nor is what parts files.
                entry.scalar != "\n" && entry.scalar != "\u{1C}" && table.token(entry.scalar.value) == Self.unknown
                    ? sum + entry.count : sum
            }
        case .words(let table):
            var reader = WordReader()
            func take(_ unit: WordReader.Unit) {
                if unit.isWord, table.token(unit.values) == nil { unknown += unit.values.count }
            }
            corpus.forEachValue(0..<corpus.characterCount) { reader.add($0, take) }
            reader.finish(take)
        }
        return Double(unknown) / Double(corpus.characterCount)
    }

    /// The characters or words of a text that the vocabulary lacks, each once, in the order of their appearance.
    public func unknown(in text: some StringProtocol) -> [String] {
        let spelling = Array(spelling(text).unicodeScalars)
        var found: [String] = []
        var start = 0
        for (token, end) in cut(text) {
            if token == Self.unknown {
                var part = String.UnicodeScalarView()
                // A space that is understood stands before the word.
                for scalar in spelling[start..<end] where part.count > 0 || scalar != " " || end - start == 1 {
                    part.append(scalar)
                }
                if !found.contains(String(part)) { found.append(String(part)) }
            }
            start = end
        }
        return found
    }

    /// How many tokens a corpus is.
    ///
    /// - Complexity: O(n) for n characters.
    public func tokenCount(of corpus: Corpus) -> Int {
        var (count, encoder) = (0, Encoder(self))
        corpus.forEachValue(0..<corpus.characterCount) { encoder.add($0) { _, _ in count += 1 } }
        encoder.finish { _, _ in count += 1 }
        return count
    }

    // MARK: To text

    /// The text of some tokens, U+FFFD for an unknown one; nothing for the end of a document.
    public func text(_ tokens: some Sequence<Int>) -> String {
        var scalars = String.UnicodeScalarView()
        var decoder = TokenDecoder(self)
        for token in tokens { decoder.add(token) { scalars.append($0) } }
        decoder.finish { scalars.append($0) }
        return String(scalars)
    }
}
