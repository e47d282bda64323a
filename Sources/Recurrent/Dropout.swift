/// Dropout of the top layer's outputs while training (Srivastava et al. 2014; for recurrent networks only on
/// connections that are not recurrent, Zaremba et al. 2014).
///
/// Each output is zeroed with probability `rate`, the others are divided by 1 − `rate`, so that generating needs no
/// correction. Which ones is decided by a hash of the position alone: the same however rows are spread over threads.
public struct Dropout: Sendable, Equatable {
    /// The share of outputs that is zeroed, below 1, in steps of 1/65536.
    public let rate: Double
    /// The row of the whole batch that is row 0 here.
    public var firstRow = 0
    private let key: UInt64
    private let threshold: UInt64

    /// The dropout of update `step` of a run.
    ///
    /// - Precondition: 0 ≤ `rate` < 1.
    public init(rate: Double, seed: UInt64, step: Int) {
        precondition(rate >= 0 && rate < 1, "a dropout rate of \(rate)")
        threshold = UInt64((rate * 65536).rounded())
        self.rate = Double(threshold) / 65536
        key = Self.hash(seed &+ 0x9E37_79B9_7F4A_7C15 &* UInt64(truncatingIfNeeded: step &+ 1))
    }

    /// The same for the part of the batch that begins at `row`.
    public func startingAtRow(_ row: Int) -> Dropout {
        var part = self
        part.firstRow = firstRow + row
        return part
    }

    /// Multiplies T·B×H numbers, time-major, by the mask.
    func apply<Scalar: NetworkScalar>(to values: inout [Scalar], time: Int, batch: Int, hidden: Int) {
        guard threshold > 0 else { return }
        let kept = Scalar(1) / Scalar(1 - rate)
        var index = 0
        for step in 0..<time {
            for row in 0..<batch {
                let place = Self.hash(key &+ UInt64(step) << 32 &+ UInt64(firstRow + row))
                for unit in 0..<hidden {
                    // One hash decides four units.
                    let bits = Self.hash(place &+ UInt64(unit >> 2)) >> (UInt64(unit & 3) << 4)
                    values[index] *= (bits & 0xFFFF) < threshold ? 0 : kept
                    index += 1
                }
            }
        }
    }

    /// The finalizer of SplitMix64, a bijection in which every bit depends on every other.
    private static func hash(_ value: UInt64) -> UInt64 {
        var z = value &+ 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
