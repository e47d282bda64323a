import Recurrent
import Testing

@Suite struct NetworkTests {
    @Test(arguments: Fixture.names)
    func `single precision agrees with PyTorch to 1e-5 in losses, states and every gradient`(name: String) throws {
        let fixture = try Fixture(named: name)
        let network = try Network(fixture.configuration, parameters: fixture.flatParameters())
        var state = network.zeroState(batch: fixture.batch)
        var gradients = [Float](repeating: 0, count: network.parameters.count)
        for (index, window) in try fixture.windows().enumerated() {
            var before = state
            let loss = network.forwardBackward(
                window, state: &state, gradients: &gradients, gradientScale: Float(fixture.scale))
            #expect(abs(loss.sum - fixture.losses[index]) < 1e-5 * fixture.losses[index])
            #expect(network.loss(window, state: &before) == loss)
            #expect(before == state)
        }
        for layer in 0..<fixture.configuration.layers {
            #expect(relativeError(state.activation(layer: layer), fixture.a[layer]) < 1e-5)
            if fixture.c.isEmpty {
                #expect(state.memory(layer: layer).isEmpty)
            } else {
                #expect(relativeError(state.memory(layer: layer), fixture.c[layer]) < 1e-5)
            }
        }
        for tensor in network.parameters.layout {
            let expected = try #require(fixture.gradients[tensor.name])
            #expect(relativeError(gradients[tensor.range], expected) < 1e-5, "\(tensor.name)")
        }
    }

    @Test(arguments: Fixture.names)
    func `steps give PyTorch's logits, and the state of the window`(name: String) throws {
        let fixture = try Fixture(named: name)
        let network = try Network(fixture.configuration, parameters: fixture.flatParameters())
        var state = network.zeroState(batch: fixture.batch)
        var logits: [Float] = []
        let (b, k, v) = (fixture.batch, fixture.configuration.inputSizes.count, fixture.configuration.outputSize)
        for t in 0..<fixture.time {
            for row in 0..<b where fixture.resets[t * b + row] { state.reset(row: row) }
            network.step(Array(fixture.inputs[t * b * k..<(t + 1) * b * k]), state: &state, logits: &logits)
            #expect(relativeError(logits, Array(fixture.logits[t * b * v..<(t + 1) * b * v])) < 1e-5)
        }
        var windowed = network.zeroState(batch: b)
        for window in try fixture.windows() { _ = network.loss(window, state: &windowed) }
        #expect(windowed == state)
    }

    /// A network and a batch large enough that every kernel meets whole tiles and remainders.
    private static func sample(_ cell: CellKind, batch: Int = 7) throws -> (Network, SequenceBatch) {
        var generator = SplitMix(seed: 5)
        let network = try Network(
            NetworkConfiguration(cell: cell, inputSizes: [11, 5], hiddenSize: 37, layers: 2, outputSize: 13),
            using: &generator)
        let time = 6
        return (
            network,
            try SequenceBatch(
                batch: batch, time: time, fields: 2,
                inputs: (0..<batch * time).flatMap { _ in
                    [Int32(generator.integer(below: 11)), Int32(generator.integer(below: 6)) - 1]
                },
                targets: (0..<batch * time).map { _ in Int32(generator.integer(below: 14)) - 1 },
                resets: (0..<batch * time).map { _ in generator.integer(below: 5) == 0 })
        )
    }

