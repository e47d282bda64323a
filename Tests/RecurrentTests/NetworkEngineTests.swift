import Numerics
import Recurrent
import RecurrentReference
import Testing

@Suite struct NetworkEngineTests {
    private func kernels(_ name: String) throws -> Kernels { try #require(Kernels(named: name)) }
    private static let kernelNames = Kernels.available.map(\.name)

    @Test(arguments: Fixture.names, kernelNames)
    func `it agrees with PyTorch to 1e-5 in losses, states and every gradient`(name: String, kernels: String) throws {
        let fixture = try Fixture(named: name)
        let parameters = try fixture.flatParameters()
        let engine = NetworkEngine(fixture.configuration, threads: 2, kernels: try self.kernels(kernels))
        var state = NetworkState(fixture.configuration, batch: fixture.batch)
        var sum = [Float](repeating: 0, count: parameters.count)
        for (index, window) in try fixture.windows().enumerated() {
            var before = state
            var gradients: [Float] = []
            let loss = engine.forwardBackward(
                window, parameters: parameters.values, state: &state, gradients: &gradients,
                scale: Float(fixture.scale))
            for index in sum.indices { sum[index] += gradients[index] }
            #expect(abs(loss.sum - fixture.losses[index]) < 1e-5 * fixture.losses[index])
            #expect(engine.loss(window, parameters: parameters.values, state: &before) == loss)
            #expect(before == state)
        }
        for layer in 0..<fixture.configuration.layers {
            #expect(relativeError(state.activation(layer: layer), fixture.a[layer]) < 1e-5)
            if fixture.c.isEmpty {
                #expect(state.cellState(layer: layer).isEmpty)
            } else {
                #expect(relativeError(state.cellState(layer: layer), fixture.c[layer]) < 1e-5)
            }
        }
        for tensor in parameters.layout {
            let expected = try #require(fixture.gradients[tensor.name])
            #expect(relativeError(sum[tensor.range], expected) < 1e-5, "\(tensor.name)")
        }
    }

    /// A network and a batch of any shape.
    static func sample(
        _ cell: CellKind, inputs: [Int] = [11, 5], embedding: Int? = nil, hidden: Int = 37, layers: Int = 2,
        outputs: Int = 13, batch: Int = 7, time: Int = 6, seed: UInt64 = 5, ties: Bool = false
    ) throws -> (Network, SequenceBatch) {
        var generator = SplitMix64(seed: seed)
        let network = try Network(
            NetworkConfiguration(
                cell: cell, inputSizes: inputs, embeddingSize: embedding, hiddenSize: hidden, layers: layers,
                outputSize: outputs, tiesEmbedding: ties), using: &generator)
        return (
            network,
            try SequenceBatch(
                batch: batch, time: time, fields: inputs.count,
                inputs: (0..<batch * time).flatMap { _ in
                    inputs.map { Int32(generator.below($0 + 1)) - 1 }
                },
                targets: (0..<batch * time).map { _ in Int32(generator.below(outputs + 1)) - 1 },
                resets: (0..<batch * time).map { _ in generator.below(5) == 0 })
        )
    }

    private struct Shape: CustomTestStringConvertible {
        var hidden, layers, outputs, batch, time: Int
        var embedding: Int?
        var testDescription: String { "H\(hidden) L\(layers) V\(outputs) B\(batch) T\(time) E\(embedding ?? 0)" }
    }

    private static let shapes = [
        Shape(hidden: 1, layers: 1, outputs: 3, batch: 1, time: 1),
        Shape(hidden: 16, layers: 1, outputs: 3, batch: 1, time: 9),
        Shape(hidden: 31, layers: 3, outputs: 17, batch: 13, time: 5, embedding: 5),
        Shape(hidden: 64, layers: 2, outputs: 65, batch: 6, time: 11),
        Shape(hidden: 65, layers: 1, outputs: 49, batch: 7, time: 1, embedding: 33),
        Shape(hidden: 130, layers: 2, outputs: 80, batch: 5, time: 4, embedding: 16),
    ]

    @Test(arguments: shapes)
    private func `it agrees with the plain reference at awkward shapes`(shape: Shape) throws {
        let seed = UInt64.random(in: 0..<1_000_000)
        for cell in CellKind.allCases {
            try Self.compare(
                try Self.sample(
                    cell, embedding: shape.embedding, hidden: shape.hidden, layers: shape.layers,
                    outputs: shape.outputs, batch: shape.batch, time: shape.time, seed: seed), "\(cell), seed \(seed)")
        }
    }

    @Test func `it agrees with the plain reference for a vocabulary of ten thousand`() throws {
        try Self.compare(try Self.sample(.lstm, inputs: [10_000], hidden: 20, outputs: 10_000, batch: 9, time: 7), "")
    }

    @Test(arguments: [1, 16, 31, 65])
    func `tied weights agree with the plain reference, on all threads`(hidden: Int) throws {
        for cell in CellKind.allCases {
            let sample = try Self.sample(
                cell, inputs: [19], embedding: hidden, hidden: hidden, outputs: 19, ties: true)
            try Self.compare(sample, "\(cell)")
            for precision in [Precision.float32, .bfloat16] {
                #expect(
                    Self.outcome(sample, threads: 1, precision: precision)
                        == Self.outcome(sample, threads: 3, precision: precision))
            }
        }
    }

