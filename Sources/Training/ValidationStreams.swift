package import Recurrent

/// The validation data laid out once: every target is asked for exactly once, each sequence from the zero state.
///
/// Sequences are read side by side on up to 64 rows. One that is longer than its fraction of them is cut into pieces,
/// each of which starts from the zero state: the loss comes out a trifle high, in return for a tenth of the time. Of
/// data that are longer than asked for, pieces from all over them are taken.
package struct ValidationStreams {
    /// The targets asked for.
    package let targetCount: Int
    private let batches: [SequenceBatch]

    private static let mostRows = 64
    private static let shortestPiece = 1024
    private static let window = 128

    /// Reads the data.
    ///
    /// - Parameter most: The most steps to measure, or a few more where a piece ends.
    /// - Throws: `TrainingError.noValidationData`, or what reading the source throws.
    package init(
        _ source: any TokenSource, configuration: NetworkConfiguration, most: Int = .max
    ) throws(TrainingError) {
        let checked = CheckedSource(source: source, set: .validation, configuration: configuration)
        let lengths = source.lengths
        let total = lengths.reduce(0, +)
        let longest = max(Self.shortestPiece, (min(total, most) + Self.mostRows - 1) / Self.mostRows)
        var rows = [Row](repeating: Row(), count: Self.mostRows)
        var (seen, taken) = (0, 0)
        for (sequence, length) in lengths.enumerated() {
            for start in stride(from: 0, to: length, by: longest) {
                let steps = start..<min(length, start + longest)
                // As many of the steps so far as of all: Double, for the product may not fit.
                let isDue = total <= most || Double(taken) <= Double(seen) / Double(total) * Double(most)
                seen += steps.count
                guard isDue, taken < most else { continue }
                taken += steps.count
                let shortest = rows.indices.min { rows[$0].targets.count < rows[$1].targets.count }!
                try rows[shortest].append(checked, sequence, steps)
            }
        }
        targetCount = rows.reduce(0) { $0 + $1.targets.count { $0 >= 0 } }
        guard targetCount > 0 else { throw .noValidationData(sequences: lengths.count) }
        rows.removeAll { $0.targets.isEmpty }
        batches = Self.batches(rows, fields: checked.fields)
    }

    /// The mean cross-entropy in nats a target.
    ///
    /// - Parameters:
    ///   - zeroState: The state of so many rows that have read nothing.
    ///   - loss: That of one window, from a state that becomes the one after it.
    package func loss(
        zeroState: (Int) -> NetworkState, _ loss: (SequenceBatch, inout NetworkState) -> BatchLoss
    ) -> Double {
        lossUnlessStopped(zeroState: zeroState, loss)!
    }

    /// The same; nil once `loss` gives none.
    package func lossUnlessStopped(
        zeroState: (Int) -> NetworkState, _ loss: (SequenceBatch, inout NetworkState) -> BatchLoss?
    ) -> Double? {
        var state = zeroState(batches[0].batch)
        var total = BatchLoss()
        for batch in batches {
            guard let loss = loss(batch, &state) else { return nil }
            total += loss
        }
        return total.mean
    }

    private struct Row {
        var inputs: [Int32] = []
        var targets: [Int32] = []
        var starts: [Bool] = []

        mutating func append(_ source: CheckedSource, _ sequence: Int, _ steps: Range<Int>) throws(TrainingError) {
            try source.read(sequence: sequence, steps: steps, inputs: &inputs, targets: &targets)
            starts.append(true)
            starts += repeatElement(false, count: steps.count - 1)
        }
    }

    /// The rows window by window; where a row has ended, it reads and is asked nothing.
    private static func batches(_ rows: [Row], fields: Int) -> [SequenceBatch] {
        let length = rows.map(\.targets.count).max() ?? 0
        return stride(from: 0, to: length, by: window).map { start in
            let steps = start..<min(length, start + window)
            var inputs: [Int32] = []
            var targets: [Int32] = []
            var resets: [Bool] = []
            for step in steps {
                for row in rows {
                    let isOver = step >= row.targets.count
                    if isOver {
                        inputs += repeatElement(-1, count: fields)
                    } else {
                        inputs += row.inputs[step * fields..<(step + 1) * fields]
                    }
                    targets.append(isOver ? -1 : row.targets[step])
                    resets.append(!isOver && row.starts[step])
                }
            }
            do {
                return try SequenceBatch(
                    batch: rows.count, time: steps.count, fields: fields, inputs: inputs, targets: targets,
                    resets: resets)
            } catch {
                preconditionFailure("\(error)")
            }
        }
    }
}
