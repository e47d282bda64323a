internal import Numerics

/// How a network starts: orthogonal recurrent weights, forget bias +1, everything else small and uniform.
///
/// Orthogonal matrices neither shrink nor stretch what they carry from step to step (Saxe et al. 2013,
/// arXiv:1312.6120); a forget gate that starts open remembers (Jozefowicz et al. 2015). Computed in Double with the
/// package's own logarithm, so the same generator gives the same bits on every machine.
extension Parameters {
    /// Fills in what a network starts from.
    ///
    /// - Parameter progress: Called now and then with the part that is done, 0…1.
    mutating func initialize(
        _ configuration: NetworkConfiguration, using generator: inout some RandomNumberGenerator,
        progress: (Double) -> Void
    ) {
        let h = configuration.hiddenSize
        let bound = 1 / Float(h).squareRoot()
        // The orthogonal matrices take nearly all of the time.
        let all = layout.reduce(0) { $0 + ($1.name.contains(".weight_hh_") ? $1.shape[0] / h : 0) }
        var done = 0
        for tensor in layout {
            if tensor.name.contains(".weight_hh_") {
                for gate in 0..<tensor.shape[0] / h {
                    let matrix = orthogonalMatrix(h, using: &generator) { progress((Double(done) + $0) / Double(all)) }
                    done += 1
                    let start = tensor.range.lowerBound + gate * h * h
                    for (index, number) in matrix.enumerated() { values[start + index] = Float(number) }
                }
            } else if tensor.name == "embedding.weight"
                || (configuration.embeddingSize == nil && tensor.name.hasSuffix("weight_ih_l0"))
            {
                // A variance of one over the sum of the fields. For one-hot input the usual 1/√H is far too little: only
                // K of a row's weights take part in a step, and the network would not hear its input for a long time.
                // Tied vectors make the scores as well, which would be wild.
                let bound =
                    configuration.tiesEmbedding ? 0.1 : (3 / Float(configuration.inputSizes.count)).squareRoot()
                for index in tensor.range { values[index] = uniform(-bound, bound, using: &generator) }
            } else if tensor.name.contains(".bias_ih_"), tensor.name.hasPrefix("lstm.") {
                for unit in 0..<h { values[tensor.range.lowerBound + h + unit] = 1 }
            } else if tensor.name.contains("bias") {
                continue
            } else {
                for index in tensor.range { values[index] = uniform(-bound, bound, using: &generator) }
            }
        }
    }
}

extension Network {
    /// Sets the output bias to the logarithm of each symbol's frequency, so that training starts from them instead of
    /// having to find them out. One is added to each count: an unseen symbol stays possible.
    /// - Throws: `NetworkError.count` where there are not V counts.
    public mutating func setOutputBias(frequencies counts: [Int]) throws(NetworkError) {
        guard counts.count == configuration.outputSize else {
            throw .count(name: "frequencies", found: counts.count, expected: configuration.outputSize)
        }
        guard let bias = parameters.tensor("linear.bias") else { return }
        let total = counts.reduce(Double(counts.count)) { $0 + Double(max(0, $1)) }
        for (index, count) in counts.enumerated() {
            let fraction = (Double(max(0, count)) + 1) / total
            parameters.values[bias.range.lowerBound + index] = Float(naturalLogarithm(fraction))
        }
    }
}

/// A number between the bounds from the generator's top 24 bits.
private func uniform(_ low: Float, _ high: Float, using generator: inout some RandomNumberGenerator) -> Float {
    low + (high - low) * (Float(generator.next() >> 40) * 0x1p-24)
}

/// Normal numbers by Marsaglia's polar method: two from each accepted pair.
private func normals(_ count: Int, using generator: inout some RandomNumberGenerator) -> [Double] {
    var numbers: [Double] = []
    numbers.reserveCapacity(count + 1)
    while numbers.count < count {
        let u = Double(generator.next() >> 11) * 0x1p-52 - 1
        let v = Double(generator.next() >> 11) * 0x1p-52 - 1
        let s = u * u + v * v
        guard s > 0, s < 1 else { continue }
        let factor = (-2 * naturalLogarithm(s) / s).squareRoot()
        numbers.append(u * factor)
        numbers.append(v * factor)
    }
    numbers.removeLast(numbers.count - count)
    return numbers
}

/// A random orthogonal matrix [n, n]: normal rows, each made orthogonal to those before it (Gram–Schmidt) and of
/// length one. O(n³).
package func orthogonalMatrix(
    _ n: Int, using generator: inout some RandomNumberGenerator, progress: (Double) -> Void = { _ in }
) -> [Double] {
    var rows = normals(n * n, using: &generator)
    let all = Region(start: 0, rows: n, columns: n)
    // Thirty-two rows at a time against all before them, as one product; then among themselves.
    for start in stride(from: 0, to: n, by: 32) {
        // The work grows with the square of the rows.
        let fraction = Double(start) / Double(n)
        progress(fraction * fraction)
        let block = start..<min(start + 32, n)
        removeProjections(of: 0..<start, from: block, in: &rows, all)
        for row in block {
            removeProjections(of: start..<row, from: row..<row + 1, in: &rows, all)
            let numbers = row * n..<(row + 1) * n
            let scale = 1 / numbers.reduce(0) { $0 + rows[$1] * rows[$1] }.squareRoot()
            for index in numbers { rows[index] *= scale }
        }
    }
    return rows
}

/// Subtracts from some rows their projections on others, which are orthogonal and of length one.
private func removeProjections(of others: Range<Int>, from some: Range<Int>, in matrix: inout [Double], _ all: Region) {
    if others.isEmpty { return }
    var coefficients = [Double](repeating: 0, count: some.count * others.count)
    let table = Region(start: 0, rows: some.count, columns: others.count)
    DoubleProduct.add(matrix, all.rows(some), transposed: matrix, all.rows(others), to: &coefficients, table)
    var projections = [Double](repeating: 0, count: some.count * all.columns)
    let sum = Region(start: 0, rows: some.count, columns: all.columns)
    DoubleProduct.add(coefficients, table, matrix, all.rows(others), to: &projections, sum)
    for index in projections.indices { matrix[some.lowerBound * all.columns + index] -= projections[index] }
}
