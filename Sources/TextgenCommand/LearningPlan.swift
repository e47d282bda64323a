import Bookshelf
import Commands
import ModelFile
import Numerics
import Prose
import Recurrent
import Terminal
import Training

/// How one corpus will be learned: the options given, and what the corpus and the time suggest for the others.
struct LearningPlan {
    let layout: TextLayout
    private(set) var hiddenSize: Int
    private(set) var layers: Int
    /// The trainer's options, for a corpus that is not too short for them.
    private(set) var options = TrainingOptions()
    /// The model that learns on; nil where a new network learns.
    let base: LearnedText?
    private let arguments: LearningArguments
    private let vectors: Corpus?
    /// The vectors of a vocabulary's words, once they are read.
    private(set) var known: WordVectors?

    /// Chosen before training, so that the same command makes the same network.
    static let seed: UInt64 = 1
    /// The highest rate of a model that learns on: what it knows is not to be lost at the first steps.
    static let continuedLearningRate = 2e-3
    /// What is learned by default, in seconds.
    static let usualTime = 180.0
    /// Measurements without a new best that end a run to which nothing else sets an end.
    static let usualPatience = 10

    /// A plan that needs no clock.
    ///
    /// - Parameter vectors: A file of vectors that words begin with.
    init(_ arguments: LearningArguments, corpus: Corpus, base: LearnedText? = nil, vectors: Corpus? = nil) {
        self.arguments = arguments
        self.vectors = vectors
        self.base = base
        let isGiven = arguments.layout != .document
        layout = isGiven ? arguments.layout : base?.text.layout ?? .document
        separator =
            arguments.separator ?? (arguments.filesAreTexts ? Corpus.fileSeparator : nil) ?? base?.separator ?? ""
        let shape = base?.text.network.configuration
        cell = shape?.cell ?? arguments.cell ?? .lstm
        hiddenSize = shape?.hiddenSize ?? arguments.hidden ?? TextRecipe.hiddenSize(characters: corpus.characterCount)
        layers = shape?.layers ?? arguments.layers ?? 1
        options.keepsStart = base != nil
        options.seed = Self.seed
        options.threads = arguments.threads
        (options.steps, options.epochs, options.tokens) = (arguments.steps, arguments.epochs, arguments.tokens)
        options.maximumSeconds = arguments.budget
        if !arguments.isCounted, arguments.budget == nil {
            options.maximumSeconds = Self.usualTime
            options.patience = Self.usualPatience
            // Sixty epochs overfit all but the largest networks; a tiny corpus still needs some hundreds of updates.
            options.tokens = max(
                600 * TextRecipe.shortShape.batch * TextRecipe.shortShape.window, 60 * corpus.characterCount)
        }
        options.precision = PrecisionChoice.automatic.precision(isTimed: options.maximumSeconds != nil)
        chooseRecipe(isLong: false)
    }

    /// Learns with other processes: the threads of this one, and shards for all, unless they were asked for.
    mutating func share(threads: Int, ranks: Int) {
        options.threads = options.threads ?? threads
        if arguments.recipe.optimization.shards == nil { options.shards = TrainingOptions.shards(ofRanks: ranks) }
    }

    /// What stands between two documents, where they are separated.
    let separator: String

    /// The vocabulary to learn a corpus with.
    func tokenizer(_ corpus: Corpus) -> Tokenizer {
        Tokenizer(corpus, layout: layout, kind: tokenizerKind, limit: arguments.vocabulary)
    }

    /// What the text is split into.
    var tokenizerKind: Tokenizer.Kind { base?.text.tokenizer.kind ?? arguments.tokenizer ?? .characters }

    /// The shape of the network for a vocabulary.
    func configuration(_ tokenizer: Tokenizer) -> NetworkConfiguration {
        shape(tokenizer, hiddenSize: hiddenSize, layers: layers)
    }

    private func shape(_ tokenizer: Tokenizer, hiddenSize: Int, layers: Int) -> NetworkConfiguration {
        var shape = TextModel.configuration(
            tokenizer: tokenizer, cell: cell, embeddingSize: arguments.embedding, hiddenSize: hiddenSize, layers: layers
        )
        if arguments.embedding == 0 { shape.embeddingSize = nil }
        if let known { shape.embeddingSize = known.dimension }
        if arguments.tieEmbeddings { (shape.embeddingSize, shape.tiesEmbedding) = (hiddenSize, true) }
        if let known = base?.text.network.configuration {
            (shape.embeddingSize, shape.tiesEmbedding) = (known.embeddingSize, known.tiesEmbedding)
        }
        return shape
    }

    /// Reads the vectors of a vocabulary's words, where some are given.
    ///
    /// - Throws: `ProseError`; `Failure` where they have another size than was asked for.
    mutating func readVectors(_ tokenizer: Tokenizer) throws {
        guard let vectors else { return }
        let read = try WordVectors(vectors, wanted: WordVectors.spellings(tokenizer))
        if let (name, size) = [("--embedding", arguments.embedding), ("--hidden", tiedSize)].first(where: {
            $0.1 != nil && $0.1 != read.dimension
        }) {
            throw Failure(
                .data,
                "\(vectors.name): its vectors have \(read.dimension) numbers, \(name) asks for \(size ?? 0); give \(name) "
                    + "\(read.dimension)")
        }
        known = read
        if arguments.tieEmbeddings { hiddenSize = read.dimension }
    }

