import Numerics
import Testing

@testable import Sampling

/// Scores that depend on the last two tokens, from a seed.
private struct Bigrams: BatchLogitSource {
    let vocabularySize: Int
    let seed: UInt64
    var rows: [[Int]] = [[]]

    var rowCount: Int { rows.count }

    static func logits(_ tokens: [Int], size: Int, seed: UInt64) -> [Float] {
        let key = tokens.suffix(2).reduce(seed) { $0 &* 31 &+ UInt64($1 + 1) }
        var random = SplitMix64(seed: key)
        return (0..<size).map { _ in Float(random.next() % 9) / 2 }
    }

    mutating func advance(_ tokens: [Int], logits: inout [Float]) {
        logits = []
        for index in rows.indices {
            rows[index].append(tokens[index])
            logits += Self.logits(rows[index], size: vocabularySize, seed: seed)
        }
    }

    mutating func select(rows kept: [Int]) { rows = kept.map { rows[$0] } }
}

@Suite struct BeamSearchTests {
    @Test("A beam as wide as all there is finds the best sequence of all") func exhaustive() throws {
        for seed in 1...12 as ClosedRange<UInt64> {
            let (size, longest, power) = (3, 4, 0.7)
            var best = (score: -Double.infinity, tokens: [Int]())
            func visit(_ tokens: [Int], _ sum: Double) {
                let logits = Bigrams.logits([1] + tokens, size: size, seed: seed)
                for token in 0..<size {
                    let next = sum + logProbability(of: token, logits: logits)
                    let length = tokens.count + 1
                    if token == 0 || length == longest {
                        let score = next / exponential(power * naturalLogarithm(Double(length)))
                        if score > best.score + 1e-12 { best = (score, token == 0 ? tokens : tokens + [token]) }
                    } else {
                        visit(tokens + [token], next)
                    }
                }
            }
            visit([], 0)
            let found = try BeamSearch(width: 81, lengthPower: power).search(
                Bigrams(vocabularySize: size, seed: seed), prompt: [1], limits: LengthLimits(maximum: longest), eos: 0)
            #expect(abs(found[0].score - best.score) < 1e-9, "seed \(seed)")
            #expect(zip(found, found.dropFirst()).allSatisfy { $0.score >= $1.score })
            #expect(Set(found.map { $0.tokens + [$0.reason == .eos ? -1 : -2] }).count == found.count)
        }
    }

    @Test("One beginning is greedy choice, ties to the lower id") func greedy() throws {
        for seed in 1...40 as ClosedRange<UInt64> {
            var tokens: [Int] = []
            var reason = StopReason.length
            while tokens.count < 12 {
                let logits = Bigrams.logits([2, 1] + tokens, size: 5, seed: seed)
                let token = logits.firstIndex(of: logits.max()!)!
                if token == 0 {
                    reason = .eos
                    break
                }
                tokens.append(token)
            }
            let found = try BeamSearch(width: 1).search(
                Bigrams(vocabularySize: 5, seed: seed), prompt: [2, 1], limits: LengthLimits(maximum: 12), eos: 0)
            #expect(found.map(\.tokens) == [tokens] && found[0].reason == reason, "seed \(seed)")
        }
    }

    @Test("Limits, masks and errors are those of every other way to generate") func limits() throws {
        let source = Bigrams(vocabularySize: 4, seed: 3)
        let long = try BeamSearch(width: 3).search(
            source, prompt: [1], limits: LengthLimits(minimum: 5, maximum: 9), eos: 0,
            restrict: { _, mask in
                mask.forbid(2, rule: "no twos")
                return true
            })
        #expect(!long.isEmpty && long.allSatisfy { 5...9 ~= $0.tokens.count && !$0.tokens.contains(2) })
        let search = try BeamSearch(width: 2)
        #expect(throws: SamplingError.everythingForbidden(masks: ["all"])) {
            try search.search(
                source, prompt: [1], limits: LengthLimits(maximum: 3), eos: 0,
                restrict: { _, mask in
                    mask.forbid(0..<4, rule: "all")
                    return true
                })
        }
        // A beginning that is as long as it may become is found as it is.
        let short = try BeamSearch(width: 3).search(
            source, prompt: [1], limits: LengthLimits(minimum: 5, maximum: 9), eos: 0,
            restrict: { tokens, _ in tokens.count < 2 })
        #expect(!short.isEmpty && short.allSatisfy { $0.tokens.count == 2 && $0.reason == .length })
        #expect(throws: SamplingError.emptyPrompt) {
            try search.search(source, prompt: [], limits: LengthLimits(maximum: 3), eos: 0)
        }
        #expect(throws: SamplingError.self) { try search.search(source, prompt: [1], limits: LengthLimits(), eos: 0) }
        #expect(throws: SamplingError.self) { try BeamSearch(width: 0) }
        #expect(throws: SamplingError.self) { try BeamSearch(width: 2, lengthPower: -1) }
        #expect(try search.search(source, prompt: [1], limits: LengthLimits(maximum: 0), eos: 0).map(\.tokens) == [[]])
    }
}
