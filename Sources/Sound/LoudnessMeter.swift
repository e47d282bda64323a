internal import Glibc

/// How loud a programme is, in LUFS: the loudness of all of it but its pauses, as the ear weighs it.
///
/// Specification: ITU-R BS.1770-4, annex 1: two filters (a shelf for the head, a high-pass), the mean square of blocks of
/// 400 ms that overlap by three quarters, a gate at −70 LUFS and another 10 LU below the mean. The coefficients for other
/// rates than 48 kHz follow from the analogue filters that the specification's own belong to.
package struct LoudnessMeter {
    private struct Biquad {
        var b0 = 1.0, b1 = 0.0, b2 = 0.0, a1 = 0.0, a2 = 0.0
        var z1 = 0.0, z2 = 0.0

        mutating func callAsFunction(_ x: Double) -> Double {
            let y = b0 * x + z1
            z1 = b1 * x - a1 * y + z2
            z2 = b2 * x - a2 * y
            return y
        }

        static func shelf(rate: Double) -> Biquad {
            let k = tan(.pi * 1681.974450955533 / rate)
            let q = 0.7071752369554196
            let vh = pow(10, 3.999843853973347 / 20)
            let vb = pow(vh, 0.4996667741545416)
            let a0 = 1 + k / q + k * k
            return Biquad(
                b0: (vh + vb * k / q + k * k) / a0, b1: 2 * (k * k - vh) / a0, b2: (vh - vb * k / q + k * k) / a0,
                a1: 2 * (k * k - 1) / a0, a2: (1 - k / q + k * k) / a0)
        }

        static func highPass(rate: Double) -> Biquad {
            let k = tan(.pi * 38.13547087602444 / rate)
            let q = 0.5003270373238773
            let a0 = 1 + k / q + k * k
            return Biquad(b0: 1, b1: -2, b2: 1, a1: 2 * (k * k - 1) / a0, a2: (1 - k / q + k * k) / a0)
        }
    }

    private var filters: [(Biquad, Biquad)]
    private let quarterFrames: Int
    /// The sums of squares of the quarters of blocks that are complete, and that of the one begun.
    private var quarters: [Double] = []
    private var sum = 0.0
    private var count = 0

    /// - Parameter rate: Frames a second of stereo sound.
    package init(rate: Int) {
        let filter = (Biquad.shelf(rate: Double(rate)), Biquad.highPass(rate: Double(rate)))
        filters = [filter, filter]
        quarterFrames = rate / 10
    }

    /// Takes frames in, left and right alternating.
    package mutating func add(_ samples: [Float]) {
        for (index, sample) in samples.enumerated() {
            let side = index & 1
            let weighed = filters[side].1(filters[side].0(Double(sample)))
            sum += weighed * weighed
            if side == 1 {
                count += 1
                if count == quarterFrames {
                    quarters.append(sum)
                    (sum, count) = (0, 0)
                }
            }
        }
    }

    /// The loudness up to now; nil for silence and for less than 400 ms.
    package var loudness: Double? {
        guard quarters.count >= 4 else { return nil }
        let blocks = (0...quarters.count - 4).map { quarters[$0..<$0 + 4].reduce(0, +) / Double(4 * quarterFrames) }
        func level(_ power: Double) -> Double { -0.691 + 10 * log10(power) }
        func mean(_ blocks: [Double]) -> Double { blocks.reduce(0, +) / Double(max(blocks.count, 1)) }
        let audible = blocks.filter { $0 > 0 && level($0) > -70 }
        guard !audible.isEmpty else { return nil }
        let gate = level(mean(audible)) - 10
        let loud = audible.filter { level($0) > gate }
        return level(mean(loud))
    }
}
