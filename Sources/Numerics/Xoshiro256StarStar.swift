/// Blackman and Vigna's xoshiro256** 1.0 ("Scrambled linear pseudorandom number generators", 2021).
///
/// The studio's generator: small, fast, period 2²⁵⁶ − 1, the same on every machine.
public struct Xoshiro256StarStar: RandomNumberGenerator, Equatable, Sendable {
    @usableFromInline var s0: UInt64
    @usableFromInline var s1: UInt64
    @usableFromInline var s2: UInt64
    @usableFromInline var s3: UInt64

    /// Fills the state from SplitMix64, as the authors advise.
    public init(seed: UInt64) {
        var filler = SplitMix64(seed: seed)
        self.init(state: (filler.next(), filler.next(), filler.next(), filler.next()))
    }

    /// The generator of sequence `sequence` of a batch; see ``seed(_:sequence:)``.
    public init(seed value: UInt64, sequence: Int) {
        self.init(seed: Numerics.seed(value, sequence: sequence))
    }

    /// Starts from a state, which must not be all zero.
    package init(state: (UInt64, UInt64, UInt64, UInt64)) {
        precondition(state.0 | state.1 | state.2 | state.3 != 0, "xoshiro256** stands still in the state of all zeros")
        (s0, s1, s2, s3) = state
    }

    @inlinable public mutating func next() -> UInt64 {
        let result = rotateLeft(s1 &* 5, 7) &* 9
        let shifted = s1 << 17
        s2 ^= s0
        s3 ^= s1
        s1 ^= s2
        s0 ^= s3
        s2 ^= shifted
        s3 = rotateLeft(s3, 45)
        return result
    }
}

@inlinable @inline(__always)
func rotateLeft(_ value: UInt64, _ count: UInt64) -> UInt64 {
    (value << count) | (value >> (64 - count))
}
