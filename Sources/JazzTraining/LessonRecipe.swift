package import Recurrent
import Training

/// How a lesson is learned where nothing else is asked for.
package struct LessonRecipe: Sendable {
    /// Steps that gradients flow back.
    package var window: Int
    /// Epochs at most.
    package var epochs: Double
    /// Updates at least, however few the data: a network needs some hundred to learn anything.
    package var fewestUpdates = 0
    package var learningRate: Double
    /// For a model that learns on.
    package var continuedLearningRate: Double
    package var dropout: Double
    package var weightDrop = 0.0
    /// The hidden size of a new network, and of smaller ones below so much to learn: a wide network learns a little music
    /// by heart before it learns to play.
    package var hiddenSize: Int
    package var smallerSizes: [(below: Int, hiddenSize: Int)] = []
    /// The hidden sizes that can be asked for.
    package var hiddenSizes: ClosedRange<Int>
    /// Whether the model that comes with the program learns on, unless a new network is asked for.
    package var continuesShippedModel = false

    /// The numbers of layers that can be asked for.
    package static let layers = 1...4

    /// The hidden size for so much to learn.
    package func hiddenSize(for size: Int) -> Int {
        smallerSizes.first { size < $0.below }?.hiddenSize ?? hiddenSize
    }
}

/// What was asked for; nil leaves it to the ``LessonRecipe``.
package struct LessonSettings: Sendable {
    package var cell = CellKind.lstm
    package var hiddenSize: Int?
    package var layers = 1
    package var steps: Int?
    package var epochs: Double?
    package var maximumSeconds: Double?
    package var learningRate: Double?
    package var dropout: Double?
    package var layerDropout = 0.0
    package var weightDrop: Double?
    package var precision = PrecisionChoice.automatic
    package var seed: UInt64 = 1
    package var threads: Int?
    /// The parts of a batch that ``Ranks`` share.
    package var shards: Int?

    package init() {}

    /// How a trainer is to go about it.
    ///
    /// - Parameters:
    ///   - tokens: The steps of the training data.
    ///   - continues: Whether a model learns on.
    func options(_ recipe: LessonRecipe, tokens: Int, continues: Bool) -> TrainingOptions {
        var options = TrainingOptions()
        options.window = recipe.window
        // A little music is read in narrow batches and more often.
        options.batchSize = max(2, min(16, tokens / (20 * options.window)))
        let updatesPerEpoch = max(1, tokens / (options.batchSize * options.window))
        options.steps = steps
        options.epochs = epochs
        options.maximumSeconds = maximumSeconds
        if steps == nil, epochs == nil, maximumSeconds == nil {
            options.epochs = max(recipe.epochs, Double(recipe.fewestUpdates) / Double(updatesPerEpoch))
        }
        options.learningRate = learningRate ?? (continues ? recipe.continuedLearningRate : recipe.learningRate)
        options.dropout = dropout ?? recipe.dropout
        options.layerDropout = layerDropout
        options.weightDrop = weightDrop ?? recipe.weightDrop
        options.precision = precision.precision(isTimed: options.maximumSeconds != nil)
        options.seed = seed
        options.threads = threads
        options.shards = shards ?? options.shards
        options.patience = 10
        options.keepsStart = continues
        return options.fitted(to: tokens)
    }
}
