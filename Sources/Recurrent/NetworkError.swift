/// Why a configuration, a parameter list or a batch was refused.
public enum NetworkError: Error, Sendable, Equatable {
    /// A size outside its bounds: its name, the value, and what is allowed.
    case size(name: String, found: Int, allowed: ClosedRange<Int>)
    /// A network of more parameters than fit the address of one.
    case tooManyParameters(found: Int, allowed: Int)
    /// A list whose length does not follow from the configuration or the other lists.
    case count(name: String, found: Int, expected: Int)
    /// A tensor missing from a set of named tensors.
    case missingTensor(name: String, shape: [Int])
    /// A tensor of another shape than the configuration asks for.
    case shape(name: String, found: [Int], expected: [Int])
    /// An id that its vocabulary does not have.
    case id(name: String, found: Int, position: Int, size: Int)
}

extension NetworkError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .size(let name, let found, let allowed):
            "network: \(name) is \(found); choose \(allowed.lowerBound) to \(allowed.upperBound)"
        case .tooManyParameters(let found, let allowed):
            "network: \(found) parameters, more than \(allowed); choose a smaller hidden size, vocabulary or depth"
        case .count(let name, let found, let expected):
            "network: \(name) has \(found) numbers, expected \(expected)"
        case .missingTensor(let name, let shape):
            "network: no tensor \(name) of shape \(shape); the parameters belong to another configuration"
        case .shape(let name, let found, let expected):
            "network: \(name) has shape \(found), expected \(expected); the parameters belong to another configuration"
        case .id(let name, let found, let position, let size):
            "network: \(name) \(found) at position \(position) is outside the vocabulary of \(size)"
        }
    }
}
