/// Where one tensor stands among the flat parameters: row-major, in PyTorch's layout.
public struct TensorLayout: Sendable, Equatable {
    /// The name in a model file, such as `lstm.weight_hh_l0`.
    public let name: String
    /// The sizes, outermost first.
    public let shape: [Int]
    /// The indices of its numbers in `Parameters.values`, and in a gradient.
    public let range: Range<Int>
}

/// All numbers a network has learned, in one flat array, and the names of its parts.
///
/// A gradient is a plain `[Float]` of the same length in the same order, so clipping and updating need no names.
public struct Parameters: Sendable, Equatable {
    /// The numbers, tensor after tensor.
    public var values: [Float]
    /// The tensors in order; together they cover `values` without gaps.
    public let layout: [TensorLayout]

    /// Zeros for a configuration.
    /// - Throws: `NetworkError` where the configuration is out of bounds.
    public init(_ configuration: NetworkConfiguration) throws(NetworkError) {
        try configuration.validate()
        layout = configuration.layout
        values = [Float](repeating: 0, count: layout.last?.range.upperBound ?? 0)
    }

    /// The number of parameters.
    public var count: Int { values.count }

    /// The layout of one tensor, or nil where the network has none of that name.
    public func tensor(_ name: String) -> TensorLayout? {
        layout.first { $0.name == name }
    }

    /// The numbers of one tensor, or nil where the network has none of that name.
    public subscript(name: String) -> [Float]? {
        tensor(name).map { [Float](values[$0.range]) }
    }

    /// Replaces the numbers of one tensor.
    /// - Throws: `NetworkError.missingTensor` or `.shape` where name or shape are not this network's.
    public mutating func set(_ name: String, shape: [Int], to numbers: [Float]) throws(NetworkError) {
        guard let tensor = tensor(name) else { throw .missingTensor(name: name, shape: shape) }
        guard tensor.shape == shape else { throw .shape(name: name, found: shape, expected: tensor.shape) }
        guard numbers.count == tensor.range.count else {
            throw .count(name: name, found: numbers.count, expected: tensor.range.count)
        }
        values.replaceSubrange(tensor.range, with: numbers)
    }
}

extension NetworkConfiguration {
    /// Names, shapes and places of all tensors, in the order of `Parameters.values`. Valid configurations only.
    public var layout: [TensorLayout] {
        var start = 0
        return tensorShapes.map { tensor in
            let end = start + tensor.shape.reduce(1, *)
            defer { start = end }
            return TensorLayout(name: tensor.name, shape: tensor.shape, range: start..<end)
        }
    }

    /// The number of parameters of a network of this shape. Valid configurations only.
    public var parameterCount: Int { layout.last?.range.upperBound ?? 0 }
}
