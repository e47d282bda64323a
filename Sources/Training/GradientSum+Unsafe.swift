import Recurrent

/// The sum of several shards' gradients, and its length.
package struct GradientSum {
    package private(set) var values: [Float]

    package init(count: Int) {
        values = [Float](repeating: 0, count: count)
    }

    /// Adds the shards' gradients in the order of the shards, in pieces that the pool's threads share.
    ///
    /// - Returns: the Euclidean norm of the sum, always the same for the same gradients.
    package mutating func add(_ shards: [Shard], pool: WorkerPool) -> Double {
        let count = values.count
        precondition(shards.allSatisfy { $0.gradients.count == count }, "gradients of other networks")
        let pieces = FixedPieces(count: count)
        var squares = [Double](repeating: 0, count: pieces.pieces)
        unsafe values.withUnsafeMutableBufferPointer { values in
            unsafe squares.withUnsafeMutableBufferPointer { squares in
                let sum = unsafe Sum(shards: shards, values: values, squares: squares)
                pieces.forEach(on: pool) { piece, range in unsafe sum(piece, range) }
            }
        }
        return squares.reduce(0, +).squareRoot()
    }
}

/// Threads may run it at once on different pieces, whose ranges do not overlap.
@unsafe private struct Sum: @unchecked Sendable {
    let shards: [Shard]
    let values: UnsafeMutableBufferPointer<Float>
    let squares: UnsafeMutableBufferPointer<Double>

    func callAsFunction(_ piece: Int, _ range: Range<Int>) {
        unsafe precondition(
            range.lowerBound >= 0 && range.upperBound <= values.count && piece < squares.count,
            "piece \(piece), \(range) of \(values.count) gradients")
        let sum = unsafe UnsafeMutableBufferPointer(rebasing: values[range])
        for (index, shard) in unsafe shards.enumerated() {
            unsafe shard.gradients.withUnsafeBufferPointer { gradients in
                let part = unsafe UnsafeBufferPointer(rebasing: gradients[range])
                if index == 0 {
                    for place in 0..<range.count { unsafe sum[place] = part[place] }
                } else {
                    for place in 0..<range.count { unsafe sum[place] += part[place] }
                }
            }
        }
        var lanes = SIMD4<Double>.zero
        var place = 0
        while place + 4 <= range.count {
            let four = unsafe SIMD4<Double>(
                Double(sum[place]), Double(sum[place + 1]), Double(sum[place + 2]), Double(sum[place + 3]))
            lanes += four * four
            place += 4
        }
        while place < range.count {
            lanes[0] += unsafe Double(sum[place]) * Double(sum[place])
            place += 1
        }
        unsafe squares[piece] = lanes[0] + lanes[1] + (lanes[2] + lanes[3])
    }
}