    private static func compare(_ sample: (Network, SequenceBatch), _ comment: Comment) throws {
        let (network, batch) = sample
        let reference = ReferenceNetwork(network.configuration)
        let numbers = network.parameters.values.map(Double.init)
        var expected = [Double](repeating: 0, count: numbers.count), gradients: [Float] = []
        var states = reference.zeroState(batch: batch.batch), state = network.zeroState(batch: batch.batch)
        let engine = NetworkEngine(network.configuration, threads: 2)
        // Twice, so that the second window starts from a state.
        for _ in 0..<2 {
            for index in expected.indices { expected[index] = 0 }
            let wanted = reference.forwardBackward(
                batch, parameters: numbers, states: &states, gradients: &expected, scale: 0.5)
            let loss = engine.forwardBackward(
                batch, parameters: network.parameters.values, state: &state, gradients: &gradients, scale: 0.5)
            #expect(loss.count == wanted.count, comment)
            #expect(abs(loss.sum - wanted.sum) <= 1e-5 * wanted.sum, comment)
        }
        for layer in 0..<network.configuration.layers {
            let expected = states.flatMap { $0[layer].a.values }
            #expect(relativeError(state.activation(layer: layer), expected) < 1e-5, comment)
        }
        for tensor in network.parameters.layout {
            let error = relativeError(gradients[tensor.range], Array(expected[tensor.range]))
            #expect(error < 1e-4, "\(tensor.name): \(comment)")
        }
    }

    private struct Outcome: Equatable {
        var loss: BatchLoss
        var state: NetworkState
        var gradients: [UInt32]
    }

    private static func outcome(
        _ sample: (Network, SequenceBatch), threads: Int, kernels: Kernels = .chosen,
        _ rule: Regularization = Regularization(), precision: Precision = .float32
    ) -> Outcome {
        let (network, batch) = sample
        let engine = NetworkEngine(network.configuration, threads: threads, kernels: kernels)
        var state = network.zeroState(batch: batch.batch), gradients: [Float] = []
        var loss = BatchLoss()
        for _ in 0..<2 {
            loss = engine.forwardBackward(
                batch, parameters: network.parameters.values, state: &state, gradients: &gradients, scale: 0.5,
                regularization: rule, precision: precision)
        }
        return Outcome(loss: loss, state: state, gradients: gradients.map(\.bitPattern))
    }

    private static let everything = Regularization(
        outputDropout: 0.3, layerDropout: 0.2, weightDrop: 0.4, seed: 7, step: 3)

