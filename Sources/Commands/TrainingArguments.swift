public import ArgumentParser
public import Recurrent
public import Training

/// What a command that learns does where nothing is asked for, in words for `--help`, and the sizes it allows.
public protocol TrainingDefaults {
    static var hiddenSizes: ClosedRange<Int> { get }
    static var layerCounts: ClosedRange<Int> { get }

    static var hiddenSize: String { get }
    static var layers: String { get }
    static var budget: String { get }
    static var epochs: String { get }
    static var learningRate: String { get }
    static var dropout: String { get }
    static var layerDropout: String { get }
    static var weightDrop: String { get }
    static var threads: String { get }
}

/// What network learns and for how long: the same for every command that learns.
public struct TrainingArguments<Defaults: TrainingDefaults>: ParsableArguments {
    @Option(
        number:
            "The hidden size of a new network, \(OptionCheck.words(Defaults.hiddenSizes)). (default: \(Defaults.hiddenSize))",
        value: "n")
    public var hidden: Int?

    @Option(
        number:
            "The layers of a new network, \(OptionCheck.words(Defaults.layerCounts)). (default: \(Defaults.layers))",
        value: "n")
    public var layers: Int?

    @Option(
        help: ArgumentHelp(
            "The cell of a new network: \(OptionCheck.cells). (default: \(CellKind.lstm.rawValue))", valueName: "cell"),
        transform: OptionCheck.cell)
    public var cell: CellKind?

    @Option(
        help: ArgumentHelp(
            "Learn for this long: 90s, 5m, 1h30m; the result depends on the machine's speed. (default: \(Defaults.budget))",
            valueName: "duration"),
        transform: durationSeconds)
    public var budget: Double?

    @Option(number: "Learn in this many updates instead: the same model every time.", value: "n")
    public var steps: Int?

    @Option(
        number: "Learn for this many epochs instead: times through what is learned. (default: \(Defaults.epochs))",
        value: "n")
    public var epochs: Double?

    @Option(
        number:
            "Threads, \(OptionCheck.words(TrainingOptions.threadCounts)); they make no difference to the result. (default: \(Defaults.threads))",
        value: "n")
    public var threads: Int?

    public init() {}

    /// Those of the options that say when learning ends, and were given.
    public var ends: [String] {
        [(budget != nil, "--budget"), (steps != nil, "--steps"), (epochs != nil, "--epochs")].filter(\.0).map(\.1)
    }

    /// Those that shape a new network, and were given.
    public var shape: [String] {
        [(cell != nil, "--cell"), (hidden != nil, "--hidden"), (layers != nil, "--layers")].filter(\.0).map(\.1)
    }

    public func validate() throws {
        try OptionCheck.range("--hidden", hidden, Defaults.hiddenSizes)
        try OptionCheck.range("--layers", layers, Defaults.layerCounts)
        try OptionCheck.range("--threads", threads, TrainingOptions.threadCounts)
        do throws(NetworkError) {
            try NetworkConfiguration(
                inputSizes: [1], hiddenSize: hidden ?? 1, layers: layers ?? 1, outputSize: 1
            ).validate()
        } catch {
            throw ValidationError("\(error)")
        }
        try OptionCheck.ends(ends)
        var options = TrainingOptions()
        options.epochs = epochs ?? 1
        options.steps = steps
        try OptionCheck.training(options)
    }
}

/// How the weights are found, the same for every command that learns; nobody needs these, and all change the model.
public struct OptimizationArguments<Defaults: TrainingDefaults>: ParsableArguments {
    @Option(number: "The highest learning rate. (default: \(Defaults.learningRate))", value: "rate")
    public var learningRate: Double?

    @Option(
        number: "Dropout: the fraction of the network's output that is dropped while it learns. "
            + "(default: \(Defaults.dropout))", value: "fraction")
    public var dropout: Double?

    @Option(
        number: "Dropout between layers, the same for a whole window. (default: \(Defaults.layerDropout))",
        value: "fraction")
    public var layerDropout: Double?

    @Option(
        number:
            "The fraction of the recurrent weights that is dropped while it learns. (default: \(Defaults.weightDrop))",
        value: "fraction")
    public var weightDrop: Double?

    @Option(
        help: ArgumentHelp(
            "The numbers in which products are computed while it learns: fp32, or bf16, which is coarser and on many "
                + "processors faster; auto takes the faster one where time ends the learning, else fp32. "
                + "(default: \(PrecisionChoice.automatic.rawValue))", valueName: "format"))
    public var precision: PrecisionChoice?

    @Option(
        number:
            "The parts that a batch is cut into, whose gradients are added in one order: what the processes of ./woodshed "
            + "cluster share. (default: \(TrainingOptions().shards))", value: "n")
    public var shards: Int?

    public init() {}

    /// Puts what was given in the place of what was chosen.
    public func apply(to options: inout TrainingOptions) {
        options.learningRate = learningRate ?? options.learningRate
        options.dropout = dropout ?? options.dropout
        options.layerDropout = layerDropout ?? options.layerDropout
        options.weightDrop = weightDrop ?? options.weightDrop
        options.shards = shards ?? options.shards
        if let precision, precision != .automatic {
            options.precision = precision.precision(isTimed: options.maximumSeconds != nil)
        }
    }

    public func validate() throws {
        var options = TrainingOptions()
        options.steps = 1
        apply(to: &options)
        try OptionCheck.training(options)
    }
}

extension PrecisionChoice: ExpressibleByArgument {}
