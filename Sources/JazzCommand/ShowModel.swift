import ArgumentParser
import Commands
import Jazz
import JazzTraining
import ModelFile
import Recurrent
import Repertoire
import Terminal

/// `jazz model`: the model card of one of the band's models.
struct ShowModel: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model", abstract: "Tell what a model is, what it learned from and how good it is.")

    @Argument(
        help: ArgumentHelp(
            "The file of a lead, a bass or a model of changes, or a drummer's table; without it, the lead that comes "
                + "with jazz.",
            valueName: "file"))
    var file: String?

    func run() throws {
        if let file, let table = try DrumTableFile.tableIfAny(file) { return try show(table) }
        let model = try file.map { try BandModelFile.readAny($0).model } ?? BandModelFile.read(.lead, nil)
        let card = model.card
        let shape = model.network.configuration
        let options = card.options.filter { $0.key != ModelForm.heldOut }.sorted { $0.key < $1.key }.map {
            "\($0.key) \($0.value)"
        }.joined(separator: ", ")
        let rows = [
            ("kind", card.kind), ("name", card.name), ("learned from", card.data), ("attribution", card.attribution),
            (
                "network",
                "\(shape.cell.rawValue), \(shape.layers) × \(shape.hiddenSize), \(counted(shape.parameterCount, "weight"))"
            ),
            (
                "held out",
                [card.options[ModelForm.heldOut], card.validationLoss.map { "\(decimal($0, places: 3)) nats a token" }]
                    .compactMap(\.self).joined(separator: ", ")
            ),
            ("training", "\(counted(card.steps, "update")), \(counted(card.tokens, "token")), seed \(card.seed)"),
            ("options", options), ("made", "\(card.date) by \(card.program)"),
            ("hash", String(model.contentHash.prefix(16))),
        ]
        try show(rows)
    }

    private func show(_ table: DrumTable) throws {
        let made = [table.about["date"], table.about["program"].map { "by \($0)" }].compactMap(\.self)
        try show([
            ("kind", DrumTableFile.kind), ("name", table.about["name"] ?? ""),
            ("learned from", table.about["data"] ?? ""), ("attribution", table.about["attribution"] ?? ""),
            ("made", made.joined(separator: " ")), ("hash", String(table.contentHash.prefix(16))),
        ])
    }

    private func show(_ rows: [(label: String, text: String)]) throws {
        for (label, text) in rows where !text.isEmpty { try Output.line(padded(label, 15) + text) }
    }
}
