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

    /// Scores of a large vocabulary: flat, peaked, with ties, with a few far away, beyond what weights can tell.
    static func largeVocabularies(using generator: inout SplitMix64) -> [[Float]] {
        let count = 161 + Int(generator.next() % 3_000)
        func logits(_ logit: (Int) -> Double) -> [Float] { (0..<count).map { Float(logit($0)) } }
        return [
            logits { _ in generator.nextUniform() },
            logits { -1.1 * naturalLogarithm(Double($0 + 1)) + generator.nextUniform() },
            logits { _ in Double(generator.next() % 5) },
            logits { _ in 2 },
            logits { $0 % 700 == 3 ? 1e30 * generator.nextUniform() : generator.nextUniform() * 40 },
            logits { $0 == 17 ? -3e38 : $0 == 90 ? 3e38 : generator.nextUniform() },
            awkwardLogits(count, using: &generator),
        ]
    }

    @Test(
        "Of a large vocabulary, each rank has its token and its weight, however far and in whatever steps it is walked")
    func walk() {
        let seed = Self.seed &+ 2
        print("candidates: seed \(seed)")
        var generator = SplitMix64(seed: seed)
        for _ in 0..<20 {
            for logits in Self.largeVocabularies(using: &generator) {
                let temperature = [1e-6, 0.3, 1, 7, 1e6][Int(generator.next() % 5)]
                let order = logits.indices.sorted { (-logits[$0], $0) < (-logits[$1], $1) }
                let largest = Double(logits[order[0]])
                let weights = order.map { exponential((Double(logits[$0]) - largest) / temperature) }
                var walked = candidates(logits)
                walked.temperature = temperature
                if generator.next() % 2 == 0 {
                    let sum = weights.reduce(0, +)
                    #expect((walked.weigh() - sum).magnitude <= 1e-12 * sum)
                }
                var rank = 0
                while rank < logits.count {
                    #expect(walked.weight(rank) == weights[rank])
                    #expect(walked.token(rank) == order[rank])
                    rank += 1 + Int(generator.next() % 90)
                }
                walked.sort()
                #expect(tokens(walked) == order)
            }
        }
    }

    @Test(
        "What is kept and dropped of a large vocabulary is what sorting it whole would keep, also half-way through a walk"
    )
    func keepAndDrop() {
        let seed = Self.seed &+ 3
        print("candidates: seed \(seed)")
        var generator = SplitMix64(seed: seed)
        for _ in 0..<20 {
            for logits in Self.largeVocabularies(using: &generator) {
                var order = logits.indices.sorted { (-logits[$0], $0) < (-logits[$1], $1) }
                var left = candidates(logits)
                for _ in 0..<4 where left.count > 1 {
                    switch generator.next() % 5 {
                    case 0:
                        let kept = 1 + Int(generator.next() % UInt64(left.count))
                        left.keepFirst(kept)
                        order.removeSubrange(min(kept, order.count)...)
                    case 1:
                        let dropped = Int(generator.next() % UInt64(min(9, left.count)))
                        left.dropFirst(dropped)
                        order.removeSubrange(0..<dropped)
                    case 2:
                        let distance = -10 * generator.nextUniform()
                        left.keep(atLeast: distance)
                        let least = Double(logits[order[0]]) + distance
                        let first = order[0]
                        order.removeAll { $0 != first && Double(logits[$0]) < least }
                    case 3:
                        let rank = Int(generator.next() % UInt64(left.count))
                        _ = left.weight(rank)
                        #expect(left.token(rank) == order[rank])
                    default:
                        _ = left.weigh()
                    }
                    #expect(left.count == order.count)
                    #expect(left.best == order[0])
                }
                let total = left.weigh()
                let first = Double(logits[order[0]])
                let sum = order.reduce(0) { $0 + exponential(Double(logits[$1]) - first) }
                #expect((total - sum).magnitude <= 1e-12 * sum)
                left.sort()
                #expect(tokens(left) == order)
            }
        }
    }
}
