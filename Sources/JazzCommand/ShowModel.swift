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

    /// The entry of a card's options that says how well held-out solos are foretold.
    static let heldOut = "held-out"

    func run() throws {
        let model = try LeadModelFile.read(file)
        let card = model.card
        let shape = model.network.configuration
        let options = card.options.filter { $0.key != Self.heldOut }.sorted { $0.key < $1.key }.map {
            "\($0.key) \($0.value)"
        }.joined(separator: ", ")
        let rows = [
            ("name", card.name), ("learned from", card.data), ("attribution", card.attribution),
            (
                "network",
                "\(shape.cell.rawValue), \(shape.layers) × \(shape.hiddenSize), \(shape.parameterCount) weights"
            ),
            (
                "held out",
                [card.options[Self.heldOut], card.validationLoss.map { "\(decimal($0, places: 3)) nats a token" }]
                    .compactMap(\.self).joined(separator: ", ")
            ),
            ("training", "\(card.steps) updates, \(card.tokens) tokens, seed \(card.seed)"),
            ("options", options), ("made", "\(card.date) by \(card.program)"),
            ("hash", String(model.contentHash.prefix(16))),
        ]
        for (label, text) in rows where !text.isEmpty { try Output.line(padded(label, 15) + text) }
    }
}
