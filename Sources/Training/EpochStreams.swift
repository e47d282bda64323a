package import Recurrent

/// The training data laid out for one pass: all sequences in random order, end to end on a ring, which B rows read from
/// starts that lie evenly around it.
///
/// A row's state is carried from window to window and zeroed where a sequence begins. The ring turns by a random amount
/// for each pass, so that one long sequence too is cut at other places each time.
package struct EpochStreams {
    /// B.
    package let batchSize: Int
    /// T: the window asked for, or a little less so that the windows of a pass cover the ring evenly.
    package let window: Int
    /// The windows of a pass.
    package let windowsPerEpoch: Int
    /// N, the steps on the ring.
    package let count: Int
    private let sequences: [TokenSequence]
    private let fields: Int
    private var random: SplitMix64
    private var inputs: [Int32] = []
    private var targets: [Int32] = []
    private var starts: [Bool] = []
    private var turn = 0

    /// - Throws: `TrainingError.tooLittleData` where the rows would have less than eight steps, or less than a window.
    package init(_ sequences: [TokenSequence], fields: Int, options: TrainingOptions) throws(TrainingError) {
        self.sequences = sequences.filter { !$0.targets.isEmpty }
        self.fields = fields
        batchSize = options.batchSize
        count = self.sequences.reduce(0) { $0 + $1.targets.count }
        let needed = batchSize * min(options.window, 8)
        guard count >= needed else {
            throw .tooLittleData(found: count, needed: needed, batchSize: batchSize)
        }
        let length = (count + batchSize - 1) / batchSize
        windowsPerEpoch = (length + options.window - 1) / options.window
        window = (length + windowsPerEpoch - 1) / windowsPerEpoch
        random = SplitMix64(seed: options.seed)
    }

    /// Lays the data out anew.
    package mutating func shuffle() {
        var order = Array(sequences.indices)
        for index in stride(from: order.count - 1, to: 0, by: -1) {
            order.swapAt(index, random.below(index + 1))
        }
        inputs.removeAll(keepingCapacity: true)
        targets.removeAll(keepingCapacity: true)
        starts = [Bool](repeating: false, count: count)
        for index in order {
            starts[targets.count] = true
            inputs += sequences[index].inputs
            targets += sequences[index].targets
        }
        turn = random.below(count)
    }

    /// Some rows of the given window of the pass.
    package func batch(window number: Int, rows: Range<Int>) -> SequenceBatch {
        var inputs: [Int32] = []
        var targets: [Int32] = []
        var resets: [Bool] = []
        inputs.reserveCapacity(window * rows.count * fields)
        targets.reserveCapacity(window * rows.count)
        resets.reserveCapacity(window * rows.count)
        for step in 0..<window {
            for row in rows {
                let place = place(window: number, step: step, row: row)
                inputs += self.inputs[place * fields..<(place + 1) * fields]
                targets.append(self.targets[place])
                resets.append(starts[place] || (number == 0 && step == 0))
            }
        }
        do {
            return try SequenceBatch(
                batch: rows.count, time: window, fields: fields, inputs: inputs, targets: targets, resets: resets)
        } catch {
            preconditionFailure("\(error)")
        }
    }

    /// The targets that the given window asks for.
    package func targetCount(window number: Int) -> Int {
        var targets = 0
        for row in 0..<batchSize {
            for step in 0..<window where self.targets[place(window: number, step: step, row: row)] >= 0 { targets += 1 }
        }
        return targets
    }

    private func place(window number: Int, step: Int, row: Int) -> Int {
        // Row starts are spread exactly; the ring may be far longer than what fits a product of 32 bits, not of 64.
        (turn + row * count / batchSize + number * window + step) % count
    }
}

/// A small random generator (Steele, Lea, Flood 2014), for the order of the data.
struct SplitMix64 {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        return bits ^ bits >> 31
    }

    /// A number of 0..<`bound`; its tiny bias does not matter for an order.
    mutating func below(_ bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }
}
