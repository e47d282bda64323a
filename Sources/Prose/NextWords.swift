internal import Numerics
import Recurrent
import Sampling

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
            var decoder: TokenDecoder
        }
        let (width, longest, mostSigns) = (32, 24, 3)
        var rows = self.rows
        var logits: [Float] = []
        let (start, decoder) = reading(prompt: text)
        for token in start { rows.advance([token], logits: &logits) }
        var alive = [Beginning(decoder: decoder)]
        var finished: [(text: String, probability: Double)] = []
        let isLetter = (0..<vocabularySize).map { token in
            tokenizer.text(CollectionOfOne(token)).unicodeScalars.first?.isWordCharacter ?? false
        }
        for step in 0..<longest {
            var next: [(beginning: Beginning, row: Int, token: Int)] = []
            for (row, beginning) in alive.enumerated() {
                let scores = logits[row * vocabularySize..<(row + 1) * vocabularySize]
                let largest = Double(scores.max() ?? 0)
                var weights = scores.map { exponential(Double($0) - largest) }
                if !beginning.decoder.isClear {
                    // Only what goes on with the beginning of a token, or of a character.
                    var mask = TokenMask(count: vocabularySize)
                    beginning.decoder.restrict(&mask)
                    for token in weights.indices where !mask[token] { weights[token] = 0 }
                }
                let total = weights.reduce(0, +)
                guard total > 0 else { continue }
                func goesOn(_ token: Int) -> Bool {
                    isLetter[token] && !beginning.decoder.putsSpace(before: token) || !beginning.decoder.isClear
                }
                if beginning.hasLetters {
                    let ends = weights.indices.reduce(0.0) { $0 + (goesOn($1) ? 0 : weights[$1]) } / total
                    finished.append((String(beginning.scalars), exponential(beginning.logProbability) * ends))
                }
                let likeliest = weights.indices.filter { token in
                    weights[token] > 0 && token >= Tokenizer.specials.count
                        && (goesOn(token) || !beginning.hasLetters && step < mostSigns)
                }.sorted { weights[$0] != weights[$1] ? weights[$0] > weights[$1] : $0 < $1 }.prefix(width)
                for token in likeliest {
                    var longer = beginning
                    longer.decoder.add(token) { longer.scalars.append($0) }
                    longer.logProbability += naturalLogarithm(weights[token] / total)
                    longer.hasLetters = longer.scalars.last?.isWordCharacter ?? false
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