    @Test(arguments: CellKind.allCases, [nil, 21])
    func `the bits are the same on one, two, three and eight threads`(cell: CellKind, embedding: Int?) throws {
        let sample = try Self.sample(cell, embedding: embedding, hidden: 70, batch: 11, time: 60)
        for rule in [Regularization(), Self.everything] {
            let one = Self.outcome(sample, threads: 1, rule)
            for threads in [2, 3, 8] { #expect(Self.outcome(sample, threads: threads, rule) == one) }
        }
    }

    @Test(arguments: CellKind.allCases, [nil, 21])
    func `the bits are the same on every instruction set`(cell: CellKind, embedding: Int?) throws {
        let sample = try Self.sample(cell, embedding: embedding, hidden: 70, batch: 11, time: 20)
        let first = Self.outcome(sample, threads: 2, kernels: Kernels.available[0], Self.everything)
        for kernels in Kernels.available.dropFirst() {
            #expect(Self.outcome(sample, threads: 2, kernels: kernels, Self.everything) == first, "\(kernels.name)")
        }
    }

    @Test(arguments: CellKind.allCases, [nil, 21])
    func `so they are in bfloat16, on any threads and instruction set`(cell: CellKind, embedding: Int?) throws {
        let sample = try Self.sample(cell, embedding: embedding, hidden: 70, batch: 11, time: 60)
        for rule in [Regularization(), Self.everything] {
            let one = Self.outcome(sample, threads: 1, rule, precision: .bfloat16)
            #expect(one != Self.outcome(sample, threads: 1, rule))
            for threads in [2, 3, 8] {
                #expect(Self.outcome(sample, threads: threads, rule, precision: .bfloat16) == one)
            }
        }
        let short = try Self.sample(cell, embedding: embedding, hidden: 37, batch: 11, time: 9)
        let first = Self.outcome(
            short, threads: 2, kernels: Kernels.available[0], Self.everything, precision: .bfloat16)
        for kernels in Kernels.available.dropFirst() + [Kernels(named: "tiles")].compactMap(\.self) {
            #expect(
                Self.outcome(short, threads: 2, kernels: kernels, Self.everything, precision: .bfloat16) == first,
                "\(kernels.name)")
        }
    }

    /// bfloat16 keeps eight bits: a product of rounded factors is off by less than one part in 128, and sums by less than that.
    @Test(arguments: CellKind.allCases, [nil, 21])
    func `gradients in bfloat16 are near those in single precision`(cell: CellKind, embedding: Int?) throws {
        let (network, batch) = try Self.sample(cell, embedding: embedding, hidden: 70, batch: 11, time: 20)
        func gradients(_ precision: Precision) -> (Double, [Double]) {
            let engine = NetworkEngine(network.configuration, threads: 2)
            var state = network.zeroState(batch: 11), gradients: [Float] = []
            let loss = engine.forwardBackward(
                batch, parameters: network.parameters.values, state: &state, gradients: &gradients, scale: 0.5,
                precision: precision)
            return (loss.mean, gradients.map(Double.init))
        }
        let (loss, exact) = gradients(.float32)
        let (roundedLoss, rounded) = gradients(.bfloat16)
        #expect(abs(loss - roundedLoss) < 0.003)
        for tensor in network.parameters.layout {
            #expect(relativeError(rounded[tensor.range], Array(exact[tensor.range])) < 0.03, "\(tensor.name)")
        }
    }

    @Test(arguments: CellKind.allCases)
    func `a row's result has the same bits alone and in a batch`(cell: CellKind) throws {
        let (network, batch) = try Self.sample(cell)
        let engine = NetworkEngine(network.configuration)
        var together = network.zeroState(batch: 7)
        let whole = engine.losses(batch, parameters: network.parameters.values, state: &together)
        for rows in [0..<1, 1..<3, 3..<7] {
            var state = network.zeroState(batch: rows.count)
            let part = engine.losses(batch.rows(rows), parameters: network.parameters.values, state: &state)
            #expect(state == together.selecting(rows: Array(rows)))
            let expected = (0..<batch.time).flatMap { t in rows.map { whole[t * 7 + $0] } }
            #expect(part == expected)
        }
    }

