internal import Numerics
import Recurrent

/// How a text may go on, word by word.
extension TextModel {
    /// The words that are likeliest to come next, with their probabilities, the likeliest first.
    ///
    /// A word is letters and digits up to the next character that is neither, with the spaces and signs before it; where the
    /// text ends within a word, what may complete it. Beginnings are followed as in a beam search, so that a rare word may be
    /// missed.
    ///
    /// - Parameters:
    ///   - text: What was written so far.
    ///   - count: How many are wanted.
    /// - Complexity: some hundred steps of the network beside those that read the text.
    public func nextWords(after text: String, count: Int) -> [(text: String, probability: Double)] {
        struct Beginning {
            var scalars = String.UnicodeScalarView()
            var logProbability = 0.0
            var hasLetters = false
        }
        let (width, longest, mostSigns) = (32, 24, 3)
        var rows = self.rows
        var logits: [Float] = []
        for token in tokens(prompt: text) { rows.advance([token], logits: &logits) }
        var alive = [Beginning()]
        var finished: [(text: String, probability: Double)] = []
        let isLetter = (0..<vocabularySize).map { tokenizer.character($0).map { $0.isWordCharacter } ?? false }
        for step in 0..<longest {
            var next: [(beginning: Beginning, row: Int, token: Int)] = []
            for (row, beginning) in alive.enumerated() {
                let scores = logits[row * vocabularySize..<(row + 1) * vocabularySize]
                let largest = Double(scores.max() ?? 0)
                let weights = scores.map { exponential(Double($0) - largest) }
                let total = weights.reduce(0, +)
                if beginning.hasLetters {
                    let ends = weights.indices.reduce(0.0) { $0 + (isLetter[$1] ? 0 : weights[$1]) } / total
                    finished.append((String(beginning.scalars), exponential(beginning.logProbability) * ends))
                }
                for token in weights.indices where weights[token] > 0 {
                    guard let scalar = tokenizer.character(token), token != CharacterTokenizer.unknown,
                        isLetter[token] || !beginning.hasLetters && step < mostSigns
                    else { continue }
                    var longer = beginning
                    longer.scalars.append(scalar)
                    longer.logProbability += naturalLogarithm(weights[token] / total)
                    longer.hasLetters = isLetter[token]
                    next.append((longer, row, token))
                }
            }
            next.sort {
                $0.beginning.logProbability != $1.beginning.logProbability
                    ? $0.beginning.logProbability > $1.beginning.logProbability
                    : ($0.row, $0.token) < ($1.row, $1.token)
            }
            next.removeLast(max(0, next.count - width))
            finished.sort { $0.probability > $1.probability }
            finished.removeLast(max(0, finished.count - count))
            guard let best = next.first,
                finished.count < count || exponential(best.beginning.logProbability) > finished[count - 1].probability
            else { break }
            rows.select(rows: next.map(\.row))
            rows.advance(next.map(\.token), logits: &logits)
            alive = next.map(\.beginning)
        }
        return finished
    }
}

extension Unicode.Scalar {
    /// Whether it is a part of a word.
    var isWordCharacter: Bool {
        properties.isAlphabetic || properties.numericType != nil || properties.generalCategory == .nonspacingMark
            || self == "'" || self == "\u{2019}"
    }
}
