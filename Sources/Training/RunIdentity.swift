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
        ]
        if configuration.tiesEmbedding { items.append(("tied embedding", "true")) }
        items += TrainingOption.all.filter(\.decidesResult).map { ($0.name, $0.text(options)) }
        items += [
            ("hash of the first weights", Self.hash(network.parameters.values)),
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
        for option in TrainingOption.all where option.decidesResult {
            if let value = items.first(where: { $0.name == option.name })?.value { option.set(&options, value) }
        }
        return options
    }

    /// The first item in which this, expected, differs from what was found; nil where all are the same.
    func difference(from found: RunIdentity) -> (item: String, found: String, expected: String)? {
        for (name, value) in items {
            // Checkpoints from before there were shards do not name them.
            let other = found.items.first { $0.name == name }?.value ?? (name == "number of shards" ? "1" : "unknown")
            if other != value { return (name, other, value) }
        }
        return nil
    }
}
