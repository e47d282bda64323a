import Numerics
import Testing

@testable import Sampling

/// DRY's repetitions and the penalties' counts, looked up anew each time.
private func slowLengths(_ tokens: [Int], window: Int, allowed: Int, breakers: Set<Int>) -> [Int: Int] {
    var longest: [Int: Int] = [:]
    let start = max(0, tokens.count - window)
    for index in start..<max(start, tokens.count - 1) {
        var length = 0
        while index - length >= start, tokens[index - length] == tokens[tokens.count - 1 - length],
            !breakers.contains(tokens[index - length])
        {
            length += 1
        }
        let next = tokens[index + 1]
        guard length >= allowed, !breakers.contains(next) else { continue }
        longest[next] = max(longest[next] ?? 0, length)
    }
    return longest
}

@Suite struct RepetitionWindowTests {
    @Test("DRY finds every repetition in its window, however often the window is full", arguments: [3, 8, 33])
    func dry(window: Int) throws {
        var random = SplitMix64(seed: UInt64(window))
        var options = SamplingOptions.Dry()
        (options.multiplier, options.base, options.window, options.breakers) = (1, 2, window, [4])
        for allowed in [1, 2] {
            options.allowed = allowed
            var dry = Dry()
            var tokens: [Int] = []
            for _ in 0..<(12 * window) {
                let token = Int(random.next() % 5)
                tokens.append(token)
                dry.accept(token, options)
                var all = candidates([0, 0, 0, 0, 0])
                dry.apply(options, to: &all)
                let expected = slowLengths(tokens, window: window, allowed: allowed, breakers: [4])
                for rank in 0..<5 {
                    let penalty = expected[rank].map { Float(exponential(Double($0 - allowed) * naturalLogarithm(2))) }
                    #expect(abs(all.logit(rank) + (penalty ?? 0)) <= 1e-4 * (penalty ?? 0), "\(tokens) \(rank)")
                }
            }
        }
    }

    @Test("Penalties count what is in the window, also of candidates that are sorted or few") func penalties() {
        var random = SplitMix64(seed: 2)
        var options = SamplingOptions.Penalties()
        (options.frequency, options.window) = (1, 6)
        var (penalties, tokens) = (Penalties(), [Int]())
        for step in 0..<200 {
            let token = Int(random.next() % 40)
            tokens.append(token)
            penalties.accept(token, options)
            var some = Candidates()
            for id in 0..<40 where step % 3 == 0 || id % 3 != 0 { some.append(id, logit: 0) }
            if step % 2 == 1 { some.sort() }
            penalties.apply(options, to: &some)
            for rank in 0..<some.count {
                let count = tokens.suffix(6).count { $0 == some.token(rank) }
                #expect(some.logit(rank) == -Float(count))
            }
        }
    }

    @Test("What is near the entropy is kept in its order, ties and all") func typical() {
        var random = SplitMix64(seed: 3)
        for count in [2, 5, 40, 300] {
            for p in [0.0, 0.1, 0.5, 0.9, 0.99] {
                let logits = (0..<count).map { _ in Float(random.next() % 9) - 4 }
                var kept = candidates(logits)
                kept.keepNearestToEntropy(until: p)
                var all = candidates(logits)
                let entropy = all.entropy()
                let total = all.weigh()
                let order = (0..<count).map { rank in
                    ((naturalLogarithm(total) - (all.score(rank) - all.score(0)) - entropy).magnitude, rank)
                }.sorted { $0 < $1 }
                var (sum, expected) = (0.0, [Int]())
                for (_, rank) in order {
                    sum += all.weight(rank) / total
                    expected.append(rank)
                    if sum > p { break }
                }
                #expect(tokens(kept) == expected.sorted().map { all.token($0) })
                // What was weighed before is not taken for the weights of others.
                let weights = kept.weigh()
                #expect(abs(weights - (0..<kept.count).reduce(0) { $0 + kept.weight($1) }) < 1e-12)
                #expect(kept.weight(0) == 1)
            }
        }
    }
}
