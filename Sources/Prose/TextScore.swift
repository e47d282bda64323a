internal import Numerics
import Sampling

/// ln 2.
private let ln2 = 0.6931471805599453

/// How well a model predicts a text: the probability it gives each token, one after the other.
public struct TextScore: Sendable, Equatable {
    /// A token's characters and how surprising they were.
    public struct Token: Sendable, Equatable {
        public let text: String
        /// −log₂ p.
        public let bits: Double
        /// The token that was likeliest there; nil where that was not asked for.
        public var likeliest: String?
    }

    /// The tokens in order, but for the ends of texts.
    public fileprivate(set) var tokens: [Token] = []
    /// The number of tokens, and of ends, that were predicted.
    public fileprivate(set) var tokenCount = 0
    /// The number of characters, and of ends, that were predicted.
    public fileprivate(set) var count = 0
    /// The number of words, as spaces part them, and of line ends.
    public fileprivate(set) var wordCount = 0
    /// Σ −log₂ p.
    public fileprivate(set) var bits = 0.0
    /// How many characters the model does not know; or those of the words that it does not know.
    public fileprivate(set) var unknown = 0
    private var isInWord = false

    /// What a character that the model does not know costs: about one of all those that there are.
    public static let unknownBits = 16.0

    public init() {}

    /// The mean number of bits a character; 0 for nothing.
    public var bitsPerCharacter: Double { count == 0 ? 0 : bits / Double(count) }

    /// 2 to the power of the mean number of bits a token: among so many equally likely ones the model chose.
    public var perplexity: Double { tokenCount == 0 ? 1 : exponential(bits / Double(tokenCount) * ln2) }

    /// The same for a word, whatever the tokens are, with each line end a word of its own: the measure of word-level models.
    public var wordPerplexity: Double { wordCount == 0 ? 1 : exponential(bits / Double(wordCount) * ln2) }

    /// ln p of all of it.
    public var logProbability: Double { -bits * ln2 }

    /// Both one after the other.
    public static func += (one: inout TextScore, other: TextScore) {
        one.tokens += other.tokens
        one.tokenCount += other.tokenCount
        one.wordCount += other.wordCount
        one.count += other.count
        one.bits += other.bits
        one.unknown += other.unknown
    }

    fileprivate mutating func add(
        _ scalars: ArraySlice<Unicode.Scalar>, _ bits: Double, isUnknown: Bool, likeliest: String?
    ) {
        self.bits += bits
        tokenCount += 1
        count += scalars.count
        if isUnknown { unknown += scalars.count }
        for scalar in scalars {
            let isSpace = scalar.properties.isWhitespace
            if scalar == "\n" || !isSpace && !isInWord { wordCount += 1 }
            isInWord = !isSpace
        }
        // Of a character of several bytes the last one says how surprising all were.
        if scalars.isEmpty, let last = tokens.popLast() {
            tokens.append(Token(text: last.text, bits: last.bits + bits, likeliest: last.likeliest))
        } else {
            tokens.append(Token(text: String(String.UnicodeScalarView(scalars)), bits: bits, likeliest: likeliest))
        }
    }

    /// Takes note of the end of a text, which ends its last line.
    fileprivate mutating func addEnd(_ bits: Double) {
        self.bits += bits
        tokenCount += 1
        count += 1
        wordCount += 1
        isInWord = false
    }
}

extension TextModel {
    /// How well the model predicts one text, read from the start of a document.
    ///
    /// - Parameters:
    ///   - ends: Whether the end of the text is predicted, too: with models whose texts end.
    ///   - tellsLikeliest: Whether each token is told beside the one that was likeliest.
    ///   - progress: Called now and then with the characters that are done; returns whether to go on.
    /// - Returns: The score of the text in Normalization Form C.
    public func score(
        _ text: some StringProtocol, ends: Bool, tellsLikeliest: Bool = false, progress: (Int) -> Bool = { _ in true }
    ) -> TextScore {
        var (model, score) = (self, TextScore())
        model.restart()
        var logits = [Float](repeating: 0, count: vocabularySize)
        for token in tokens(prompt: "") { model.advance(token, logits: &logits) }
        let spelling = Array(tokenizer.spelling(text).unicodeScalars)
        var start = 0
        for (token, end) in tokenizer.cut(text) {
            let isUnknown = token == Tokenizer.unknown
            let bits =
                isUnknown
                ? unknownBits(spelling[start..<end], logits) : -logProbability(of: token, logits: logits) / ln2
            let likeliest = tellsLikeliest ? logits.indices.max { logits[$0] < logits[$1] } : nil
            score.add(
                spelling[start..<end], bits, isUnknown: isUnknown,
                likeliest: likeliest.map { tokenizer.text(CollectionOfOne($0)) })
            start = end
            model.advance(token, logits: &logits)
            if score.tokenCount & 0xFFF == 0, !progress(score.count) { return score }
        }
        if ends, layout != .document { score.addEnd(-logProbability(of: Tokenizer.eos, logits: logits) / ln2) }
        return score
    }

    /// What an unknown token costs: a character ``TextScore/unknownBits``; a word what the model says of unknown words, and
    /// its letters and their end, each one of all that the vocabulary's words have. With that any text can be encoded, and the
    /// bits are a measure that compares.
    private func unknownBits(_ part: ArraySlice<Unicode.Scalar>, _ logits: [Float]) -> Double {
        guard case .words(let table) = tokenizer.table, part.contains(where: { WordReader.isLetter($0.value) }) else {
            return TextScore.unknownBits * Double(part.count)
        }
        let letters = part.count { $0 != " " } + 1
        let each = naturalLogarithm(Double(table.letterCount + 1))
        return (Double(letters) * each - logProbability(of: Tokenizer.unknown, logits: logits)) / ln2
    }

    /// How well the model predicts a corpus, whose texts are what they were where it was learned.
    ///
    /// - Parameters:
    ///   - separator: What stands between two texts of a model of separated ones; nil for one text.
    ///   - progress: Called now and then with the characters that are done; returns whether to go on.
    public func score(
        _ corpus: Corpus, separator: String? = nil, progress: (Int) -> Bool = { _ in true }
    ) -> TextScore {
        guard layout == .lines || layout == .separated && separator?.isEmpty == false else {
            return score(corpus.text, ends: true, progress: progress)
        }
        var total = TextScore()
        var isOver = false
        for document in corpus.documents(layout: layout, separator: separator ?? "") where !isOver {
            let done = total.count
            total += score(corpus.text(document), ends: true) { count in
                isOver = !progress(done + count)
                return !isOver
            }
            if !isOver, total.count / 4_096 != done / 4_096 { isOver = !progress(total.count) }
        }
        return total
    }
}
