/// A number of 256 bits that names a text: fast rather than proof against forgery.
///
/// Four lanes take eight bytes each in turn. A lane's step, `x ← (x ^ word) · odd; x ← x ^ x >> 32`, has an inverse, so
/// texts that differ in one word of a lane never meet again in it.
struct TextFingerprint {
    private static let block = 32
    private static let odd = SIMD4<UInt64>(
        0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F, 0xD6E8_FEB8_6659_FD93, 0xA076_1D64_78BD_642F)
    private var lanes = SIMD4<UInt64>(1, 2, 3, 4)
    /// The offset of the first byte that is not in it yet.
    private(set) var offset: Int

    /// The fingerprint of nothing yet, which takes in bytes from an offset on.
    init(from offset: Int) {
        self.offset = offset
    }

    /// Takes in the bytes up to `limit`, but for a last part of a block.
    mutating func advance(_ bytes: UnsafeRawBufferPointer, to limit: Int) {
        precondition(limit <= bytes.count, "bytes up to \(limit) of \(bytes.count)")
        var (lanes, offset) = (lanes, offset)
        while limit - offset >= Self.block {
            // 32 bytes from the offset lie below the limit, and so within the buffer.
            Self.step(&lanes, unsafe bytes.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt64>.self))
            offset += Self.block
        }
        (self.lanes, self.offset) = (lanes, offset)
    }

    /// Takes in what is left; the fingerprint as 64 hexadecimal digits.
    consuming func finish(_ bytes: UnsafeRawBufferPointer) -> String {
        unsafe advance(bytes, to: bytes.count)
        var rest = SIMD4<UInt64>()
        // Fewer than 32 bytes, from the offset to the end.
        for index in 0..<bytes.count - offset {
            rest[index / 8] |= unsafe UInt64(bytes[offset + index]) << (8 * UInt64(index % 8))
        }
        Self.step(&lanes, rest)
        Self.step(&lanes, SIMD4(repeating: UInt64(bytes.count)))
        return (0..<4).map { lane in
            let digits = String(lanes[lane], radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    @inline(__always)
    private static func step(_ lanes: inout SIMD4<UInt64>, _ words: SIMD4<UInt64>) {
        lanes = (lanes ^ SIMD4(littleEndian: words)) &* odd
        lanes ^= lanes &>> 32
    }
}

extension SIMD4<UInt64> {
    @inline(__always)
    fileprivate init(littleEndian words: Self) {
        self.init(
            UInt64(littleEndian: words[0]), UInt64(littleEndian: words[1]), UInt64(littleEndian: words[2]),
            UInt64(littleEndian: words[3]))
    }
}
