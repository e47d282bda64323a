/// Text as one token a Unicode scalar, with a token for the end of a document and one for unknown characters.
///
/// Ids: end of sequence 0, unknown 1, then the characters, those of a corpus in the order of their scalar values. The same
/// text gives the same vocabulary, whatever the machine. A token is a whole character, so a stream of tokens never breaks one.
public struct CharacterTokenizer: Sendable, Equatable {
    /// The id of the end of a document; it also stands for the start of the next.
    public static let eos = 0
    /// The id that stands for every character outside the vocabulary.
    public static let unknown = 1
    /// The most characters a vocabulary has unless told otherwise: enough for any alphabet and for common Chinese.
    public static let defaultLimit = 4_096

    /// The characters, in the order of their ids from 2 on.
    public let characters: [Unicode.Scalar]
    /// The ids of the characters of the Basic Multilingual Plane by scalar value.
    private let low: [Int32]
    /// Those of the others.
    private let high: [UInt32: Int32]
    /// The names of both, first in every vocabulary.
    static let specials = ["<eos>", "<unk>"]

    /// The vocabulary of a text: its characters, or the `limit` most frequent of them (the lower scalar where equal).
    ///
    /// Where each line is a document, no document has a line's end in it.
    ///
    /// - Complexity: O(1) in the length of the text, which was counted when it was read.
    public init(_ corpus: Corpus, layout: TextLayout, limit: Int = CharacterTokenizer.defaultLimit) {
        precondition(limit >= 1, "a vocabulary of \(limit) characters")
        let present = corpus.counts.present.filter { entry in
            switch layout {
            case .document: true
            case .lines: entry.scalar != "\n"
            case .separated: entry.scalar != "\u{1C}"
            }
        }
        let byFrequency = present.sorted { ($1.count, $0.scalar.value) < ($0.count, $1.scalar.value) }
        self.init(characters: byFrequency.prefix(limit).map(\.scalar).sorted())
    }

    /// The tokenizer that a model file's vocabulary describes.
    ///
    /// - Throws: `ProseError.badVocabulary`.
    public init(vocabulary: [String]) throws(ProseError) {
        for (entry, special) in Self.specials.enumerated() {
            guard entry < vocabulary.count, vocabulary[entry] == special else {
                throw .badVocabulary(entry: entry, text: entry < vocabulary.count ? vocabulary[entry] : "")
            }
        }
        var characters: [Unicode.Scalar] = []
        var seen: Set<Unicode.Scalar> = []
        for (entry, text) in vocabulary.enumerated().dropFirst(Self.specials.count) {
            guard let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1, seen.insert(scalar).inserted
            else { throw .badVocabulary(entry: entry, text: text) }
            characters.append(scalar)
        }
        self.init(characters: characters)
    }

    private init(characters: [Unicode.Scalar]) {
        self.characters = characters
        var low = [Int32](repeating: Int32(Self.unknown), count: ScalarCounts.lowCount)
        var high: [UInt32: Int32] = [:]
        for (index, character) in characters.enumerated() {
            let id = Int32(index + Self.specials.count)
            if Int(character.value) < low.count { low[Int(character.value)] = id } else { high[character.value] = id }
        }
        self.low = low
        self.high = high
    }

    /// Two tokenizers are equal that have the same characters in the same order.
    public static func == (one: CharacterTokenizer, other: CharacterTokenizer) -> Bool {
        one.characters == other.characters
    }

    /// V, the number of tokens.
    public var count: Int { characters.count + Self.specials.count }

    /// A name for every token, in the order of the ids: what a model file stores.
    public var vocabulary: [String] { Self.specials + characters.map { String($0) } }

    /// The tokens of a text, one a Unicode scalar of its ``spelling(_:)``.
    public func tokens(_ text: some StringProtocol) -> [Int] {
        spelling(text).unicodeScalars.map { Int(token($0.value)) }
    }

    /// The text as the vocabulary has it: in Normalization Form C, as texts are learned, but for what is known only as a
    /// letter and its marks.
    func spelling(_ text: some StringProtocol) -> String {
        let composed = text.composed
        guard composed.unicodeScalars.contains(where: { token($0.value) == Self.unknown }) else { return composed }
        var spelling = String.UnicodeScalarView()
        for scalar in composed.unicodeScalars {
            let parts = String(scalar).decomposed.unicodeScalars
            let isKnown = token(scalar.value) != Self.unknown
            if isKnown || parts.contains(where: { token($0.value) == Self.unknown }) {
                spelling.append(scalar)
            } else {
                spelling.append(contentsOf: parts)
            }
        }
        return String(spelling)
    }

    /// The token of a scalar value.
    @inline(__always)
    func token(_ value: UInt32) -> Int32 {
        Int(value) < low.count ? low[Int(value)] : high[value] ?? Int32(Self.unknown)
    }

    /// The fraction of a corpus's characters that the vocabulary lacks, 0…1.
    public func unknownFraction(of corpus: Corpus) -> Double {
        let unknown = corpus.counts.present.reduce(0) { sum, entry in
            // Where each line is a document, a line's end is no character of any, nor is what parts files.
            entry.scalar != "\n" && entry.scalar != "\u{1C}" && token(entry.scalar.value) == Self.unknown
                ? sum + entry.count : sum
        }
        return Double(unknown) / Double(corpus.characterCount)
    }

    /// The characters of a text that the vocabulary lacks, each once, in the order of their appearance.
    public func unknownCharacters(in text: some StringProtocol) -> [Unicode.Scalar] {
        var found: [Unicode.Scalar] = []
        for scalar in spelling(text).unicodeScalars where token(scalar.value) == Self.unknown && !found.contains(scalar)
        {
            found.append(scalar)
        }
        return found
    }

    /// The character of a token; nil for the end of a document, U+FFFD for an unknown one.
    public func character(_ token: Int) -> Unicode.Scalar? {
        precondition(token >= 0 && token < count, "token \(token) of a vocabulary of \(count)")
        switch token {
        case Self.eos: return nil
        case Self.unknown: return "\u{FFFD}"
        default: return characters[token - Self.specials.count]
        }
    }

    /// The text of some tokens.
    public func text(_ tokens: some Sequence<Int>) -> String {
        var scalars = String.UnicodeScalarView()
        for token in tokens { if let scalar = character(token) { scalars.append(scalar) } }
        return String(scalars)
    }
}
