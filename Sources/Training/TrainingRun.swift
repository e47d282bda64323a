import Numerics
import Recurrent

/// One training run while it lasts.
final class TrainingRun {
    private let network: Network
    private let options: TrainingOptions
    private let clock: () -> Double
    private let shards: Shards
    /// The time that all ranks go by, which is that of rank 0.
    private var agreedTime: Double?
    private let engine: NetworkEngine
    private let validation: ValidationStreams
    private let schedule: LearningRateSchedule
    private let stepLimit: Int?
    private var streams: EpochStreams
    let windowsPerEpoch: Int
    private var gradients: [Float]
    private var nextShuffle: SplitMix64

    /// All that a later run needs to go on from here; whole between two steps only.
    private(set) var state: RunState
    private var resumedAt: Double

    /// How often the loss may grow beyond bounds; the last time ends the run.
    private static let mostRollbacks = 3

    init(
        _ network: Network, _ training: any TokenSource, _ validation: any TokenSource, _ options: TrainingOptions,
        secondsBefore: Double, clock: @escaping () -> Double, ranks: (any Ranks)? = nil
    ) throws(TrainingError) {
        let configuration = network.configuration
        self.network = network
        self.options = options
        self.clock = clock
        agreedTime = ranks.map { $0.agreed(clock()) }
        resumedAt = agreedTime ?? clock()
        shards = Shards(
            options.shards, batch: options.batchSize, numbers: network.parameters.count, ranks: ranks)
        streams = try EpochStreams(training, configuration: configuration, options: options)
        windowsPerEpoch = streams.windowsPerEpoch
        self.validation = try ValidationStreams(
            validation, configuration: configuration, most: options.affordableValidationSteps)
        engine = NetworkEngine(configuration, threads: options.threads ?? Processors.available)
        gradients = [Float](repeating: 0, count: network.parameters.count)
        schedule = LearningRateSchedule(
            peak: options.learningRate, warmup: options.warmup, final: options.finalRate)
        let windows = Double(windowsPerEpoch)
        let epochSteps = options.epochs.map { max(1, Int(min($0 * windows, 1e15).rounded())) }
        stepLimit = [options.steps, epochSteps].compactMap { $0 }.min()
        state = RunState(network, options)
        nextShuffle = state.shuffle
        state.learningRate = schedule.rate(step: 0, fraction: 0)
        state.seconds = ranks?.agreed(secondsBefore) ?? secondsBefore
        state.idleSeconds = state.seconds
    }

    var configuration: NetworkConfiguration { network.configuration }

    /// The network as it is now, which need not be the best so far.
    var present: Network {
        var network = network
        network.parameters.values = state.parameters
        return network
    }

    /// Goes on from where an earlier run was.
    func resume(from earlier: RunState) {
        let before = state.seconds
        state = earlier
        state.seconds += before
        state.idleSeconds += before
        nextShuffle = state.shuffle
        if state.window > 0 { streams.shuffle(using: &nextShuffle) }
        isOver = state.steps > 0 && fraction(at: elapsed) >= 1
    }

    /// Brings the seconds in `state` up to date.
    func stopClock() {
        let now = now
        state.seconds += now - resumedAt
        resumedAt = now
    }

    /// The seconds since some moment; the same on all ranks since they last agreed.
    var now: Double { agreedTime ?? clock() }

    /// Brings the time of all ranks up to date.
    private func agree() { agreedTime = shards.ranks?.agreed(clock()) }

    /// Whether any rank is to stop; between two steps all ranks ask together.
    func agree(shouldStop: () -> Bool) -> Bool {
        guard let ranks = shards.ranks else { return shouldStop() }
        agree()
        return ranks.any(shouldStop())
    }

    /// Brings the rows of all ranks together, for a checkpoint.
    func gatherRows() {
        guard let ranks = shards.ranks else { return }
        for (shard, rows) in shards.rows.enumerated() {
            for layer in 0..<state.rows.layerCount {
                let own = state.rows.selecting(rows: Array(rows))
                // Floats travel as doubles without loss.
                let isOwn = shards.owner(shard) == ranks.rank
                let numbers = ranks.gathered(
                    isOwn ? (own.activation(layer: layer) + own.cellState(layer: layer)).map(Double.init) : []
                ).map { Float($0) }
                var whole = own
                let count = own.activation(layer: layer).count
                whole.set(layer: layer, activation: Array(numbers[..<count]), cellState: Array(numbers[count...]))
                state.rows.replace(rows, with: whole)
            }
        }
    }

