import Recurrent

/// What must be the same for one run to go on from where another was: all that decides its arithmetic, by name.
struct RunIdentity: Sendable, Equatable {
    /// Names and values; the plainest reasons for a difference come first.
    private(set) var items: [(name: String, value: String)]

    static func == (one: RunIdentity, other: RunIdentity) -> Bool { one.difference(from: other) == nil }

    init(items: [(name: String, value: String)]) {
        self.items = items
    }

    init(
        _ configuration: NetworkConfiguration, _ options: TrainingOptions, training: any TokenSource,
        validation: any TokenSource
    ) {
        func text(_ value: (some Any)?) -> String { value.map { "\($0)" } ?? "none" }
        items = [
            ("cell", configuration.cell.rawValue), ("hidden size", "\(configuration.hiddenSize)"),
            ("number of layers", "\(configuration.layers)"), ("embedding size", text(configuration.embeddingSize)),
            ("vocabulary", "\(configuration.inputSizes.map(String.init).joined(separator: "+"))"),
            ("number of outputs", "\(configuration.outputSize)"),
            ("number of steps", text(options.steps)), ("number of epochs", text(options.epochs)),
            ("number of tokens", text(options.tokens)), ("time in seconds", text(options.maximumSeconds)),
            ("batch size", "\(options.batchSize)"), ("window", "\(options.window)"),
            ("learning rate", "\(options.learningRate)"), ("final rate", "\(options.finalRate)"),
            ("warm-up", "\(options.warmup)"), ("dropout", "\(options.dropout)"),
            ("layer dropout", "\(options.layerDropout)"), ("weight drop", "\(options.weightDrop)"),
            ("averaged share", "\(options.averaging)"), ("beta 1", "\(options.beta1)"), ("beta 2", "\(options.beta2)"),
            ("epsilon", "\(options.epsilon)"), ("clipping norm", "\(options.clipNorm)"),
            ("patience", text(options.patience)), ("validation interval", text(options.validationInterval)),
            ("number of validation steps", "\(options.validationSteps)"), ("seed", "\(options.seed)"),
            ("training data", DataFingerprint(training, configuration).text),
            ("validation data", DataFingerprint(validation, configuration).text),
        ]
    }

    /// The first item in which this, expected, differs from what was found; nil where all are the same.
    func difference(from found: RunIdentity) -> (item: String, found: String, expected: String)? {
        for (name, value) in items {
            let other = found.items.first { $0.name == name }?.value ?? "unknown"
            if other != value { return (name, other, value) }
        }
        return nil
    }
}
