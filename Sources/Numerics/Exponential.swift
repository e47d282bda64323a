/// eˣ in Double, to 1 ulp, with the same bits on every machine.
///
/// The C library's differs between versions and processors, and a draw depends on the last bit. This one uses only
/// +, × and the bits of the exponent, which IEEE 754 defines exactly and Swift never contracts: x = k ln 2 + r with
/// |r| ≤ ln 2 / 2, then Taylor's series of eʳ to r¹³ (remainder below 5 · 10⁻¹⁸).
@inlinable @inline(__always)
package func exponential(_ x: Double) -> Double {
    if x > 709.782712893384 { return .infinity }
    if x < -745.1332191019412 { return 0 }
    guard x == x else { return x }

    // Adding and taking away 1.5 · 2⁵² rounds to the nearest whole number without a call to the C library.
    let k = (x * 1.4426950408889634 + 0x1.8p52) - 0x1.8p52
    let high = x - k * ln2High
    let low = k * ln2Low
    let r = high - low

    var q = 1.0 / 6_227_020_800
    q = q * r + 1.0 / 479_001_600
    q = q * r + 1.0 / 39_916_800
    q = q * r + 1.0 / 3_628_800
    q = q * r + 1.0 / 362_880
    q = q * r + 1.0 / 40_320
    q = q * r + 1.0 / 5_040
    q = q * r + 1.0 / 720
    q = q * r + 1.0 / 120
    q = q * r + 1.0 / 24
    q = q * r + 1.0 / 6
    q = q * r + 1.0 / 2
    // What rounding took from r goes back in beside the small terms: eʳ' ≈ eʳ (1 + lost).
    let lost = (high - r) - low
    let result = 1 + (r + (q * r * r + lost))

    let exponent = Int(k)
    if exponent > 1023 { return result * 2 * powerOfTwo(exponent - 1) }
    if exponent < -1021 { return result * powerOfTwo(exponent + 64) * 0x1p-64 }
    return result * powerOfTwo(exponent)
}

/// ln 2 in two parts; the first has its low 21 bits zero, so that k times it is exact for |k| < 2²⁰.
@inlinable @inline(__always) var ln2High: Double { 0x1.62e42feep-1 }
@inlinable @inline(__always) var ln2Low: Double { 1.908214929270587700e-10 }

/// 2ⁿ for n in −1022…1023.
@inlinable func powerOfTwo(_ n: Int) -> Double {
    Double(bitPattern: UInt64(bitPattern: Int64(n + 1023)) << 52)
}
