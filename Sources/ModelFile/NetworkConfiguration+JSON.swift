import Recurrent

extension NetworkConfiguration {
    /// The configuration as JSON, keys in alphabetical order.
    var json: String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("cell")
            writer.string(cell.rawValue)
            if let embeddingSize {
                writer.key("embeddingSize")
                writer.integer(embeddingSize)
            }
            writer.key("hiddenSize")
            writer.integer(hiddenSize)
            writer.key("inputSizes")
            writer.array { writer in for size in inputSizes { writer.integer(size) } }
            writer.key("layers")
            writer.integer(layers)
            writer.key("outputSize")
            writer.integer(outputSize)
            if tiesEmbedding {
                writer.key("tiesEmbedding")
                writer.boolean(true)
            }
        }
        return writer.text
    }

    /// Reads a configuration, which is not validated yet; an unknown key is refused, for it would change the network.
    init(json: String) throws(JSONReader.Failure) {
        var cell: CellKind?
        var embeddingSize: Int?
        var inputSizes: [Int]?
        var sizes: [String: Int] = [:]
        var tiesEmbedding = false
        var reader = JSONReader(json)
        try reader.object { (reader, key, offset) throws(JSONReader.Failure) in
            switch key {
            case "cell":
                let name = try reader.string()
                cell = CellKind(rawValue: name)
                guard cell != nil else {
                    let known = "one of " + CellKind.allCases.map(\.rawValue).joined(separator: ", ")
                    throw JSONReader.Failure(
                        offset: offset, flaw: .unexpected(found: "a cell of unknown kind", expected: known))
                }
            case "embeddingSize": embeddingSize = reader.null() ? nil : try reader.integer()
            case "inputSizes":
                var list: [Int] = []
                try reader.array { (reader) throws(JSONReader.Failure) in list.append(try reader.integer()) }
                inputSizes = list
            case "hiddenSize", "layers", "outputSize": sizes[key] = try reader.integer()
            case "tiesEmbedding": tiesEmbedding = try reader.boolean()
            default: throw JSONReader.Failure(offset: offset, flaw: .unknownKey(key))
            }
        }
        try reader.finish()
        func required<Value>(_ value: Value?, _ key: String) throws(JSONReader.Failure) -> Value {
            guard let value else { throw JSONReader.Failure(offset: 0, flaw: .missingKey(key)) }
            return value
        }
        self.init(
            cell: try required(cell, "cell"), inputSizes: try required(inputSizes, "inputSizes"),
            embeddingSize: embeddingSize, hiddenSize: try required(sizes["hiddenSize"], "hiddenSize"),
            layers: try required(sizes["layers"], "layers"),
            outputSize: try required(sizes["outputSize"], "outputSize"), tiesEmbedding: tiesEmbedding)
    }
}
