public import Recurrent

/// The memory that learning takes, known before it begins: a network that does not fit is refused rather than left to the
/// system, which would end whatever it likes.
public struct TrainingMemory: Sendable, Equatable {
    /// The bytes for the weights, what the optimiser keeps of them, and what is saved of them.
    public let weights: Int
    /// The bytes for what is kept of a window to go back over it.
    public let window: Int

    /// The bytes in all, but for the data.
    public var total: Int {
        let (sum, overflows) = weights.addingReportingOverflow(window)
        return overflows ? .max : sum
    }

    /// Measured: weights, gradients, two means, the best, the last good and the mean of the last ones, each once as numbers
    /// and most of them once as the kernels read them, and all of it once more while a checkpoint is written.
    private static let copiesOfWeights = 22.0

    /// An estimate, some tenths too high rather than too low.
    public init(_ network: NetworkConfiguration, options: TrainingOptions) {
        let hidden = Double((network.hiddenSize + 15) / 16 * 16)
        let vocabulary = Double((network.outputSize + 15) / 16 * 16)
        weights = Self.bytes(4 * Self.copiesOfWeights * Double(network.parameterCount))
        let layers = Double(network.layers)
        // Four gates, activation, cell state, its tanh and what dropout leaves of it for each layer; two gradients for all.
        let row = 8 * hidden * layers + 2 * hidden + 2 * Double(network.embeddingSize ?? 0) + 8
        let rows = Double(options.batchSize) * Double(options.window)
        // A validation reads 64 rows of 128 steps.
        let measured = 64.0 * 128
        // The head's scores of so many steps are in memory together.
        let scores = max(524_288, max(64, Double(options.batchSize)) * vocabulary)
        window = Self.bytes(4 * (row * (rows + measured) + 2 * scores))
    }

    private static func bytes(_ count: Double) -> Int { count < 9e18 ? Int(count) : .max }

    /// Compares with what the machine has left.
    ///
    /// - Throws: `TrainingError.tooLittleMemory`.
    public func check(available: Int? = MachineMemory.available) throws(TrainingError) {
        guard let available, total > available else { return }
        throw .tooLittleMemory(needed: total, available: available, forWindow: window > weights)
    }
}