    private var elapsed: Double { state.seconds + now - resumedAt }

    private func learningSeconds(at elapsed: Double) -> Double { elapsed - state.idleSeconds }

    private func tokensPerSecond(at elapsed: Double) -> Double {
        let seconds = learningSeconds(at: elapsed)
        return seconds > 0 ? Double(state.tokens) / seconds : 0
    }

    /// The fraction of the run that is done.
    private func fraction(at elapsed: Double) -> Double {
        if isOver { return 1 }
        var fraction = stepLimit.map { Double(state.steps) / Double($0) } ?? 0
        if let tokens = options.tokens { fraction = max(fraction, Double(state.tokens) / Double(tokens)) }
        if let maximum = options.maximumSeconds {
            let end = endOfLearning(maximum, at: elapsed)
            fraction = max(fraction, end > 0 ? elapsed / end : 1)
        }
        return min(1, fraction)
    }

    /// When the last validations have to begin.
    private func endOfLearning(_ maximum: Double, at elapsed: Double) -> Double {
        let speed = tokensPerSecond(at: elapsed)
        let guess = speed > 0 ? Double(validation.targetCount) / speed / 2 : 0
        let step = state.steps > 0 ? learningSeconds(at: elapsed) / Double(state.steps) : 0
        let validations = options.averaging > 0 ? 2.0 : 1
        // A little is left for what differs from the last time, and for keeping the model.
        return max(0, maximum * 0.985 - (state.lastValidationSeconds ?? guess) * 1.05 * validations - step)
    }

    /// Whether the limits are reached; at least one step is always made. Time that turns out to be left is not used.
    private(set) var isOver = false

    /// Reads one window and learns from it.
    ///
    /// - Parameter shouldStop: asked every few milliseconds of a long step.
    /// - Returns: what is to be told; nil once `shouldStop` is true, and all is as it was before the step.
    /// - Throws: `TrainingError.diverged`, `.budgetTooSmall`, or what reading throws.
    func step(unless shouldStop: () -> Bool) throws(TrainingError) -> TrainingProgress.Event? {
        let elapsed = elapsed
        // Setting up, which takes long for a large corpus, says nothing about the speed of learning.
        if state.steps == 0 { state.idleSeconds = elapsed }
        if let maximum = options.maximumSeconds, state.steps == 0, elapsed >= maximum {
            throw .budgetTooSmall(seconds: maximum, needed: elapsed)
        }
        if state.window == 0 {
            state.shuffle = nextShuffle
            streams.shuffle(using: &nextShuffle)
        }
        state.learningRate =
            schedule.rate(step: state.steps, fraction: fraction(at: elapsed)) / Double(1 << state.halvings)
        guard let batch = try streams.batch(window: state.window, rows: shards.ownRows, unless: shouldStop) else {
            return nil
        }
        let own = batch.targets.count { $0 >= 0 }
        let targets = shards.ranks.map { $0.gathered([Double(own)]).reduce(0) { $0 + Int($1) } } ?? own
        var isSound = true
        if targets > 0 {
            guard let sound = update(batch, targets: targets, unless: shouldStop) else { return nil }
            isSound = sound
        }
        state.steps += 1
        state.tokens += targets
        state.window = (state.window + 1) % windowsPerEpoch
        if state.window == 0 { state.shuffle = nextShuffle }
        guard isSound else {
            state.rollBack(network)
            guard state.rollbacks < Self.mostRollbacks else {
                throw .diverged(step: state.steps, learningRate: options.learningRate)
            }
            agree()
            isOver = fraction(at: self.elapsed) >= 1
            return .rollback(rateFraction: 1 / Double(1 << state.halvings))
        }
        agree()
        let end = self.elapsed
        if let maximum = options.maximumSeconds, state.steps == 1, end > maximum {
            throw .budgetTooSmall(seconds: maximum, needed: end)
        }
        if options.averaging > 0, fraction(at: end) >= 1 - options.averaging {
            state.average.add(state.parameters, step: state.steps)
        }
        state.keepIfGood()
        isOver = fraction(at: end) >= 1
        return .step
    }

