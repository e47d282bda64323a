import Recurrent

/// One training run while it lasts.
final class TrainingRun {
    private let network: Network
    private let options: TrainingOptions
    private let clock: () -> Double
    private let pool: WorkerPool
    private let shards: [Shard]
    private let validation: ValidationStreams
    private let schedule: LearningRateSchedule
    private let stepLimit: Int?
    private var streams: EpochStreams
    private var gradients: GradientSum
    private var adam: Adam

    private let startTime: Double
    private var validationSeconds = 0.0
    private var lastValidationSeconds: Double?
    private var steps = 0
    private var tokens = 0
    private var window = 0
    private var firstLoss: Double?
    private var smoothed = SmoothedLoss()
    private var learningRate: Double
    private var measurements: [TrainingResult.Measurement] = []
    private var best: TrainingResult.Measurement?
    private var bestValues: [Float]
    private var sinceBest = 0
    private var lastValidation = (step: 0, fraction: 0.0)
    private var setbacks = 0

    /// How often a run that diverges may go back to its best weights, each time with half the learning rate.
    private static let mostSetbacks = 4

    init(
        _ network: Network, _ training: [TokenSequence], _ validation: [TokenSequence], _ options: TrainingOptions,
        _ clock: @escaping () -> Double
    ) throws(TrainingError) {
        let fields = network.configuration.inputSizes.count
        self.network = network
        self.options = options
        self.clock = clock
        startTime = clock()
        streams = try EpochStreams(training, fields: fields, options: options)
        self.validation = try ValidationStreams(validation, fields: fields)
        shards = Shard.cut(rows: options.batchSize).map { Shard(rows: $0, network: network) }
        pool = WorkerPool(threads: options.threads ?? Processors.available)
        gradients = GradientSum(count: network.parameters.count)
        adam = Self.optimizer(network, options)
        schedule = LearningRateSchedule(
            peak: options.learningRate, warmup: options.warmup, final: options.finalRate)
        learningRate = schedule.rate(step: 0, fraction: 0)
        bestValues = network.parameters.values
        let windows = Double(streams.windowsPerEpoch)
        let epochSteps = options.epochs.map { max(1, Int(min($0 * windows, 1e15).rounded())) }
        stepLimit = [options.steps, epochSteps].compactMap { $0 }.min()
    }

    private static func optimizer(_ network: Network, _ options: TrainingOptions) -> Adam {
        Adam(
            count: network.parameters.count, beta1: options.beta1, beta2: options.beta2, epsilon: options.epsilon)
    }

    private var elapsed: Double { clock() - startTime }

    /// The seconds that may be spent before the last validation has to begin.
    private func learningSeconds(_ maximum: Double) -> Double {
        let guess = tokensPerSecond > 0 ? Double(validation.targetCount) / tokensPerSecond / 2 : 0
        let stepSeconds = steps > 0 ? (elapsed - validationSeconds) / Double(steps) : 0
        return max(0, maximum - (lastValidationSeconds ?? guess) * 1.1 - stepSeconds)
    }

    private var fraction: Double {
        let ofSteps = stepLimit.map { Double(steps) / Double($0) } ?? 0
        let ofTime = options.maximumSeconds.map { maximum in
            let learning = learningSeconds(maximum)
            return learning > 0 ? elapsed / learning : 1
        }
        return min(1, max(ofSteps, ofTime ?? 0))
    }

    private var tokensPerSecond: Double {
        let seconds = elapsed - validationSeconds
        return seconds > 0 ? Double(tokens) / seconds : 0
    }

    /// Whether the limits are reached; at least one step is always made.
    var isOver: Bool { steps > 0 && fraction >= 1 }

