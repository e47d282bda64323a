import ArgumentParser
import Bookshelf
import Commands
import Files
import Prose
import Terminal

/// `textgen score`: how well a model predicts texts.
struct Score: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Says how well a model predicts texts: bits a character and perplexity.",
        discussion: """
            The fewer bits, the more the text is like those that the model has learned; bits a character are the same measure \
            for models of characters, words, byte pairs and bytes, and so is the perplexity a word (words as spaces part \
            them, each line's end one more). With --sentences every line is \
            read on its own, from the start, and has a probability of its own. A character that the model does not know \
            counts \(Int(TextScore.unknownBits)) bits; an unknown word what the model says of unknown words, and its letters at random.

            EXAMPLES
              textgen score -m shakespeare.safetensors sonnet.txt
              textgen score -m english.safetensors --text "The apple and pear salad" --text "The apple and pair salad"
              textgen score -m shakespeare.safetensors sonnet.txt --html surprise.html
            """)

    @Option(
        name: .shortAndLong, help: ArgumentHelp("The model: a file, or a key of textgen models.", valueName: "model"))
    var model: String

    @Argument(help: ArgumentHelp("The texts: files, - for standard input, or folders.", valueName: "file"))
    var files: [String] = []

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "A text to score; of several the likeliest is told. May be given several times.", valueName: "text"))
    var text: [String] = []

    @Flag(help: "Score each line of the files on its own.")
    var sentences = false

    @Flag(help: "Show the text and how surprising each token was, in colours or in bits from 0 to 9.")
    var heat = false

    @Option(help: ArgumentHelp("The same as a page for a browser.", valueName: "file"))
    var html: String?

    @Flag(name: .shortAndLong, help: "No progress; errors are still told.")
    var quiet = false

    func validate() throws {
        if files.isEmpty, text.isEmpty {
            throw ValidationError("there is nothing to score; name a file, or give --text")
        }
        if !files.isEmpty, !text.isEmpty { throw ValidationError("--text and files exclude each other; give one") }
        if sentences, files.isEmpty {
            throw ValidationError("--sentences needs a file; each --text is scored on its own")
        }
        if let html { try OutputName.check(html, endings: [".html", ".htm"], "the page is written as HTML") }
    }

    func run() throws {
        var console = Console("textgen", isQuiet: quiet)
        do {
            let paths = try TextFiles.expand(files)
            if html != nil, max(paths.count, text.count) > 1 {
                throw Failure(.usage, "--html takes one text; give one")
            }
            var uses = FileUses()
            uses.reads(paths, as: "a text to score")
            uses.reads(model, as: "--model")
            uses.writes(html, as: "--html")
            try uses.check()
            if let html { try Directories.checkWritable(html) }
            let learned = try LearnedText.read(model)
            if paths.isEmpty {
                try compare(text, learned)
            } else {
                for path in paths { try score(path, learned, &console) }
            }
        } catch let error as ProseError {
            throw Failure(error)
        }
    }

    private func score(_ path: String, _ learned: LearnedText, _ console: inout Console) throws {
        let corpus = try Corpus.read([path], isRaw: learned.isRaw, console: &console)
        if sentences {
            return try compare(corpus.text.split(separator: "\n").map(String.init), learned)
        }
        let score = learned.score(corpus, &console)
        try Output.line("\(path): \(score.words)")
        try show(score, title: path)
    }

    /// Scores texts one by one; of several the likeliest is told.
    private func compare(_ texts: [String], _ learned: LearnedText) throws {
        let scores = texts.map { learned.text.score($0, ends: true) }
        for (text, score) in zip(texts, scores) {
            try Output.line(
                "ln p \(NumberText.fixed(score.logProbability, decimals: 2)), \(score.words): \(text)")
            try show(score, title: text)
        }
        guard texts.count > 1, text.count > 1, let best = scores.indices.max(by: { scores[$0].bits > scores[$1].bits })
        else { return }
        let others = scores.indices.filter { $0 != best }.map { scores[$0].bits }.min() ?? 0
        try Output.line(
            "likeliest, by \(NumberText.fixed(others - scores[best].bits, decimals: 2)) bits: \(texts[best])")
    }

    private func show(_ score: TextScore, title: String) throws {
        let page = SurprisePage(score, title: title)
        if heat {
            let traits = TerminalTraits(
                isTerminal: Descriptor.output.isTerminal,
                environment: Environment.values(["NO_COLOR", "TERM", "LC_ALL", "LC_CTYPE", "LANG"]))
            let columns = Descriptor.output.columns ?? 80
            for line in page.lines(columns: columns, colour: traits.colour) { try Output.drawing(line + "\n") }
        }
        if let html { try AtomicFile.write(Array(page.html.utf8), to: html) }
    }
}

extension TextScore {
    /// Its figures in words.
    var words: String {
        let isCharacters = tokenCount == count
        let unknown = unknown == 0 ? "" : ", \(NumberText.grouped(self.unknown)) of them unknown"
        return
            "\(NumberText.grouped(count)) characters\(unknown)"
            + (isCharacters ? ", " : "\(unknown.isEmpty ? "" : ",") in \(NumberText.grouped(tokenCount)) tokens, ")
            + "\(NumberText.fixed(bitsPerCharacter, decimals: 3)) bits a character, "
            + "perplexity \(NumberText.fixed(perplexity, decimals: 2))"
            + (isCharacters ? "" : " a token, \(NumberText.fixed(wordPerplexity, decimals: 2)) a word")
    }
}

extension LearnedText {
    /// How well it predicts a corpus, while showing how far it is.
    func score(_ corpus: Corpus, _ console: inout Console) -> TextScore {
        let count = corpus.characterCount
        let score = text.score(corpus, separator: separator) { done in
            console.progress(
                .init(label: "scoring", fraction: Double(done) / Double(max(1, count)), details: [corpus.name]))
            return true
        }
        console.clear()
        return score
    }
}
