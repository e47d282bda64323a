import ArgumentParser
import Bookshelf
import Commands
import Files
import ModelFile
import Prose
import Recurrent

/// `textgen import`: a state of PyTorch's as a model.
struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Makes a model of a network that PyTorch has learned.",
        discussion: """
            The state is what safetensors.torch.save_file(module.state_dict(), FILE) writes: one nn.LSTM, nn.GRU or \
            nn.RNN (tanh) of any number of layers, one nn.Linear after it, and before it an nn.Embedding or one-hot \
            vectors. The attributes may have any names. The tokens must be characters, unless export wrote the state; their order is taken from \
            --vocabulary (a JSON list, a JSON object from token to id, or a text file with the characters in order), \
            from --corpus (sorted(set(text)), as is usual), or from the state's metadata, where export put it.

            EXAMPLES
              textgen import shakespeare-torch.safetensors --corpus shakespeare.txt -o shakespeare.safetensors
              textgen --model shakespeare.safetensors --prompt "ROMEO:"
            """)

    @Argument(help: ArgumentHelp("The state: a safetensors file.", valueName: "state"))
    var state: String

    @Option(name: .shortAndLong, help: ArgumentHelp("Write the model to this file.", valueName: "file"))
    var output: String

    @Option(help: ArgumentHelp("The tokens in the order of their ids.", valueName: "file"))
    var vocabulary: String?

    @Option(
        help: ArgumentHelp("The text it was learned from, whose sorted characters are the tokens.", valueName: "file"))
    var corpus: String?

    @Flag(
        help: """
            Every line was a text of its own. What ended a line becomes the end of a text. (export says so in the state)
            """)
    var lines = false

    @Flag(name: .shortAndLong, help: "No notes; errors are still told.")
    var quiet = false

    func validate() throws {
        if vocabulary != nil, corpus != nil {
            throw ValidationError("--vocabulary and --corpus exclude each other; give one")
        }
    }

    func run() throws {
        var console = Console("textgen", isQuiet: quiet)
        do {
            var files = FileUses()
            files.reads(state, as: "the state")
            files.reads(vocabulary, as: "--vocabulary")
            files.reads(corpus, as: "--corpus")
            files.writes(output, as: "--output")
            try files.check()
            try Directories.checkWritable(output)
            let file = try TensorFile.read(state)
            let network = try Interchange.network(file, name: state)
            let shape = network.configuration
            guard shape.inputSizes == [shape.outputSize] else {
                throw ModelFileError.misfit(
                    file: state, .tokens(inputs: shape.inputSizes[0], outputs: shape.outputSize))
            }
            let tokens = try tokens(file, count: shape.outputSize, &console)
            let (kind, holdsAnyBytes) = tokenizer(file)
            let text = try TextModel(
                foreign: network, vocabulary: tokens, kind: kind, holdsAnyBytes: holdsAnyBytes, layout: layout(file))
            var card = ModelCard(kind: LearnedText.kind)
            card.name = state.split(separator: "/").last.map { String($0) } ?? state
            card.data = "imported from \(card.name)"
            card.date = Environment.today()
            card.program = "textgen \(Textgen.version)"
            try LearnedText(text, card: card).file.write(to: output)
            console.note(
                "\(output): \(shape.summary), \(tokens.count) tokens; textgen --model \(output) writes with it")
        } catch let error as ProseError {
            throw Failure(error)
        }
    }

    private func layout(_ file: TensorFile) -> TextLayout {
        lines ? .lines : file.metadata[LearnedText.layoutKey].flatMap(TextLayout.init(rawValue:)) ?? .document
    }

    /// What export said of the tokens; those of others are characters.
    private func tokenizer(_ file: TensorFile) -> (kind: Tokenizer.Kind, holdsAnyBytes: Bool) {
        guard vocabulary == nil, corpus == nil else { return (.characters, false) }
        return file.metadata[LearnedText.tokenizerKey].flatMap(LearnedText.kind) ?? (.characters, false)
    }

    private func tokens(_ file: TensorFile, count: Int, _ console: inout Console) throws -> [String] {
        if let corpus {
            let characters = Tokenizer(
                try Corpus.read([corpus], console: &console), layout: .document, limit: .max
            ).characters
            guard characters.count == count else {
                throw Failure(
                    .data,
                    "\(corpus): has \(characters.count) different characters, the network of \(state) \(count) tokens; "
                        + "name the text it was learned from, or its tokens with --vocabulary")
            }
            return characters.map { String($0) }
        }
        if let vocabulary {
            return try Interchange.vocabulary(vocabulary, count: count, name: state)
        }
        guard
            let tokens = try Interchange.vocabulary(
                file, count: count, areCharacters: tokenizer(file).kind == .characters, name: state)
        else {
            throw Failure(
                .usage, "\(state): does not say what its \(count) tokens are; give --vocabulary FILE or --corpus FILE")
        }
        return tokens
    }
}
