import Numerics
import Recurrent
import Testing

@Suite struct CellStackTests {
    @Test(arguments: Fixture.names)
    func `double precision agrees with PyTorch in losses, states and every gradient`(name: String) throws {
        let fixture = try Fixture(named: name)
        let stack = CellStack(fixture.configuration)
        let parameters = try fixture.flatParameters().values.map(Double.init)
        var state = stack.zeroState(batch: fixture.batch)
        var gradients = [Double](repeating: 0, count: parameters.count)
        for (index, window) in try fixture.windows().enumerated() {
            let loss = stack.forwardBackward(
                window, parameters: parameters, state: &state, gradients: &gradients, scale: fixture.scale)
            #expect(abs(loss.sum - fixture.losses[index]) < 1e-10 * fixture.losses[index])
            #expect(loss.count == window.targets.count { $0 >= 0 })
        }
        for (index, layer) in state.layers.enumerated() {
            #expect(relativeError(layer.a, fixture.a[index]) < 1e-10)
            if !fixture.c.isEmpty { #expect(relativeError(layer.c, fixture.c[index]) < 1e-10) }
        }
        #expect(stack.layout.count == fixture.gradients.count)
        for tensor in stack.layout {
            let expected = try #require(fixture.gradients[tensor.name])
            #expect(expected.contains { $0 != 0 })
            #expect(relativeError(gradients[tensor.range], expected) < 1e-9, "\(tensor.name)")
        }
    }

    /// Every parameter of small networks, moved up and down a little.
    @Test(arguments: CellKind.allCases, [nil, 3])
    func `gradients agree with finite differences`(cell: CellKind, embeddingSize: Int?) throws {
        let seed: UInt64 = 20_260 + UInt64(embeddingSize ?? 0)
        var generator = SplitMix64(seed: seed)
        let configuration = NetworkConfiguration(
            cell: cell, inputSizes: [3, 4], embeddingSize: embeddingSize, hiddenSize: 3, layers: 2, outputSize: 4)
        let stack = CellStack(configuration)
        var parameters = (0..<configuration.parameterCount).map { _ in generator.number() }
        let (batch, time) = (2, 5)
        let window = try SequenceBatch(
            batch: batch, time: time, fields: 2,
            inputs: (0..<time * batch).flatMap { _ in
                [Int32(generator.below(4)) - 1, Int32(generator.below(5)) - 1]
            },
            targets: (0..<time * batch).map { _ in Int32(generator.below(5)) - 1 },
            resets: (0..<time * batch).map { $0 == 5 })
        // A state to start from, as if a window had gone before.
        var start = stack.zeroState(batch: batch)
        for layer in start.layers.indices {
            for index in start.layers[layer].a.indices { start.layers[layer].a[index] = generator.number() }
            for index in start.layers[layer].c.indices { start.layers[layer].c[index] = generator.number() }
        }
        func loss() -> Double {
            var state = start
            return stack.loss(window, parameters: parameters, state: &state).sum
        }
        var gradients = [Double](repeating: 0, count: parameters.count)
        var state = start
        _ = stack.forwardBackward(window, parameters: parameters, state: &state, gradients: &gradients, scale: 0.5)
        let step = 1e-5
        for tensor in stack.layout {
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