    @Test(arguments: CellKind.allCases)
    func `a row's result has the same bits alone and in a batch`(cell: CellKind) throws {
        let (network, batch) = try Self.sample(cell)
        var together = network.zeroState(batch: 7)
        let whole = network.loss(batch, state: &together)
        var sum = BatchLoss()
        for rows in [0..<1, 1..<3, 3..<7] {
            var state = network.zeroState(batch: rows.count)
            sum += network.loss(batch.rows(rows), state: &state)
            #expect(state == together.selecting(rows: Array(rows)))
        }
        #expect(sum.count == whole.count)
        #expect(abs(sum.sum - whole.sum) < 1e-12 * whole.sum)
        var logits: [Float] = []
        network.step([3, 1, 4, 1, 5, 1, 6, 1, 7, 1, 8, 1, 9, 1], state: &together, logits: &logits)
        var alone = network.zeroState(batch: 7)
        _ = network.loss(batch, state: &alone)
        alone = alone.selecting(rows: [6])
        var logitsAlone: [Float] = []
        network.step([9, 1], state: &alone, logits: &logitsAlone)
        #expect(logitsAlone == Array(logits[6 * 13..<7 * 13]))
    }

    @Test(arguments: CellKind.allCases)
    func `gradients of a split batch add up to those of the whole`(cell: CellKind) throws {
        let (network, batch) = try Self.sample(cell)
        func gradients(_ parts: [Range<Int>]) -> [Float] {
            var gradients = [Float](repeating: 0, count: network.parameters.count)
            for rows in parts {
                var state = network.zeroState(batch: rows.count)
                _ = network.forwardBackward(batch.rows(rows), state: &state, gradients: &gradients, gradientScale: 1)
            }
            return gradients
        }
        let whole = gradients([0..<7])
        #expect(relativeError(gradients([0..<3, 3..<7]), whole.map(Double.init)) < 1e-5)
        #expect(gradients([0..<7]) == whole)
    }

    @Test func `a window gives the bits of its halves when the state is carried`() throws {
        let (network, batch) = try Self.sample(.lstm)
        var once = network.zeroState(batch: 7)
        let whole = network.loss(batch, state: &once)
        var carried = network.zeroState(batch: 7)
        var sum = BatchLoss()
        for steps in [0..<2, 2..<6] {
            let rows = steps.lowerBound * 7..<steps.upperBound * 7
            let part = try SequenceBatch(
                batch: 7, time: steps.count, fields: 2,
                inputs: Array(batch.inputs[rows.lowerBound * 2..<rows.upperBound * 2]),
                targets: Array(batch.targets[rows]), resets: Array(batch.resets[rows]))
            sum += network.loss(part, state: &carried)
        }
        #expect(carried == once)
        #expect(abs(sum.sum - whole.sum) < 1e-12 * whole.sum)
    }

