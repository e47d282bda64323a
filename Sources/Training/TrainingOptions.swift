public import Recurrent

/// How to train: the shape of the batches, the optimiser, and when to stop.
///
/// Of `steps`, `epochs`, `tokens` and `maximumSeconds` at least one must be given; whichever is reached first ends the
/// run, and the learning rate falls towards that end. A run limited by time alone gives different weights each time.
///
/// Every stored property has an entry in ``TrainingOption/all``, the one table of names, ranges and what makes a run another.
public struct TrainingOptions: Sendable, Equatable {
    /// B, the sequences read side by side.
    public var batchSize = 32
    /// T, the most steps that gradients flow back.
    public var window = 64
    /// The highest learning rate.
    public var learningRate = 5e-3
    /// How much of the mean of the gradients Adam keeps at an update.
    public var beta1 = 0.9
    /// How much of the mean of their squares Adam keeps at an update.
    public var beta2 = 0.99
    /// What keeps Adam from dividing by zero.
    public var epsilon = 1e-8
    /// Longer gradients, all parameters taken together, are shortened to this length.
    public var clipNorm = 1.0
    /// The fraction of the top layer's outputs that dropout zeroes at each update, 0 to below 1; see `Regularization`.
    public var dropout = 0.0
    /// The fraction of the units passed from one layer to the next that dropout zeroes, the same ones for a whole window
    /// (variational dropout: Gal and Ghahramani 2016), 0 to below 1.
    public var layerDropout = 0.0
    /// The fraction of the recurrent weights that is zeroed at each update (DropConnect: Merity et al. 2018), 0 to below 1.
    public var weightDrop = 0.0
    /// The fraction of the run, at its end, over which the weights are averaged; the mean is kept where it does better
    /// than the best single weights. 0 for none.
    public var averaging = 0.25
    /// The updates over which the learning rate rises to its highest, or a tenth of the run if that is less.
    public var warmup = 100
    /// The fraction of the learning rate that is left at the end of the cosine.
    public var finalRate = 0.0
    /// The most updates.
    public var steps: Int?
    /// The most epochs: times through the training data.
    public var epochs: Double?
    /// The most tokens to learn, repeats included.
    public var tokens: Int?
    /// The most time, in seconds, the last validation included.
    public var maximumSeconds: Double?
    /// The updates between two validations; nil for some twenty in a run, fewer where they would take too much of it.
    public var validationInterval: Int?
    /// The most steps of the validation data that are measured, taken from all over them; fewer where `maximumSeconds`
    /// would leave little time beside.
    public var validationSteps = 1 << 20
    /// Whether the weights that the run starts from are measured as well, and kept where learning made none that does
    /// better: for a network that has learned already.
    public var keepsStart = false
    /// Stops after so many validations without a new best; nil for never.
    public var patience: Int?
    /// Decides the order of the data. (The network's first weights are its maker's affair.)
    public var seed: UInt64 = 0
    /// The precision of the factors of all products; single precision is what gives the same weights as ever.
    public var precision = Precision.float32
    /// The shards where so many processes learn together and none were asked for: the same for one to four of them.
    package static func shards(ofRanks count: Int) -> Int { max(4, count) }

    /// The parts that a batch's rows are cut into, whose gradients are added in one order: what ``Ranks`` share. Another number
    /// gives other roundings.
    public var shards = 1
    /// The numbers of threads that can be asked for.
    public static let threadCounts = 1...1024
    /// The worker threads; nil for as many as the process may use. Their number does not change the result.
    public var threads: Int?

    /// The defaults, which suit networks of 64 to 512 units; no end is set.
    public init() {}

    /// The same options with batch and window small enough for a training set of the given size.
    public func fitted(to tokenCount: Int) -> TrainingOptions {
        var options = self
        options.window = max(1, min(window, tokenCount))
        options.batchSize = max(1, min(batchSize, tokenCount / options.window))
        return options
    }
}

extension TrainingOptions {
    /// The steps of the validation data to measure. A second of time allows for four thousand of them, which no network
    /// needs more than a few hundredths of a second for: the last validations are part of the time.
    package var affordableValidationSteps: Int {
        guard let maximumSeconds else { return validationSteps }
        return min(validationSteps, Int(min(max(maximumSeconds * 4_000, 2_000), 1e15)))
    }

    /// Checks that every option is in its range and that some end is set.
    ///
    /// - Throws: `TrainingError.option` or `.noBudget`.
    public func validate() throws(TrainingError) {
        for option in TrainingOption.all {
            guard let allowed = option.allowed, !option.isAllowed(self) else { continue }
            throw .option(name: option.label, found: option.text(self), allowed: allowed)
        }
        guard steps != nil || epochs != nil || tokens != nil || maximumSeconds != nil else { throw .noBudget }
    }
}
