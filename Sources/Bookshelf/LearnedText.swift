package import Commands
package import ModelFile
import Numerics
package import Prose
import Terminal

/// A model file of text, and what its card says.
package struct LearnedText: Sendable {
    package static let kind = "text"
    /// The entry of a file that says what one token is.
    package static let tokenizerKey = "tokenizer"
    /// The entry of a file that says what one document is.
    package static let layoutKey = "layout"
    private static let anyBytes = "any bytes"
    /// The entry of a card that says how many characters a token has on average.
    package static let lengthKey = "characters a token"
    private static let startKey = "start"
    /// The entries of a card about what was measured.
    package static let heldOutKey = "held out"
    package static let unknownKey = "unknown"
    /// The entry about what stood between two documents.
    package static let separatorKey = "separator"
    /// The entry about the loss of the model that learned on.
    package static let beforeKey = "before"
    private static let noStart = "none"

    package let file: Model
    package let text: TextModel

    /// Packs what was learned into a model file.
    package init(_ text: TextModel, card: ModelCard) {
        self.text = text
        var extra = [Self.tokenizerKey: Self.name(of: text.tokenizer), Self.layoutKey: text.layout.rawValue]
        if !text.readsStart { extra[Self.startKey] = Self.noStart }
        file = Model(network: text.network, vocabulary: text.tokenizer.vocabulary, card: card, extra: extra)
    }

    /// Unpacks a model file; `name` is for messages.
    package init(_ file: Model, name: String) throws(Failure) {
        guard let (kind, holdsAnyBytes) = file.extra[Self.tokenizerKey].flatMap(Self.kind),
            let layout = file.extra[Self.layoutKey].flatMap(TextLayout.init(rawValue:))
        else {
            let kinds = Tokenizer.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure(
                .data, "\(name): its text is split in a way that this version does not know; it knows \(kinds)")
        }
        self.file = file
        do {
            text = try TextModel(
                network: file.network,
                tokenizer: Tokenizer(vocabulary: file.vocabulary, kind: kind, holdsAnyBytes: holdsAnyBytes),
                layout: layout, readsStart: file.extra[Self.startKey] != Self.noStart)
        } catch {
            throw Failure(.data, "\(name): \(error)")
        }
    }

    /// What a file says of its tokens.
    package static func name(of tokenizer: Tokenizer) -> String {
        tokenizer.holdsAnyBytes ? anyBytes : tokenizer.kind.rawValue
    }

    /// The tokens that such a name means.
    package static func kind(_ name: String) -> (kind: Tokenizer.Kind, holdsAnyBytes: Bool)? {
        name == anyBytes ? (.bytes, true) : Tokenizer.Kind(rawValue: name).map { ($0, false) }
    }

    /// Whether its texts are read byte by byte.
    package var isRaw: Bool { text.tokenizer.kind == .bytes }

    /// What stood between two documents of its corpus, where they were separated.
    package var separator: String? { text.layout == .separated ? file.card.options[Self.separatorKey] : nil }

    /// How many bits a character of text that it has not seen costs; nil where that was not measured.
    package var bitsPerCharacter: Double? {
        guard let loss = file.card.validationLoss else { return nil }
        return loss / naturalLogarithm(2) / (file.card.options[Self.lengthKey].flatMap(Double.init) ?? 1)
    }

    /// How well it predicts text it has not seen.
    package var heldOutLoss: String {
        guard let loss = file.card.validationLoss else {
            return "held-out loss unknown"
                + (file.card.options["ending"] == "interrupted" ? ": it was not measured" : "")
        }
        let part =
            file.card.options[Self.heldOutKey]
            ?? (text.layout == .lines ? "every tenth line" : "last tenth of the text")
        let isCharacters = text.tokenizer.kind == .characters
        let unknown = file.card.options[Self.unknownKey].map {
            ", of which \($0) are unknown \(isCharacters ? "characters" : "words") that count as one"
        }
        let weights = file.card.options["weights"] == "averaged" ? ", averaged weights" : ""
        // Models with other tokens are compared by their characters.
        let length = file.card.options[Self.lengthKey].flatMap(Double.init)
        let bits = length.map { ", \(NumberText.fixed(loss / naturalLogarithm(2) / $0, decimals: 2)) bits a character" }
        return
            "held-out loss \(NumberText.fixed(loss, decimals: 2)) nats a \(isCharacters ? "character" : "token")\(bits ?? "") "
            + "(\(part)\(unknown ?? ""))\(weights)"
    }
}
