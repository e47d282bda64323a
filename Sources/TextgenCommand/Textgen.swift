import ArgumentParser
import Commands
import Files
import ModelFile
import Prose
import Recurrent
import Terminal

/// The command `textgen`: learn a text once, then write in its manner.
struct Textgen: ParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "textgen",
        abstract: "Learns a text, then writes in its manner.",
        discussion: """
            The first run with a corpus trains a recurrent network on it, character by character, and keeps the model \
            in $XDG_CACHE_HOME/woodshed (or ~/.cache/woodshed); later runs with the same text and options write at \
            once. The text goes to standard output, everything else to standard error.

            EXAMPLES
              textgen --corpus shakespeare.txt
              textgen --corpus shakespeare.txt --prompt "ROMEO:" -n 300 --temp 0.7 --top-k 40 --seed 1
              textgen --corpus names.txt --lines --count 20
              textgen --corpus recipes.txt --budget 15m --save-model recipes.safetensors
              textgen --model recipes.safetensors -n -1 | less

            EXIT STATUS
              0 done, 64 wrong usage, 65 unusable data, 66 missing input, 73 output cannot be written, 130 Ctrl-C
            """,
        version: version,
        subcommands: [
            Train.self, Write.self, Score.self, Compare.self, Lint.self, Models.self, Import.self, Export.self,
        ])

    @Option(
        help: ArgumentHelp(
            "The text to learn from: UTF-8; - is standard input. May be given several times: all are learned.",
            valueName: "file"))
    var corpus: [String] = []

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("A model saved earlier, in place of a corpus; or its key in the cache.", valueName: "file"))
    var model: String?

    @Option(
        name: .shortAndLong, help: ArgumentHelp("Write the text to this file; - is standard output.", valueName: "file")
    )
    var output: String?

    @Option(help: ArgumentHelp("Save the model to this file as well.", valueName: "file"))
    var saveModel: String?

    @Flag(name: .shortAndLong, help: "No progress and no notes; errors, and a seed chosen at random, are still told.")
    var quiet = false

    @OptionGroup(title: "Writing") var sampling: SamplingArguments
    @OptionGroup(title: "Learning") var learning: LearningArguments
    @OptionGroup(title: "Watching") var watch: WatchArguments

    func validate() throws {
        if corpus.isEmpty, model == nil {
            throw ValidationError("there is nothing to learn from; name a text with --corpus FILE")
        }
        if !corpus.isEmpty {
            if model != nil { throw ValidationError("--corpus and --model exclude each other; give one") }
            if corpus.contains("-"), sampling.promptFile == "-" {
                throw ValidationError(
                    "--corpus - and --prompt-file - both read standard input; name a file for one of them")
            }
            try sampling.check(learning.layout)
            if sampling.rules.against != nil {
                throw ValidationError("--against has no meaning with --corpus, which texts are compared with anyway")
            }
        } else if sampling.rules.comparesWithCorpus, sampling.rules.against == nil {
            throw ValidationError(
                "\(sampling.rules.maxCopy == nil ? "--novelty" : "--max-copy") with --model needs the text to compare with; "
                    + "give --against FILE")
        } else if sampling.newOnly {
            throw ValidationError("--new-only has no meaning with --model, whose corpus is not at hand; give --corpus")
        } else if let option = learning.given.first ?? watch.given.first {
            throw ValidationError("\(option) has no meaning with --model, which is not trained any further")
        }
    }

    /// The file the text goes to; nil for standard output.
    private var textPath: String? { output == "-" ? nil : output }

    func run() throws {
        var console = Console("textgen", isQuiet: quiet)
        do {
            var files = FileUses()
            files.reads(corpus, as: "--corpus")
            files.reads(model, as: "--model")
            files.reads(sampling.promptFile, as: "--prompt-file")
            files.reads(sampling.rules.against, as: "--against")
            files.writes(textPath, as: "--output")
            files.writes(saveModel, as: "--save-model")
            watch.add(to: &files)
            try files.check()
            for path in [textPath, saveModel].compactMap({ $0 }) + watch.log { try Directories.checkWritable(path) }
            var learning = learning
            learning.training.threads = console.threads(learning.training.threads)
            let (learned, known) = try learnedText(learning, &console)
            let corpus = try sampling.rules.against.map { try Corpus.read([$0], console: &console) } ?? known
            if let saveModel { try learned.file.write(to: saveModel) }
            if Interruption.isRaised { throw Failure(.interrupted, "") }

            for note in sampling.notes(learned.text.layout) { console.note(note) }
            let opening = try sampling.opening()
            let unknown = learned.text.tokenizer.unknownCharacters(in: opening)
            if !unknown.isEmpty {
                let list = unknown.map { String($0).debugDescription }.joined(separator: ", ")
                console.note("the prompt has characters that the model does not know: \(list)")
            }
            Interruption.catchSignals()
            let (weights, threads) = (sampling.weights ?? .float32, learning.threads ?? 1)
            let isUsual = weights == .float32 && threads == 1
            let text = isUsual ? learned.text : try learned.text.writing(weights: weights, threads: threads)
            try Writing(model: text, arguments: sampling, opening: opening, corpus: corpus, path: textPath).run(
                &console)
            if Interruption.isRaised { throw Failure(.interrupted, "") }
        } catch let error as ProseError {
            throw Failure(error)
        }
    }

    private func learnedText(
        _ learning: LearningArguments, _ console: inout Console
    ) throws -> (LearnedText, Corpus?) {
        guard let model else { return try Library(arguments: learning, watch: watch).learned(corpus, &console) }
        let learned = try LearnedText.read(model)
        do { try sampling.check(learned.text.layout) } catch { throw Failure(.usage, error.message) }
        return (learned, nil)
    }
}
