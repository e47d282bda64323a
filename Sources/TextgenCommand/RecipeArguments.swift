import ArgumentParser
import Recurrent
import Training

/// The finer options of how a corpus is learned; nobody needs them, and all change the model.
struct RecipeArguments: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Texts read side by side. (default: 16, from two million characters on 32)", valueName: "rows"))
    var batch: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Characters over which errors are traced back. (default: 32, from two million characters on 64)",
            valueName: "characters"))
    var window: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The highest learning rate. (default: 0.003 to 0.006)", valueName: "rate"))
    var learningRate: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Updates until the highest rate is reached. (default: 100)", valueName: "number"))
    var warmup: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The fraction of the outputs dropped in training. (default: by the time)", valueName: "fraction"))
    var dropout: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The fraction of what a layer passes to the next dropped in training, the same for a whole window. "
                + "(default: by the time)", valueName: "fraction"))
    var layerDropout: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The fraction of the recurrent weights dropped in training. (default: by the time)", valueName: "fraction"))
    var weightDrop: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The last fraction of the run over which weights are averaged; the mean is kept if it is better. "
                + "(default: 0.25)", valueName: "fraction"))
    var averaging: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Stop after so many measurements without a new best. (default: 10 if nothing else sets an end)",
            valueName: "number"))
    var patience: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The numbers in which products are computed while it learns: fp32, or bf16, which is coarser and on many "
                + "processors faster; auto takes the faster one where time ends the learning, else fp32. (default: auto)",
            valueName: "format"))
    var precision: PrecisionChoice?

    /// The options that were given, by name and value.
    var given: [(name: String, value: String)] {
        let all: [(String, (any CustomStringConvertible)?)] = [
            ("--batch", batch), ("--window", window), ("--learning-rate", learningRate), ("--warmup", warmup),
            ("--dropout", dropout), ("--layer-dropout", layerDropout), ("--weight-drop", weightDrop),
            ("--averaging", averaging), ("--patience", patience), ("--precision", precision?.rawValue),
        ]
        return all.compactMap { name, value in value.map { (name, $0.description) } }
    }

    /// Puts what was given in the place of what was chosen.
    func apply(to options: inout TrainingOptions) {
        options.batchSize = batch ?? options.batchSize
        options.window = window ?? options.window
        options.learningRate = learningRate ?? options.learningRate
        options.warmup = warmup ?? options.warmup
        options.dropout = dropout ?? options.dropout
        options.layerDropout = layerDropout ?? options.layerDropout
        options.weightDrop = weightDrop ?? options.weightDrop
        options.averaging = averaging ?? options.averaging
        options.patience = patience ?? options.patience
        if let precision, precision != .automatic {
            options.precision = precision.precision(isTimed: options.maximumSeconds != nil)
        }
    }

    func validate() throws {
        var options = TrainingOptions()
        options.steps = 1
        apply(to: &options)
        do {
            try options.validate()
        } catch {
            throw ValidationError("\(error)")
        }
    }
}
