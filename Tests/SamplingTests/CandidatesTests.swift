import Numerics
import Sampling
import Testing

/// Logits with many ties, of both signs and all sizes.
func awkwardLogits(_ count: Int, using generator: inout SplitMix64) -> [Float] {
    (0..<count).map { _ in
        switch generator.next() % 4 {
        case 0: Float(Int(generator.next() % 7) - 3)
        case 1: Float(generator.nextUniform() * 10 - 5)
        case 2: generator.next() % 2 == 0 ? 0 : -0.0
        default: Float(generator.nextUniform() * 1e30 - 5e29) * (generator.next() % 2 == 0 ? 1e-36 : 1e-3)
        }
    }
}

func candidates(_ logits: [Float]) -> Candidates {
    var result = Candidates()
    for (token, logit) in logits.enumerated() { result.append(token, logit: logit) }
    return result
}

func tokens(_ candidates: Candidates) -> [Int] {
    (0..<candidates.count).map { candidates.token($0) }
}

@Suite struct CandidatesTests {
    static let seed = UInt64.random(in: 0..<1_000_000)

    @Test("Sorts by logit descending, then id ascending", arguments: [1, 2, 3, 47, 100, 1_000])
    func sort(count: Int) {
        print("candidates: seed \(Self.seed)")
        var generator = SplitMix64(seed: Self.seed)
        let logits = awkwardLogits(count, using: &generator)
        var sorted = candidates(logits)
        sorted.sort()
        let expected = logits.indices.sorted { (-logits[$0], $0) < (-logits[$1], $1) }
        #expect(tokens(sorted) == expected)
        #expect((0..<count).allSatisfy { sorted.logit($0) == logits[expected[$0]] })
    }

    @Test("Selecting the first few agrees with sorting them all", arguments: [1, 2, 5, 12, 63, 400, 999, 1_000, 2_000])
    func keepFirst(kept: Int) {
        var generator = SplitMix64(seed: Self.seed &+ 1)
        let logits = awkwardLogits(1_000, using: &generator)
        var sorted = candidates(logits)
        sorted.sort()
        var selected = candidates(logits)
        selected.keepFirst(kept)
        selected.sort()
        #expect(tokens(selected) == Array(tokens(sorted).prefix(kept)))
    }

    @Test("The best is the first of the order, sorted or not") func best() {
        var three = candidates([1, 5, 5])
        #expect(three.best == 1)
        three.sort()
        #expect(three.best == 1)
    }

    @Test("Weights are 1 for the best and e^(difference / temperature) for the rest") func weights() {
        var three = candidates([1, 3, -1])
        three.temperature = 2
        let total = three.weigh()
        #expect([0, 1, 2].map { three.weight($0) } == [1, exponential(-1), exponential(-2)])
        #expect(total == 1 + exponential(-1) + exponential(-2))
    }
}
