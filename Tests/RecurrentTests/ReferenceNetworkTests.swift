import Numerics
import Recurrent
import RecurrentReference
import Testing

@Suite struct ReferenceNetworkTests {
    @Test(arguments: Fixture.names)
    func `double precision agrees with PyTorch in losses, states and every gradient`(name: String) throws {
        let fixture = try Fixture(named: name)
        let network = ReferenceNetwork(fixture.configuration)
        let parameters = try fixture.flatParameters().values.map(Double.init)
        var states = network.zeroState(batch: fixture.batch)
        var gradients = [Double](repeating: 0, count: parameters.count)
        for (index, window) in try fixture.windows().enumerated() {
            let loss = network.forwardBackward(
                window, parameters: parameters, states: &states, gradients: &gradients, scale: fixture.scale)
            #expect(abs(loss.sum - fixture.losses[index]) < 1e-10 * fixture.losses[index])
            #expect(loss.count == window.targets.count { $0 >= 0 })
        }
        for layer in 0..<fixture.configuration.layers {
            #expect(relativeError(states.flatMap { $0[layer].a.values }, fixture.a[layer]) < 1e-10)
            if !fixture.c.isEmpty {
                #expect(relativeError(states.flatMap { $0[layer].c.values }, fixture.c[layer]) < 1e-10)
            }
        }
        #expect(network.layout.count == fixture.gradients.count)
        for tensor in network.layout {
            let expected = try #require(fixture.gradients[tensor.name])
            #expect(expected.contains { $0 != 0 })
            #expect(relativeError(gradients[tensor.range], expected) < 1e-9, "\(tensor.name)")
        }
    }

    /// Every parameter of small networks, moved up and down a little.
    @Test(arguments: CellKind.allCases, [nil, 3])
    func `gradients agree with finite differences`(cell: CellKind, embeddingSize: Int?) throws {
        try compareWithDifferences(
            NetworkConfiguration(
                cell: cell, inputSizes: [3, 4], embeddingSize: embeddingSize, hiddenSize: 3, layers: 2, outputSize: 4))
    }

    /// Weights that are used twice, at the bottom and at the top.
    @Test(arguments: CellKind.allCases)
    func `gradients of tied weights agree with finite differences`(cell: CellKind) throws {
        try compareWithDifferences(
            NetworkConfiguration(
                cell: cell, inputSizes: [4], embeddingSize: 3, hiddenSize: 3, layers: 2, outputSize: 4,
                tiesEmbedding: true))
    }

    private func compareWithDifferences(_ configuration: NetworkConfiguration) throws {
        let fields = configuration.inputSizes
        let seed: UInt64 = 20_260 + UInt64(configuration.embeddingSize ?? 0)
        var generator = SplitMix64(seed: seed)
        let network = ReferenceNetwork(configuration)
        var parameters = (0..<configuration.parameterCount).map { _ in generator.number() }
        let (batch, time) = (2, 5)
        let window = try SequenceBatch(
            batch: batch, time: time, fields: fields.count,
            inputs: (0..<time * batch).flatMap { _ in fields.map { Int32(generator.below($0 + 1)) - 1 } },
            targets: (0..<time * batch).map { _ in Int32(generator.below(5)) - 1 },
            resets: (0..<time * batch).map { $0 == 5 })
        // A state to start from, as if a window had gone before.
        var start = network.zeroState(batch: batch)
        for row in 0..<batch {
            for layer in 0..<2 {
                for unit in 0..<3 {
                    start[row][layer].a.values[unit] = generator.number()
                    start[row][layer].c.values[unit] = generator.number()
                }
            }
        }
        func loss() -> Double {
            var states = start
            return network.loss(window, parameters: parameters, states: &states).sum
        }
        var gradients = [Double](repeating: 0, count: parameters.count)
        var states = start
        _ = network.forwardBackward(window, parameters: parameters, states: &states, gradients: &gradients, scale: 0.5)
        let step = 1e-5
        for tensor in network.layout {
            var expected: [Double] = []
            for index in tensor.range {
                let value = parameters[index]
                parameters[index] = value + step
                let above = loss()
                parameters[index] = value - step
                let below = loss()
                parameters[index] = value
                expected.append(0.5 * (above - below) / (2 * step))
            }
            #expect(relativeError(gradients[tensor.range], expected) < 1e-7, "\(tensor.name), seed \(seed)")
        }
    }
}
