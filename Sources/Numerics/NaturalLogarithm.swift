/// ln x in Double, to 2 ulp, with the same bits on every machine; see ``exponential(_:)`` for why.
///
/// x = 2ᵉ m with m in [√½, √2); then ln m = 2 artanh(s) with s = (m − 1) / (m + 1), |s| ≤ 0.172, by its series to s²³.
/// 0 gives −∞ and a negative number NaN.
package func naturalLogarithm(_ x: Double) -> Double {
    guard x > 0 else { return x == 0 ? -.infinity : .nan }
    guard x < .infinity else { return x }

    var scaled = x
    var exponent = 0
    if scaled < .leastNormalMagnitude {
        scaled *= 0x1p54
        exponent = -54
    }
    let bits = scaled.bitPattern
    exponent += Int(bits >> 52) - 1023
    var m = Double(bitPattern: (bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000)
    if m > 1.4142135623730951 {
        m *= 0.5
        exponent += 1
    }

    let f = m - 1
    let s = f / (m + 1)
    let z = s * s
    var sum = 0.0
    for k in stride(from: 11.0, through: 1, by: -1) { sum = (sum + 1 / (2 * k + 1)) * z }
    // The small corrections are added last, so that 2s and the large part of e ln 2 keep their bits.
    let e = Double(exponent)
    let correction = s * (2 * sum) + e * logarithmLn2Low
    return e * logarithmLn2High + (2 * s + correction)
}

/// ln 2 in two parts; the first has 33 bits, so that an exponent times it is exact.
private let logarithmLn2High = 0x1.62e42feep-1
private let logarithmLn2Low = 0x1.a39ef35793c76p-33