    /// Makes one update; returns false where the loss or the gradients have grown beyond bounds, and nil, having done nothing,
    /// once `shouldStop` is true.
    private func update(_ batch: SequenceBatch, targets: Int, unless shouldStop: () -> Bool) -> Bool? {
        let regularization = Regularization(
            outputDropout: options.dropout, layerDropout: options.layerDropout, weightDrop: options.weightDrop,
            seed: options.seed, step: state.steps)
        guard
            let loss = learn(batch, scale: 1 / Float(targets), regularization, unless: shouldStop)?.mean
        else { return nil }
        let norm = engine.kernels.norm(gradients, team: engine.team, threads: engine.threads)
        let initialLoss = state.firstLoss ?? loss
        state.firstLoss = initialLoss
        // No healthy run ever does so much worse than before it had learned anything.
        guard norm.isFinite, loss.isFinite, loss <= 10 * (initialLoss + 1) else { return false }
        // As PyTorch does it, so that runs compare.
        let clip = min(1, options.clipNorm / (norm + 1e-6))
        state.learn(gradients, scale: Float(clip), loss: loss, engine: engine)
        return !state.smoothed.hasExploded(from: initialLoss)
    }

    /// Computes the gradients of a batch, shard by shard where it has several, and takes the rows on.
    ///
    /// - Parameter batch: This rank's rows.
    /// - Returns: nil, all being as it was but for the gradients, once `shouldStop` is true.
    private func learn(
        _ batch: SequenceBatch, scale: Float, _ regularization: Regularization, unless shouldStop: () -> Bool
    ) -> BatchLoss? {
        // Not in place: the rows as they were are what an abandoned step leaves, and progress is told meanwhile.
        var rows = state.rows
        if shards.rows.count == 1, shards.ranks == nil {
            let loss = engine.forwardBackward(
                batch, parameters: state.parameters, state: &rows, gradients: &gradients, scale: scale,
                regularization: regularization, precision: options.precision, unless: shouldStop)
            if loss != nil { state.rows = rows }
            return loss
        }
        var losses: [Double] = []
        let first = shards.ownRows.lowerBound
        let sum = shards.total { shard in
            let range = shards.rows[shard]
            var (part, rule) = (rows.selecting(rows: Array(range)), regularization)
            rule.firstRow = range.lowerBound
            var gradients: [Float] = []
            let loss = engine.forwardBackward(
                batch.rows(range.lowerBound - first..<range.upperBound - first), parameters: state.parameters,
                state: &part, gradients: &gradients, scale: scale,
                regularization: rule, precision: options.precision,
                unless: { shards.ranks == nil && shouldStop() })
            guard let loss else { return nil }
            losses += [loss.sum, Double(loss.count)]
            rows.replace(range, with: part)
            return gradients
        }
        guard let sum else { return nil }
        gradients = sum
        state.rows = rows
        if let ranks = shards.ranks { losses = ranks.gathered(losses) }
        return stride(from: 0, to: losses.count, by: 2).reduce(into: BatchLoss()) {
            $0 += BatchLoss(sum: losses[$1], count: Int(losses[$1 + 1]))
        }
    }

    /// Makes the last good weights those that a later run goes on from, which may then go back as often as this one.
    func forgiveRollbacks() { state.rollbacks = 0 }

    var shouldValidate: Bool {
        if isOver { return state.measurements.last?.step != state.steps }
        let steps = state.steps - state.lastValidation.step
        if let interval = options.validationInterval { return steps >= interval }
        // Reading without learning takes a third of the time: this spends at most a twentieth on it.
        let affordable = 20 * validation.targetCount / 3 / (options.batchSize * streams.window)
        return steps >= affordable && fraction(at: elapsed) - state.lastValidation.fraction >= 0.05
    }

    var isPatienceExhausted: Bool { options.patience.map { state.sinceBest >= $0 } ?? false }

