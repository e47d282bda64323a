import Files
internal import Numerics
public import Recurrent

/// A network with all that is needed to use it: vocabulary, settings, and a card that says where it comes from.
///
/// The file is safetensors with PyTorch's tensor names. Its metadata hold JSON under `configuration`, `vocabulary` (a list of
/// strings) and `card`; every other entry is one of `extra`.
public struct Model: Sendable {
    /// The network.
    public var network: Network
    /// The text of each output of the network, or nothing where the program knows it otherwise.
    public var vocabulary: [String]
    /// Where the model comes from.
    public var card: ModelCard
    /// Further settings by key, such as those of the tokenizer.
    public var extra: [String: String]

    /// Puts a model together; `vocabulary` has V entries or none.
    public init(network: Network, vocabulary: [String], card: ModelCard, extra: [String: String] = [:]) {
        self.network = network
        self.vocabulary = vocabulary
        self.card = card
        self.extra = extra
    }

    /// 32 hexadecimal digits that stand for all that decides what the model generates: configuration, weights as F32,
    /// vocabulary and extra settings. The card and the way the file stores its numbers make no difference. Linear; some
    /// 2 ms a million weights.
    public var contentHash: String {
        var hash = Fingerprint()
        hash.update(network.configuration.json)
        hash.update(vocabularyJSON)
        for (key, value) in extra.sorted(by: { $0.key < $1.key }) {
            hash.update(key)
            hash.update(value)
        }
        hash.update(network.parameters.values)
        return hash.hex
    }

    /// The file's bytes; equal models give equal bytes.
    ///
    /// - Parameter type: how the weights are stored; BF16 and F16 halve the file and round them.
    /// - Throws: `ModelFileError.cannotEncode`, `.vocabularySize` or `.notFinite` where reading would refuse the file.
    public func encoded(as type: ElementType = .float32) throws(ModelFileError) -> [UInt8] {
        try tensorFile().encoded(as: type)
    }

    /// Writes the model atomically; see `AtomicFile`.
    ///
    /// - Throws: what `encoded(as:)` throws, and `ModelFileError.cannotWrite`.
    public func write(to path: String, as type: ElementType = .float32) throws(ModelFileError) {
        try tensorFile().write(to: path, as: type)
    }

    private func tensorFile() throws(ModelFileError) -> TensorFile {
        let outputs = network.configuration.outputSize
        guard vocabulary.isEmpty || vocabulary.count == outputs else {
            throw .vocabularySize(file: "the model", found: vocabulary.count, expected: outputs)
        }
        var metadata = extra
        for (key, text) in [
            (Self.configurationKey, network.configuration.json), (Self.vocabularyKey, vocabularyJSON),
            (Self.cardKey, card.json), (Self.formatKey, Self.format),
        ] {
            guard metadata.updateValue(text, forKey: key) == nil else { throw .cannotEncode(flaw: .reservedName(key)) }
        }
        var tensors: [NamedTensor] = []
        for tensor in network.parameters.layout {
            let values = [Float](network.parameters.values[tensor.range])
            try Self.checkFinite(values, tensor.name, file: "the model")
            tensors.append(NamedTensor(name: tensor.name, shape: tensor.shape, values: values))
        }
        return TensorFile(tensors: tensors, metadata: metadata)
    }

    private var vocabularyJSON: String {
        var writer = JSONWriter()
        writer.array { writer in for entry in vocabulary { writer.string(entry) } }
        return writer.text
    }

    static let configurationKey = "configuration"
    static let vocabularyKey = "vocabulary"
    static let cardKey = "card"
    /// PyTorch's own entry, by which other programs know whose names and layout these are.
    static let formatKey = "format"
    static let format = "pt"
}
