import Terminal

/// What a measurement should come to.
package struct Goal: Sendable, Equatable, Encodable {
    /// What of a result is looked at.
    package enum Measure: String, Sendable, Encodable {
        /// How many times as fast as PyTorch.
        case ratio
        /// The fraction of the measured ceiling.
        case ceilingFraction
        /// The value itself.
        case value
    }

    /// What is looked at.
    package var measure: Measure
    /// The least it should be, or the most where `isUpperBound`.
    package var bound: Double
    /// Whether less is better.
    package var isUpperBound: Bool

    package static func ratio(_ bound: Double) -> Goal { Goal(measure: .ratio, bound: bound, isUpperBound: false) }
    package static func ceilingFraction(_ bound: Double) -> Goal {
        Goal(measure: .ceilingFraction, bound: bound, isUpperBound: false)
    }
    package static func atMost(_ bound: Double) -> Goal { Goal(measure: .value, bound: bound, isUpperBound: true) }

    package static func atLeast(_ bound: Double) -> Goal { Goal(measure: .value, bound: bound, isUpperBound: false) }

    /// Whether a result reaches it; nil where the result does not say.
    package func isReached(by result: Figure) -> Bool? {
        let found =
            switch measure {
            case .ratio: result.ratio
            case .ceilingFraction: result.ceilingFraction
            case .value: result.value
            }
        return found.map { isUpperBound ? $0 <= bound : $0 >= bound }
    }

    /// The bound in words: "≥ 2.0 ×", "≥ 80 %", "≤ 20 ms".
    package func text(unit: Figure.Unit) -> String {
        let number =
            switch measure {
            case .ratio: NumberText.fixed(bound, decimals: 1) + " ×"
            case .ceilingFraction: NumberText.fixed(bound * 100, decimals: 0) + " %"
            case .value: unit.text(bound)
            }
        return (isUpperBound ? "≤ " : "≥ ") + number
    }
}