    private func validationLoss(_ parameters: [Float], unless shouldStop: () -> Bool) -> Double? {
        validation.lossUnlessStopped(zeroState: network.zeroState) { [engine] batch, state in
            shouldStop() ? nil : engine.loss(batch, parameters: parameters, state: &state, unless: shouldStop)
        }
    }

    /// Measures the present weights.
    ///
    /// - Parameter shouldStop: asked every few milliseconds.
    /// - Returns: false, with nothing measured, once `shouldStop` is true.
    func validate(unless shouldStop: () -> Bool) -> Bool {
        agree()
        let start = elapsed
        guard let loss = validationLoss(state.parameters, unless: shouldStop) else { return false }
        agree()
        let end = elapsed
        state.lastValidationSeconds = end - start
        state.idleSeconds += end - start
        state.lastValidation = RunState.Moment(step: state.steps, fraction: fraction(at: end))
        let measurement = TrainingResult.Measurement(
            step: state.steps, trainingLoss: state.smoothed.value, validationLoss: loss)
        state.measurements.append(measurement)
        // A loss that is not a number is no improvement, either.
        if loss.isFinite, loss < state.best?.validationLoss ?? .infinity {
            state.best = measurement
            state.bestParameters = state.parameters
            state.sinceBest = 0
        } else {
            state.sinceBest += 1
        }
        return true
    }

    func progress(_ event: TrainingProgress.Event) -> TrainingProgress {
        let elapsed = elapsed
        let fraction = fraction(at: elapsed)
        let left = fraction > 0 ? elapsed / fraction * (1 - fraction) : 0
        return TrainingProgress(
            event: event, step: state.steps, fraction: fraction,
            epoch: Double(state.steps) / Double(windowsPerEpoch), trainingLoss: state.smoothed.value,
            validationLoss: state.measurements.last?.validationLoss,
            bestValidationLoss: state.best?.validationLoss, learningRate: state.learningRate, tokens: state.tokens,
            tokensPerSecond: tokensPerSecond(at: elapsed), seconds: elapsed, secondsLeft: left)
    }

    /// Ends the run: measures the last weights if that is still to be done, and the averaged ones, and takes the best.
    ///
    /// - Parameter shouldStop: asked every few milliseconds.
    /// - Returns: nil once `shouldStop` is true.
    func result(
        _ ending: TrainingResult.Ending, unless shouldStop: () -> Bool
    ) throws(TrainingError) -> TrainingResult? {
        if state.measurements.last?.step != state.steps { guard validate(unless: shouldStop) else { return nil } }
        guard var best = state.best else { throw .diverged(step: state.steps, learningRate: options.learningRate) }
        var network = network
        network.parameters.values = state.bestParameters
        var weights = TrainingResult.Weights.single
        var averagedLoss: Double?
        if state.average.count > 1 {
            guard let loss = validationLoss(state.average.values, unless: shouldStop) else { return nil }
            averagedLoss = loss
            if loss < best.validationLoss {
                weights = .averaged
                best = TrainingResult.Measurement(
                    step: state.steps, trainingLoss: state.smoothed.value, validationLoss: loss)
                network.parameters.values = state.average.values
            }
        }
        return TrainingResult(
            network: network, weights: weights, ending: ending, steps: state.steps, bestStep: best.step,
            tokens: state.tokens, seconds: elapsed, trainingLoss: best.trainingLoss,
            validationLoss: best.validationLoss, averagedLoss: averagedLoss, rollbacks: state.rollbacks,
            measurements: state.measurements, optimizer: state.adam)
    }

    /// Ends the run at once: takes the best of the weights that were measured, or the last where none were.
    func interruptedResult() -> TrainingResult {
        var network = network
        network.parameters.values = state.best == nil ? state.parameters : state.bestParameters
        return TrainingResult(
            network: network, weights: .single, ending: .interrupted, steps: state.steps,
            bestStep: state.best?.step ?? state.steps, tokens: state.tokens, seconds: elapsed,
            trainingLoss: state.best == nil ? state.smoothed.value : state.best?.trainingLoss,
            validationLoss: state.best?.validationLoss, averagedLoss: nil, rollbacks: state.rollbacks,
            measurements: state.measurements, optimizer: state.adam)
    }
}
