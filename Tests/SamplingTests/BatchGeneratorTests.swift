import Dispatch
import Numerics
import Sampling
import Testing

/// Scores that depend on all tokens of a sequence, as those of a network do; −∞ and ties among them.
private struct Hashing: LogitSource {
    let vocabularySize = 13
    private var hash: UInt64 = 0

    mutating func advance(_ token: Int, logits: inout [Float]) {
        var random = SplitMix64(seed: hash ^ UInt64(token))
        hash = random.next()
        for index in logits.indices { logits[index] = Float(random.next() % 9) / 2 }
        logits[Int(hash % 13)] = -.infinity
    }
}

private struct Rows: BatchLogitSource {
    private var rows = [Hashing()]
    private(set) var steps = 0
    let vocabularySize = 13
    var rowCount: Int { rows.count }

    mutating func advance(_ tokens: [Int], logits: inout [Float]) {
        precondition(tokens.count == rows.count, "\(tokens.count) tokens for \(rows.count) rows")
        steps += 1
        logits = []
        for index in rows.indices {
            var scores = [Float](repeating: 0, count: vocabularySize)
            rows[index].advance(tokens[index], logits: &scores)
            logits += scores
        }
    }

    mutating func select(rows kept: [Int]) { rows = kept.map { rows[$0] } }

    /// Each row on a thread of its own, as far as there are some, the last first.
    func concurrently(_ count: Int, _ body: @escaping @Sendable (Range<Int>) -> Void) {
        DispatchQueue.concurrentPerform(iterations: count) { body(count - 1 - $0..<count - $0) }
    }
}

@Suite struct BatchGeneratorTests {
    private struct Sequence: Equatable {
        var tokens: [Int] = []
        var reason: StopReason?
    }

    private static let limits = try? LengthLimits(minimum: 2, maximum: 20)

    /// Two sevens and an eight end a sequence, as a stop string would.
    private func stop(_ tokens: [Int]) -> StopReason? { tokens.suffix(2) == [7, 8] ? .stopString : nil }

    private func forbid(_ sequence: Int, after count: Int, _ mask: inout TokenMask) {
        mask.forbid(1 + (sequence + count) % 5, rule: "turns")
    }

    private func alone(_ number: Int, _ options: SamplingOptions) throws -> Sequence {
        var sequence = Sequence()
        var generator = try Generator(
            source: Hashing(), prompt: [3, 1, 4], limits: #require(Self.limits), eos: 0, sampler: Sampler(options),
            random: Xoshiro256StarStar(seed: 11, sequence: number))
        sequence.reason = try generator.run(
            prepare: { _, mask, _ in forbid(number, after: sequence.tokens.count, &mask) },
            deliver: { token in
                sequence.tokens.append(token.id)
                return stop(sequence.tokens)
            })
        return sequence
    }

    private func together(_ count: Int, _ options: SamplingOptions) throws -> (sequences: [Sequence], steps: Int) {
        var sequences = [Sequence](repeating: Sequence(), count: count)
        var generator = try BatchGenerator(
            source: Rows(), prompt: [3, 1, 4], limits: #require(Self.limits), eos: 0, sampler: Sampler(options),
            randoms: (0..<count).map { Xoshiro256StarStar(seed: 11, sequence: $0) })
        try generator.run(
            prepare: { number, mask, _ in forbid(number, after: sequences[number].tokens.count, &mask) },
            deliver: { number, token in
                sequences[number].tokens.append(token.id)
                return stop(sequences[number].tokens)
            },
            end: { number, reason in
                #expect(sequences[number].reason == nil)
                sequences[number].reason = reason
            })
        #expect(generator.sequences.isEmpty)
        return (sequences, generator.source.steps)
    }

    @Test("Each sequence of a batch is the one made alone, whenever the others end", arguments: [1, 2, 3, 7, 64])
    func same(count: Int) throws {
        var remembering = SamplingOptions.plain
        remembering.penalties.repetition = 1.5
        remembering.penalties.window = 3
        remembering.dry.multiplier = 2
        remembering.dry.allowed = 1
        remembering.mirostat = SamplingOptions.Mirostat()
        for options in try [.plain, SamplingOptions(temperature: 0.7, topK: 6, topP: 0.9), remembering] {
            let batch = try together(count, options).sequences
            #expect(try batch == (0..<count).map { try alone($0, options) })
            guard count == 64 else { continue }
            #expect(Set(batch.compactMap(\.reason)) == [.eos, .length, .stopString])
            #expect(Set(batch.map(\.tokens.count)).count > 8)
        }
    }

    @Test("The prompt is read once for all; a sequence that is over costs no more steps") func steps() throws {
        let (sequences, steps) = try together(5, .plain)
        let longest = try #require(sequences.map(\.tokens.count).max())
        #expect((longest + 2...longest + 3).contains(steps))
    }

    @Test("Prompts are refused as they are for one sequence") func prompts() throws {
        for (prompt, error) in [
            ([], SamplingError.emptyPrompt),
            ([0, 13], .promptTokenOutOfRange(token: 13, position: 1, vocabularySize: 13)),
        ] {
            #expect(throws: error) {
                try BatchGenerator(
                    source: Rows(), prompt: prompt, limits: LengthLimits(), eos: nil, sampler: Sampler(),
                    randoms: [SplitMix64(seed: 1)])
            }
        }
    }
}
