extension RandomNumberGenerator {
    /// A number in [0, 1) with 53 random bits, from exactly one call of `next`.
    ///
    /// `Double.random(in:using:)` makes no promise about how many calls it takes nor that it stays as it is.
    @inlinable public mutating func nextUniform() -> Double {
        Double(next() >> 11) * 0x1p-53
    }
}
