import ModelFile
public import Recurrent

/// Teaches a network to predict the targets of sequences, and keeps the weights that did best on other sequences.
///
///     let trainer = Trainer(options)
///     let result = try trainer.run(network, training: TokenSequences(songs), validation: TokenSequences(others))
///
/// The same data, options and first weights give the same weights to the last bit on any number of threads, however often
/// the run was interrupted and resumed, unless time is what limits it.
public struct Trainer: Sendable {
    /// How to train.
    public var options: TrainingOptions
    /// Where to save the state of the run, and whether to go on from there; nil for nowhere.
    public var checkpoints: CheckpointPlan?
    /// Seconds that are part of `options.maximumSeconds` and were spent before the run: reading the data, say.
    public var secondsBefore = 0.0
    /// The other processes that train this network; nil for none.
    package var ranks: (any Ranks)?
    /// What tells this build of the program from others, for comparing it with that of the other processes.
    package var build = ""
    /// The seconds since some moment; tests put their own here.
    package var clock: @Sendable () -> Double = {
        let elapsed = Trainer.start.duration(to: .now).components
        return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
    }

    private static let start = ContinuousClock.now

    /// A trainer with the given options.
    public init(_ options: TrainingOptions, checkpoints: CheckpointPlan? = nil) {
        self.options = options
        self.checkpoints = checkpoints
    }

    /// Trains until the first of the options' limits is reached.
    ///
    /// A checkpoint stays where it is when the run ends; once the network is safe, `Checkpoint.remove(_:)` takes it away.
    ///
    /// - Parameters:
    ///   - network: where to start from; the result has a network with the best weights.
    ///   - training: what to learn from. Sequences are read in random order, each from the zero state.
    ///   - validation: what to measure by.
    ///   - progress: called after each step and whatever else happens, and every few milliseconds of a long step, on this
    ///     thread.
    ///   - watch: called after that, but not within a step, with what gives the network as it is now.
    ///   - shouldStop: asked before each step, and every few milliseconds of a long one. Once it is true the step is left undone,
    ///     the state is saved, and the run ends with the best of the weights that were measured, or with the last ones where none
    ///     were.
    /// - Throws: `TrainingError`.
    public func run(
        _ network: Network, training: some TokenSource, validation: some TokenSource,
        progress: (TrainingProgress) -> Void = { _ in },
        watch: (TrainingProgress, () -> Network) -> Void = { _, _ in }, shouldStop: () -> Bool = { false }
    ) throws(TrainingError) -> TrainingResult {
        try options.validate()
        let run = try TrainingRun(
            network, training, validation, options, secondsBefore: secondsBefore, clock: clock, ranks: ranks)
        func report(_ event: TrainingProgress.Event) {
            let report = run.progress(event)
            progress(report)
            watch(report) { run.present }
        }
        var saver: CheckpointSaver?
        // It reads much of the data, so only where it is needed.
        let identity =
            ranks == nil && checkpoints == nil
            ? nil : RunIdentity(network, options, training: training, validation: validation)
        if let ranks, let identity { try check(ranks, identity) }
        if let checkpoints, let identity {
            saver = CheckpointSaver(
                plan: checkpoints, identity: identity, lastTime: run.now, writes: ranks?.rank ?? 0 == 0)
            if checkpoints.resumes {
                run.resume(from: try earlierState(checkpoints.path, identity, run))
                report(.resumed)
            }
        }
        // What is asked now and then while a step or a measurement lasts.
        func isUnwanted() -> Bool {
            progress(run.progress(.underway))
            // Several processes stop between two steps, together.
            return ranks == nil && shouldStop()
        }
        func interrupted() -> TrainingResult {
            // Before the first step there is nothing to go on from.
            if saver != nil, run.state.steps > 0 {
                report(.stopping)
                report(saver!.save(run))
            }
            return run.interruptedResult()
        }
        func ended(_ ending: TrainingResult.Ending) throws(TrainingError) -> TrainingResult {
            try run.result(ending, unless: isUnwanted) ?? interrupted()
        }
        do {
            if options.keepsStart, run.state.measurements.isEmpty {
                guard !run.agree(shouldStop: shouldStop), run.validate(unless: isUnwanted) else { return interrupted() }
                report(.validation)
            }
            // What an interruption left undone comes first.
            var hasStepped = checkpoints?.resumes == true
            while true {
                if hasStepped, run.shouldValidate {
                    guard run.validate(unless: isUnwanted) else { return interrupted() }
                    report(.validation)
                }
                if hasStepped, run.isPatienceExhausted { return try ended(.stoppedEarly) }
                if run.isOver { return try ended(.finished) }
                if run.agree(shouldStop: shouldStop) { return interrupted() }
                if let event = saver?.saveIfDue(run) { report(event) }
                guard let event = try run.step(unless: isUnwanted) else { return interrupted() }
                report(event)
                hasStepped = true
            }
        } catch {
            if case .diverged = error {
                run.forgiveRollbacks()
                if saver != nil { report(saver!.save(run)) }
            }
            throw error
        }
    }

    /// Checks that all ranks do the same work.
    private func check(_ ranks: any Ranks, _ identity: RunIdentity) throws(TrainingError) {
        let shards = min(options.shards, options.batchSize)
        guard shards >= ranks.count else { throw .fewShards(shards: shards, ranks: ranks.count) }
        // What is likeliest to differ, and explains most, comes first.
        let first = [("build", build)] + identity.items.filter { $0.name == "training data" }
        for (item, value) in first + identity.items {
            let values = ranks.gather(Array(value.utf8))
            if let other = values.firstIndex(where: { $0 != values[0] }) {
                throw .ranksDiffer(
                    item: item, rank: other, found: String(decoding: values[other], as: UTF8.self),
                    expected: String(decoding: values[0], as: UTF8.self))
            }
        }
    }

    private func earlierState(
        _ path: String, _ identity: RunIdentity, _ run: TrainingRun
    ) throws(TrainingError) -> RunState {
        guard let checkpoint = try Checkpoint.read(path) else { throw .noCheckpoint(file: path) }
        if let (item, found, expected) = identity.difference(from: checkpoint.identity) {
            throw .otherCheckpoint(file: path, item: item, found: found, expected: expected)
        }
        guard checkpoint.state.window < run.windowsPerEpoch else {
            throw .otherCheckpoint(
                file: path, item: "place in the data", found: "window \(checkpoint.state.window)",
                expected: "below \(run.windowsPerEpoch)")
        }
        return checkpoint.state
    }
}

/// Saves the state of a run from time to time.
private struct CheckpointSaver {
    let plan: CheckpointPlan
    let identity: RunIdentity
    var lastTime: Double
    /// One of several ranks does.
    let writes: Bool

    mutating func saveIfDue(_ run: TrainingRun) -> TrainingProgress.Event? {
        run.now - lastTime >= plan.interval ? save(run) : nil
    }

    mutating func save(_ run: TrainingRun) -> TrainingProgress.Event {
        lastTime = run.now
        run.stopClock()
        run.gatherRows()
        guard writes else { return .checkpoint }
        let checkpoint = Checkpoint(identity: identity, state: run.state, configuration: run.configuration)
        do throws(ModelFileError) {
            try checkpoint.write(to: plan.path)
            return .checkpoint
        } catch {
            return .checkpointFailed(error)
        }
    }
}
