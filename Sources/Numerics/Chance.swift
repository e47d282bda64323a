/// Draws whose results depend on the generator alone, not on how a standard library turns bits into numbers.
extension RandomNumberGenerator {
    /// A number in [0, 1) with 53 random bits, from exactly one call of `next`.
    ///
    /// `Double.random(in:using:)` makes no promise about how many calls it takes nor that it stays as it is.
    public mutating func nextUniform() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// Whether something of the given probability happens.
    package mutating func chance(_ probability: Double) -> Bool {
        nextUniform() < probability
    }

    /// A number 0..<`count`, from exactly one call of `next`; the bias is below `count` / 2⁶⁴.
    package mutating func below(_ count: Int) -> Int {
        precondition(count > 0, "a draw from \(count) things")
        return Int(next().multipliedFullWidth(by: UInt64(count)).high)
    }

    /// An index drawn in proportion to its weight; weights must not all be zero.
    package mutating func weighted(_ weights: [Double]) -> Int {
        let total = weights.reduce(0, +)
        precondition(total > 0, "a draw from weights that are all zero")
        var rest = nextUniform() * total
        for (index, weight) in weights.enumerated() {
            rest -= weight
            if rest < 0 { return index }
        }
        return weights.lastIndex { $0 > 0 } ?? 0
    }
}
