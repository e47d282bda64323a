/// A window of T steps of B sequences side by side, with what should come next.
public struct SequenceBatch: Sendable {
    /// B, the number of rows.
    public let batch: Int
    /// T, the number of steps.
    public let time: Int
    /// K, the number of input fields.
    public let fields: Int
    /// T×B×K ids, step after step. A negative id means "nothing": that field contributes nothing.
    public let inputs: [Int32]
    /// T×B ids of the output vocabulary, step after step. A negative one is masked: no loss, no gradient.
    public let targets: [Int32]
    /// T×B flags, step after step; true means that the state of that row is zeroed before the step.
    public let resets: [Bool]

    /// Puts a window together. `resets` nil means none.
    /// - Throws: `NetworkError.size` or `.count` where the lists do not fit the sizes.
    public init(
        batch: Int, time: Int, fields: Int = 1, inputs: [Int32], targets: [Int32], resets: [Bool]? = nil
    ) throws(NetworkError) {
        for (name, size) in [("batch size", batch), ("window", time), ("number of input fields", fields)] {
            guard (1...1 << 20).contains(size) else {
                throw .size(name: name, found: size, allowed: 1...1 << 20)
            }
        }
        guard inputs.count == time * batch * fields else {
            throw .count(name: "inputs", found: inputs.count, expected: time * batch * fields)
        }
        guard targets.count == time * batch else {
            throw .count(name: "targets", found: targets.count, expected: time * batch)
        }
        if let resets, resets.count != time * batch {
            throw .count(name: "resets", found: resets.count, expected: time * batch)
        }
        self.batch = batch
        self.time = time
        self.fields = fields
        self.inputs = inputs
        self.targets = targets
        self.resets = resets ?? [Bool](repeating: false, count: time * batch)
    }

    /// The same window of some of the rows, for spreading a batch over threads.
    public func rows(_ range: Range<Int>) -> SequenceBatch {
        precondition(
            !range.isEmpty && range.lowerBound >= 0 && range.upperBound <= batch,
            "rows \(range) of a batch of \(batch)")
        var inputs: [Int32] = []
        var targets: [Int32] = []
        var resets: [Bool] = []
        for step in 0..<time {
            let rows = step * batch + range.lowerBound..<step * batch + range.upperBound
            inputs += self.inputs[rows.lowerBound * fields..<rows.upperBound * fields]
            targets += self.targets[rows]
            resets += self.resets[rows]
        }
        return SequenceBatch(
            checkedBatch: range.count, time: time, fields: fields, inputs: inputs, targets: targets, resets: resets)
    }

    private init(
        checkedBatch batch: Int, time: Int, fields: Int, inputs: [Int32], targets: [Int32], resets: [Bool]
    ) {
        self.batch = batch
        self.time = time
        self.fields = fields
        self.inputs = inputs
        self.targets = targets
        self.resets = resets
    }

    /// Checks that every id is one the network knows.
    /// - Throws: `NetworkError.count` or `.id` naming the first that is not.
    public func validate(for configuration: NetworkConfiguration) throws(NetworkError) {
        guard fields == configuration.inputSizes.count else {
            throw .count(name: "each input", found: fields, expected: configuration.inputSizes.count)
        }
        try configuration.check(inputs: inputs)
        for (position, target) in targets.enumerated() where Int(target) >= configuration.outputSize {
            throw .id(name: "target", found: Int(target), position: position, size: configuration.outputSize)
        }
    }
}

extension NetworkConfiguration {
    /// Checks ids that come K at a time.
    func check(inputs: [Int32]) throws(NetworkError) {
        let sizes = inputSizes.map { Int32($0) }
        var field = 0
        for (position, id) in inputs.enumerated() {
            if id >= sizes[field] {
                throw .id(name: "input of field \(field)", found: Int(id), position: position, size: inputSizes[field])
            }
            field = field + 1 == sizes.count ? 0 : field + 1
        }
    }
}

/// A summed cross-entropy in nats, and over how many targets.
public struct BatchLoss: Sendable, Equatable {
    /// The sum of −log p(target), in nats.
    public var sum: Double
    /// The number of unmasked targets.
    public var count: Int

    public init(sum: Double = 0, count: Int = 0) {
        self.sum = sum
        self.count = count
    }

    /// Nats a target; zero where there was none.
    public var mean: Double { count == 0 ? 0 : sum / Double(count) }

    public static func += (total: inout BatchLoss, part: BatchLoss) {
        total.sum += part.sum
        total.count += part.count
    }
}
