import ArgumentParser
import Commands
import JazzTraining
import ModelFile
import Recurrent
import Training

/// How a network learns a lesson. What every lesson has its own of is told with the lesson's own figures.
struct LessonArguments<Subject: Lesson>: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What learns on: a model of the same kind, or scratch for a new network. Default: "
                + (Subject.recipe.continuesShippedModel ? "the model that comes with jazz." : "scratch."),
            valueName: "model or scratch"))
    var from: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Hidden size of a new network, \(words(Subject.recipe.hiddenSizes)). Default: \(Subject.recipe.hiddenSize)"
                + (Subject.recipe.smallerSizes.isEmpty ? "." : ", less where there is little to learn."),
            valueName: "n"))
    var hidden: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Layers of a new network, \(words(LessonRecipe.layers)). Default: \(LessonSettings().layers).",
            valueName: "n"))
    var layers: Int?

    @Option(
        help: ArgumentHelp(
            "The cell of a new network: \(CellKind.allCases.map(\.rawValue).joined(separator: ", ")). "
                + "Default: \(LessonSettings().cell.rawValue).", valueName: "cell"),
        transform: cellKind)
    var cell: CellKind?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Epochs: how often everything is read at most. Default: \(decimal(Subject.recipe.epochs))"
                + (Subject.recipe.fewestUpdates > 0 ? ", more where there is little to learn." : "."), valueName: "n"))
    var epochs: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Updates at most, instead of --epochs.", valueName: "n"))
    var steps: Int?

    @Option(
        help: ArgumentHelp(
            "The time to finish in, such as 90s, 10m or 1h, instead of --epochs; the result then depends on the "
                + "machine's speed.", valueName: "time"),
        transform: durationSeconds)
    var budget: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Dropout: the fraction of the network's output that is dropped while it learns. Default: "
                + "\(Subject.recipe.dropout).", valueName: "fraction"))
    var dropout: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Dropout between layers, the same for a whole window. Default: \(LessonSettings().layerDropout).",
            valueName: "fraction"))
    var layerDropout: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The fraction of the recurrent weights that is dropped while it learns. Default: "
                + "\(Subject.recipe.weightDrop).", valueName: "fraction"))
    var weightDrop: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The highest learning rate. Default: \(Subject.recipe.learningRate), "
                + "\(Subject.recipe.continuedLearningRate) for a model that learns on.", valueName: "rate"))
    var learningRate: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The numbers in which products are computed while it learns: fp32, or bf16, which is coarser and on many "
                + "processors faster; auto takes the faster one with --budget, else fp32.", valueName: "format"))
    var precision = PrecisionChoice.automatic

    func validate() throws {
        func check(_ option: String, _ value: Int?, _ range: ClosedRange<Int>) throws {
            guard let value, !range.contains(value) else { return }
            throw ValidationError("\(option) \(value) is not possible; choose \(words(range))")
        }
        try check("--hidden", hidden, Subject.recipe.hiddenSizes)
        try check("--layers", layers, LessonRecipe.layers)
        let ends = [(steps != nil, "--steps"), (epochs != nil, "--epochs"), (budget != nil, "--budget")]
            .filter(\.0).map(\.1)
        guard ends.count < 2 else {
            throw ValidationError("\(ends.joined(separator: " and ")) each say when learning ends; give one of them")
        }
        if !isNew, cell != nil || hidden != nil || layers != nil {
            throw ValidationError(
                "--cell, --hidden and --layers shape a new network; say --from scratch, or leave them out")
        }
        var options = TrainingOptions()
        options.epochs = epochs ?? 1
        options.steps = steps
        options.learningRate = learningRate ?? options.learningRate
        options.dropout = dropout ?? 0
        options.layerDropout = layerDropout ?? 0
        options.weightDrop = weightDrop ?? 0
        do { try options.validate() } catch { throw ValidationError("\(error)") }
    }

    /// Whether a new network learns.
    var isNew: Bool { from.map { $0 == "scratch" } ?? !Subject.recipe.continuesShippedModel }

    /// The model that learns on, and what it is called; nil for a new network.
    func origin() throws -> (model: Model, name: String)? {
        guard !isNew else { return nil }
        return (try BandModelFile.read(Subject.form, from), from ?? BandModelFile.shippedName(Subject.form))
    }

    /// What was asked for.
    func settings(_ model: ModelArguments, threads: Int?) -> LessonSettings {
        var settings = LessonSettings()
        settings.cell = cell ?? settings.cell
        settings.hiddenSize = hidden
        settings.layers = layers ?? settings.layers
        settings.steps = steps
        settings.epochs = epochs
        settings.maximumSeconds = budget
        settings.learningRate = learningRate
        settings.dropout = dropout
        settings.layerDropout = layerDropout ?? settings.layerDropout
        settings.weightDrop = weightDrop
        settings.precision = precision
        settings.seed = model.seed
        settings.threads = threads
        return settings
    }
}

private func words(_ range: ClosedRange<Int>) -> String { "\(range.lowerBound) to \(range.upperBound)" }

private func cellKind(_ text: String) throws -> CellKind {
    guard let kind = CellKind(rawValue: text) else {
        let known = CellKind.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("'\(text)' is no cell; choose one of \(known)")
    }
    return kind
}
