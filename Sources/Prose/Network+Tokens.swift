internal import Numerics
import Recurrent

/// What one token of a network comes from when its vocabulary changes.
enum TokenOrigin: Equatable {
    /// A token that the network has.
    case same(Int)
    /// Nothing: it reads as nothing and is never written.
    case never
    /// The mean of some that it has, at least one; `rarer` is added to its score, in nats.
    case mean([Int], rarer: Float)
}

extension Network {
    /// So low that the softmax never chooses it, and yet a number that any element type holds.
    private static let never: Float = -10_000

    /// The same network with other tokens, each read and written as its origin says.
    ///
    /// - Throws: `NetworkError` where the result is out of bounds.
    func withTokens(_ origins: [TokenOrigin]) throws(NetworkError) -> Network {
        var (shape, wider) = (configuration, configuration)
        (shape.inputSizes, shape.outputSize) = ([origins.count], origins.count)
        (wider.inputSizes, wider.outputSize) = ([wider.outputSize + 1], wider.outputSize + 1)
        var result = try Parameters(shape)
        for ((old, new), other) in zip(zip(parameters.layout, result.layout), wider.layout) {
            guard old.shape != other.shape else {
                result.values.replaceSubrange(new.range, with: parameters.values[old.range])
                continue
            }
            // A matrix has tokens for columns if it reads one-hot vectors, and for rows otherwise.
            let isByColumn = old.shape[0] == other.shape[0]
            let width = isByColumn ? 1 : old.range.count / old.shape[0]
            let tokens = old.range.count / (isByColumn ? old.shape[0] : 1) / width
            let isBias = new.name == "linear.bias"
            var values: [Float] = []
            values.reserveCapacity(new.range.count)
            for start in stride(from: old.range.lowerBound, to: old.range.upperBound, by: tokens * width) {
                for origin in origins {
                    switch origin {
                    case .same(let token):
                        values += parameters.values[start + token * width..<start + (token + 1) * width]
                    case .never:
                        for _ in 0..<width { values.append(isBias ? Self.never : 0) }
                    case .mean(let some, let rarer):
                        for column in 0..<width {
                            let sum = some.reduce(0.0) { $0 + Double(parameters.values[start + $1 * width + column]) }
                            values.append(Float(sum / Double(some.count)) + (isBias ? rarer : 0))
                        }
                    }
                }
            }
            result.values.replaceSubrange(new.range, with: values)
        }
        return try Network(shape, parameters: result)
    }
}
