import Recurrent

/// Which tensor of a PyTorch state is what, and the network they make together.
struct InterchangeParts {
    typealias Misfit = ModelFileError.Misfit

    /// The network's shape; not validated.
    let configuration: NetworkConfiguration
    /// The tensors by the names that the network gives them.
    private(set) var tensors: [(name: String, tensor: NamedTensor)] = []

    private static let recurrentParts = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"]
    /// More layers than any network has; keeps hostile numbers small.
    private static let mostLayers = 1_000

    init(_ state: TensorFile) throws(Misfit) {
        for tensor in state.tensors where tensor.values.isEmpty {
            throw .empty(tensor: tensor.name, found: tensor.shape)
        }
        var recurrent: [String: NamedTensor] = [:]
        var modules: [String] = []
        var layers = 0
        var others: [NamedTensor] = []
        for tensor in state.tensors {
            guard let location = try Self.location(of: tensor) else {
                others.append(tensor)
                continue
            }
            if !modules.contains(location.module) { modules.append(location.module) }
            layers = max(layers, location.layer + 1)
            recurrent[tensor.name] = tensor
        }
        guard let module = modules.first else { throw .noRecurrentLayer }
        guard modules.count == 1 else { throw .severalModules(modules.sorted()) }

        /// A tensor that must be there, with its shape.
        func required(_ name: String, _ shape: [Int?]) throws(Misfit) -> NamedTensor {
            guard let tensor = recurrent[name] else { throw .missing(tensor: name, expected: shape) }
            guard Self.fits(tensor.shape, shape) else {
                throw .shape(tensor: name, found: tensor.shape, expected: shape)
            }
            return tensor
        }
        let prefix = module.isEmpty ? "" : module + "."
        let weights = try required(prefix + "weight_hh_l0", [nil, nil])
        let (rows, hidden) = (weights.shape[0], weights.shape[1])
        guard let cell = Self.cell(rows: rows, hidden: hidden) else {
            throw .rows(tensor: weights.name, found: weights.shape)
        }
        let input = try required(prefix + "weight_ih_l0", [rows, nil]).shape[1]
        for layer in 0..<layers {
            for part in Self.recurrentParts {
                let shape: [Int?] =
                    switch part {
                    case "weight_ih": [rows, layer == 0 ? input : hidden]
                    case "weight_hh": [rows, hidden]
                    default: [rows]
                    }
                let tensor = try required("\(prefix)\(part)_l\(layer)", shape)
                tensors.append(("\(cell.tensorPrefix).\(part)_l\(layer)", tensor))
            }
        }
        let ends = try Ends(others, hidden: hidden)
        if let embedding = ends.embedding {
            guard embedding.shape[1] == input else {
                throw .shape(
                    tensor: prefix + "weight_ih_l0", found: [rows, input], expected: [rows, embedding.shape[1]])
            }
            tensors.append(("embedding.weight", embedding))
        }
        tensors += [("linear.weight", ends.weight), ("linear.bias", ends.bias)]
        configuration = NetworkConfiguration(
            cell: cell, inputSizes: [ends.embedding?.shape[0] ?? input],
            embeddingSize: ends.embedding.map { $0.shape[1] }, hiddenSize: hidden, layers: layers,
            outputSize: ends.weight.shape[0])
    }

    /// The module and layer of a recurrent tensor, nil of any other.
    private static func location(of tensor: NamedTensor) throws(Misfit) -> (module: String, layer: Int)? {
        let (module, leaf) = split(tensor.name)
        var name = leaf[...]
        let isReverse = name.hasSuffix("_reverse")
        if isReverse { name = name.dropLast("_reverse".count) }
        guard let mark = name.range(of: "_l", fromEnd: true), let layer = Int(name[mark.upperBound...]),
            0..<mostLayers ~= layer
        else { return nil }
        let part = String(name[..<mark.lowerBound])
        if part == "weight_hr" { throw .projection(tensor: tensor.name) }
        guard recurrentParts.contains(part) else { return nil }
        if isReverse { throw .bidirectional(tensor: tensor.name) }
        return (module, layer)
    }

