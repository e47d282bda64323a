/// How a tensor's numbers are stored in a file; in memory they are always `Float`.
public enum ElementType: String, Sendable, CaseIterable {
    case float32 = "F32"
    case float16 = "F16"
    case bfloat16 = "BF16"
    case float64 = "F64"

    /// The size of one number in bytes.
    public var size: Int {
        switch self {
        case .float32: 4
        case .float16, .bfloat16: 2
        case .float64: 8
        }
    }
}

// Conversions by integer arithmetic: the hardware's are not there on every machine, and a library call for each number is slow.
extension Float {
    /// The value of IEEE 754 binary16 bits, exactly.
    @inline(__always)
    package init(binary16 bits: UInt16) {
        let sign = UInt32(bits & 0x8000) << 16
        let magnitude = UInt32(bits & 0x7FFF)
        let normal = magnitude << 13 &+ (magnitude < 0x7C00 ? 112 << 23 : 224 << 23)
        let subnormal = (Float(magnitude) * 0x1p-24).bitPattern
        self.init(bitPattern: sign | (magnitude < 0x0400 ? subnormal : normal))
    }

    /// The value of bfloat16 bits, exactly.
    @inline(__always)
    package init(bfloat16 bits: UInt16) {
        self.init(bitPattern: UInt32(bits) << 16)
    }

    /// The nearest binary16 bits, ties to even; too large a magnitude gives infinity.
    @inline(__always)
    package var binary16: UInt16 {
        let sign = UInt16(truncatingIfNeeded: bitPattern >> 16) & 0x8000
        let magnitude = bitPattern & 0x7FFF_FFFF
        if magnitude > 0x7F80_0000 { return sign | 0x7E00 }
        if magnitude >= 0x4780_0000 { return sign | 0x7C00 }
        if magnitude < 0x3880_0000 {
            // Below 2^-14 the spacing is 2^-24: scaling is exact, and so is rounding.
            let steps = (Float(bitPattern: magnitude) * 0x1p24).rounded(.toNearestOrEven)
            return sign | UInt16(steps)
        }
        let rounded = magnitude &+ 0xFFF &+ (magnitude >> 13 & 1)
        return sign | UInt16(truncatingIfNeeded: (rounded &- 112 << 23) >> 13)
    }

    /// The nearest bfloat16 bits, ties to even; too large a magnitude gives infinity.
    @inline(__always)
    package var bfloat16: UInt16 {
        if isNaN { return UInt16(truncatingIfNeeded: bitPattern >> 16) | 0x40 }
        return UInt16(truncatingIfNeeded: (bitPattern &+ 0x7FFF &+ (bitPattern >> 16 & 1)) >> 16)
    }
}
