/// Steele, Lea and Flood's SplitMix64 (OOPSLA 2014): a 64-bit counter put through a bijective hash.
///
/// It serves to seed the larger generator and to derive one seed from another; every seed is a good one.
public struct SplitMix64: RandomNumberGenerator, Equatable, Sendable {
    private var state: UInt64

    /// Starts the sequence that belongs to `seed`.
    public init(seed: UInt64) {
        state = seed
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// The seed of one sequence of a batch: hash(seed, sequence).
///
/// Sequence i is the same whatever the size of the batch and whoever computes it. Neighbouring seeds share no
/// sequences: the seed is hashed before the number of the sequence is added.
public func seed(_ seed: UInt64, sequence: Int) -> UInt64 {
    var outer = SplitMix64(seed: seed)
    var inner = SplitMix64(seed: outer.next() &+ UInt64(bitPattern: Int64(sequence)))
    return inner.next()
}
