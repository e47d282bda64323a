/// In which numbers a network's products are computed while it learns.
///
/// Weights, sums, gates, cell states and the optimiser are single precision in any case; so is measuring and generating.
public enum Precision: String, Codable, Sendable, CaseIterable {
    /// Single precision.
    case float32 = "fp32"
    /// bfloat16: both factors of every product are rounded to eight bits of precision, sums are not.
    case bfloat16 = "bf16"
}

/// What a person may ask for.
public enum PrecisionChoice: String, Sendable, CaseIterable {
    /// bfloat16 where it is measured to be faster on this processor and time limits the run, which no machine repeats anyway; else
    /// single precision, so that the same command gives the same weights everywhere.
    case automatic = "auto"
    case float32 = "fp32"
    case bfloat16 = "bf16"

    /// The precision for a run; the measurement of ``automatic`` takes some milliseconds, once a process.
    public func precision(isTimed: Bool) -> Precision {
        switch self {
        case .automatic: isTimed ? Precision.fastest : .float32
        case .float32: .float32
        case .bfloat16: .bfloat16
        }
    }
}

extension Precision {
    /// The one whose products take this processor less time.
    static let fastest: Precision = Kernels.chosen.pairTimeFraction < 0.8 ? .bfloat16 : .float32
}
