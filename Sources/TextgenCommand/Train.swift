import ArgumentParser
import Bookshelf
import Cluster
import Commands
import Files
import ModelFile
import Prose
import Terminal
import Training

/// `textgen train`: a model from texts, or a model that learns on.
struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Learns texts and keeps the model, from nothing or from another model.",
        discussion: """
            What textgen --corpus learns it keeps in its cache; train writes it where you want it. With --from a model \
            learns on: it keeps what it knows of the language, gets the characters or words that are new to it, and comes to \
            write like the new text in less time and with less of it. If it does not get better, the model that is written is \
            the one it began with. Beside the output, FILE.checkpoint keeps the state of the learning until it is over.

            EXAMPLES
              textgen train shakespeare.txt -o shakespeare.safetensors --budget 15m
              textgen train novel.txt -o novel.safetensors --tokenizer words --budget 1h
              textgen train letters.txt --from shakespeare.safetensors -o letters.safetensors --budget 1m
              textgen train recipes/ --separator '\\n***\\n' -o recipes.safetensors
              textgen --model letters.safetensors --prompt "Dear "
            """)

    @Argument(
        help: ArgumentHelp(
            "The texts: files in UTF-8, - for standard input, or folders, whose .txt, .text and .md files are read.",
            valueName: "file"))
    var files: [String]

    @Option(
        name: .shortAndLong, help: ArgumentHelp("The model file to write.", valueName: "out.safetensors"))
    var output: String

    @Option(
        help: ArgumentHelp(
            "The model that learns on, in place of a new one; shakespeare is the one that comes with textgen.",
            valueName: "model"))
    var from: String?

    @Flag(help: "Store the weights in 16 bits (BF16), half the size.")
    var compact = false

    @OptionGroup(title: "Learning") var learning: LearningArguments
    @OptionGroup(title: "Watching") var watch: WatchArguments

    @Flag(name: .shortAndLong, help: "No progress and no notes; errors are still told.")
    var quiet = false

    func validate() throws {
        if files.isEmpty { throw ValidationError("there is nothing to learn from; name a text") }
        try OutputName.checkIsFile(output, "a model")
        try OutputName.check(output, endings: [".safetensors"], "a model is written as safetensors")
        if learning.retrain { throw ValidationError("--retrain has no meaning: train always learns") }
        if from != nil, let name = learning.tokenShape.first {
            throw ValidationError(
                "--from and \(name) contradict each other: a model keeps its tokens and how it reads them; give one")
        }
        if from != nil, let name = learning.training.shape.first {
            throw ValidationError("--from and \(name) contradict each other: a model keeps its shape; give one")
        }
    }

    func run() throws {
        try Cluster.together(
            begin: Interruption.takeUserSignals, wait: { Environment.wait(seconds: 10) }, run(with:))
    }

    /// - Parameter ranks: The processes that learn together, of which the first speaks and writes; nil for this one alone.
    private func run(with ranks: (any Ranks)?) throws {
        let start = Environment.seconds()
        let isFirst = ranks.map { $0.rank == 0 } ?? true
        var console = Console("textgen", isQuiet: quiet || !isFirst)
        do {
            let paths = try TextFiles.expand(files)
            let checkpoint = Directories.isReplaceable(output) ? "\(output).checkpoint" : nil
            try check(paths, checkpoint)
            if checkpoint == nil, learning.checkpoints.resume {
                throw Failure(.missingInput, "\(output) is no file, so there is no checkpoint beside it to resume")
            }
            if let warning = checkpoint.flatMap(learning.checkpoints.warning) { console.note(warning) }
            let base = try from.map { try LearnedText.read($0) }
            let corpus = try Corpus.read(
                paths, separator: learning.betweenFiles, isRaw: learning.isRaw || base?.isRaw == true, console: &console
            )
            let vectors = try learning.vectors.map { try Corpus.read([$0], console: &console) }
            let plan = LearningPlan(learning, corpus: corpus, base: base, vectors: vectors)
            var run = Learning(
                corpus: corpus, plan: plan, checkpoints: checkpoint.map(learning.checkpoints.plan), start: start,
                watch: watch)
            run.ranks = ranks
            defer { Interruption.release() }
            let learned = try run.run(&console)
            Cluster.end()
            guard isFirst else { return }
            try learned.file.write(to: output, as: compact ? .bfloat16 : .float32)
            console.note("\(output): \(learned.heldOutLoss)\(Self.comparison(learned))")
            if Interruption.isRaised {
                if checkpoint != nil { console.note("stopped; the best so far is written, --resume goes on") }
                throw Failure(.interrupted, "")
            }
            if let checkpoint { try Checkpoint.remove(checkpoint) }
        } catch let error as ProseError {
            throw Failure(error)
        }
    }

    private func check(_ paths: [String], _ checkpoint: String?) throws {
        var uses = FileUses()
        uses.learns(paths, as: "a text to learn")
        uses.reads(from, as: "--from")
        uses.reads(learning.vectors, as: "--vectors")
        uses.writes(output, as: "--output")
        uses.writes(checkpoint, as: "the checkpoint")
        watch.add(to: &uses)
        try uses.check()
        for path in [output] + watch.log { try Directories.checkWritable(path) }
    }

    /// What learning on has brought.
    private static func comparison(_ learned: LearnedText) -> String {
        guard let text = learned.file.card.options[LearnedText.beforeKey], let before = Double(text),
            let after = learned.file.card.validationLoss
        else { return "" }
        let was = "; before it learned on, \(NumberText.fixed(before, decimals: 2))"
        return after < before ? was : was + ": it did not get better and is kept as it was"
    }
}
