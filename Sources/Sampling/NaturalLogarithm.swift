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
    var q = 1.0 / 23
    q = q * z + 1.0 / 21
    q = q * z + 1.0 / 19
    q = q * z + 1.0 / 17
    q = q * z + 1.0 / 15
    q = q * z + 1.0 / 13
    q = q * z + 1.0 / 11
    q = q * z + 1.0 / 9
    q = q * z + 1.0 / 7
    q = q * z + 1.0 / 5
    q = q * z + 1.0 / 3
    // 2s = f − f s exactly, and f is exact: the small part carries the rounding errors.
    let small = s * (2 * z * q - f)
    let e = Double(exponent)
    return e * ln2High + (f + (small + e * ln2Low))
}
