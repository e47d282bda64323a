internal import Glibc

/// Decibels and the factors that they stand for.
enum DecibelScale {
    static func log10(_ value: Double) -> Double { Glibc.log10(value) }
    static func power(of10 exponent: Double) -> Double { Glibc.pow(10, exponent) }
}
