public import ArgumentParser
import Bookshelf
import Commands
import Files
public import Prose
import Terminal

/// `textgen embed`: words as vectors.
struct Embed: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "embed",
        abstract: "Shows which words a model takes for similar; learns, keeps and draws vectors of words.",
        discussion: """
            The vectors are those of a model of words or byte pairs, of a file in the format of word2vec or GloVe, or they \
            are learned from texts at once (skip-gram with negative sampling), which takes seconds. Words of similar use \
            have vectors of similar direction; the numbers that are shown are cosines, 1 for the same direction.

            EXAMPLES
              textgen embed -m words.safetensors --near king --near love
              textgen embed --train shakespeare.txt -o vectors.txt
              textgen embed --vectors vectors.txt --analogy king queen man
              textgen embed --vectors vectors.txt --tsne words.svg
              textgen train shakespeare.txt --tokenizer words --vectors vectors.txt -o words.safetensors
            """)

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("A model of words or byte pairs: a file, or a key of textgen models.", valueName: "model"))
    var model: String?

    @Option(help: ArgumentHelp("A file of vectors, in the format of word2vec or GloVe.", valueName: "file"))
    var vectors: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Learn the vectors from these texts: files, - or folders.", valueName: "file"))
    var train: [String] = []

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("The words nearest to this one; may be given several times.", valueName: "word"))
    var near: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("What is to c as b is to a: --analogy a b c.", valueName: "word"))
    var analogy: [String] = []

    @Option(number: "How many words are shown. (default: \(Self.usualCount))", value: "number")
    var count: Int?

    @Option(
        help: ArgumentHelp("Draw the words along the two directions in which they differ most.", valueName: "file.svg"))
    var pca: String?

    @Option(help: ArgumentHelp("Draw the words with their neighbours beside them (t-SNE).", valueName: "file.svg"))
    var tsne: String?

    @Option(number: "How many of the commonest words are drawn. (default: \(Self.usualDrawn))", value: "number")
    var words: Int?

    @Option(name: .shortAndLong, help: ArgumentHelp("Write the vectors to this file.", valueName: "file"))
    var output: String?

    @Option(help: "As which: word2vec has a line with the numbers of words and of dimensions first, glove none.")
    var format: WordVectors.Format = .word2vec

    @OptionGroup(title: "Learning vectors") var learning: SkipGramArguments

    @Flag(name: .shortAndLong, help: "No progress and no notes; errors are still told.")
    var quiet = false

    private static let usualCount = 10
    private static let usualDrawn = 300

    func validate() throws {
        let sources = [(model != nil, "--model"), (vectors != nil, "--vectors"), (!train.isEmpty, "--train")]
            .filter(\.0).map(\.1)
        guard let source = sources.first else {
            throw ValidationError("there are no vectors; give -m MODEL, --vectors FILE or --train FILE")
        }
        if sources.count > 1 { throw ValidationError("\(source) and \(sources[1]) exclude each other; give one") }
        if near.isEmpty, analogy.isEmpty, pca == nil, tsne == nil, output == nil {
            throw ValidationError(
                "there is nothing to do; give --near WORD, --analogy A B C, --pca FILE, --tsne FILE or -o FILE")
        }
        if !analogy.isEmpty, analogy.count != 3 {
            throw ValidationError(
                "--analogy takes three words, and there are \(analogy.count): --analogy king queen man")
        }
        if near.contains("") || analogy.contains("") { throw ValidationError("a word is empty; it must have letters") }
        if let count, !(1...1_000 ~= count) { throw ValidationError("--count is \(count); it must be 1 to 1,000") }
        if let count, near.isEmpty, analogy.isEmpty {
            throw ValidationError("--count \(count) has no effect without --near or --analogy")
        }
        if let words, !(2...VectorMap.limit ~= words) {
            throw ValidationError("--words is \(words); it must be 2 to 1,000")
        }
        if words != nil, pca == nil, tsne == nil {
            throw ValidationError("--words has no effect without --pca or --tsne")
        }
        for path in [pca, tsne].compactMap({ $0 }) {
            try OutputName.check(path, endings: [".svg"], "the picture is written as SVG")
        }
        if let option = learning.given.first, train.isEmpty {
            throw ValidationError("\(option) has no effect without --train")
        }
    }

    func run() throws {
        var console = Console("textgen", isQuiet: quiet)
        do {
            let texts = try TextFiles.expand(train)
            var files = FileUses()
            files.learns(texts, as: "--train")
            files.reads(model, as: "--model")
            files.reads(vectors, as: "--vectors")
            for (path, name) in [(output, "--output"), (pca, "--pca"), (tsne, "--tsne")] {
                files.writes(path, as: name)
                if let path { try Directories.checkWritable(path) }
            }
            try files.check()
            let found = try read(texts, &console)
            if let output {
                try AtomicFile.write(Array(found.text(format).utf8), to: output)
                console.note("\(output): \(NumberText.grouped(found.words.count)) words of \(found.dimension) numbers")
            }
            for word in near {
                try show(found.nearest(to: word, count: count ?? Self.usualCount), of: asksSeveral ? word : nil)
            }
            if analogy.count == 3 {
                let answers = try found.analogy(analogy[0], analogy[1], analogy[2], count: count ?? Self.usualCount)
                try show(answers, of: asksSeveral ? analogy.joined(separator: " ") : nil)
            }
            for (path, kind) in [(pca, VectorMap.Kind.pca), (tsne, .tsne)] {
                guard let path else { continue }
                console.status("drawing")
                let map = VectorMap(found, count: words ?? Self.usualDrawn, kind: kind)
                console.clear()
                try AtomicFile.write(Array(map.svg(title: title(texts)).utf8), to: path)
                console.note("\(path): \(NumberText.grouped(map.words.count)) words")
            }
        } catch let error as ProseError {
            throw Failure(error)
        }
    }

    /// Whether answers need a heading.
    private var asksSeveral: Bool { near.count + (analogy.isEmpty ? 0 : 1) > 1 }

    private func title(_ texts: [String]) -> String { model ?? vectors ?? texts.first ?? "words" }

    private func read(_ texts: [String], _ console: inout Console) throws -> WordVectors {
        if let model { return try WordVectors(LearnedText.read(model).text) }
        if let vectors { return try WordVectors(Corpus.read([vectors], console: &console)) }
        let corpus = try Corpus.read(texts, console: &console)
        let tokenizer = Tokenizer(
            corpus, layout: .document, kind: .words, limit: learning.vocabulary ?? Tokenizer.defaultLimit(.words))
        console.note("learning \(corpus.name): \(NumberText.grouped(tokenizer.words.count)) words")
        Interruption.catchSignals()
        defer { Interruption.release() }
        let found = try learning.skipGram.vectors(corpus, tokenizer) { done in
            console.progress(.init(label: "learning", fraction: done, details: []))
            return !Interruption.isRaised
        }
        console.clear()
        guard let found else { throw Failure(.interrupted, "stopped before the vectors were learned; nothing is kept") }
        return found
    }

    private func show(_ words: [(word: String, cosine: Double)], of name: String?) throws {
        if let name { try Output.line(name) }
        for (word, cosine) in words { try Output.line("\(NumberText.fixed(cosine, decimals: 3))  \(word)") }
    }
}

extension WordVectors.Format: ExpressibleByArgument {}
