/// Text as one token a Unicode scalar, with a token for the end of a document and one for unknown characters.
///
/// Ids: end of sequence 0, unknown 1, then the characters in the order of their scalar values. The same text gives
/// the same vocabulary, whatever the machine. A token is a whole character, so a stream of tokens never breaks one.
public struct CharacterTokenizer: Sendable, Equatable {
    /// The id of the end of a document; it also stands for the start of the next.
    public static let eos = 0
    /// The id that stands for every character outside the vocabulary.
    public static let unknown = 1
    /// The most characters a vocabulary has unless told otherwise: enough for any alphabet and for common Chinese.
    public static let defaultLimit = 4_096

    /// The characters, in the order of their ids from 2 on.
    public let characters: [Unicode.Scalar]
    private let ids: [Unicode.Scalar: Int]
    private static let specials = ["<eos>", "<unk>"]

    /// The vocabulary of a text: its characters, or the `limit` most frequent of them (the lower scalar where equal).
    ///
    /// - Complexity: O(n) for n characters.
    public init(text: String, limit: Int = CharacterTokenizer.defaultLimit) {
        precondition(limit >= 1, "a vocabulary of \(limit) characters")
        var counts: [Unicode.Scalar: Int] = [:]
        for scalar in text.unicodeScalars { counts[scalar, default: 0] += 1 }
        let byFrequency = counts.sorted { ($1.value, $0.key.value) < ($0.value, $1.key.value) }
        self.init(sorted: byFrequency.prefix(limit).map(\.key).sorted())
    }

    /// The vocabulary of a corpus. Where each line is a document, no document has a line's end in it.
    public init(_ corpus: Corpus, layout: TextLayout, limit: Int = CharacterTokenizer.defaultLimit) {
        switch layout {
        case .document: self.init(text: corpus.text, limit: limit)
        case .lines: self.init(text: corpus.text.replacing("\n", with: ""), limit: limit)
        }
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
        for (entry, text) in vocabulary.enumerated().dropFirst(Self.specials.count) {
            guard let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1,
                characters.last.map({ $0 < scalar }) ?? true
            else { throw .badVocabulary(entry: entry, text: text) }
            characters.append(scalar)
        }
        self.init(sorted: characters)
    }

    private init(sorted characters: [Unicode.Scalar]) {
        self.characters = characters
        var ids: [Unicode.Scalar: Int] = [:]
        for (index, character) in characters.enumerated() { ids[character] = index + Self.specials.count }
        self.ids = ids
    }

    /// V, the number of tokens.
    public var count: Int { characters.count + Self.specials.count }

    /// A name for every token, in the order of the ids: what a model file stores.
    public var vocabulary: [String] { Self.specials + characters.map { String($0) } }

    /// The tokens of a text, one a Unicode scalar.
    public func tokens(_ text: some StringProtocol) -> [Int] {
        text.unicodeScalars.map { ids[$0] ?? Self.unknown }
    }

    /// The characters of a text that the vocabulary lacks, each once, in the order of their appearance.
    public func unknownCharacters(in text: some StringProtocol) -> [Unicode.Scalar] {
        var found: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars where ids[scalar] == nil && !found.contains(scalar) { found.append(scalar) }
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
