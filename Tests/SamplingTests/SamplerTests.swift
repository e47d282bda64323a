import Numerics
import Sampling
import Testing

/// Counts how often it is asked.
private struct Counting: RandomNumberGenerator {
    var generator = SplitMix64(seed: 11)
    var calls = 0
    mutating func next() -> UInt64 {
        calls += 1
        return generator.next()
    }
}

/// The chain written down plainly, from the page: sorted list, cumulative sums, one draw.
private func reference(
    _ logits: [Float], allowed: [Int], temperature: Double, topK: Int, topP: Double, uniform: Double
) -> Int {
    var order = allowed.sorted { (-logits[$0], $0) < (-logits[$1], $1) }
    if temperature == 0 { return order[0] }
    if topK > 0 { order = Array(order.prefix(topK)) }
    let largest = Double(logits[order[0]])
    if topP == 0 {
        order = [order[0]]
    } else if topP < 1 {
        let weights = order.map { exponential(Double(logits[$0]) - largest) }
        let total = weights.reduce(0, +)
        var sum = 0.0
        let crossing = weights.firstIndex { weight in
            sum += weight
            return sum >= topP * total
        }
        order = Array(order.prefix((crossing ?? order.count - 1) + 1))
    }
    let weights = order.map { exponential((Double(logits[$0]) - largest) / temperature) }
    let total = weights.reduce(0, +)
    var sum = 0.0
    for (token, weight) in zip(order, weights) {
        sum += weight
        if uniform * total < sum { return token }
    }
    return order.last!
}

@Suite struct SamplerTests {
    @Test("Agrees with the plain reference on random logits, masks and options") func agreement() throws {
        let seed = UInt64.random(in: 0..<1_000_000)
        print("sampler against its reference: seed \(seed)")
        var generator = SplitMix64(seed: seed)
        var sampler = Sampler()
        for trial in 0..<3_000 {
            let size = 1 + Int(generator.next() % 150)
            let logits =
                trial % 3 == 0
                ? awkwardLogits(size, using: &generator)
                : (0..<size).map { _ in Float(generator.nextUniform() * 12 - 6) }
            var mask = TokenMask(count: size)
            for token in 0..<size where generator.next() % 4 == 0 { mask.forbid(token, rule: "chance") }
            let allowed = (0..<size).filter { mask[$0] }
            guard !allowed.isEmpty else { continue }
            let temperature = [0, 0.1, 0.8, 1, 1.5, 100][Int(generator.next() % 6)]
            let topK = [0, 0, 1, 3, 40, 1_000][Int(generator.next() % 6)]
            let topP = [1, 1, 0, 0.3, 0.9, 0.999][Int(generator.next() % 6)]
            sampler.options = try SamplingOptions(temperature: temperature, topK: topK, topP: topP)
            var copy = generator
            let expected = reference(
                logits, allowed: allowed, temperature: temperature, topK: topK, topP: topP,
                uniform: copy.nextUniform())
            let token = try sampler.draw(logits: logits, allowed: mask, using: &generator)
            try #require(token == expected, "trial \(trial): \(sampler.options)")
        }
    }

    @Test("Temperature comes last: it does not change what top-p keeps") func order() throws {
        // Probabilities 0.665, 0.245, 0.090: top-p 0.6 keeps one token, at any temperature.
        var generator = Xoshiro256StarStar(seed: 1)
        for temperature in [0.5, 1, 50] {
            var sampler = Sampler(try SamplingOptions(temperature: temperature, topP: 0.6))
            for _ in 0..<200 { #expect(try sampler.draw(logits: [3, 2, 1], using: &generator) == 0) }
        }
    }

    @Test("Greedy choice takes the lowest id among equals and no randomness") func greedy() throws {
        var generator = Counting()
        var sampler = Sampler(try SamplingOptions(temperature: 0))
        #expect(try sampler.draw(logits: [1, 4, 4, 2], using: &generator) == 1)
        #expect(try sampler.draw(logits: [-0.0, 0, -1], using: &generator) == 0)
        #expect(generator.calls == 0)
    }

    @Test("Any other draw takes exactly one number, however few the candidates") func oneNumber() throws {
        var generator = Counting()
        for (count, options) in [(1, (1.0, 0, 1.0)), (5, (0.5, 1, 1)), (5, (1, 0, 0)), (100, (2, 40, 0.9))] {
            var sampler = Sampler(try SamplingOptions(temperature: options.0, topK: options.1, topP: options.2))
            generator.calls = 0
            let logits = (0..<count).map { Float($0) }
            _ = try sampler.draw(logits: logits, using: &generator)
            #expect(generator.calls == 1)
        }
    }

    @Test(
        "Extreme temperatures neither overflow nor divide to nothing",
        arguments: [.leastNonzeroMagnitude, 1e-300, 1e300])
    func extremes(temperature: Double) throws {
        var generator = Xoshiro256StarStar(seed: 9)
        var sampler = Sampler(try SamplingOptions(temperature: temperature))
        var seen: Set<Int> = []
        for _ in 0..<300 { seen.insert(try sampler.draw(logits: [-3e38, 0, 3e38, 1], using: &generator)) }
        #expect(seen == (temperature < 1 ? [2] : [0, 1, 2, 3]))
    }

    @Test("Frequencies follow the softmax", arguments: [0.7, 1, 1.6])
    func frequencies(temperature: Double) throws {
        let seed = UInt64.random(in: 0..<1_000_000)
        print("frequencies at temperature \(temperature): seed \(seed)")
        var generator = Xoshiro256StarStar(seed: seed)
        var sampler = Sampler(try SamplingOptions(temperature: temperature))
        let logits: [Float] = [0.5, 2, -1, 1, 1, 0, -0.5, 1.5]
        var counts = [Int](repeating: 0, count: logits.count)
        let draws = 200_000
        for _ in 0..<draws { counts[try sampler.draw(logits: logits, using: &generator)] += 1 }
        let weights = logits.map { exponential(Double($0) / temperature) }
        let total = weights.reduce(0, +)
        let chiSquare = zip(counts, weights).reduce(0.0) { sum, pair in
            let expected = Double(draws) * pair.1 / total
            let difference = Double(pair.0) - expected
            return sum + difference * difference / expected
        }
        // 7 degrees of freedom: beyond 42.9 once in three million runs.
        #expect(chiSquare < 42.9, "counts \(counts)")
    }

    @Test("The draws of a seed are these on every machine") func known() throws {
        var generator = Xoshiro256StarStar(seed: 7, sequence: 0)
        var sampler = Sampler(try SamplingOptions(temperature: 0.9, topK: 20, topP: 0.95))
        let logits = (0..<50).map { Float($0 * 37 % 50) / 8 }
        let drawn = try (0..<12).map { _ in try sampler.draw(logits: logits, using: &generator) }
        #expect(drawn == [24, 12, 4, 16, 1, 20, 1, 12, 35, 27, 27, 32])
    }
}
