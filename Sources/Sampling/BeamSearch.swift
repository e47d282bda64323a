import Numerics

/// Looks for the likeliest sequences: each step goes on with the best few beginnings (Graves 2012; length normalisation after
/// Wu et al. 2016, arXiv:1609.08144).
///
/// A sequence's score is Σ ln p / Tᵅ, with the end-of-sequence token among the T tokens. Equals go to the earlier beginning,
/// then to the lower id; with one beginning this is greedy choice.
public struct BeamSearch: Sendable {
    /// How many beginnings are kept.
    public let width: Int
    /// α: 0 prefers short sequences, 1 the mean.
    public let lengthPower: Double

    /// A sequence that was found.
    public struct Hypothesis: Equatable, Sendable {
        /// The tokens after the prompt, without the end-of-sequence token.
        public let tokens: [Int]
        /// Σ ln p, the end-of-sequence token included.
        public let logProbability: Double
        /// What it is ranked by.
        public let score: Double
        /// `.eos` or `.length`.
        public let reason: StopReason
    }

    /// - Throws: `SamplingError.optionOutOfRange` for a width outside 1…1024 or a power that is no number of 0 or above.
    public init(width: Int, lengthPower: Double = 0.7) throws(SamplingError) {
        guard 1...1_024 ~= width else {
            throw .optionOutOfRange(option: "the beam's width", value: "\(width)", expected: "1 to 1024")
        }
        guard lengthPower >= 0, lengthPower.isFinite else {
            throw .optionOutOfRange(
                option: "the beam's length power", value: "\(lengthPower)", expected: "a finite number, 0 or above")
        }
        self.width = width
        self.lengthPower = lengthPower
    }

    private struct Beginning {
        var tokens: [Int] = []
        var logProbability = 0.0
    }

    /// Searches.
    ///
    /// - Parameters:
    ///   - source: Has one row.
    ///   - limits: With a maximum; what is forbidden until the minimum cannot be chosen.
    ///   - restrict: Called with the tokens of a beginning; may forbid what comes next, or return false where that is as long
    ///     as it may become.
    ///   - shouldStop: Asked at each step; where it says so, the best so far is returned.
    /// - Returns: At most `width` sequences, the best first.
    /// - Throws: `SamplingError`.
    public func search(
        _ source: some BatchLogitSource, prompt: [Int], limits: LengthLimits, eos: Int?,
        restrict: ([Int], inout TokenMask) -> Bool = { _, _ in true }, shouldStop: () -> Bool = { false }
    ) throws(SamplingError) -> [Hypothesis] {
        guard limits.maximum >= 0 else {
            throw .optionOutOfRange(
                option: "the maximum length", value: "\(limits.maximum)",
                expected: "0 or above where beams are searched")
        }
        let size = source.vocabularySize
        guard !prompt.isEmpty else { throw .emptyPrompt }
        for (position, token) in prompt.enumerated() where token < 0 || token >= size {
            throw .promptTokenOutOfRange(token: token, position: position, vocabularySize: size)
        }
        var source = source
        var logits: [Float] = []
        for token in prompt { source.advance([token], logits: &logits) }
        var alive = [Beginning()]
        var finished: [Hypothesis] = []
        var mask = TokenMask(count: size)
        for length in 0..<limits.maximum where !alive.isEmpty && !shouldStop() {
            let best = try expand(alive, logits, &mask) { beginning, mask in
                if let eos, limits.ignoresEOS { mask.forbid(eos, rule: "the option to ignore the end") }
                if let eos, length < limits.minimum { mask.forbid(eos, rule: "the minimum length") }
                guard !restrict(beginning.tokens, &mask) else { return true }
                finished.append(hypothesis(beginning.tokens, beginning.logProbability, length, .length))
                return false
            }
            var next: [Beginning] = []
            var rows: [Int] = []
            for choice in best {
                if choice.token == eos {
                    finished.append(hypothesis(alive[choice.row].tokens, choice.sum, length + 1, .eos))
                } else {
                    next.append(
                        Beginning(tokens: alive[choice.row].tokens + [choice.token], logProbability: choice.sum))
                    rows.append(choice.row)
                }
            }
            alive = next
            Self.sort(&finished)
            finished.removeLast(max(0, finished.count - width))
            guard let first = alive.first, length + 1 < limits.maximum else { break }
            // What only falls can at best stay where it is, spread over the longest sequence.
            if finished.count == width, let worst = finished.last,
                first.logProbability / power(limits.maximum) <= worst.score
            {
                alive = []
                break
            }
            source.select(rows: rows)
            source.advance(alive.map { $0.tokens[length] }, logits: &logits)
        }
        finished += alive.map { hypothesis($0.tokens, $0.logProbability, $0.tokens.count, .length) }
        Self.sort(&finished)
        return Array(finished.prefix(width))
    }

    private func expand(
        _ alive: [Beginning], _ logits: [Float], _ mask: inout TokenMask,
        _ restrict: (Beginning, inout TokenMask) -> Bool
    ) throws(SamplingError) -> [(sum: Double, row: Int, token: Int)] {
        var best: [(sum: Double, row: Int, token: Int)] = []
        var goesOn = false
        for (row, beginning) in alive.enumerated() {
            mask.reset()
            guard restrict(beginning, &mask) else { continue }
            goesOn = true
            let scores = logits.span.extracting(row * mask.count..<(row + 1) * mask.count)
            for token in scores.indices where !(scores[token] < .infinity) {
                throw .unusableLogit(token: token, value: scores[token])
            }
            let total = logSum(scores)
            for token in scores.indices where mask[token] && scores[token] > -.infinity {
                let sum = beginning.logProbability + Double(scores[token]) - total
                // Rows and tokens ascend, so that only what is better displaces.
                if best.count == width, sum <= best[width - 1].sum { continue }
                if best.count == width { best.removeLast() }
                let rank = best.firstIndex { $0.sum < sum } ?? best.count
                best.insert((sum, row, token), at: rank)
            }
        }
        if goesOn, best.isEmpty { throw .everythingForbidden(masks: mask.rules) }
        return best
    }

    private func hypothesis(_ tokens: [Int], _ sum: Double, _ length: Int, _ reason: StopReason) -> Hypothesis {
        Hypothesis(tokens: tokens, logProbability: sum, score: sum / power(max(1, length)), reason: reason)
    }

    private func power(_ length: Int) -> Double { exponential(lengthPower * naturalLogarithm(Double(length))) }

    /// The best first; what was found first among equals.
    private static func sort(_ hypotheses: inout [Hypothesis]) {
        let order = hypotheses.enumerated().sorted {
            $0.element.score != $1.element.score ? $0.element.score > $1.element.score : $0.offset < $1.offset
        }
        hypotheses = order.map(\.element)
    }
}
