import Numerics
import Recurrent

/// All that a training run has come to at a moment: going on from a copy gives the same weights to the last bit.
///
/// A value, so that going back, saving and resuming are all assignments. Sums of time are the only part that another run
/// would not repeat.
struct RunState: Sendable {
    /// The network's weights.
    var parameters: [Float]
    var adam: Adam
    /// What the network remembers of each row.
    var rows: NetworkState
    /// The generator as it was before the present pass was laid out.
    var shuffle: SplitMix64
    /// The next window of the pass.
    var window = 0
    /// The windows read so far, whether or not there was anything to learn.
    var steps = 0
    var tokens = 0
    /// The loss of the first step: nothing was learned yet.
    var firstLoss: Double?
    var smoothed = SmoothedLoss()
    var learningRate = 0.0
    var average = WeightAverage()

    var measurements: [TrainingResult.Measurement] = []
    var best: TrainingResult.Measurement?
    var bestParameters: [Float]
    /// The validations since the best.
    var sinceBest = 0
    var lastValidation = Moment()

    /// Where to go back to if the loss grows beyond bounds.
    var good: Good
    /// How often it did.
    var rollbacks = 0
    /// How often the learning rate was halved for it.
    var halvings = 0

    /// Seconds since the start of the run, its interruptions not counted.
    var seconds = 0.0
    /// Those of them in which nothing was learned.
    var idleSeconds = 0.0
    var lastValidationSeconds: Double?

    /// When a validation was.
    struct Moment: Sendable, Equatable {
        var step = 0
        var fraction = 0.0
    }

    /// The weights of a moment when all was well.
    struct Good: Sendable, Equatable {
        var parameters: [Float]
        var adam: Adam
        var smoothed = SmoothedLoss()
    }

    /// The start of a run.
    init(_ network: Network, _ options: TrainingOptions) {
        self.init(
            parameters: network.parameters.values,
            adam: Adam(
                count: network.parameters.count, beta1: options.beta1, beta2: options.beta2, epsilon: options.epsilon),
            rows: network.zeroState(batch: options.batchSize), shuffle: SplitMix64(seed: options.seed))
    }

    init(parameters: [Float], adam: Adam, rows: NetworkState, shuffle: SplitMix64) {
        self.parameters = parameters
        self.adam = adam
        self.rows = rows
        self.shuffle = shuffle
        bestParameters = parameters
        good = Good(parameters: parameters, adam: adam)
    }

    /// Moves the weights against the gradients × `scale`.
    mutating func learn(_ gradients: [Float], scale: Float, loss: Double, engine: NetworkEngine) {
        adam.update(&parameters, gradients: gradients, scale: scale, learningRate: learningRate, engine: engine)
        smoothed.add(loss)
    }

    /// The step between two copies of the weights to go back to.
    private static let goodInterval = 100

    /// Keeps the weights to go back to, now and then while all is well.
    mutating func keepIfGood() {
        guard steps.isMultiple(of: Self.goodInterval), smoothed.isSound else { return }
        good = Good(parameters: parameters, adam: adam, smoothed: smoothed)
    }

    /// Goes back to the last good weights at half the learning rate. The data go on, from the zero state: what the rows
    /// remember is as bad as the weights were.
    mutating func rollBack(_ network: Network) {
        parameters = good.parameters
        adam = good.adam
        smoothed = good.smoothed
        rows = network.zeroState(batch: rows.batch)
        average = WeightAverage()
        rollbacks += 1
        halvings += 1
    }
}
