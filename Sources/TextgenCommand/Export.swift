import ArgumentParser
import Bookshelf
import Commands
import Files
import ModelFile
import Prose
import Recurrent

/// `textgen export`: a model as a state of PyTorch's.
struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes a model as a state that PyTorch loads.",
        discussion: """
            The state has the tensors of a module with the attributes lstm (or gru, or rnn) and linear, as \
            load_state_dict wants them, and embedding where there is one; the tokens are a JSON list under "vocabulary" in its \
            metadata, "tokenizer" says what they are (characters, words, bpe, bytes; of the last two each byte is written as \
            GPT-2 does), and "layout" whether each line was a text (lines) or all was one (document). The cells rnn, \
            gru-pytorch and lstm can be exported; PyTorch does not have the others.

            EXAMPLE
              textgen export shakespeare.safetensors -o shakespeare-torch.safetensors
            """)

    @Argument(help: ArgumentHelp("The model: a file of textgen's.", valueName: "model"))
    var model: String

    @Option(name: .shortAndLong, help: ArgumentHelp("Write the state to this file.", valueName: "file"))
    var output: String

    @Flag(name: .shortAndLong, help: "No notes; errors are still told.")
    var quiet = false

    func run() throws {
        var console = Console("textgen", isQuiet: quiet)
        do {
            var files = FileUses()
            files.reads(model, as: "the model")
            files.writes(output, as: "--output")
            try files.check()
            try Directories.checkWritable(output)
            let text = try LearnedText(Model.read(model, kind: LearnedText.kind), name: model).text
            let (network, vocabulary) = try text.foreign()
            try Interchange.state(
                of: network, vocabulary: vocabulary,
                metadata: [
                    LearnedText.layoutKey: text.layout.rawValue,
                    LearnedText.tokenizerKey: LearnedText.name(of: text.tokenizer),
                ],
                name: model
            ).write(to: output)
            console.note("\(output): \(network.configuration.modules)")
        } catch let error as ProseError {
            throw Failure(error)
        }
    }
}

extension NetworkConfiguration {
    /// The cell and its size: lstm 2 × 256.
    var summary: String { "\(cell.rawValue) \(layers) × \(hiddenSize)" }

    /// The modules of PyTorch's that make such a network, in the order in which they are passed.
    fileprivate var modules: String {
        let name = cell.torchModule ?? "Module"
        let first = embeddingSize.map { "nn.Embedding(\(outputSize), \($0))" } ?? "one-hot vectors"
        return "\(first), nn.\(name)(\(embeddingSize ?? outputSize), \(hiddenSize), \(layers)), "
            + "nn.Linear(\(hiddenSize), \(outputSize))"
    }
}
