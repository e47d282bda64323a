import BenchCommand
import Numerics
import Recurrent
import Sampling
import Testing
import Training

@Suite struct HeldOutTests {
    private static func network() throws -> Network {
        var random = Xoshiro256StarStar(seed: 3)
        return try Network(
            NetworkConfiguration(cell: .gruReset, inputSizes: [5], hiddenSize: 7, outputSize: 5), using: &random)
    }

    private static let text = TokenSequences([
        TokenSequence(tokens: (0..<38).map { Int32($0 * $0 % 5) }), TokenSequence(tokens: [1, 2, 3]),
    ])

    /// The loss of one window, a step at a time from the zero state.
    private static func plain(_ network: Network, _ sequence: TokenSequence, _ steps: Range<Int>) -> Double {
        let engine = StepEngine(network)
        var state = engine.zeroState(batch: 1)
        var logits: [Float] = []
        return steps.reduce(0) { sum, step in
            engine.step([sequence.inputs[step]], state: &state, logits: &logits)
            return sum - logProbability(of: Int(sequence.targets[step]), logits: logits)
        }
    }

    @Test("Windows lie end to end, each from the zero state, and count every target once", arguments: [1, 5, 8, 64])
    func windows(length: Int) throws {
        let network = try Self.network()
        var expected = 0.0
        for sequence in Self.text.sequences {
            for start in stride(from: 0, to: sequence.targets.count, by: length) {
                expected += Self.plain(network, sequence, start..<min(start + length, sequence.targets.count))
            }
        }
        for rows in [1, 3, 64] {
            let loss = try HeldOut.loss(network, Self.text, window: length, rows: rows)
            #expect(loss.count == 37 + 2)
            #expect(abs(loss.sum - expected) < 1e-3, "\(loss.sum), expected \(expected)")
        }
    }

    @Test("Step by step, the state is carried from one end to the other") func stepwise() throws {
        struct Source: LogitSource {
            let engine: StepEngine
            var state: NetworkState
            var vocabularySize: Int { 5 }
            mutating func advance(_ token: Int, logits: inout [Float]) {
                engine.step([Int32(token)], state: &state, logits: &logits)
            }
        }
        let network = try Self.network()
        let loss = try HeldOut.loss(Source(engine: StepEngine(network), state: network.zeroState(batch: 1)), Self.text)
        #expect(loss.count == 37)
        #expect(abs(loss.sum - Self.plain(network, Self.text.sequences[0], 0..<37)) < 1e-9)
    }

    @Test("What is called in between can end it") func ending() throws {
        struct Enough: Error {}
        let network = try Self.network()
        #expect(throws: Enough.self) {
            try HeldOut.loss(network, Self.text, window: 4, rows: 2) { part in if part > 0.3 { throw Enough() } }
        }
    }
}
