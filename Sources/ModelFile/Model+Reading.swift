import Recurrent

extension Model {
    /// Reads a model file; linear in its size.
    ///
    /// - Parameter kind: the only kind that is welcome, or nil for all.
    /// - Throws: `ModelFileError`.
    public static func read(_ path: String, kind: String? = nil) throws(ModelFileError) -> Model {
        try Model(TensorFile.read(path), name: path, kind: kind)
    }

    /// Decodes the bytes of a model file.
    ///
    /// - Parameters:
    ///   - name: the file's name, for error messages.
    ///   - kind: the only kind that is welcome, or nil for all.
    /// - Throws: `ModelFileError`.
    public init(bytes: [UInt8], name: String, kind: String? = nil) throws(ModelFileError) {
        try self.init(TensorFile(bytes: bytes, name: name), name: name, kind: kind)
    }

    private init(_ file: TensorFile, name: String, kind: String?) throws(ModelFileError) {
        let card = try Self.entry(Self.cardKey, file, name) { (json) throws(JSONReader.Failure) in
            try ModelCard(json: json)
        }
        if let kind, card.kind != kind { throw .wrongKind(file: name, found: card.kind, needed: kind) }
        let configuration = try Self.entry(Self.configurationKey, file, name) { (json) throws(JSONReader.Failure) in
            try NetworkConfiguration(json: json)
        }
        let vocabulary = try Self.entry(Self.vocabularyKey, file, name) { (json) throws(JSONReader.Failure) in
            var reader = JSONReader(json)
            var entries: [String] = []
            try reader.array { (reader) throws(JSONReader.Failure) in entries.append(try reader.string()) }
            try reader.finish()
            return entries
        }
        guard vocabulary.isEmpty || vocabulary.count == configuration.outputSize else {
            throw .vocabularySize(file: name, found: vocabulary.count, expected: configuration.outputSize)
        }
        var extra = file.metadata
        for key in [Self.cardKey, Self.configurationKey, Self.vocabularyKey, Self.formatKey] { extra[key] = nil }
        self.init(
            network: try Self.network(configuration, file.tensors, name), vocabulary: vocabulary, card: card,
            extra: extra)
    }

    private static func entry<Value>(
        _ key: String, _ file: TensorFile, _ name: String, _ parse: (String) throws(JSONReader.Failure) -> Value
    ) throws(ModelFileError) -> Value {
        guard let json = file.metadata[key] else { throw .missingMetadata(file: name, key: key) }
        do {
            return try parse(json)
        } catch {
            throw .badMetadata(file: name, key: key, offset: error.offset, flaw: error.flaw)
        }
    }

    /// Fits the tensors into a network. Shapes are compared before anything of the configuration's size is allocated: a
    /// small file may claim a large network.
    private static func network(
        _ configuration: NetworkConfiguration, _ tensors: [NamedTensor], _ name: String
    ) throws(ModelFileError) -> Network {
        do {
            try configuration.validate()
        } catch {
            throw .badConfiguration(file: name, reason: error.description)
        }
        var known: [String: NamedTensor] = [:]
        for tensor in tensors { known[tensor.name] = tensor }
        for expected in configuration.layout {
            guard let tensor = known.removeValue(forKey: expected.name) else {
                throw .missingTensor(file: name, tensor: expected.name)
            }
            guard tensor.shape == expected.shape else {
                throw .wrongShape(file: name, tensor: tensor.name, found: tensor.shape, expected: expected.shape)
            }
            try checkFinite(tensor.values, tensor.name, file: name)
        }
        // In file order, so that the same file always gives the same message.
        if let tensor = tensors.first(where: { known[$0.name] != nil }) {
            throw .unexpectedTensor(file: name, tensor: tensor.name)
        }
        do {
            var parameters = try Parameters(configuration)
            for tensor in tensors { try parameters.set(tensor.name, shape: tensor.shape, to: tensor.values) }
            return try Network(configuration, parameters: parameters)
        } catch {
            throw .badConfiguration(file: name, reason: error.description)
        }
    }

    /// One bad weight spoils everything that is generated.
    static func checkFinite(_ values: [Float], _ tensor: String, file: String) throws(ModelFileError) {
        // Without a branch, so that it runs many numbers at a time: an exponent of all ones carries into the top bit.
        var carry: UInt32 = 0
        for value in values { carry |= (value.bitPattern & 0x7F80_0000) &+ 0x0080_0000 }
        guard carry >> 31 == 1, let index = values.firstIndex(where: { !$0.isFinite }) else { return }
        throw .notFinite(file: file, tensor: tensor, index: index)
    }
}
