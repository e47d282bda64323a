public import ArgumentParser
import Bookshelf
import Commands
public import Prose
public import Recurrent
import Terminal
import Training

/// The options of how a corpus is learned. All are part of what a stored model is found by, but for the threads.
@dynamicMemberLookup
struct LearningArguments: ParsableArguments {
    @Flag(help: "Learn the corpus again, even if it is known.")
    var retrain = false

    @Flag(
        name: [.long, .customLong("document-per-line")],
        help: "Every line of the corpus is a text of its own: names, titles.")
    var lines = false

    @Flag(
        name: .customLong("document-per-file"),
        help: "Every file of the corpus is a text of its own, and written whole.")
    var filesAreTexts = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            """
            What stands between two texts of the corpus: recipes, poems, chats. Each is written whole. \\n is a line's end, \
            as in --escape.
            """, valueName: "text"), transform: { try EscapedText.decode($0, "--separator") })
    var separator: String?

    @Option(
        help: ArgumentHelp(
            """
            The tenth that is not learned but measured: blocks from all over the text, repeats together, or the last \
            tenth, as nanoGPT has it. (default: blocks)
            """, valueName: "which"))
    var holdOut: HoldOut?

    @Option(
        help: ArgumentHelp(
            """
            What the text is split into: characters; words, and the signs between them; bpe, byte pairs that are frequent in \
            it; or bytes, of any file. (default: characters)
            """, valueName: "tokens"))
    var tokenizer: Tokenizer.Kind?

    @Option(
        number: "The most different characters, words or byte pairs to learn. (default: "
            + "\(Tokenizer.defaultLimit(.characters)) characters, \(Tokenizer.defaultLimit(.words)) words, "
            + "\(Tokenizer.defaultLimit(.bpe)) byte pairs)", value: "number")
    var vocabulary: Int?

    @Option(
        number: "The numbers that each token is read as, learned as well; 0 reads it as it is. (default: "
            + "\(TextModel.usualEmbedding) for words and byte pairs, else 0)", value: "size")
    var embedding: Int?

    @Flag(
        help: """
            Score tokens with the same numbers that they are read as: fewer weights, which is better for large vocabularies. \
            Makes --embedding the hidden size.
            """)
    var tieEmbeddings = false

    @Option(
        help: ArgumentHelp(
            "Begin with the vectors of this file, in the format of word2vec or GloVe, for the words that it has.",
            valueName: "file"))
    var vectors: String?

    @OptionGroup var training: TrainingArguments<TextDefaults>

    @Option(number: "Learn this many tokens instead, characters as a rule, repeats counted.", value: "number")
    var tokens: Int?

    @OptionGroup var checkpoints: CheckpointArguments
    @OptionGroup var recipe: RecipeArguments

    /// Those that every command shares are its own.
    subscript<Value>(dynamicMember path: KeyPath<TrainingArguments<TextDefaults>, Value>) -> Value {
        training[keyPath: path]
    }

    /// Whether the number of updates was given in some way: then the same command makes the same model.
    var isCounted: Bool { training.steps != nil || training.epochs != nil || tokens != nil }

    /// What one document is.
    var layout: TextLayout { separator != nil || filesAreTexts ? .separated : lines ? .lines : .document }

    /// What is put between two files of the corpus.
    var betweenFiles: String { filesAreTexts ? Corpus.fileSeparator : "" }

    /// The options that were given, by name: none of them means anything without learning.
    var given: [String] {
        [
            (retrain, "--retrain"), (checkpoints.resume, "--resume"),
            (checkpoints.checkpointEvery != nil, "--checkpoint-every"),
        ].filter(\.0).map(\.1) + settings.map(\.name)
    }

    /// Those that decide the model, by name and value.
    var settings: [(name: String, value: String)] {
        let all: [(String, (any CustomStringConvertible)?)] = [
            ("--lines", lines ? true : nil), ("--separator", separator),
            ("--document-per-file", filesAreTexts ? true : nil), ("--hold-out", holdOut?.rawValue),
            ("--tokenizer", tokenizer?.rawValue), ("--vocabulary", vocabulary), ("--embedding", embedding),
            ("--tie-embeddings", tieEmbeddings ? true : nil),
            ("--vectors", vectors),
            ("--budget", training.budget), ("--steps", training.steps), ("--epochs", training.epochs),
            ("--tokens", tokens), ("--hidden", training.hidden), ("--layers", training.layers),
            ("--cell", training.cell?.rawValue),
        ]
        return all.compactMap { name, value in value.map { (name, $0.description) } } + recipe.given
    }

    func validate() throws {
        if checkpoints.resume, retrain {
            throw ValidationError("--resume goes on with a run, --retrain starts over; give one")
        }
        if separator == "" { throw ValidationError("--separator is empty; it must be one character or more") }
        if filesAreTexts, separator != nil || lines {
            throw ValidationError(
                "--document-per-file and \(lines ? "--lines" : "--separator") both say what a text of the corpus is; give one"
            )
        }
        if separator != nil, lines {
            throw ValidationError("--lines and --separator both say what a text of the corpus is; give one")
        }
        try checkTokens()
        try OptionCheck.ends(training.ends + (tokens == nil ? [] : ["--tokens"]))
        var options = TrainingOptions()
        options.tokens = tokens ?? 1
        try OptionCheck.training(options)
    }
}

