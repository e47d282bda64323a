import ArgumentParser
import Bookshelf
import Commands
import Files
import ModelFile
import Prose
import Recurrent
import Sampling
import Terminal

/// The command `textgen`: learn a text once, then write in its manner.
struct Textgen: ParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "textgen",
        abstract: "Learns a text, then writes in its manner.",
        discussion: """
            The first run with a corpus trains a recurrent network on it, character by character or word by word, and keeps the model \
            in $XDG_CACHE_HOME/woodshed (or ~/.cache/woodshed); later runs with the same text and options write at \
            once. The text goes to standard output, everything else to standard error.

            Without a corpus it writes with the model that comes with it.

            EXAMPLES
              textgen
              textgen --corpus shakespeare.txt
              textgen --corpus shakespeare.txt --prompt "ROMEO:" -n 300 --temp 0.7 --top-k 40 --seed 1
              textgen --corpus names.txt --lines --count 20
              textgen --corpus shakespeare.txt --tokenizer words
              textgen --corpus recipes.txt --budget 15m --save-model recipes.safetensors
              textgen --model recipes.safetensors -n -1 | less
              textgen -m austen.safetensors -m dickens.safetensors --blend 0.5

            EXIT STATUS
              0 done, 64 wrong usage, 65 unusable data, 66 missing input, 73 output cannot be written, 130 Ctrl-C
            """,
        version: version,
        subcommands: [
            Train.self, Write.self, Score.self, Compare.self, Lint.self, Embed.self, Models.self, Import.self,
            Export.self,
        ])

    @Option(
        help: ArgumentHelp(
            """
            The text to learn from: a file in UTF-8, - for standard input, or a folder, whose .txt, .text and .md files are \
            read. May be given several times: all are learned.
            """, valueName: "file"))
    var corpus: [String] = []

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            """
            A model saved earlier, in place of a corpus, or its key in the cache; two with --blend. (default: the one that \
            comes with textgen, of Shakespeare's plays)
            """, valueName: "file"))
    var model: [String] = []

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The part that the second of two models has in what is written, 0 to 1, or from the beginning to the end: 0.2-0.9.",
            valueName: "part"))
    var blend: String?

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
        if corpus.isEmpty, model.isEmpty, !(learning.given + watch.given).isEmpty {
            throw ValidationError("there is nothing to learn from; name a text with --corpus FILE")
        }
        try checkBlend()
        if !corpus.isEmpty {
            if !model.isEmpty { throw ValidationError("--corpus and --model exclude each other; give one") }
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
                "\(sampling.rules.maxCopy == nil ? "--novelty" : "--max-copy") needs the text to compare with where no --corpus is given; "
                    + "give --against FILE")
        } else if sampling.newOnly {
            throw ValidationError("--new-only has no meaning with --model, whose corpus is not at hand; give --corpus")
        } else if let option = learning.given.first ?? watch.given.first {
            throw ValidationError("\(option) has no meaning with --model, which is not trained any further")
        }
    }

    private func checkBlend() throws {
        guard blend != nil || model.count > 1 else { return }
        guard model.count == 2 else {
            throw ValidationError(
                model.count > 2
                    ? "there are \(model.count) models; --blend takes two"
                    : "--blend needs two models: -m A -m B --blend 0.3")
        }
        guard let blend else { throw ValidationError("two models need --blend, which says what part the second has") }
        guard let parts = Self.parts(blend) else {
            throw ValidationError("--blend is '\(blend)'; write a number from 0 to 1, or two: 0.2-0.9")
        }
        if parts.first != parts.last, sampling.maximum == -1 {
            throw ValidationError(
                "--blend \(blend) and -n -1 contradict each other: the text has no end; give -n a length")
        }
    }

    private static func parts(_ text: String) -> (first: Double, last: Double)? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Double($0) }
        guard 1...2 ~= parts.count, let first = parts[0], let last = parts[parts.count - 1], 0...1 ~= first,
            0...1 ~= last
        else { return nil }
        return (first, last)
    }

    /// The file the text goes to; nil for standard output.
    private var textPath: String? { output == "-" ? nil : output }

    func run() throws {
        var console = Console("textgen", isQuiet: quiet)
        do {
            let texts = try TextFiles.expand(corpus)
            let against = try sampling.rules.against.map { try TextFiles.expand([$0]) }
            var files = FileUses()
            files.learns(texts, as: "--corpus")
            files.reads(model, as: "--model")
            files.reads(learning.vectors, as: "--vectors")
            files.reads(sampling.promptFile, as: "--prompt-file")
            files.reads(against ?? [], as: "--against")
            files.writes(textPath, as: "--output")
            files.writes(saveModel, as: "--save-model")
            watch.add(to: &files)
            try files.check()
            for path in [textPath, saveModel].compactMap({ $0 }) + watch.log { try Directories.checkWritable(path) }
            var learning = learning
            learning.training.threads = console.threads(learning.training.threads)
            let (learned, known) = try learnedText(texts, learning, &console)
            let corpus =
                try sampling.rules.against.map { try Corpus.read([$0], isRaw: learned.isRaw, console: &console) }
                ?? known
            if let saveModel { try learned.file.write(to: saveModel) }
            if Interruption.isRaised { throw Failure(.interrupted, "") }

            for note in sampling.notes(learned.text.layout) { console.note(note) }
            let opening = try sampling.opening(isRaw: learned.isRaw)
            let unknown = learned.text.unknown(in: opening)
            if !unknown.isEmpty {
                let list = unknown.prefix(20).map(\.debugDescription).joined(separator: ", ")
                console.note(
                    "the prompt has \(learned.text.tokenizer.kind == .words ? "words" : "characters") that the model does not "
                        + "know: \(list)\(unknown.count > 20 ? " …" : "")")
            }
            Interruption.catchSignals()
            let threads = learning.training.threads ?? 1
            let text = try blended(
                written(learned.text, threads: threads), length: opening.unicodeScalars.count, threads: threads)
            try Writing(model: text, arguments: sampling, opening: opening, corpus: corpus, path: textPath).run(
                &console)
            if Interruption.isRaised { throw Failure(.interrupted, "") }
        } catch let error as ProseError {
            throw Failure(error)
        }
    }

    /// A model with its weights and threads as they were asked for.
    private func written(_ text: TextModel, threads: Int) throws -> TextModel {
        let weights = sampling.weights ?? .float32
        return weights == .float32 && threads == 1 ? text : try text.writing(weights: weights, threads: threads)
    }

    /// The first model with the second, where there is one.
    private func blended(_ text: TextModel, length: Int, threads: Int) throws -> TextModel {
        guard model.count == 2, let parts = blend.flatMap(Self.parts) else { return text }
        let other = try written(LearnedText.read(model[1]).text, threads: threads)
        let count = try sampling.limits().maximum
        return try text.blended(with: other, first: parts.first, last: parts.last, length: length + max(1, count))
    }

    private func learnedText(
        _ texts: [String], _ learning: LearningArguments, _ console: inout Console
    ) throws -> (LearnedText, Corpus?) {
        guard texts.isEmpty else { return try Library(arguments: learning, watch: watch).learned(texts, &console) }
        let learned = try model.first.map { try LearnedText.read($0) } ?? LearnedText.shipped()
        do { try sampling.check(learned.text.layout) } catch { throw Failure(.usage, error.message) }
        return (learned, nil)
    }
}
