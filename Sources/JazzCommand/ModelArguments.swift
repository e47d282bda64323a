import ArgumentParser
import Commands
import Jazz
import ModelFile
import Training

/// What the commands that learn a model have in common: how it is made the same again, and what its card says.
struct ModelArguments: ParsableArguments {
    @Option(help: ArgumentHelp("The same seed and data give the same model.", valueName: "n"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Threads; makes no difference to the result. Default: all cores.", valueName: "n"))
    var threads: Int?

    @Option(help: ArgumentHelp("A name for the model, kept in its card.", valueName: "text"))
    var name: String?

    @Option(help: ArgumentHelp("Whose work it learns from, kept in the model's card.", valueName: "text"))
    var attribution: String?

    @Flag(help: "Store the weights in 16 bits (BF16), half the size.")
    var compact = false

    /// How the weights are stored.
    var elementType: ElementType { compact ? .bfloat16 : .float32 }

    /// The card of a model.
    ///
    /// - Parameters:
    ///   - source: The file or folder that it learned from, after which it is called unless told.
    ///   - heldOut: How well the part held out was foretold, in words.
    func card(
        kind: String, source: String, data: String, heldOut: String, _ result: TrainingResult,
        _ options: TrainingOptions
    ) -> ModelCard {
        var card = ModelCard(kind: kind)
        card.name = name ?? (source.split(separator: "/").last.map(String.init) ?? source)
        card.data = data
        card.attribution = attribution ?? ""
        card.date = Environment.today()
        card.program = "jazz \(JazzMain.version)"
        card.seed = seed
        card.steps = result.bestStep
        card.tokens = result.tokens
        card.trainingLoss = result.trainingLoss
        card.validationLoss = result.validationLoss
        card.options = [
            "batch": "\(options.batchSize)", "window": "\(options.window)", "dropout": "\(options.dropout)",
            "learning rate": "\(options.learningRate)", "weights": result.weights.rawValue,
            ShowModel.heldOut: heldOut,
        ]
        card.options["epochs"] = options.epochs.map { decimal($0) }
        card.options["seconds"] = options.maximumSeconds.map { "\($0)" }
        if options.layerDropout > 0 { card.options["layer dropout"] = "\(options.layerDropout)" }
        if options.weightDrop > 0 { card.options["weight drop"] = "\(options.weightDrop)" }
        return card
    }
}
