import ArgumentParser
import Bookshelf
import Commands
import Recurrent
import Training

/// The finer options of how a corpus is learned; nobody needs them, and all change the model.
struct RecipeArguments: ParsableArguments {
    @Option(
        number: "Texts read side by side. (default: \(TextRecipe.shortShape.batch), "
            + "from \(TextRecipe.longRun) characters to learn on \(TextRecipe.longShape.batch))", value: "rows")
    var batch: Int?

    @Option(
        number: "Characters over which errors are traced back. (default: \(TextRecipe.shortShape.window), "
            + "from \(TextRecipe.longRun) characters to learn on \(TextRecipe.longShape.window))",
        value: "characters")
    var window: Int?

    @Option(
        number: "Updates until the highest rate is reached. (default: \(TrainingOptions().warmup))", value: "number")
    var warmup: Int?

    @Option(
        number: "The last fraction of the run over which weights are averaged; the mean is kept if it is better. "
            + "(default: \(TrainingOptions().averaging))", value: "fraction")
    var averaging: Double?

    @Option(
        number: "Stop after so many measurements without a new best. "
            + "(default: \(LearningPlan.usualPatience) if nothing else sets an end)", value: "number")
    var patience: Int?

    @OptionGroup var optimization: OptimizationArguments<TextDefaults>

    /// The options that were given, by name and value.
    var given: [(name: String, value: String)] {
        let all: [(String, (any CustomStringConvertible)?)] = [
            ("--batch", batch), ("--window", window), ("--learning-rate", optimization.learningRate),
            ("--warmup", warmup),
            ("--dropout", optimization.dropout), ("--layer-dropout", optimization.layerDropout),
            ("--weight-drop", optimization.weightDrop), ("--shards", optimization.shards),
            ("--averaging", averaging), ("--patience", patience), ("--precision", optimization.precision?.rawValue),
        ]
        return all.compactMap { name, value in value.map { (name, $0.description) } }
    }

    /// Puts what was given in the place of what was chosen.
    func apply(to options: inout TrainingOptions) {
        options.batchSize = batch ?? options.batchSize
        options.window = window ?? options.window
        options.warmup = warmup ?? options.warmup
        options.averaging = averaging ?? options.averaging
        options.patience = patience ?? options.patience
        optimization.apply(to: &options)
    }

    func validate() throws {
        var options = TrainingOptions()
        options.steps = 1
        apply(to: &options)
        try OptionCheck.training(options)
    }
}
