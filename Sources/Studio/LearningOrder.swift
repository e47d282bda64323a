import Prose

/// What is to be learned, as a page asks for it.
struct LearningOrder: Sendable {
    var corpus: String
    /// The name of the model.
    var name: String
    var seconds: Double
    var tokenizer: Tokenizer.Kind
    var hiddenSize: Int?
    var layers: Int?
    /// Seconds from one sample to the next.
    var sampleEvery: Double
    var seed: UInt64

    init(_ json: JSONValue) throws(APIError) {
        let fields = try Fields(
            json, known: ["corpus", "name", "minutes", "tokenizer", "hidden", "layers", "sampleEvery", "seed"])
        guard let corpus = try fields.text("corpus", most: 80), let name = try fields.text("name", most: 80) else {
            throw APIError(
                422, "corpus or name is missing", at: "corpus", hint: "name the text to learn, and the model")
        }
        self.corpus = corpus
        self.name = try FileName.checked(name, at: "name")
        seconds = 60 * (try fields.number("minutes", 0.05...600) ?? 3)
        tokenizer = try fields.choice("tokenizer", Tokenizer.Kind.self) ?? .characters
        hiddenSize = try fields.integer("hidden", 16...1_024)
        layers = try fields.integer("layers", 1...4)
        sampleEvery = try fields.number("sampleEvery", 1...600) ?? 10
        seed = try fields.seed() ?? 1
    }
}
