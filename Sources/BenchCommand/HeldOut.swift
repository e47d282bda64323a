package import Recurrent
package import Sampling
package import Training

/// How well a network predicts text that it has not learned from.
package enum HeldOut {
    /// The loss over windows that lie end to end, each read from the zero state; every character of a window counts.
    ///
    /// That is how other programs without a state of their own are measured. The last window of a sequence may be
    /// shorter, so that each target is counted once.
    ///
    /// - Parameters:
    ///   - length: T, the characters of a window.
    ///   - rows: B, the windows that are read side by side; no matter for the result.
    ///   - tick: Called now and then with the fraction that is done; may throw to end it.
    package static func loss(
        _ network: Network, _ text: some TokenSource, window length: Int, rows: Int = 64,
        tick: (Double) throws -> Void = { _ in }
    ) throws -> BatchLoss {
        precondition(length >= 1 && rows >= 1, "windows of \(length), \(rows) at a time")
        let windows = text.lengths.enumerated().flatMap { sequence, count in
            stride(from: 0, to: count, by: length).map { (sequence, $0..<min(count, $0 + length)) }
        }
        let engine = NetworkEngine(network.configuration, threads: Processors.available)
        var loss = BatchLoss()
        for first in stride(from: 0, to: windows.count, by: rows) {
            let part = windows[first..<min(windows.count, first + rows)]
            var inputs = [Int32](repeating: -1, count: length * part.count)
            var targets = inputs
            for (row, (sequence, steps)) in part.enumerated() {
                var (read, wanted): ([Int32], [Int32]) = ([], [])
                text.read(sequence: sequence, steps: steps, inputs: &read, targets: &wanted)
                for step in 0..<steps.count {
                    inputs[step * part.count + row] = read[step]
                    targets[step * part.count + row] = wanted[step]
                }
            }
            let batch = try SequenceBatch(batch: part.count, time: length, inputs: inputs, targets: targets)
            var state = network.zeroState(batch: part.count)
            loss += engine.loss(batch, parameters: network.parameters.values, state: &state)
            try tick(Double(first + part.count) / Double(windows.count))
        }
        return loss
    }

    /// The loss of a source of scores that reads a sequence step by step, as it does when it writes.
    package static func loss(
        _ source: some LogitSource, _ text: some TokenSource, sequence: Int = 0,
        tick: (Double) throws -> Void = { _ in }
    ) throws -> BatchLoss {
        var source = source
        var logits = [Float](repeating: 0, count: source.vocabularySize)
        var loss = BatchLoss()
        let count = text.lengths[sequence]
        for start in stride(from: 0, to: count, by: 1_024) {
            let steps = start..<min(count, start + 1_024)
            var (inputs, targets): ([Int32], [Int32]) = ([], [])
            text.read(sequence: sequence, steps: steps, inputs: &inputs, targets: &targets)
            for (input, target) in zip(inputs, targets) {
                source.advance(Int(input), logits: &logits)
                loss += BatchLoss(sum: -logProbability(of: Int(target), logits: logits), count: 1)
            }
            try tick(Double(steps.upperBound) / Double(count))
        }
        return loss
    }
}