    /// The hidden size that tied vectors must have, where one is asked for.
    private var tiedSize: Int? { arguments.tieEmbeddings ? arguments.hidden : nil }

    /// Takes note of how many tokens a text came to, where they are not its characters.
    mutating func count(_ tokens: Int, _ tokenizer: Tokenizer) {
        guard tokenizer.kind != .characters, options.tokens != arguments.tokens else { return }
        options.tokens = max(600 * TextRecipe.shortShape.batch * TextRecipe.shortShape.window, 60 * tokens)
    }

    var holdOut: HoldOut { arguments.holdOut ?? .blocks }

    let cell: CellKind

    /// Whether the speed of the machine has a say.
    var isOpen: Bool { !arguments.isCounted }

    /// What is tried out to know how fast this machine is.
    func probe(_ tokenizer: Tokenizer) -> NetworkConfiguration {
        if base != nil { return shape(tokenizer, hiddenSize: hiddenSize, layers: layers) }
        let tied = arguments.tieEmbeddings ? known?.dimension : nil
        return shape(tokenizer, hiddenSize: arguments.hidden ?? tied ?? 256, layers: 1)
    }

    /// Decides by the speed of a probe what the time is good for.
    mutating func decide(
        _ probe: NetworkConfiguration, tokensPerSecond: Double, seconds: Double, dataTokens: Int
    ) {
        let choice = SizeChoice(
            probe, tokensPerSecond: tokensPerSecond, seconds: seconds, dataTokens: dataTokens,
            hiddenSize: base != nil
                ? hiddenSize : arguments.tieEmbeddings ? known?.dimension ?? arguments.hidden : arguments.hidden,
            layers: base == nil ? arguments.layers : layers)
        (hiddenSize, layers) = (choice.hiddenSize, choice.layers)
        let tokens = min(choice.tokens, options.tokens.map(Double.init) ?? .infinity)
        chooseRecipe(isLong: tokens >= Double(TextRecipe.longRun))
        TextRecipe.hide(epochs: tokens / Double(max(1, dataTokens)), in: &options)
        arguments.recipe.apply(to: &options)
    }

    /// Takes over what an interrupted run of the same command had decided.
    mutating func adopt(_ checkpoint: Checkpoint) {
        if base == nil {
            hiddenSize = arguments.hidden ?? checkpoint.configuration.hiddenSize
            layers = arguments.layers ?? checkpoint.configuration.layers
        }
        let (threads, limits) = (options.threads, (options.steps, options.epochs, options.tokens))
        let seconds = options.maximumSeconds
        options = checkpoint.options(options)
        options.threads = threads
        (options.steps, options.epochs, options.tokens) = limits
        options.maximumSeconds = seconds
        arguments.recipe.apply(to: &options)
    }

    private mutating func chooseRecipe(isLong: Bool) {
        TextRecipe.choose(isLong: isLong, hiddenSize: hiddenSize, layers: layers, to: &options)
        if base != nil { options.learningRate = Self.continuedLearningRate }
        arguments.recipe.apply(to: &options)
    }

    /// What ends the run, in words.
    var limit: String {
        if let seconds = options.maximumSeconds {
            return (arguments.budget == nil ? "up to " : "") + DurationText.words(seconds)
        }
        if let steps = options.steps { return counted(steps, "update") }
        if let epochs = options.epochs { return "\(epochs) epochs" }
        return counted(options.tokens ?? 0, tokenizerKind == .characters ? "character" : "token")
    }

    /// The options for a training set of so many tokens: what was not asked for is made to suit it.
    func options(tokenCount: Int) -> TrainingOptions {
        var fitted = options.fitted(to: tokenCount)
        fitted.window = arguments.recipe.window ?? fitted.window
        fitted.batchSize = arguments.recipe.batch ?? fitted.batchSize
        return fitted
    }

    /// All that decides the model beside the corpus, as a model card keeps it.
    var description: [String: String] {
        var description = [
            "cell": cell.rawValue, "hidden": String(hiddenSize), "layers": String(layers), "layout": layout.rawValue,
            "batch": String(options.batchSize), "window": String(options.window),
            "learning rate": "\(options.learningRate)", "dropout": "\(options.dropout)",
            "layer dropout": "\(options.layerDropout)", "weight drop": "\(options.weightDrop)",
        ]
        if tokenizerKind != .characters { description["tokenizer"] = tokenizerKind.rawValue }
        description["precision"] = options.precision.rawValue
        description["steps"] = options.steps.map(String.init)
        description["epochs"] = options.epochs.map { "\($0)" }
        description["tokens"] = options.tokens.map(String.init)
        description["seconds"] = options.maximumSeconds.map { "\($0)" }
        return description
    }

    /// The name under which a model of this corpus is found again: by what was asked for, not by what that came to on
    /// this machine.
    func key(_ corpus: Corpus) -> String {
        var hash = ContentHash()
        let settings = arguments.settings.map { "\($0.name)=\($0.value)\n" }.joined()
        // The number changes when the same options come to mean another model.
        hash.update(Array("textgen 5\n\(settings)\n\(corpus.fingerprint)\n".utf8))
        if let vectors { hash.update(Array(vectors.fingerprint.utf8)) }
        return String(hash.hex.prefix(32))
    }
}