extension LearningArguments {
    fileprivate func checkTokens() throws {
        if let vocabulary {
            let least = tokenizer == .bpe ? 257 : 1
            guard least...Tokenizer.largest ~= vocabulary else {
                throw ValidationError(
                    "--vocabulary is \(vocabulary); it must be \(least) to \(NumberText.grouped(Tokenizer.largest))"
                        + (least > 1 ? ": the 256 bytes, and what is joined of them" : ""))
            }
            if tokenizer == .bytes {
                throw ValidationError("--vocabulary has no meaning with --tokenizer bytes: there are 256")
            }
        }
        if tieEmbeddings, let embedding, embedding != training.hidden {
            throw ValidationError(
                "--tie-embeddings and --embedding \(embedding) contradict each other: tied vectors have the hidden size; leave "
                    + "--embedding out, or give --hidden \(embedding) as well")
        }
        if vectors != nil, tokenizer != .words, tokenizer != .bpe {
            throw ValidationError("--vectors is for words; give --tokenizer words (or bpe) as well")
        }
        if vectors != nil, embedding == 0 {
            throw ValidationError("--vectors and --embedding 0 contradict each other: the words are read as vectors")
        }
        if let embedding, !(0...16_384 ~= embedding) {
            throw ValidationError("--embedding is \(embedding); it must be 0 to 16,384")
        }
    }

    /// The options of what tokens are that were given, by name.
    var tokenShape: [String] {
        [
            (tokenizer != nil, "--tokenizer"), (vocabulary != nil, "--vocabulary"), (embedding != nil, "--embedding"),
            (tieEmbeddings, "--tie-embeddings"), (vectors != nil, "--vectors"),
        ].filter(\.0).map(\.1)
    }

    /// What is read of a file: text, or bytes as they are.
    var isRaw: Bool { tokenizer == .bytes }
}

extension Tokenizer.Kind: ExpressibleByArgument {}

/// What textgen does where nothing is asked for.
struct TextDefaults: TrainingDefaults {
    static var hiddenSizes: ClosedRange<Int> { NetworkConfiguration.hiddenSizes }
    static var layerCounts: ClosedRange<Int> { NetworkConfiguration.layerCounts }

    static var hiddenSize: String { "by the corpus and the time" }
    static var layers: String { "by the corpus and the time" }
    static var budget: String { "\(DurationText.words(LearningPlan.usualTime)), or less for a short corpus" }
    static var epochs: String { "by --budget" }
    static var learningRate: String {
        "\(TextRecipe.learningRates.other) to \(TextRecipe.learningRates.small), by the size of the network; "
            + "\(LearningPlan.continuedLearningRate) for a model that learns on"
    }
    static var dropout: String { "by the time" }
    static var layerDropout: String { "by the time" }
    static var weightDrop: String { "by the time" }
    static var threads: String { "all to learn, one to write" }
}

extension HoldOut: ExpressibleByArgument {}
