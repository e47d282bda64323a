import ArgumentParser
import Commands
import ModelFile
import Recurrent

/// `jazz model`: the model card of a lead model.
struct ShowModel: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model", abstract: "Tell what a lead model is, what it learned from and how good it is.")

    @Argument(help: ArgumentHelp("The model file; without it, the model that comes with jazz.", valueName: "file"))
    var file: String?

    func run() throws {
        let model = try LeadModelFile.read(file)
        let card = model.card
        let shape = model.network.configuration
        let seconds = card.options.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        let rows = [
            ("name", card.name), ("learned from", card.data), ("attribution", card.attribution),
            (
                "network",
                "\(shape.cell.rawValue), \(shape.layers) × \(shape.hiddenSize), \(shape.parameterCount) weights"
            ),
            ("held-out loss", card.validationLoss.map { "\(decimal($0, places: 3)) nats a token" } ?? ""),
            ("training", "\(card.steps) updates, \(card.tokens) tokens, seed \(card.seed)"),
            ("options", seconds), ("made", "\(card.date) by \(card.program)"),
            ("hash", String(model.contentHash.prefix(16))),
        ]
        for (label, text) in rows where !text.isEmpty { print(padded(label, 15) + text) }
    }
}
