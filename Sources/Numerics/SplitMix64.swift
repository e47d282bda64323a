/// Steele, Lea and Flood's SplitMix64 (OOPSLA 2014): a 64-bit counter put through a bijective hash.
///
/// It serves to seed the larger generator, to derive one seed from another and to order data; every seed is a good one.
public struct SplitMix64: RandomNumberGenerator, Equatable, Sendable {
    /// The counter; a generator that is given it as its seed goes on from here.
    public private(set) var state: UInt64

    /// Starts the sequence that belongs to `seed`.
    public init(seed: UInt64) {
        state = seed
    }

    public mutating func next() -> UInt64 {
        state &+= Self.increment
        return Self.mixed(state)
    }

    /// The golden ratio's fraction, made odd.
    package static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// The finalizer: a bijection in which every bit of the result depends on every bit of `value`.
    @inlinable
    package static func mixed(_ value: UInt64) -> UInt64 {
        var z = value
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
