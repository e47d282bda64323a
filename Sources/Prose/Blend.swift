internal import Numerics
import Recurrent

/// A second network of the same vocabulary that has a say in what comes next: the probabilities of both are averaged.
struct Blend: Sendable {
    private let engine: StepEngine
    private var state: NetworkState
    /// The second network's part at the beginning and at the end of a text.
    private let weights: (first: Double, last: Double)
    /// The tokens from the beginning to the end.
    private let length: Int
    private var position = 0
    private var other: [Float] = []

    init(_ engine: StepEngine, weights: (first: Double, last: Double), length: Int) {
        self.engine = engine
        self.weights = weights
        self.length = max(1, length)
        state = engine.zeroState(batch: 1)
    }

    /// The same before anything was read.
    var begun: Blend { Blend(engine, weights: weights, length: length) }

    mutating func select(rows: [Int]) { state = state.selecting(rows: rows) }

    /// Reads a token a row, and makes of the first network's B×V scores those of both.
    mutating func mix(_ inputs: [Int32], into logits: inout [Float]) {
        engine.step(inputs, state: &state, logits: &other)
        let way = min(1, Double(position) / Double(length))
        let part = weights.first + (weights.last - weights.first) * way
        position += 1
        let size = engine.configuration.outputSize
        for start in stride(from: 0, to: inputs.count * size, by: size) {
            let (one, two) = (Self.logSum(logits, start, size), Self.logSum(other, start, size))
            for index in start..<start + size {
                let probability =
                    (1 - part) * exponential(Double(logits[index]) - one) + part
                    * exponential(Double(other[index]) - two)
                logits[index] = Float(naturalLogarithm(max(1e-30, probability)))
            }
        }
    }

    private static func logSum(_ logits: [Float], _ start: Int, _ count: Int) -> Double {
        var largest = logits[start]
        for index in start..<start + count where largest < logits[index] { largest = logits[index] }
        var total = 0.0
        for index in start..<start + count { total += exponential(Double(logits[index]) - Double(largest)) }
        return Double(largest) + naturalLogarithm(total)
    }
}

extension TextModel {
    /// The same model with another that has a say in what is written.
    ///
    /// - Parameters:
    ///   - other: Of the same characters and the same kind of texts; its shape may differ.
    ///   - first: The other's part at the beginning of a text, 0…1: the probabilities are averaged with it.
    ///   - last: Its part at the end.
    ///   - length: The characters from the beginning to the end; where tokens are longer, about so many.
    /// - Throws: `ProseError.differentVocabularies`, `.differentTokenizers`.
    public func blended(
        with other: TextModel, first: Double, last: Double, length: Int
    ) throws(ProseError) -> TextModel {
        precondition(0...1 ~= first && 0...1 ~= last, "parts of \(first) and \(last)")
        guard tokenizer == other.tokenizer, layout == other.layout else {
            guard tokenizer.kind == other.tokenizer.kind else {
                throw .differentTokenizers(one: tokenizer.kind.words, other: other.tokenizer.kind.words)
            }
            throw .differentVocabularies(one: tokenizer.count - 2, other: other.tokenizer.count - 2)
        }
        var model = self
        model.blend = Blend(other.engine, weights: (first, last), length: length / tokenizer.kind.usualLength)
        return model
    }
}

extension Tokenizer.Kind {
    /// The characters of a token of English, about.
    fileprivate var usualLength: Int {
        switch self {
        case .characters, .bytes: 1
        case .bpe: 3
        case .words: 4
        }
    }

    /// What the tokens are called.
    public var words: String { self == .bpe ? "byte pairs" : rawValue }
}
