import Commands
import ModelFile
import Prose
import Terminal

/// A model file of text, and what its card says.
struct LearnedText {
    static let kind = "text"
    private static let tokenizerKey = "tokenizer"
    /// The entry of a file that says what one document is.
    static let layoutKey = "layout"
    private static let characters = "characters"
    private static let startKey = "start"
    /// The entries of a card about what was measured.
    static let heldOutKey = "held out"
    static let unknownKey = "unknown"
    /// The entry about what stood between two documents.
    static let separatorKey = "separator"
    /// The entry about the loss of the model that learned on.
    static let beforeKey = "before"
    private static let noStart = "none"

    let file: Model
    let text: TextModel

    /// Packs what was learned into a model file.
    init(_ text: TextModel, card: ModelCard) {
        self.text = text
        var extra = [Self.tokenizerKey: Self.characters, Self.layoutKey: text.layout.rawValue]
        if !text.readsStart { extra[Self.startKey] = Self.noStart }
        file = Model(network: text.network, vocabulary: text.tokenizer.vocabulary, card: card, extra: extra)
    }

    /// Unpacks a model file; `name` is for messages.
    init(_ file: Model, name: String) throws(Failure) {
        guard file.extra[Self.tokenizerKey] == Self.characters,
            let layout = file.extra[Self.layoutKey].flatMap(TextLayout.init(rawValue:))
        else {
            throw Failure(
                .data,
                "\(name): its text is not split into characters; this version reads no other models")
        }
        self.file = file
        do {
            text = try TextModel(
                network: file.network, tokenizer: CharacterTokenizer(vocabulary: file.vocabulary), layout: layout,
                readsStart: file.extra[Self.startKey] != Self.noStart)
        } catch {
            throw Failure(.data, "\(name): \(error)")
        }
    }

    /// What stood between two documents of its corpus, where they were separated.
    var separator: String? { text.layout == .separated ? file.card.options[Self.separatorKey] : nil }

    /// How well it predicts text it has not seen.
    var heldOutLoss: String {
        guard let loss = file.card.validationLoss else {
            return "held-out loss unknown"
                + (file.card.options["ending"] == "interrupted" ? ": it was not measured" : "")
        }
        let part =
            file.card.options[Self.heldOutKey]
            ?? (text.layout == .lines ? "every tenth line" : "last tenth of the text")
        let unknown = file.card.options[Self.unknownKey].map {
            ", of which \($0) are unknown characters that count as one"
        }
        let weights = file.card.options["weights"] == "averaged" ? ", averaged weights" : ""
        return
            "held-out loss \(NumberText.fixed(loss, decimals: 2)) nats a character (\(part)\(unknown ?? ""))\(weights)"
    }
}
