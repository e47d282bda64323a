import ArgumentParser
import Commands
import JazzTraining
import ModelFile
import Recurrent
import Repertoire
import Training

/// How a network learns a lesson. What every lesson has its own of is told with the lesson's own figures.
struct LessonArguments<Subject: Lesson>: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What learns on: a model of the same kind, or \(scratch) for a new network. (default: "
                + (Subject.recipe.continuesShippedModel ? "the model that comes with jazz)" : "\(scratch))"),
            valueName: "model or \(scratch)"))
    var from: String?

    @OptionGroup var training: TrainingArguments<LessonDefaults<Subject>>
    @OptionGroup var optimization: OptimizationArguments<LessonDefaults<Subject>>

    func validate() throws {
        if !isNew, let option = training.shape.first {
            throw ValidationError(
                "\(option) shapes a new network, and a model learns on; say --from \(scratch), or leave it out")
        }
    }

    /// Whether a new network learns.
    var isNew: Bool { from.map { $0 == scratch } ?? !Subject.recipe.continuesShippedModel }

    /// The model that learns on, and what it is called; nil for a new network.
    func origin() throws -> (model: Model, name: String)? {
        guard !isNew else { return nil }
        return (try BandModelFile.read(Subject.form, from), from ?? BandModelFile.shippedName(Subject.form))
    }

    /// What was asked for.
    ///
    /// - Parameter ranks: How many processes learn together; nil for one alone.
    func settings(seed: UInt64, threads: Int?, ranks: Int? = nil) -> LessonSettings {
        var settings = LessonSettings()
        settings.cell = training.cell ?? settings.cell
        settings.hiddenSize = training.hidden
        settings.layers = training.layers ?? settings.layers
        settings.steps = training.steps
        settings.epochs = training.epochs
        settings.maximumSeconds = training.budget
        settings.learningRate = optimization.learningRate
        settings.dropout = optimization.dropout
        settings.layerDropout = optimization.layerDropout ?? settings.layerDropout
        settings.weightDrop = optimization.weightDrop
        settings.precision = optimization.precision ?? settings.precision
        settings.seed = seed
        settings.threads = threads
        settings.shards = optimization.shards ?? ranks.map(TrainingOptions.shards(ofRanks:))
        return settings
    }
}

/// What `--from` calls a new network.
private let scratch = "scratch"

/// What a lesson does where nothing is asked for.
struct LessonDefaults<Subject: Lesson>: TrainingDefaults {
    static var hiddenSizes: ClosedRange<Int> { Subject.recipe.hiddenSizes }
    static var layerCounts: ClosedRange<Int> { LessonRecipe.layers }

    static var hiddenSize: String {
        "\(Subject.recipe.hiddenSize)"
            + (Subject.recipe.smallerSizes.isEmpty ? "" : ", less where there is little to learn")
    }
    static var layers: String { "\(LessonSettings().layers)" }
    static var budget: String { "by --epochs" }
    static var epochs: String {
        decimal(Subject.recipe.epochs)
            + (Subject.recipe.fewestUpdates > 0 ? ", more where there is little to learn" : "")
    }
    static var learningRate: String {
        "\(Subject.recipe.learningRate), \(Subject.recipe.continuedLearningRate) for a model that learns on"
    }
    static var dropout: String { "\(Subject.recipe.dropout)" }
    static var layerDropout: String { "\(LessonSettings().layerDropout)" }
    static var weightDrop: String { "\(Subject.recipe.weightDrop)" }
    static var threads: String { "all cores" }
}
