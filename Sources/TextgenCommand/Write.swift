import ArgumentParser
import Bookshelf
import Commands
import Files
import Prose
import Terminal

/// `textgen write`: the writer's desk.
struct Write: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "write",
        abstract: "Writes a text together with a model, in turns.",
        discussion: """
            What you type is added to the text, and the model goes on from it; an empty line has it go on further. Lines \
            that begin with / are commands: /help lists them. They take back what the model wrote, have it written anew, \
            show the likeliest next words, and change any control of the sampling. The text is kept after every turn.

            EXAMPLES
              textgen write
              textgen write -m shakespeare.safetensors -o sonnet.txt
            """)

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The model: a file, or a key of textgen models. (default: the one that comes with textgen)",
            valueName: "model"))
    var model: String?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Keep the text in this file; it begins with what is there already.", valueName: "file"))
    var output: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Decides every draw: the same seed and lines, the same text. (default: random)", valueName: "number"))
    var seed: UInt64?

    @Flag(name: .shortAndLong, help: "No notes; errors are still told.")
    var quiet = false

    func validate() throws {
        if let output { try OutputName.checkIsFile(output, "the text") }
    }

    func run() throws {
        do {
            var files = FileUses()
            files.reads(model, as: "--model")
            files.writes(output, as: "--output")
            try files.check()
            let learned = try model.map { try LearnedText.read($0) } ?? LearnedText.shipped()
            var start = ""
            if let output {
                try Directories.checkWritable(output)
                if FileSystem.exists(output), try FileSystem.status(output).size > 0 {
                    start = try Corpus.read(output, isRaw: learned.isRaw).text
                }
            }
            var session = DeskSession(
                WritingDesk(model: learned.text, seed: seed ?? UInt64(UInt32.random(in: .min ... .max))),
                path: output, start: start, isQuiet: quiet)
            try session.run()
        } catch let error as ProseError {
            throw Failure(error)
        }
    }
}
