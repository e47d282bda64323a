/// What repeated measurements come to. Machines are shared and noisy, so nothing here is a mean.
package enum Statistics {
    /// The middle one, or the mean of the two in the middle; nil of nothing.
    package static func median(_ values: some Sequence<Double>) -> Double? {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return nil }
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }

    /// The median of the quotients of each round's two numbers: what both had to bear in a round cancels out.
    ///
    /// - Returns: nil where there is no round with both, or a divisor is not above zero.
    package static func medianRatio(_ numerators: [Double], to denominators: [Double]) -> Double? {
        let pairs = zip(numerators, denominators)
        guard pairs.allSatisfy({ $1 > 0 }) else { return nil }
        return median(pairs.map { $0 / $1 })
    }
}
