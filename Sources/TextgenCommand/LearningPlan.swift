import ModelFile
import Prose
import Recurrent
import Training

/// How one corpus will be learned: the options given, and what the corpus suggests for the others.
struct LearningPlan {
    let layout: TextLayout
    let cell: CellKind
    let hiddenSize: Int
    let layers: Int
    /// The most updates; more than enough where time is what limits the run.
    let steps: Int
    /// The most seconds; nil where the number of steps was given.
    let seconds: Double?

    /// Chosen before training, so that the same command makes the same network.
    static let seed: UInt64 = 1
    // Measured on a megabyte in 1.2 million characters of training, 128 units: batches of 32 × 64 at a rate of 0.003
    // came to 2.31 nats a character, 16 × 32 at 0.003 to 2.05, at 0.006 to 1.91. Minutes are short: many small steps win.
    private static let batchSize = 16
    private static let window = 32

    init(_ arguments: LearningArguments, corpus: Corpus) {
        layout = arguments.lines ? .lines : .document
        cell = arguments.cell ?? .lstm
        // A wide network learns a small corpus by heart before it learns its language.
        hiddenSize = arguments.hidden ?? (corpus.characterCount < 100_000 ? 128 : 256)
        layers = arguments.layers ?? 1
        // Sixty passes overfit all but the largest networks; a tiny corpus still needs some hundreds of updates.
        let passes = 60 * corpus.characterCount / (Self.batchSize * Self.window)
        steps = arguments.steps ?? max(600, passes)
        seconds = arguments.budget ?? (arguments.steps == nil ? 180 : nil)
    }

    /// The trainer's options for a training set of so many tokens.
    func options(tokenCount: Int, threads: Int?) -> TrainingOptions {
        var options = TrainingOptions()
        options.batchSize = Self.batchSize
        options.window = Self.window
        options.learningRate = hiddenSize > 256 || layers > 2 ? 3e-3 : 6e-3
        options.steps = steps
        options.maximumSeconds = seconds
        options.patience = 5
        options.seed = Self.seed
        options.threads = threads
        return options.fitted(to: tokenCount)
    }

    /// All that decides the model beside the corpus, as a model card keeps it.
    var description: [String: String] {
        [
            "cell": cell.rawValue, "hidden": String(hiddenSize), "layers": String(layers), "layout": layout.rawValue,
            "steps": String(steps), "seconds": seconds.map { "\($0)" } ?? "",
        ]
    }

    /// The name under which a model of this corpus is found again.
    func key(_ corpus: Corpus) -> String {
        var hash = ContentHash()
        let options = description.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)\n" }.joined()
        // The number changes when the same options come to mean another model.
        hash.update(Array("textgen 2\n\(options)\n\(corpus.fingerprint)\n".utf8))
        return String(hash.hex.prefix(32))
    }
}
