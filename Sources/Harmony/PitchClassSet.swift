/// A set of pitch classes 0…11 (C = 0), held in twelve bits.
///
/// It is no `Sequence`: the standard library's `contains` would find a pitch class where a pitch is asked for.
/// Every operation is O(1).
public struct PitchClassSet: Hashable, Sendable, ExpressibleByArrayLiteral {
    /// Bit *n* is set when pitch class *n* is in the set.
    public let bits: UInt16

    /// A set from its twelve bits; higher bits are ignored.
    public init(bits: UInt16) {
        self.bits = bits & 0x0FFF
    }

    /// The set of the given pitches, each taken modulo 12.
    public init(_ pitches: some Sequence<Int>) {
        var bits: UInt16 = 0
        for pitch in pitches { bits |= 1 << UInt16(pitchClass(pitch)) }
        self.bits = bits
    }

    /// The set of the given pitches, each taken modulo 12.
    public init(arrayLiteral elements: Int...) {
        self.init(elements)
    }

    /// The number of pitch classes in the set.
    public var count: Int { bits.nonzeroBitCount }

    /// Whether the set holds nothing.
    public var isEmpty: Bool { bits == 0 }

    /// Whether the pitch class of `pitch` is in the set.
    public func contains(_ pitch: Int) -> Bool {
        bits & (1 << UInt16(pitchClass(pitch))) != 0
    }

    /// The pitch classes of either set.
    public func union(_ other: PitchClassSet) -> PitchClassSet {
        PitchClassSet(bits: bits | other.bits)
    }

    /// The pitch classes of both sets.
    public func intersection(_ other: PitchClassSet) -> PitchClassSet {
        PitchClassSet(bits: bits & other.bits)
    }

    /// The set moved up by `semitones` (down when negative).
    public func transposed(by semitones: Int) -> PitchClassSet {
        let shift = UInt16(pitchClass(semitones))
        return PitchClassSet(bits: bits << shift | bits >> (12 - shift))
    }

    /// The pitch classes upwards from C.
    public var members: [Int] { (0..<12).filter(contains) }
}

/// The pitch class 0…11 of any pitch, negative ones included.
public func pitchClass(_ pitch: Int) -> Int {
    let remainder = pitch % 12
    return remainder < 0 ? remainder + 12 : remainder
}

/// The remainder of `value` by `modulus` that is never negative.
@inlinable package func modulo(_ value: Int, _ modulus: Int) -> Int {
    let remainder = value % modulus
    return remainder < 0 ? remainder + modulus : remainder
}
