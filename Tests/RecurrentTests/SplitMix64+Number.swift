import Numerics

extension SplitMix64 {
    /// A number in −1 ..< 1.
    mutating func number() -> Double { Double(next() >> 11) * 0x1p-52 - 1 }
}
