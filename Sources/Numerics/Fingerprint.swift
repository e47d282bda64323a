/// 128 bits that tell long contents apart, hundreds of times as fast as SHA-256 and with no claim against forgers.
///
/// Two lanes of 64 bits, each mixed with every word: exclusive or, rotate, multiply by an odd constant, as in the
/// non-cryptographic hashes of hash tables. A lane's step has an inverse: contents that differ in one word differ in both lanes.
package struct Fingerprint: Sendable {
    private var lanes: (UInt64, UInt64) = (SplitMix64.increment, 0xC2B2_AE3D_27D4_EB4F)
    private var words: UInt64 = 0

    /// The fingerprint of nothing yet.
    package init() {}

    /// Takes in 64 bits.
    @inline(__always)
    package mutating func update(_ word: UInt64) {
        words &+= 1
        let first = lanes.0 ^ word
        lanes.0 = (first << 29 | first >> 35) &* 0xBF58_476D_1CE4_E5B9
        let second = lanes.1 ^ (word &+ 0x94D0_49BB_1331_11EB)
        lanes.1 = (second << 37 | second >> 27) &* 0x9FB2_1C65_1E98_DF25
    }

    /// Takes in the bits of each number.
    package mutating func update(_ values: [Float]) {
        for value in values { update(UInt64(value.bitPattern)) }
    }

    /// Takes in token IDs.
    package mutating func update(_ values: [Int32]) {
        for value in values { update(UInt64(UInt32(bitPattern: value))) }
    }

    /// Takes in a text and its length.
    package mutating func update(_ text: String) {
        var word: UInt64 = 0
        var count: UInt64 = 0
        for byte in text.utf8 {
            word = word << 8 | UInt64(byte)
            count += 1
            if count % 8 == 0 { update(word) }
        }
        update(word)
        update(count)
    }

    /// The two lanes, stirred once more: 32 hexadecimal digits.
    package var hex: String {
        [lanes.0 ^ words, lanes.1 &+ words].map { SplitMix64.mixed($0).hex }.joined()
    }
}

extension FixedWidthInteger where Self: UnsignedInteger {
    /// All its hexadecimal digits, leading zeros too.
    var hex: String {
        let digits = String(self, radix: 16)
        return String(repeating: "0", count: Self.bitWidth / 4 - digits.count) + digits
    }
}

/// Fowler, Noll and Vo's hash FNV-1a of 64 bits, for a few small numbers (RFC 9923).
@inlinable package func fnv1a(_ values: some Sequence<UInt64>) -> UInt64 {
    values.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ $1) &* 0x100_0000_01b3 }
}
