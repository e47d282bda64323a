import Numerics
import Sampling
import Testing

/// Says "the next token is the last plus one", as surely as `certainty` goes, and remembers what it was told.
private struct Counter: LogitSource {
    let vocabularySize: Int
    var certainty: Float = 50
    var told: [Int] = []

    init(_ size: Int, certainty: Float = 50) {
        vocabularySize = size
        self.certainty = certainty
    }

    mutating func advance(_ token: Int, logits: inout [Float]) {
        told.append(token)
        for index in logits.indices { logits[index] = index == (token + 1) % vocabularySize ? certainty : 0 }
    }
}

@Suite struct GeneratorTests {
    private func generator(
        _ source: Counter, prompt: [Int] = [0], limits: LengthLimits, eos: Int? = nil, seed: UInt64 = 1
    ) throws -> Generator<Counter, Xoshiro256StarStar> {
        try Generator(
            source: source, prompt: prompt, limits: limits, eos: eos, sampler: Sampler(),
            random: Xoshiro256StarStar(seed: seed, sequence: 0))
    }

    private func collect(
        _ generator: inout Generator<Counter, Xoshiro256StarStar>
    ) throws -> (tokens: [Int], reason: StopReason) {
        var tokens: [Int] = []
        let reason = try generator.run { token in
            tokens.append(token.id)
            return nil
        }
        return (tokens, reason)
    }

    @Test("The prompt is fed first and not counted; every token is fed back") func feeds() throws {
        var stream = try generator(Counter(100), prompt: [0, 40, 41], limits: LengthLimits(maximum: 3))
        let (tokens, reason) = try collect(&stream)
        #expect(tokens == [42, 43, 44])
        #expect(reason == .length)
        #expect(stream.source.told == [0, 40, 41, 42, 43, 44])
    }

    @Test("A maximum of 0 only primes") func primes() throws {
        var stream = try generator(Counter(10), prompt: [0, 5], limits: LengthLimits(maximum: 0))
        let (tokens, reason) = try collect(&stream)
        #expect(tokens.isEmpty)
        #expect(reason == .length)
        #expect(stream.source.told == [0, 5])
    }

    @Test("Without a maximum the end-of-sequence token ends it, undelivered") func eos() throws {
        var stream = try generator(Counter(10), prompt: [6], limits: LengthLimits(), eos: 0)
        let (tokens, reason) = try collect(&stream)
        #expect(tokens == [7, 8, 9])
        #expect(reason == .eos)
        #expect(stream.source.told == [6, 7, 8, 9])
    }

    @Test("The minimum length holds the end back until then and no longer") func minimum() throws {
        var stream = try generator(Counter(10), prompt: [8], limits: LengthLimits(minimum: 4), eos: 0, seed: 3)
        let (tokens, reason) = try collect(&stream)
        #expect(tokens.count >= 4)
        #expect(!tokens.contains(0))
        #expect(tokens[0] == 9)
        #expect(reason == .eos)
    }

    @Test("Ignoring the end masks it for good") func ignoresEOS() throws {
        var stream = try generator(
            Counter(3, certainty: 5), prompt: [1], limits: LengthLimits(maximum: 500, ignoresEOS: true), eos: 0)
        let (tokens, reason) = try collect(&stream)
        #expect(tokens.count == 500)
        #expect(!tokens.contains(0))
        #expect(reason == .length)
    }

    @Test("The reader may stop after any token") func stopped() throws {
        var stream = try generator(Counter(100), limits: LengthLimits())
        let reason = try stream.run { $0.id == 7 ? .stopString : nil }
        #expect(reason == .stopString)
        #expect(stream.source.told == Array(0...7))
    }

    @Test("Rules and controls may change before each draw") func prepare() throws {
        var stream = try generator(Counter(100), limits: LengthLimits(maximum: 4))
        stream.sampler = Sampler(try SamplingOptions(temperature: 0))
        var tokens: [Int] = []
        _ = try stream.run(
            prepare: { source, mask, _ in
                if source.told.count == 2 { mask.allowOnly(50..<60, rule: "fifties") }
            },
            deliver: { token in
                tokens.append(token.id)
                return nil
            })
        #expect(tokens == [1, 50, 51, 52])
    }

    @Test("Log-probabilities are those at temperature 1, before the controls") func logProbabilities() throws {
        var stream = try generator(Counter(2, certainty: 0), limits: LengthLimits(maximum: 20))
        stream.sampler = Sampler(try SamplingOptions(temperature: 0.1, topK: 1))
        stream.reportsLogProbabilities = true
        var reported: [Double?] = []
        _ = try stream.run { token in
            reported.append(token.logProbability)
            return nil
        }
        #expect(reported.count == 20)
        #expect(reported.allSatisfy { abs(($0 ?? 0) + 0.6931471805599453) < 1e-15 })
    }

    @Test("An end that is both demanded and forbidden names its rules") func contradiction() throws {
        var stream = try generator(Counter(4), limits: LengthLimits(minimum: 2), eos: 0)
        #expect(throws: SamplingError.everythingForbidden(masks: ["the minimum length", "test"])) {
            _ = try stream.next { _, mask, _ in mask.forbid(0..<4, rule: "test") }
        }
    }

    @Test("Prompts outside the vocabulary, or missing, are refused") func prompts() {
        #expect(throws: SamplingError.emptyPrompt) {
            try generator(Counter(4), prompt: [], limits: LengthLimits())
        }
        for bad in [-1, 4] {
            #expect(
                throws: SamplingError.promptTokenOutOfRange(token: bad, position: 1, vocabularySize: 4)
            ) {
                try generator(Counter(4), prompt: [0, bad], limits: LengthLimits())
            }
        }
    }

    @Test("The same seed and sequence give the same tokens") func reproducible() throws {
        func tokens(seed: UInt64) throws -> [Int] {
            var stream = try generator(Counter(30, certainty: 2), limits: LengthLimits(maximum: 200), seed: seed)
            return try collect(&stream).tokens
        }
        #expect(try tokens(seed: 5) == tokens(seed: 5))
        #expect(try tokens(seed: 5) != tokens(seed: 6))
    }
}
