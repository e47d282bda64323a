extension NetworkEngine {
    /// The cross-entropy of each target of a sequence in nats, read from the zero state; zero where there is no target.
    ///
    /// - Precondition: The sequence has K inputs a step, all within the network's vocabularies.
    /// - Complexity: Linear in the steps; the memory does not grow with them, but for the result.
    public func losses(of sequence: TokenSequence, network: Network) -> [Double] {
        losses(of: sequence, network: network, unless: { false })!
    }

    /// The same, for a sequence that may take long.
    ///
    /// - Returns: nil once `shouldStop`, which is asked on this thread every few milliseconds, is true.
    package func losses(
        of sequence: TokenSequence, network: Network, unless shouldStop: () -> Bool
    ) -> [Double]? {
        let fields = network.configuration.inputSizes.count
        let count = sequence.targets.count
        precondition(
            sequence.inputs.count == count * fields, "\(sequence.inputs.count) inputs for \(count) targets of \(fields)"
        )
        var state = network.zeroState(batch: 1)
        var losses: [Double] = []
        losses.reserveCapacity(count)
        for start in stride(from: 0, to: count, by: measuredAtATime) {
            let steps = start..<min(start + measuredAtATime, count)
            do throws(NetworkError) {
                let window = try SequenceBatch(
                    batch: 1, time: steps.count, fields: fields,
                    inputs: Array(sequence.inputs[steps.lowerBound * fields..<steps.upperBound * fields]),
                    targets: Array(sequence.targets[steps]))
                guard
                    let part = self.losses(
                        window, parameters: network.parameters.values, state: &state, unless: shouldStop)
                else { return nil }
                losses += part
            } catch {
                preconditionFailure("a window of \(steps.count) steps: \(error)")
            }
        }
        return losses
    }
}

/// Steps of a sequence that are in memory at once.
private let measuredAtATime = 1024
