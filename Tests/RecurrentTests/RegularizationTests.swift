import Recurrent
import Testing

@Suite struct RegularizationTests {
    private static func gradients(
        _ sample: (Network, SequenceBatch), _ rule: Regularization
    ) -> (gradients: [Float], loss: Double) {
        let (network, batch) = sample
        var state = network.zeroState(batch: batch.batch), gradients: [Float] = []
        let loss = NetworkEngine(network.configuration).forwardBackward(
            batch, parameters: network.parameters.values, state: &state, gradients: &gradients, regularization: rule)
        return (gradients, loss.sum)
    }

    private static let rules = [
        Regularization(outputDropout: 0.4, seed: 3, step: 4), Regularization(layerDropout: 0.4, seed: 3, step: 4),
        Regularization(weightDrop: 0.4, seed: 3, step: 4),
    ]

    @Test(arguments: rules)
    func `every step and seed drops others`(rule: Regularization) throws {
        let sample = try NetworkEngineTests.sample(.lstm)
        var next = rule, other = rule
        next.step += 1
        other.seed += 1
        let none = Regularization(seed: 3, step: 4)
        #expect(Set([rule, next, other, none].map { Self.gradients(sample, $0).loss }).count == 4)
    }

    /// The network is smooth in its parameters whatever is hidden, as long as the same is.
    @Test(arguments: CellKind.allCases, rules)
    func `gradients agree with finite differences`(cell: CellKind, rule: Regularization) throws {
        let (network, batch) = try NetworkEngineTests.sample(cell, hidden: 9, outputs: 5, time: 5)
        let exact = Self.gradients((network, batch), rule).gradients
        // Along the gradient the loss must change as its length says.
        let length = exact.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
        func loss(_ distance: Double) throws -> Double {
            var parameters = network.parameters
            for index in exact.indices { parameters.values[index] += Float(distance * Double(exact[index]) / length) }
            return Self.gradients((try Network(network.configuration, parameters: parameters), batch), rule).loss
        }
        let slope = (try loss(1e-3) - loss(-1e-3)) / 2e-3
        #expect(abs(slope - length) < 2e-3 * length)
    }

    @Test func `the fraction hidden is the rate`() throws {
        let (network, _) = try NetworkEngineTests.sample(
            .lstm, inputs: [2], hidden: 256, layers: 1, outputs: 2, batch: 1, time: 1, seed: 3)
        let asked = try SequenceBatch(batch: 1, time: 1, inputs: [1], targets: [0])
        // The gradient by the output weights is nonzero exactly where outputs were kept.
        let head = try #require(network.parameters.tensor("linear.weight")).range
        var kept = 0
        for step in 0..<200 {
            let rule = Regularization(outputDropout: 0.25, seed: 9, step: step)
            kept += Self.gradients((network, asked), rule).gradients[head].prefix(256).count { $0 != 0 }
        }
        #expect(abs(Double(kept) / (200 * 256) - 0.75) < 0.01)
        // And that by the recurrent weights where they were: a step from a state that is not zero.
        let two = try SequenceBatch(batch: 1, time: 2, inputs: [1, 1], targets: [-1, 0])
        let weights = try #require(network.parameters.tensor("lstm.weight_hh_l0")).range
        let rule = Regularization(weightDrop: 0.3, seed: 9, step: 1)
        let fraction = Double(Self.gradients((network, two), rule).gradients[weights].count { $0 != 0 })
        #expect(abs(fraction / Double(weights.count) - 0.7) < 0.01)
    }

    @Test func `locked dropout drops the same units at every step`() throws {
        // Two layers; what the second layer's input weights learn from a hidden unit is nothing at all.
        let (network, batch) = try NetworkEngineTests.sample(.rnn, hidden: 40, outputs: 5, batch: 1, time: 30)
        let rule = Regularization(layerDropout: 0.5, seed: 1, step: 1)
        let weights = try #require(network.parameters.tensor("rnn.weight_ih_l1")).range
        let gradients = Array(Self.gradients((network, batch), rule).gradients[weights])
        let hidden = (0..<40).count { unit in (0..<40).allSatisfy { gradients[$0 * 40 + unit] == 0 } }
        #expect((8...32).contains(hidden))
    }
}
