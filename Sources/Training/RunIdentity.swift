import Numerics
import Recurrent

/// What must be the same for one run to go on from where another was: all that decides its arithmetic, by name.
struct RunIdentity: Sendable, Equatable {
    /// Names and values; the plainest reasons for a difference come first.
    private(set) var items: [(name: String, value: String)]

    static func == (one: RunIdentity, other: RunIdentity) -> Bool { one.difference(from: other) == nil }

    init(items: [(name: String, value: String)]) {
        self.items = items
    }

    /// - Parameter network: As it is before it learns: its weights are part of what makes the run.
    init(
        _ network: Network, _ options: TrainingOptions, training: any TokenSource, validation: any TokenSource
    ) {
        let configuration = network.configuration
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
            ("hash of the first weights", Self.hash(network.parameters.values)),
            ("keeping of the first weights", "\(options.keepsStart)"),
            ("training data", DataFingerprint(training).text),
            ("validation data", DataFingerprint(validation).text),
        ]
    }

    private static func hash(_ weights: [Float]) -> String {
        var hash = Fingerprint()
        hash.update(weights)
        return hash.hex
    }

    /// The options that make these items; what they do not tell is as in `others`.
    func options(_ others: TrainingOptions) -> TrainingOptions {
        var options = others
        func text(_ name: String) -> String { items.first { $0.name == name }?.value ?? "" }
        func integer(_ name: String, _ other: Int) -> Int { Int(text(name)) ?? other }
        func number(_ name: String, _ other: Double) -> Double { Double(text(name)) ?? other }
        options.steps = Int(text("number of steps"))
        options.epochs = Double(text("number of epochs"))
        options.tokens = Int(text("number of tokens"))
        options.maximumSeconds = Double(text("time in seconds"))
        options.batchSize = integer("batch size", options.batchSize)
        options.window = integer("window", options.window)
        options.learningRate = number("learning rate", options.learningRate)
        options.finalRate = number("final rate", options.finalRate)
        options.warmup = integer("warm-up", options.warmup)
        options.dropout = number("dropout", options.dropout)
        options.layerDropout = number("layer dropout", options.layerDropout)
        options.weightDrop = number("weight drop", options.weightDrop)
        options.averaging = number("averaged share", options.averaging)
        options.beta1 = number("beta 1", options.beta1)
        options.beta2 = number("beta 2", options.beta2)
        options.epsilon = number("epsilon", options.epsilon)
        options.clipNorm = number("clipping norm", options.clipNorm)
        options.patience = Int(text("patience"))
        options.validationInterval = Int(text("validation interval"))
        options.validationSteps = integer("number of validation steps", options.validationSteps)
        options.seed = UInt64(text("seed")) ?? options.seed
        return options
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
