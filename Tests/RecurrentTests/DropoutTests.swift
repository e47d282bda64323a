import Recurrent
import Testing

@Suite struct DropoutTests {
    static func configuration() -> NetworkConfiguration {
        NetworkConfiguration(inputSizes: [5], hiddenSize: 7, layers: 2, outputSize: 5)
    }

    /// A batch of six rows of random ids.
    static func batch() throws -> SequenceBatch {
        var random = SystemRandomNumberGenerator()
        let ids = (0..<6 * 9).map { _ in Int32.random(in: 0..<5, using: &random) }
        return try SequenceBatch(batch: 6, time: 9, inputs: ids, targets: ids.reversed())
    }

    static func gradients(_ network: Network, _ batch: SequenceBatch, _ dropout: Dropout?) -> ([Float], BatchLoss) {
        var gradients = [Float](repeating: 0, count: network.parameters.count)
        var state = network.zeroState(batch: batch.batch)
        let loss = network.forwardBackward(
            batch, state: &state, gradients: &gradients, gradientScale: 1, dropout: dropout)
        return (gradients, loss)
    }

    static func network() throws -> Network {
        var random = SystemRandomNumberGenerator()
        return try Network(configuration(), using: &random)
    }

    @Test func noDropoutChangesNothing() throws {
        let (network, batch) = (try Self.network(), try Self.batch())
        let plain = Self.gradients(network, batch, nil)
        let none = Self.gradients(network, batch, Dropout(rate: 0, seed: 3, step: 4))
        #expect(plain == none)
    }

    @Test func theMaskDependsOnTheRowOfTheWholeBatchAlone() throws {
        let (network, batch) = (try Self.network(), try Self.batch())
        let dropout = Dropout(rate: 0.4, seed: 3, step: 4)
        let whole = Self.gradients(network, batch, dropout).1
        let first = Self.gradients(network, batch.rows(0..<2), dropout).1
        let rest = Self.gradients(network, batch.rows(2..<6), dropout.startingAtRow(2)).1
        let wrong = Self.gradients(network, batch.rows(2..<6), dropout).1
        #expect(abs(first.sum + rest.sum - whole.sum) < 1e-4)
        #expect(abs(first.sum + wrong.sum - whole.sum) > 1e-4)
    }

    @Test func everyStepAndSeedHidesOthers() throws {
        let (network, batch) = (try Self.network(), try Self.batch())
        let losses = [(3, 4), (3, 5), (4, 4)].map { seed, step in
            Self.gradients(network, batch, Dropout(rate: 0.4, seed: UInt64(seed), step: step)).1.sum
        }
        #expect(Set(losses).count == 3)
    }

    @Test func gradientsAgreeWithFiniteDifferences() throws {
        let stack = CellStack<Double>(Self.configuration())
        let (network, batch) = (try Self.network(), try Self.batch())
        var parameters = network.parameters.values.map(Double.init)
        let dropout = Dropout(rate: 0.3, seed: 1, step: 2)
        func loss(_ gradients: inout [Double]) -> Double {
            var state = stack.zeroState(batch: batch.batch)
            return stack.forwardBackward(
                batch, parameters: parameters, state: &state, gradients: &gradients, scale: 1, dropout: dropout
            ).sum
        }
        var gradients = [Double](repeating: 0, count: parameters.count)
        _ = loss(&gradients)
        var unused = gradients
        for index in stride(from: 0, to: parameters.count, by: 13) {
            let kept = parameters[index]
            parameters[index] = kept + 1e-5
            let above = loss(&unused)
            parameters[index] = kept - 1e-5
            let below = loss(&unused)
            parameters[index] = kept
            #expect(abs((above - below) / 2e-5 - gradients[index]) < 1e-6 * max(1, abs(gradients[index])))
        }
    }

    @Test func theShareHiddenIsTheRate() throws {
        let stack = CellStack<Double>(
            NetworkConfiguration(inputSizes: [2], hiddenSize: 256, outputSize: 2))
        // With no weights but those of the output, the gradient by them is nonzero exactly where outputs were kept.
        var random = SystemRandomNumberGenerator()
        let network = try Network(stack.configuration, using: &random)
        let batch = try SequenceBatch(batch: 1, time: 1, inputs: [1], targets: [0])
        var kept = 0
        for step in 0..<200 {
            let (gradients, _) = Self.gradients(network, batch, Dropout(rate: 0.25, seed: 9, step: step))
            let head = network.parameters.tensor("linear.weight")!.range
            kept += gradients[head].prefix(256).count { $0 != 0 }
        }
        let share = Double(kept) / (200 * 256)
        #expect(abs(share - 0.75) < 0.01)
    }
}
