package import Recurrent

/// The validation data laid out once: every target is asked for exactly once, each sequence from the zero state.
///
/// Sequences are read side by side on up to 64 rows. One that is longer than its share of them is cut into pieces,
/// each of which starts from the zero state: the loss comes out a trifle high, in return for a tenth of the time.
package struct ValidationStreams {
    /// The targets asked for.
    package let targetCount: Int
    private let shards: [[SequenceBatch]]

    private static let mostRows = 64
    private static let shortestPiece = 1024
    private static let window = 128

    package init(_ sequences: [TokenSequence], fields: Int) throws(TrainingError) {
        let count = sequences.reduce(0) { $0 + $1.targets.count }
        targetCount = sequences.reduce(0) { $0 + $1.targets.count { $0 >= 0 } }
        guard targetCount > 0 else { throw .noValidationData(sequences: sequences.count) }
        let longest = max(Self.shortestPiece, (count + Self.mostRows - 1) / Self.mostRows)
        var rows = [Row](repeating: Row(), count: Self.mostRows)
        for sequence in sequences {
            for start in stride(from: 0, to: sequence.targets.count, by: longest) {
                let range = start..<min(sequence.targets.count, start + longest)
                let shortest = rows.indices.min { rows[$0].targets.count < rows[$1].targets.count }!
                rows[shortest].append(sequence, range, fields: fields)
            }
        }
        rows.removeAll { $0.targets.isEmpty }
        shards = Shard.cut(rows: rows.count).map { Self.batches(Array(rows[$0]), fields: fields) }
    }

    /// The mean cross-entropy of the network in nats a target; the same on any number of threads.
    package func loss(_ network: Network, pool: WorkerPool) -> Double {
        let results = shards.map { _ in Result() }
        pool.perform(shards.count) { [shards] index in
            guard let first = shards[index].first else { return }
            var state = network.zeroState(batch: first.batch)
            for batch in shards[index] { results[index].loss += network.loss(batch, state: &state) }
        }
        var total = BatchLoss()
        for result in results { total += result.loss }
        return total.mean
    }

    /// Written by one thread, read after all have ended.
    private final class Result: @unchecked Sendable {
        var loss = BatchLoss()
    }

    private struct Row {
        var inputs: [Int32] = []
        var targets: [Int32] = []
        var starts: [Bool] = []

        mutating func append(_ sequence: TokenSequence, _ range: Range<Int>, fields: Int) {
            inputs += sequence.inputs[range.lowerBound * fields..<range.upperBound * fields]
            targets += sequence.targets[range]
            starts.append(true)
            starts += [Bool](repeating: false, count: range.count - 1)
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
                    inputs +=
                        isOver
                        ? [Int32](repeating: -1, count: fields)[...] : row.inputs[step * fields..<(step + 1) * fields]
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