    private static func cell(rows: Int, hidden: Int) -> CellKind? {
        // No dimension is zero, so neither is above the number of elements in memory, and the products are exact.
        CellKind.allCases.first { $0.torchModule != nil && rows == $0.gates * hidden }
    }

    /// The part of a name before its last dot, and the part after it.
    fileprivate static func split(_ name: String) -> (module: String, leaf: String) {
        guard let dot = name.lastIndex(of: ".") else { return ("", name) }
        return (String(name[..<dot]), String(name[name.index(after: dot)...]))
    }

    fileprivate static func fits(_ shape: [Int], _ expected: [Int?]) -> Bool {
        shape.count == expected.count && zip(shape, expected).allSatisfy { $1 == nil || $0 == $1 }
    }
}

/// What stands before and after the recurrent module.
private struct Ends {
    typealias Misfit = ModelFileError.Misfit

    let embedding: NamedTensor?
    let weight: NamedTensor
    let bias: NamedTensor

    /// What names of attributes tell; needed where one of two modules lacks its bias.
    private static let linearHints = ["lin", "fc", "dec", "out", "head", "proj", "dense", "logit"]

    init(_ tensors: [NamedTensor], hidden: Int) throws(Misfit) {
        var weights: [(module: String, tensor: NamedTensor)] = []
        var biases: [String: NamedTensor] = [:]
        for tensor in tensors {
            let (module, leaf) = InterchangeParts.split(tensor.name)
            switch (leaf, tensor.shape.count) {
            case ("weight", 2): weights.append((module, tensor))
            case ("bias", 1): biases[module] = tensor
            default: throw .unknown(tensor: tensor.name, found: tensor.shape)
            }
        }
        func bias(_ module: String) -> String { module.isEmpty ? "bias" : module + ".bias" }
        for tensor in tensors where tensor.shape.count == 1 {
            let module = InterchangeParts.split(tensor.name).module
            if !weights.contains(where: { $0.module == module }) {
                let name = module.isEmpty ? "weight" : module + ".weight"
                throw .missing(tensor: name, expected: [tensor.shape[0], hidden])
            }
        }
        let linear = weights.filter { biases[$0.module] != nil }
        let tables = weights.filter { biases[$0.module] == nil }
        guard linear.count < 2 else { throw .severalLinear(linear.map(\.module).sorted()) }
        guard let last = linear.first, let lastBias = biases[last.module] else {
            // A linear module without bias looks like an embedding; its name may tell.
            let named = tables.first { table in
                table.tensor.shape[1] == hidden
                    && Self.linearHints.contains { InterchangeParts.split(table.module).leaf.lowercased().contains($0) }
            }
            guard let named else { throw .noLinear(hidden: hidden) }
            throw .missing(tensor: bias(named.module), expected: [named.tensor.shape[0]])
        }
        guard tables.count < 2 else { throw .severalEmbeddings(tables.map(\.module).sorted()) }
        guard last.tensor.shape[1] == hidden else {
            throw .shape(tensor: last.tensor.name, found: last.tensor.shape, expected: [nil, hidden])
        }
        guard lastBias.shape == [last.tensor.shape[0]] else {
            throw .shape(tensor: lastBias.name, found: lastBias.shape, expected: [last.tensor.shape[0]])
        }
        embedding = tables.first?.tensor
        weight = last.tensor
        self.bias = lastBias
    }
}

extension Substring {
    /// Where a text stands last.
    fileprivate func range(of text: String, fromEnd: Bool) -> Range<Index>? {
        var found: Range<Index>?
        var rest = self
        while let range = rest.firstRange(of: text) {
            found = range
            rest = rest[range.upperBound...]
        }
        return found
    }
}