    @Test func `a window gives the bits of its halves when the state is carried`() throws {
        let (network, batch) = try Self.sample(.lstm)
        let engine = NetworkEngine(network.configuration)
        var once = network.zeroState(batch: 7)
        let whole = engine.losses(batch, parameters: network.parameters.values, state: &once)
        var carried = network.zeroState(batch: 7)
        var losses: [Double] = []
        for steps in [0..<2, 2..<6] {
            let rows = steps.lowerBound * 7..<steps.upperBound * 7
            let part = try SequenceBatch(
                batch: 7, time: steps.count, fields: 2,
                inputs: Array(batch.inputs[rows.lowerBound * 2..<rows.upperBound * 2]),
                targets: Array(batch.targets[rows]), resets: Array(batch.resets[rows]))
            losses += engine.losses(part, parameters: network.parameters.values, state: &carried)
        }
        #expect(carried == once)
        #expect(losses == whole)
    }

    @Test func `a fully masked batch has neither loss nor gradient`() throws {
        let (network, batch) = try Self.sample(.lstmPeephole)
        let masked = try SequenceBatch(
            batch: 7, time: 6, fields: 2, inputs: batch.inputs, targets: [Int32](repeating: -1, count: 42))
        let outcome = Self.outcome((network, masked), threads: 1)
        #expect(outcome.loss == BatchLoss(sum: 0, count: 0))
        #expect(outcome.gradients.allSatisfy { Float(bitPattern: $0) == 0 })
        #expect(outcome.loss.mean == 0)
    }

    @Test(arguments: CellKind.allCases)
    func `following the gradient learns a sequence`(cell: CellKind) throws {
        var generator = SplitMix64(seed: 9)
        var network = try Network(
            NetworkConfiguration(cell: cell, inputSizes: [6], hiddenSize: 24, outputSize: 6), using: &generator)
        // What follows depends on the symbol before last: no table of pairs can tell.
        let melody: [Int32] = [0, 1, 2, 1, 3, 1, 4, 1, 5, 1]
        let inputs = (0..<40).map { melody[$0 % 10] }
        let targets = (1...40).map { melody[$0 % 10] }
        let batch = try SequenceBatch(batch: 1, time: 40, inputs: inputs, targets: targets)
        let engine = NetworkEngine(network.configuration)
        var losses: [Double] = []
        var gradients: [Float] = []
        for _ in 0..<400 {
            var state = network.zeroState(batch: 1)
            let loss = engine.forwardBackward(
                batch, parameters: network.parameters.values, state: &state, gradients: &gradients, scale: 1 / 40)
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
        let engine = NetworkEngine(network.configuration)
        for number in [Float.nan, 1e38] {
            let parameters = [Float](repeating: number, count: network.parameters.count)
            var state = network.zeroState(batch: 7), gradients: [Float] = []
            let loss = engine.forwardBackward(batch, parameters: parameters, state: &state, gradients: &gradients)
            #expect(!loss.sum.isFinite)
        }
    }

    @Test func `an id outside its vocabulary is a trap, not a write elsewhere`() async {
        await #expect(processExitsWith: .failure) {
            var generator = SplitMix64(seed: 1)
            let network = try Network(
                NetworkConfiguration(inputSizes: [4, 3], hiddenSize: 3, outputSize: 4), using: &generator)
            var state = network.zeroState(batch: 1)
            var logits: [Float] = []
            StepEngine(network).step([4, 0], state: &state, logits: &logits)
        }
        await #expect(processExitsWith: .failure) {
            var generator = SplitMix64(seed: 1)
            let network = try Network(
                NetworkConfiguration(inputSizes: [4], hiddenSize: 3, outputSize: 4), using: &generator)
            var state = network.zeroState(batch: 1)
            _ = NetworkEngine(network.configuration).loss(
                try SequenceBatch(batch: 1, time: 1, inputs: [0], targets: [4]),
                parameters: network.parameters.values, state: &state)
        }
        await #expect(processExitsWith: .failure) {
            var generator = SplitMix64(seed: 1)
            let network = try Network(
                NetworkConfiguration(inputSizes: [4], hiddenSize: 3, outputSize: 4), using: &generator)
            var state = network.zeroState(batch: 1)
            _ = NetworkEngine(network.configuration).loss(
                try SequenceBatch(batch: 1, time: 1, inputs: [4], targets: [0]),
                parameters: network.parameters.values, state: &state)
        }
    }
}