    @Test func `threads may share a network`() async throws {
        let (network, batch) = try Self.sample(.gruFull)
        func gradients() -> [Float] {
            var gradients = [Float](repeating: 0, count: network.parameters.count)
            var state = network.zeroState(batch: 7)
            _ = network.forwardBackward(batch, state: &state, gradients: &gradients, gradientScale: 1)
            return gradients
        }
        let expected = gradients()
        let same = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 { group.addTask { (0..<10).allSatisfy { _ in gradients() == expected } } }
            return await group.allSatisfy { $0 }
        }
        #expect(same)
    }

    @Test func `a fully masked batch has neither loss nor gradient`() throws {
        let (network, batch) = try Self.sample(.lstmPeephole)
        let masked = try SequenceBatch(
            batch: 7, time: 6, fields: 2, inputs: batch.inputs, targets: [Int32](repeating: -1, count: 42))
        var gradients = [Float](repeating: 0, count: network.parameters.count)
        var state = network.zeroState(batch: 7)
        let loss = network.forwardBackward(masked, state: &state, gradients: &gradients, gradientScale: 1)
        #expect(loss == BatchLoss(sum: 0, count: 0))
        #expect(gradients.allSatisfy { $0 == 0 })
        #expect(loss.mean == 0)
    }

    @Test func `gradients are added to what is there, times the scale`() throws {
        let (network, batch) = try Self.sample(.rnn)
        var once = [Float](repeating: 0, count: network.parameters.count)
        var state = network.zeroState(batch: 7)
        _ = network.forwardBackward(batch, state: &state, gradients: &once, gradientScale: 1)
        var again = once
        state = network.zeroState(batch: 7)
        _ = network.forwardBackward(batch, state: &state, gradients: &again, gradientScale: 2)
        #expect(relativeError(again, once.map { 3 * Double($0) }) < 1e-5)
    }

    @Test(arguments: CellKind.allCases)
    func `following the gradient learns a sequence`(cell: CellKind) throws {
        var generator = SplitMix(seed: 9)
        let network = try Network(
            NetworkConfiguration(cell: cell, inputSizes: [6], hiddenSize: 24, outputSize: 6), using: &generator)
        // What follows depends on the symbol before last: no table of pairs can tell.
        let melody: [Int32] = [0, 1, 2, 1, 3, 1, 4, 1, 5, 1]
        let inputs = (0..<40).map { melody[$0 % 10] }
        let targets = (1...40).map { melody[$0 % 10] }
        let batch = try SequenceBatch(batch: 1, time: 40, inputs: inputs, targets: targets)
        var losses: [Double] = []
        for _ in 0..<400 {
            var state = network.zeroState(batch: 1)
            var gradients = [Float](repeating: 0, count: network.parameters.count)
            let loss = network.forwardBackward(batch, state: &state, gradients: &gradients, gradientScale: 1 / 40)
            losses.append(loss.mean)
            let norm = gradients.reduce(0) { $0 + $1 * $1 }.squareRoot()
            for index in gradients.indices {
                network.parameters.values[index] -= 0.5 * min(1, 1 / norm) * gradients[index]
            }
        }
        #expect(losses[0] > 1.5)
        #expect(losses[399] < 0.1)
    }

    @Test func `not-a-number in the parameters comes out as such and traps nothing`() throws {
        let (network, batch) = try Self.sample(.lstm)
        for index in network.parameters.values.indices { network.parameters.values[index] = .nan }
        var state = network.zeroState(batch: 7)
        var gradients = [Float](repeating: 0, count: network.parameters.count)
        let loss = network.forwardBackward(batch, state: &state, gradients: &gradients, gradientScale: 1)
        #expect(loss.sum.isNaN)
        for index in network.parameters.values.indices { network.parameters.values[index] = 1e38 }
        state = network.zeroState(batch: 7)
        #expect(!network.loss(batch, state: &state).sum.isFinite)
    }

    @Test func `parameters of another network are refused by name`() throws {
        let small = NetworkConfiguration(inputSizes: [4], hiddenSize: 3, outputSize: 4)
        var large = small
        large.hiddenSize = 5
        #expect(throws: NetworkError.shape(name: "lstm.weight_ih_l0", found: [20, 4], expected: [12, 4])) {
            try Network(small, parameters: Parameters(large))
        }
        var other = small
        other.cell = .rnn
        #expect(throws: NetworkError.missingTensor(name: "lstm.weight_ih_l0", shape: [12, 4])) {
            try Network(small, parameters: Parameters(other))
        }
        var short = try Parameters(small)
        short.values.removeLast()
        #expect(throws: NetworkError.count(name: "parameters", found: 123, expected: 124)) {
            try Network(small, parameters: short)
        }
    }

    @Test func `an id outside its vocabulary is a trap, not a read elsewhere`() async {
        await #expect(processExitsWith: .failure) {
            var generator = SplitMix(seed: 1)
            let network = try Network(
                NetworkConfiguration(inputSizes: [4, 3], hiddenSize: 3, outputSize: 4), using: &generator)
            var state = network.zeroState(batch: 1)
            var logits: [Float] = []
            network.step([4, 0], state: &state, logits: &logits)
        }
        await #expect(processExitsWith: .failure) {
            var generator = SplitMix(seed: 1)
            let network = try Network(
                NetworkConfiguration(inputSizes: [4], hiddenSize: 3, outputSize: 4), using: &generator)
            var state = network.zeroState(batch: 1)
            _ = network.loss(try SequenceBatch(batch: 1, time: 1, inputs: [0], targets: [4]), state: &state)
        }
    }
}