    /// Makes one update.
    ///
    /// - Throws: `TrainingError.diverged`.
    func step() throws(TrainingError) {
        if window == 0 { streams.shuffle() }
        learningRate = schedule.rate(step: steps, fraction: fraction) / Double(1 << setbacks)
        let targets = streams.targetCount(window: window)
        if targets > 0 {
            let (streams, window, network, shards) = (streams, window, network, shards)
            let scale = 1 / Float(targets)
            let dropout = Dropout(rate: options.dropout, seed: options.seed, step: steps)
            pool.perform(shards.count) { index in
                let rows = shards[index].rows
                shards[index].learn(streams.batch(window: window, rows: rows), network, scale: scale, dropout: dropout)
            }
            let norm = gradients.add(shards, pool: pool)
            let loss = shards.reduce(0) { $0 + $1.loss.sum } / Double(targets)
            let ignorance = firstLoss ?? loss
            firstLoss = ignorance
            // No healthy run ever does so much worse than before it had learned anything.
            guard norm.isFinite, loss.isFinite, loss <= 10 * (ignorance + 1) else { return try setBack() }
            // As PyTorch does it, so that runs compare.
            let clip = min(1, options.clipNorm / (norm + 1e-6))
            adam.update(
                &network.parameters.values, gradients: gradients.values, scale: Float(clip),
                learningRate: learningRate, pool: pool)
            smoothed.add(loss)
        }
        steps += 1
        tokens += targets
        window = (window + 1) % streams.windowsPerEpoch
    }

    /// Goes back to the best weights and on more slowly.
    private func setBack() throws(TrainingError) {
        setbacks += 1
        guard setbacks <= Self.mostSetbacks else {
            throw .diverged(step: steps, learningRate: options.learningRate)
        }
        steps += 1
        restoreBest()
        adam = Self.optimizer(network, options)
        window = 0
    }

    func restoreBest() {
        network.parameters.values = bestValues
    }

    var shouldValidate: Bool {
        if isOver { return true }
        let steps = steps - lastValidation.step
        if let interval = options.validationInterval { return steps >= interval }
        // Reading without learning takes a third of the time: this spends at most a twentieth on it.
        let affordable = 20 * validation.targetCount / 3 / (options.batchSize * streams.window)
        return steps >= affordable && fraction - lastValidation.fraction >= 0.05
    }

    var isPatienceExhausted: Bool { options.patience.map { sinceBest >= $0 } ?? false }

    func validate() {
        let start = elapsed
        let loss = validation.loss(network, pool: pool)
        lastValidationSeconds = elapsed - start
        validationSeconds += elapsed - start
        lastValidation = (steps, fraction)
        let measurement = TrainingResult.Measurement(
            step: steps, trainingLoss: smoothed.value, validationLoss: loss)
        measurements.append(measurement)
        // A loss that is not a number is no improvement, either.
        if loss.isFinite, loss < best?.validationLoss ?? .infinity {
            best = measurement
            bestValues = network.parameters.values
            sinceBest = 0
        } else {
            sinceBest += 1
        }
    }

    func progress(isValidation: Bool) -> TrainingProgress {
        let (elapsed, fraction) = (elapsed, fraction)
        let left = fraction > 0 ? elapsed / fraction * (1 - fraction) : 0
        return TrainingProgress(
            step: steps, fraction: fraction, epoch: Double(steps) / Double(streams.windowsPerEpoch),
            trainingLoss: smoothed.value, validationLoss: measurements.last?.validationLoss,
            bestValidationLoss: best?.validationLoss, learningRate: learningRate, tokens: tokens,
            tokensPerSecond: tokensPerSecond, seconds: elapsed, secondsLeft: left, isValidation: isValidation)
    }

    /// Ends the run: measures the last weights if that is still to be done, and takes the best.
    func result(_ ending: TrainingResult.Ending) throws(TrainingError) -> TrainingResult {
        if measurements.last?.step != steps { validate() }
        restoreBest()
        guard let best else { throw .diverged(step: steps, learningRate: options.learningRate) }
        return TrainingResult(
            network: network, ending: ending, steps: steps, bestStep: best.step, tokens: tokens, seconds: elapsed,
            trainingLoss: best.trainingLoss, validationLoss: best.validationLoss, measurements: measurements,
            optimizer: adam)
    }
}

/// A mean of the losses of the steps in which recent ones count more.
struct SmoothedLoss {
    private var sum = 0.0
    private var weight = 0.0

    /// The mean, or nil of nothing.
    var value: Double? { weight > 0 ? sum / weight : nil }

    mutating func add(_ loss: Double) {
        sum = sum * 0.98 + loss * 0.02
        weight = weight * 0.98 + 0.02
    }
}
