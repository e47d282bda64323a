package import Numerics
package import Recurrent

/// The training data laid out for one pass: all sequences in random order, end to end on a ring, which B rows read from
/// starts that lie evenly around it.
///
/// A row's state is carried from window to window and zeroed where a sequence begins. The ring turns by a random amount
/// for each pass, so that one long sequence too is cut at other places each time. Only the order is kept in memory; the
/// steps themselves are read window by window.
package struct EpochStreams {
    /// B.
    package let batchSize: Int
    /// T: the window asked for, or a little less so that the windows of a pass cover the ring evenly.
    package let window: Int
    /// The windows of a pass.
    package let windowsPerEpoch: Int
    /// N, the steps on the ring.
    package let count: Int
    /// The steps that are read in a few milliseconds.
    private static let readAtATime = 65_536
    private let source: CheckedSource
    private let lengths: [Int]
    /// The sequences as they follow each other on the ring.
    private var order: [Int] = []
    /// Where each of them ends on the ring.
    private var ends: [Int] = []
    private var turn = 0
    // One row's steps, kept from window to window to save their allocation.
    private var rowInputs: [Int32] = []
    private var rowTargets: [Int32] = []

    /// - Throws: `TrainingError.tooLittleData` where the rows would have less than eight steps, or all
    ///   of them together less than a window.
    package init(
        _ source: any TokenSource, configuration: NetworkConfiguration, options: TrainingOptions
    ) throws(TrainingError) {
        self.source = CheckedSource(source: source, set: .training, configuration: configuration)
        lengths = source.lengths
        batchSize = options.batchSize
        count = lengths.reduce(0, +)
        let needed = max(options.window, batchSize * min(options.window, 8))
        guard count >= needed else {
            throw .tooLittleData(found: count, needed: needed, batchSize: batchSize)
        }
        let length = (count + batchSize - 1) / batchSize
        windowsPerEpoch = (length + options.window - 1) / options.window
        window = (length + windowsPerEpoch - 1) / windowsPerEpoch
    }

    /// Lays the data out anew; the same generator gives the same order.
    package mutating func shuffle(using random: inout SplitMix64) {
        order = lengths.indices.filter { lengths[$0] > 0 }
        for index in stride(from: order.count - 1, to: 0, by: -1) {
            order.swapAt(index, random.below(index + 1))
        }
        ends.removeAll(keepingCapacity: true)
        var end = 0
        for sequence in order {
            end += lengths[sequence]
            ends.append(end)
        }
        turn = random.below(count)
    }

    /// The given window of the pass; nil once `shouldStop`, asked now and then, is true.
    ///
    /// - Parameter rows: Those that are read, which become the rows of the batch; nil for all.
    /// - Throws: what reading the source throws.
    package mutating func batch(
        window number: Int, rows: Range<Int>? = nil, unless shouldStop: () -> Bool = { false }
    ) throws(TrainingError) -> SequenceBatch? {
        let rows = rows ?? 0..<batchSize
        let (fields, count) = (source.fields, rows.count)
        var inputs = [Int32](repeating: 0, count: window * count * fields)
        var targets = [Int32](repeating: 0, count: window * count)
        var resets = [Bool](repeating: false, count: window * count)
        for (place, row) in rows.enumerated() {
            if place > 0, place % max(1, Self.readAtATime / window) == 0, shouldStop() { return nil }
            try read(row: row, window: number) { step in resets[step * count + place] = true }
            if number == 0 { resets[place] = true }
            for step in 0..<window { targets[step * count + place] = rowTargets[step] }
            if fields == 1 {
                for step in 0..<window { inputs[step * count + place] = rowInputs[step] }
            } else {
                for step in 0..<window {
                    for field in 0..<fields {
                        inputs[(step * count + place) * fields + field] = rowInputs[step * fields + field]
                    }
                }
            }
        }
        do {
            return try SequenceBatch(
                batch: count, time: window, fields: fields, inputs: inputs, targets: targets, resets: resets)
        } catch {
            preconditionFailure("\(error)")
        }
    }

    /// Reads one row's steps of a window, sequence by sequence, and calls `start` for those that start one.
    private mutating func read(row: Int, window number: Int, start: (Int) -> Void) throws(TrainingError) {
        rowInputs.removeAll(keepingCapacity: true)
        rowTargets.removeAll(keepingCapacity: true)
        var position = (turn + startOfRow(row) + number * window) % count
        var index = indexOfSequence(at: position)
        while rowTargets.count < window {
            let offset = position - (ends[index] - lengths[order[index]])
            let steps = offset..<min(lengths[order[index]], offset + window - rowTargets.count)
            if offset == 0 { start(rowTargets.count) }
            try source.read(sequence: order[index], steps: steps, inputs: &rowInputs, targets: &rowTargets)
            position += steps.count
            guard position == ends[index] else { continue }
            index += 1
            if index == order.count { (index, position) = (0, 0) }
        }
    }

    /// Where a row starts, counted from the first: N·row/B, without overflow.
    private func startOfRow(_ row: Int) -> Int {
        count / batchSize * row + count % batchSize * row / batchSize
    }

    /// The first sequence that ends beyond `place`; logarithmic.
    private func indexOfSequence(at position: Int) -> Int {
        min(ends.partitioningIndex { $0 > position }, ends.count - 1)
    }
}
