internal import Numerics
import Sampling

/// ln 2.
private let ln2 = 0.6931471805599453

/// How well a model predicts a text: the probability it gives each character, one after the other.
public struct TextScore: Sendable, Equatable {
    /// A character and how surprising it was.
    public struct Character: Sendable, Equatable {
        public let scalar: Unicode.Scalar
        /// −log₂ p.
        public let bits: Double
    }

    /// The characters in order, but for line ends that end a text of its own.
    public fileprivate(set) var characters: [Character] = []
    /// The number of characters, and of ends, that were predicted.
    public fileprivate(set) var count = 0
    /// Σ −log₂ p.
    public fileprivate(set) var bits = 0.0
    /// How many characters the model does not know; each counts ``unknownBits``.
    public fileprivate(set) var unknown = 0

    /// What a character that the model does not know costs: about one of all those that there are.
    public static let unknownBits = 16.0

    public init() {}

    /// The mean number of bits a character; 0 for nothing.
    public var bitsPerCharacter: Double { count == 0 ? 0 : bits / Double(count) }

    /// 2 to the power of that: among so many equally likely characters the model chose.
    public var perplexity: Double { exponential(bitsPerCharacter * ln2) }

    /// ln p of all of it.
    public var logProbability: Double { -bits * ln2 }

    /// Both one after the other.
    public static func += (one: inout TextScore, other: TextScore) {
        one.characters += other.characters
        one.count += other.count
        one.bits += other.bits
        one.unknown += other.unknown
    }

    fileprivate mutating func add(_ scalar: Unicode.Scalar?, _ bits: Double, isUnknown: Bool = false) {
        if let scalar { characters.append(Character(scalar: scalar, bits: bits)) }
        count += 1
        self.bits += bits
        if isUnknown { unknown += 1 }
    }
}

extension TextModel {
    /// How well the model predicts one text, read from the start of a document.
    ///
    /// - Parameters:
    ///   - ends: Whether the end of the text is predicted, too: with models whose texts end.
    ///   - progress: Called now and then with the characters that are done; returns whether to go on.
    /// - Returns: The score of the text in Normalization Form C.
    public func score(
        _ text: some StringProtocol, ends: Bool, progress: (Int) -> Bool = { _ in true }
    ) -> TextScore {
        var (model, score) = (self, TextScore())
        model.restart()
        var logits = [Float](repeating: 0, count: vocabularySize)
        for token in tokens(prompt: "") { model.advance(token, logits: &logits) }
        for scalar in tokenizer.spelling(text).unicodeScalars {
            let token = Int(tokenizer.token(scalar.value))
            if token == CharacterTokenizer.unknown {
                score.add(scalar, TextScore.unknownBits, isUnknown: true)
            } else {
                score.add(scalar, -logProbability(of: token, logits: logits) / ln2)
            }
            model.advance(token, logits: &logits)
            if score.count & 0xFFF == 0, !progress(score.count) { return score }
        }
        if ends, layout != .document {
            score.add(nil, -logProbability(of: CharacterTokenizer.eos, logits: logits) / ln2)
        }
        return score
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
