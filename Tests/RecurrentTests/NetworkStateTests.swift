import Numerics
import Recurrent
import Testing

@Suite struct NetworkStateTests {
    /// A state of three rows after two different steps each.
    private func sample(_ cell: CellKind) throws -> (Network, NetworkState) {
        var generator = SplitMix64(seed: 3)
        let network = try Network(
            NetworkConfiguration(cell: cell, inputSizes: [5], hiddenSize: 4, layers: 2, outputSize: 5),
            using: &generator)
        var state = network.zeroState(batch: 3)
        var logits: [Float] = []
        let engine = StepEngine(network)
        engine.step([0, 1, 2], state: &state, logits: &logits)
        engine.step([3, 4, 0], state: &state, logits: &logits)
        return (network, state)
    }

    @Test(arguments: CellKind.allCases)
    func `resetting a row zeroes it and no other`(cell: CellKind) throws {
        let (network, state) = try sample(cell)
        var reset = state
        reset.reset(row: 1)
        #expect(reset.selecting(rows: [1]) == network.zeroState(batch: 1))
        #expect(reset.selecting(rows: [0, 2]) == state.selecting(rows: [0, 2]))
        #expect(state.selecting(rows: [1]) != network.zeroState(batch: 1))
    }

    @Test(arguments: CellKind.allCases)
    func `rows can be repeated and reordered`(cell: CellKind) throws {
        let (_, state) = try sample(cell)
        let chosen = state.selecting(rows: [2, 2, 0])
        #expect(chosen.batch == 3)
        #expect(chosen.selecting(rows: [0]) == state.selecting(rows: [2]))
        #expect(chosen.selecting(rows: [1]) == state.selecting(rows: [2]))
        #expect(chosen.selecting(rows: [2]) == state.selecting(rows: [0]))
    }

    @Test func `a copy is a point to return to`() throws {
        let (network, state) = try sample(.lstm)
        var (one, other) = (state, state)
        var (logits, again): ([Float], [Float]) = ([], [])
        let engine = StepEngine(network)
        engine.step([1, 1, 1], state: &one, logits: &logits)
        #expect(one != state)
        engine.step([1, 1, 1], state: &other, logits: &again)
        #expect(one == other)
        #expect(logits == again)
    }

    @Test func `only an LSTM has a memory of its own`() throws {
        for cell in CellKind.allCases {
            let (_, state) = try sample(cell)
            #expect(state.activation(layer: 1).count == 12)
            #expect(state.cellState(layer: 1).count == (cell == .lstm || cell == .lstmPeephole ? 12 : 0))
        }
    }

    @Test(arguments: CellKind.allCases)
    func `a state can be made from its numbers`(cell: CellKind) throws {
        let (network, state) = try sample(cell)
        var same = NetworkState(network.configuration, batch: 3)
        for layer in 0..<same.layerCount {
            same.set(layer: layer, activation: state.activation(layer: layer), cellState: state.cellState(layer: layer))
        }
        #expect(same == state)
    }
}
