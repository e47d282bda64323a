import Numerics
import Recurrent
import Testing

@Suite struct SequenceLossesTests {
    private static let configuration = NetworkConfiguration(
        cell: .lstm, inputSizes: [3, 4], embeddingSize: nil, hiddenSize: 6, layers: 1, outputSize: 5)

    private static func sequence(_ count: Int) -> TokenSequence {
        var random = SplitMix64(seed: 7)
        let steps = 0..<count
        return TokenSequence(
            inputs: steps.flatMap { _ in [Int32(random.next() % 3), Int32(random.next() % 5) - 1] },
            targets: steps.map { _ in Int32(random.next() % 6) - 1 })
    }

    @Test(arguments: [1, 1023, 1024, 1025, 2500]) func aLongSequenceIsReadAsAWhole(_ count: Int) throws {
        var random = Xoshiro256StarStar(seed: 1)
        let network = try Network(Self.configuration, using: &random)
        let engine = NetworkEngine(network.configuration)
        let sequence = Self.sequence(count)
        let losses = engine.losses(of: sequence, network: network)
        let whole = try SequenceBatch(
            batch: 1, time: count, fields: 2, inputs: sequence.inputs, targets: sequence.targets)
        var state = network.zeroState(batch: 1)
        #expect(losses == engine.losses(whole, parameters: network.parameters.values, state: &state))
        #expect(zip(sequence.targets, losses).allSatisfy { ($0 < 0) == ($1 == 0) })
    }

    @Test func anEmptySequenceHasNone() throws {
        var random = Xoshiro256StarStar(seed: 1)
        let network = try Network(Self.configuration, using: &random)
        let engine = NetworkEngine(network.configuration)
        #expect(engine.losses(of: TokenSequence(inputs: [], targets: []), network: network).isEmpty)
    }
}
