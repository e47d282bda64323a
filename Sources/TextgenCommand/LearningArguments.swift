public import ArgumentParser
import Commands
public import Prose
public import Recurrent
import Training

/// The options of how a corpus is learned. All are part of what a stored model is found by, but for the threads.
struct LearningArguments: ParsableArguments {
    @Flag(help: "Learn the corpus again, even if it is known.")
    var retrain = false

    @Flag(help: "Every line of the corpus is a text of its own: names, titles.")
    var lines = false

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
            "Learn for this long: 90s, 5m, 1h30m. (default: 3m, or less for a short corpus)", valueName: "duration"),
        transform: durationSeconds)
    var budget: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Learn in exactly this many steps instead: the same model every time.", valueName: "number"))
    var steps: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Learn for this many epochs, that is times through the corpus, instead.", valueName: "number"))
    var epochs: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Learn this many characters instead, repeats counted.", valueName: "number"))
    var tokens: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The width of the network. (default: by the corpus and the time)", valueName: "units"))
    var hidden: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The depth of the network. (default: by the corpus and the time)", valueName: "number"))
    var layers: Int?

    @Option(help: ArgumentHelp("The network's cell. (default: lstm)", valueName: "kind"))
    var cell: CellKind?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            """
            The threads that learn and write; neither the model nor the text depends on them. (default: all to learn, \
            one to write)
            """, valueName: "number"))
    var threads: Int?

    @OptionGroup var checkpoints: CheckpointArguments
    @OptionGroup var recipe: RecipeArguments

    /// Whether the number of updates was given in some way: then the same command makes the same model.
    var isCounted: Bool { steps != nil || epochs != nil || tokens != nil }

    /// What one document is.
    var layout: TextLayout { separator != nil ? .separated : lines ? .lines : .document }

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
            ("--lines", lines ? true : nil), ("--separator", separator), ("--hold-out", holdOut?.rawValue),
            ("--budget", budget),
            ("--steps", steps), ("--epochs", epochs),
            ("--tokens", tokens), ("--hidden", hidden), ("--layers", layers), ("--cell", cell?.rawValue),
        ]
        return all.compactMap { name, value in value.map { (name, $0.description) } } + recipe.given
    }

    func validate() throws {
        if checkpoints.resume, retrain {
            throw ValidationError("--resume goes on with a run, --retrain starts over; give one")
        }
        if separator == "" { throw ValidationError("--separator is empty; it must be one character or more") }
        if separator != nil, lines {
            throw ValidationError("--lines and --separator both say what a text of the corpus is; give one")
        }
        let ends = [("--steps", steps != nil), ("--epochs", epochs != nil), ("--tokens", tokens != nil)]
        let given = (ends + [("--budget", budget != nil)]).filter(\.1).map(\.0)
        if given.count > 1 {
            throw ValidationError(
                "\(given.joined(separator: " and ")) contradict each other: each says when learning ends; give one of them"
            )
        }
        if let steps, steps < 1 { throw ValidationError("--steps is \(steps); it must be 1 or above") }
        if let tokens, tokens < 1 { throw ValidationError("--tokens is \(tokens); it must be 1 or above") }
        if let epochs, !(epochs > 0 && epochs <= 1e9) {
            throw ValidationError("--epochs is \(epochs); it must be above 0 and at most a billion")
        }
        if let threads, !(1...1_024).contains(threads) {
            throw ValidationError("--threads is \(threads); it must be 1 to 1024")
        }
        do {
            try NetworkConfiguration(
                inputSizes: [1], hiddenSize: hidden ?? 1, layers: layers ?? 1, outputSize: 1
            ).validate()
        } catch {
            throw ValidationError("\(error)")
        }
    }
}

extension CellKind: ExpressibleByArgument {}
extension HoldOut: ExpressibleByArgument {}
