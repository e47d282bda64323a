public import Recurrent

/// Measures how fast this machine learns, by learning for a moment with a network that is thrown away.
public enum SpeedProbe {
    /// The tokens a second that a network of the given shape learns.
    ///
    /// Takes at least two updates, however long they are, and then some more while they fit into `seconds`.
    ///
    /// - Throws: `TrainingError` where the options or the data do not suit.
    public static func tokensPerSecond(
        _ configuration: NetworkConfiguration, training: some TokenSource, options: TrainingOptions, seconds: Double
    ) throws(TrainingError) -> Double {
        try tokensPerSecond(
            configuration, training: training, options: options, seconds: seconds, clock: Trainer(options).clock)
    }

    /// The same by another clock.
    package static func tokensPerSecond(
        _ configuration: NetworkConfiguration, training: some TokenSource, options: TrainingOptions, seconds: Double,
        clock: @escaping () -> Double
    ) throws(TrainingError) -> Double {
        var options = options
        options.steps = Int.max
        options.maximumSeconds = nil
        options.averaging = 0
        try options.validate()
        let network: Network
        do {
            // What the weights are makes no difference to the speed.
            network = try Network(configuration, parameters: Parameters(configuration))
        } catch {
            throw .option(name: "the network", found: error.description, allowed: "another shape")
        }
        let nothing = TokenSequence(
            inputs: [Int32](repeating: -1, count: configuration.inputSizes.count), targets: [0])
        let run = try TrainingRun(
            network, training, TokenSequences([nothing]), options, secondsBefore: 0, clock: clock)
        let start = clock()
        // The first update is slow: memory is new, threads are asleep.
        _ = try run.step(unless: { false })
        let (warm, before) = (clock(), run.state.tokens)
        repeat { _ = try run.step(unless: { false }) } while clock() - start < seconds
        return Double(run.state.tokens - before) / max(1e-9, clock() - warm)
    }
}
