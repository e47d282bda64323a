extension Xoshiro256StarStar {
    /// A number of mean 0 and deviation 1, as nearly normal as a sum of twelve.
    @inlinable package mutating func nextNormal() -> Double {
        var sum = -6.0
        for _ in 0..<12 { sum += nextUniform() }
        return sum
    }
}
