public import Recurrent

/// Teaches a network to foretell the targets of sequences, and keeps the weights that did best on other sequences.
///
///     let trainer = Trainer(options)
///     let result = try trainer.run(network, training: songs, validation: others)
///
/// The batch is cut into a fixed number of shards whose gradients are added in a fixed order: the same data, options and
/// first weights give the same weights to the last bit on any number of threads, unless time is what limits the run.
public struct Trainer: Sendable {
    /// How to train.
    public var options: TrainingOptions
    /// The seconds since some moment; tests put their own here.
    package var clock: @Sendable () -> Double = {
        let elapsed = Trainer.start.duration(to: .now).components
        return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
    }

    private static let start = ContinuousClock.now

    /// A trainer with the given options.
    public init(_ options: TrainingOptions) {
        self.options = options
    }

    /// Trains until the first of the options' limits is reached.
    ///
    /// - Parameters:
    ///   - network: where to start from; it is changed, and has the best weights in the end.
    ///   - training: what to learn from. Sequences are read in random order, each from the zero state.
    ///   - validation: what to measure by.
    ///   - progress: called after each step and each validation, on this thread.
    ///   - shouldStop: asked before each step. If true the run ends as soon as the present weights are measured.
    /// - Throws: `TrainingError`; the network then has the best weights found so far, or those it came with.
    public func run(
        _ network: Network, training: [TokenSequence], validation: [TokenSequence],
        progress: (TrainingProgress) -> Void = { _ in }, shouldStop: () -> Bool = { false }
    ) throws(TrainingError) -> TrainingResult {
        try options.validate()
        try Self.check(training, .training, network.configuration)
        try Self.check(validation, .validation, network.configuration)
        let run = try TrainingRun(network, training, validation, options, clock)
        do {
            while true {
                if shouldStop() { return try run.result(.interrupted) }
                if run.isOver { return try run.result(.finished) }
                try run.step()
                progress(run.progress(isValidation: false))
                guard run.shouldValidate else { continue }
                run.validate()
                progress(run.progress(isValidation: true))
                if run.isPatienceExhausted { return try run.result(.stoppedEarly) }
            }
        } catch {
            run.restoreBest()
            throw error
        }
    }

    private static func check(
        _ sequences: [TokenSequence], _ set: TrainingError.DataSet, _ configuration: NetworkConfiguration
    ) throws(TrainingError) {
        let fields = configuration.inputSizes.count
        for (index, sequence) in sequences.enumerated() {
            let (inputs, targets) = (sequence.inputs, sequence.targets)
            guard inputs.count == targets.count * fields else {
                throw .shape(
                    set: set, sequence: index, inputs: inputs.count, targets: targets.count, fields: fields)
            }
            for step in targets.indices {
                guard Int(targets[step]) < configuration.outputSize else {
                    throw .target(
                        set: set, sequence: index, step: step, id: Int(targets[step]), size: configuration.outputSize)
                }
                for field in 0..<fields where Int(inputs[step * fields + field]) >= configuration.inputSizes[field] {
                    throw .input(
                        set: set, sequence: index, step: step, field: field, id: Int(inputs[step * fields + field]),
                        size: configuration.inputSizes[field])
                }
            }
        }
    }
}
