/// What a model is and where it comes from, for those who meet the file later.
public struct ModelCard: Sendable, Equatable {
    /// What the model is for: "text", "jazz-lead". A program refuses models of another kind.
    public var kind: String
    /// A name for people.
    public var name = ""
    /// What it learned from.
    public var data = ""
    /// Whose work the data are, and under which licence.
    public var attribution = ""
    /// The day it was made, as year-month-day.
    public var date = ""
    /// The program that made it, with its version.
    public var program = ""
    /// The seed that makes it again.
    public var seed: UInt64 = 0
    /// The optimiser's updates behind the weights.
    public var steps = 0
    /// The tokens read in training, repeats included.
    public var tokens = 0
    /// The mean cross-entropy on the training data in nats a token.
    public var trainingLoss: Double?
    /// The mean cross-entropy on data it has not seen, in nats a token.
    public var validationLoss: Double?
    /// Everything else worth keeping, such as the options it was trained with.
    public var options: [String: String] = [:]

    /// An otherwise empty card.
    public init(kind: String) {
        self.kind = kind
    }
}

extension ModelCard {
    /// The card as JSON, keys in alphabetical order.
    package var json: String {
        var writer = JSONWriter()
        writer.object { writer in
            for (key, text) in [
                ("attribution", attribution), ("data", data), ("date", date), ("kind", kind), ("name", name),
            ] {
                writer.key(key)
                writer.string(text)
            }
            writer.key("options")
            writer.object { writer in
                for (key, value) in options.sorted(by: { $0.key < $1.key }) {
                    writer.key(key)
                    writer.string(value)
                }
            }
            writer.key("program")
            writer.string(program)
            writer.key("seed")
            // A string, because many readers of JSON round large integers.
            writer.string(String(seed))
            writer.key("steps")
            writer.integer(steps)
            writer.key("tokens")
            writer.integer(tokens)
            for (key, loss) in [("trainingLoss", trainingLoss), ("validationLoss", validationLoss)] {
                guard let loss else { continue }
                writer.key(key)
                writer.number(loss)
            }
        }
        return writer.text
    }

    /// Reads a card; keys it does not know are passed over, so that later versions may add some.
    init(json: String) throws(JSONReader.Failure) {
        var card = ModelCard(kind: "")
        var hasKind = false
        var reader = JSONReader(json)
        try reader.object { (reader, key, offset) throws(JSONReader.Failure) in
            switch key {
            case "attribution": card.attribution = try reader.string()
            case "data": card.data = try reader.string()
            case "date": card.date = try reader.string()
            case "kind":
                card.kind = try reader.string()
                hasKind = true
            case "name": card.name = try reader.string()
            case "options":
                try reader.object { (reader, key, _) throws(JSONReader.Failure) in
                    card.options[key] = try reader.string()
                }
            case "program": card.program = try reader.string()
            case "seed":
                guard let seed = UInt64(try reader.string()) else {
                    throw JSONReader.Failure(offset: offset, flaw: .numberOutOfRange)
                }
                card.seed = seed
            case "steps": card.steps = try reader.integer()
            case "tokens": card.tokens = try reader.integer()
            case "trainingLoss": card.trainingLoss = reader.null() ? nil : try reader.number()
            case "validationLoss": card.validationLoss = reader.null() ? nil : try reader.number()
            default: try reader.skip()
            }
        }
        try reader.finish()
        guard hasKind else { throw JSONReader.Failure(offset: 0, flaw: .missingKey("kind")) }
        self = card
    }
}
