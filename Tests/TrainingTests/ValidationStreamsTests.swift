import Glibc
import Recurrent
import Testing
import Training

@Suite struct ValidationStreamsTests {
    struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 32
        }
    }

    static func network(_ generator: inout Generator) throws -> Network {
        try Network(
            NetworkConfiguration(cell: .lstm, inputSizes: [5, 3], hiddenSize: 8, layers: 2, outputSize: 6),
            using: &generator)
    }

    static func sequences(_ lengths: [Int], _ generator: inout Generator) -> [TokenSequence] {
        lengths.map { length in
            let inputs = (0..<length).flatMap { _ in
                [Int32.random(in: -1..<5, using: &generator), .random(in: -1..<3, using: &generator)]
            }
            return TokenSequence(
                inputs: inputs, targets: (0..<length).map { _ in .random(in: -1..<6, using: &generator) })
        }
    }

    /// The summed loss of one sequence step by step, in double precision after the logits.
    static func loss(_ network: Network, _ sequence: TokenSequence) -> (sum: Double, count: Int) {
        var state = network.zeroState(batch: 1)
        var logits: [Float] = []
        var (sum, count) = (0.0, 0)
        for (step, target) in sequence.targets.enumerated() {
            network.step(Array(sequence.inputs[2 * step..<2 * step + 2]), state: &state, logits: &logits)
            guard target >= 0 else { continue }
            sum += log(logits.reduce(0) { $0 + exp(Double($1)) }) - Double(logits[Int(target)])
            count += 1
        }
        return (sum, count)
    }

    @Test(arguments: [[1], [300], [0, 5, 200, 1, 17, 0], Array(1...150)])
    func theLossIsThatOfEverySequenceByItself(lengths: [Int]) throws {
        let seed = UInt64.random(in: .min ... .max)
        print("seed \(seed)")
        var generator = Generator(state: seed)
        let network = try Self.network(&generator)
        var sequences = Self.sequences(lengths, &generator)
        sequences[0].targets += [3]
        sequences[0].inputs += [1, 1]
        var (sum, count) = (0.0, 0)
        for sequence in sequences {
            let part = Self.loss(network, sequence)
            sum += part.sum
            count += part.count
        }
        let streams = try ValidationStreams(TokenSequences(sequences), configuration: network.configuration)
        #expect(streams.targetCount == count)
        let loss = streams.loss(zeroState: network.zeroState, network.loss)
        #expect(abs(loss - sum / Double(count)) < 1e-5)
    }

    @Test func aLongSequenceIsCutIntoPiecesAndAllOfItIsAskedFor() throws {
        var generator = Generator(state: 5)
        let network = try Self.network(&generator)
        let sequence = Self.sequences([5000], &generator)[0]
        var (sum, count) = (0.0, 0)
        for start in stride(from: 0, to: 5000, by: 1024) {
            let end = min(5000, start + 1024)
            let part = Self.loss(
                network,
                TokenSequence(
                    inputs: Array(sequence.inputs[2 * start..<2 * end]), targets: Array(sequence.targets[start..<end])))
            sum += part.sum
            count += part.count
        }
        let streams = try ValidationStreams(TokenSequences([sequence]), configuration: network.configuration)
        #expect(streams.targetCount == count)
        #expect(abs(streams.loss(zeroState: network.zeroState, network.loss) - sum / Double(count)) < 1e-5)
    }

    @Test func ofLongDataPiecesFromAllOverAreMeasured() throws {
        var generator = Generator(state: 6)
        let network = try Self.network(&generator)
        let lengths = [40_000, 10, 3000, 90_000] + [Int](repeating: 50, count: 2000)
        let sequences = lengths.enumerated().map { index, length in
            TokenSequence(
                inputs: [Int32](repeating: 0, count: 2 * length),
                targets: [Int32](repeating: index < 4 ? 1 : 2, count: length))
        }
        let streams = try ValidationStreams(
            TokenSequences(sequences), configuration: network.configuration, most: 30_000)
        #expect(30_000...31_024 ~= streams.targetCount)
        var counts = [0, 0, 0]
        _ = streams.loss(zeroState: network.zeroState) { batch, _ in
            for target in batch.targets where target > 0 { counts[Int(target)] += 1 }
            return BatchLoss()
        }
        // 133,010 of 233,010 steps are those of the long ones.
        #expect(abs(Double(counts[1]) / Double(streams.targetCount) - 0.571) < 0.05, "\(counts)")
    }

    @Test func dataWithoutTargetsAreRefused() throws {
        var generator = Generator(state: 7)
        let configuration = try Self.network(&generator).configuration
        let masked = TokenSequence(inputs: [1, 1], targets: [-1])
        for sequences in [[masked], []] {
            #expect(throws: TrainingError.noValidationData(sequences: sequences.count)) {
                try ValidationStreams(TokenSequences(sequences), configuration: configuration)
            }
        }
    }
}
