import ArgumentParser
import Bookshelf
import Commands
import Files
import Prose
import Terminal

/// `textgen compare`: which of several models a text is most like.
struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Says which model's author a text is more likely by.",
        discussion: """
            Each text is scored with each model, and is more likely by the author whom the model with the fewest bits has \
            learned. The margin is what the next one needs more, in bits a character, whatever the models' tokens are. A character that a model does not \
            know counts \(Int(TextScore.unknownBits)) bits.

            EXAMPLES
              textgen compare -m austen.safetensors -m dickens.safetensors letter.txt
              textgen compare -m austen.safetensors -m dickens.safetensors letters/
            """)

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("A model: a file, or a key of textgen models; at least two.", valueName: "model"))
    var model: [String] = []

    @Argument(help: ArgumentHelp("The texts: files, - for standard input, or folders.", valueName: "file"))
    var files: [String]

    @Flag(name: .shortAndLong, help: "No progress; errors are still told.")
    var quiet = false

    func validate() throws {
        if model.count < 2 { throw ValidationError("give two models or more to compare: -m A -m B") }
        if files.isEmpty { throw ValidationError("there is nothing to compare; name a text") }
        if let twice = model.first(where: { name in model.count { $0 == name } > 1 }) {
            throw ValidationError("-m \(twice) is given twice; give different models")
        }
    }

    func run() throws {
        var console = Console("textgen", isQuiet: quiet)
        do {
            let models = try model.map { (name: $0, model: try LearnedText.read($0)) }
            let paths = try TextFiles.expand(files)
            let isTable = paths.count > 1 || paths != files
            let width = paths.map(\.count).max() ?? 0
            if isTable {
                try Output.line(
                    Self.pad("text", width) + "  " + models.map { Self.column($0.name) }.joined(separator: "  ")
                        + "  likelier by")
            }
            for path in paths {
                // Models of bytes read the same file as they learned theirs.
                let text =
                    models.contains { !$0.model.isRaw } ? try Corpus.read([path], console: &console) : nil
                let bytes =
                    models.contains { $0.model.isRaw } ? try Corpus.read([path], isRaw: true, console: &console) : nil
                let scores = models.map { model in
                    (model.model.isRaw ? bytes : text).map { model.model.score($0, &console).bitsPerCharacter } ?? 0
                }
                let order = scores.indices.sorted { (scores[$0], $0) < (scores[$1], $1) }
                let margin = NumberText.fixed(scores[order[1]] - scores[order[0]], decimals: 3)
                let best = models[order[0]].name
                if isTable {
                    let figures = zip(models, scores).map { model, score in
                        let figure = NumberText.fixed(score, decimals: 3)
                        return String(repeating: " ", count: max(0, Self.column(model.name).count - figure.count))
                            + figure
                    }
                    try Output.line(
                        Self.pad(path, width) + "  " + figures.joined(separator: "  ") + "  \(best), \(margin)")
                } else {
                    for (model, score) in zip(models, scores) {
                        try Output.line("\(model.name): \(NumberText.fixed(score, decimals: 3)) bits a character")
                    }
                    try Output.line("\(path): more likely by \(best), by \(margin) bits a character")
                }
            }
        } catch let error as ProseError {
            throw Failure(error)
        }
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    /// The head of a column: the end of the name, which tells files apart.
    private static func column(_ name: String) -> String {
        let short = name.split(separator: "/").last.map(String.init) ?? name
        return short.count < 6 ? String(repeating: " ", count: 6 - short.count) + short : short
    }
}
