public import Recurrent

/// Networks from and to the states of PyTorch's modules.
///
/// A state is what `safetensors.torch.save_file(module.state_dict(), path)` writes of a module that has one `nn.LSTM`,
/// `nn.GRU` or `nn.RNN` (tanh) of any number of layers, one `nn.Linear` after it, and before it an `nn.Embedding` or one-hot
/// vectors. Gate order and layout are the same on both sides, and so are the logits, to the rounding of a Float.
public enum Interchange {
    /// The metadata entry of a state that holds the tokens as a JSON list, in the order of their ids.
    public static let vocabularyKey = Model.vocabularyKey

    /// The network that a state describes, whatever the names of the module's attributes.
    ///
    /// The recurrent tensors are found by the end of their names, `weight_hh_l0` and so on, and the kind of cell by the rows
    /// of the weights; the linear module is the one with a bias, the embedding the one without.
    ///
    /// - Parameter name: the file's name, for error messages.
    /// - Throws: `ModelFileError.misfit`, `.notFinite` or `.badConfiguration`.
    public static func network(_ state: TensorFile, name: String) throws(ModelFileError) -> Network {
        let parts: InterchangeParts
        do {
            parts = try InterchangeParts(state)
        } catch {
            throw .misfit(file: name, error)
        }
        for tensor in state.tensors { try Model.checkFinite(tensor.values, tensor.name, file: name) }
        do {
            var parameters = try Parameters(parts.configuration)
            for (ours, tensor) in parts.tensors {
                try parameters.set(ours, shape: tensor.shape, to: tensor.values)
            }
            return try tied(Network(parts.configuration, parameters: parameters))
        } catch {
            throw .badConfiguration(file: name, reason: error.description)
        }
    }

    /// The same network with tied weights, where both tables are the same.
    private static func tied(_ network: Network) throws(NetworkError) -> Network {
        let shape = network.configuration
        guard shape.inputSizes == [shape.outputSize], shape.embeddingSize == shape.hiddenSize,
            network.parameters["embedding.weight"] == network.parameters["linear.weight"]
        else { return network }
        var tied = shape
        tied.tiesEmbedding = true
        var parameters = try Parameters(tied)
        for tensor in parameters.layout {
            if let numbers = network.parameters[tensor.name] {
                try parameters.set(tensor.name, shape: tensor.shape, to: numbers)
            }
        }
        return try Network(tied, parameters: parameters)
    }

    /// The state of a module with the attributes `embedding` (unless the input is one-hot), `lstm`, `gru` or `rnn`, and
    /// `linear`, ready for `load_state_dict` with `strict=True`.
    ///
    /// - Parameters:
    ///   - vocabulary: what the tokens stand for; goes into the metadata.
    ///   - metadata: what else goes there.
    ///   - name: the model's name, for error messages.
    /// - Throws: `ModelFileError.misfit` where PyTorch has no such module.
    public static func state(
        of network: Network, vocabulary: [String], metadata: [String: String] = [:], name: String
    ) throws(ModelFileError) -> TensorFile {
        let configuration = network.configuration
        guard configuration.cell.torchModule != nil else {
            throw .misfit(file: name, .cell(configuration.cell.rawValue))
        }
        guard configuration.inputSizes.count == 1 else {
            throw .misfit(file: name, .fields(configuration.inputSizes.count))
        }
        var tensors = network.parameters.layout.map { tensor in
            NamedTensor(
                name: tensor.name, shape: tensor.shape, values: Array(network.parameters.values[tensor.range]))
        }
        // PyTorch's state has the shared table under both names.
        if configuration.tiesEmbedding, let table = tensors.first(where: { $0.name == "embedding.weight" }) {
            tensors.append(NamedTensor(name: "linear.weight", shape: table.shape, values: table.values))
        }
        var writer = JSONWriter()
        writer.array { writer in for token in vocabulary { writer.string(token) } }
        return TensorFile(
            tensors: tensors,
            metadata: metadata.merging([vocabularyKey: writer.text, Model.formatKey: Model.format]) { $1 })
    }
}
