import Recurrent

extension Adam {
    /// Moves the parameters against the gradients × `scale`, in pieces that the pool's threads share.
    mutating func update(
        _ parameters: inout [Float], gradients: [Float], scale: Float, learningRate: Double, pool: WorkerPool?
    ) {
        let count = parameters.count
        precondition(
            gradients.count == count && first.count == count && second.count == count,
            "\(count) parameters, \(gradients.count) gradients, \(first.count) and \(second.count) means")
        let coefficients = advance(scale: scale, learningRate: learningRate)
        unsafe parameters.withUnsafeMutableBufferPointer { parameters in
            unsafe gradients.withUnsafeBufferPointer { gradients in
                unsafe first.withUnsafeMutableBufferPointer { first in
                    unsafe second.withUnsafeMutableBufferPointer { second in
                        let update = unsafe Update(
                            coefficients: coefficients, parameters: parameters, gradients: gradients, first: first,
                            second: second)
                        FixedPieces(count: count).forEach(on: pool) { _, range in unsafe update(range) }
                    }
                }
            }
        }
    }
}

/// One update of four arrays of equal length. Threads may run it at once on ranges that do not overlap.
@unsafe private struct Update: @unchecked Sendable {
    let coefficients: Adam.Coefficients
    let parameters: UnsafeMutableBufferPointer<Float>
    let gradients: UnsafeBufferPointer<Float>
    let first: UnsafeMutableBufferPointer<Float>
    let second: UnsafeMutableBufferPointer<Float>

    func callAsFunction(_ range: Range<Int>) {
        unsafe precondition(
            range.lowerBound >= 0 && range.upperBound <= parameters.count, "\(range) of \(parameters.count) parameters")
        let (c, parameter, gradient) = unsafe (coefficients, parameters.baseAddress!, gradients.baseAddress!)
        let (first, second) = unsafe (first.baseAddress!, second.baseAddress!)
        flushingDenormals {
            for index in range {
                let g = unsafe gradient[index] * c.gradientScale
                let m = unsafe first[index] + (g - first[index]) * c.firstShare
                let v = unsafe second[index] * c.secondKept + g * g * c.secondShare
                unsafe first[index] = m
                unsafe second[index] = v
                unsafe parameter[index] -= c.rate * (m / (v.squareRoot() * c.rootScale + c.epsilon))
            }
        }
    }
}
