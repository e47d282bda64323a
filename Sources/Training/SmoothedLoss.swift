/// A mean of the losses of the steps in which recent ones count more.
package struct SmoothedLoss: Sendable, Equatable {
    /// The weighted sum of the losses, and the weights'.
    var sum = 0.0
    var weight = 0.0
    /// The lowest the mean has been.
    var lowest = Double.infinity

    /// The mean, or nil of nothing.
    package var value: Double? { weight > 0 ? sum / weight : nil }

    package init() {}

    init(sum: Double, weight: Double, lowest: Double) {
        self.sum = sum
        self.weight = weight
        self.lowest = lowest
    }

    package mutating func add(_ loss: Double) {
        sum = sum * 0.98 + loss * 0.02
        weight = weight * 0.98 + 0.02
        lowest = min(lowest, sum / weight)
    }

    /// Whether learning has come apart: worse than before anything was learned, and far worse than it was.
    package func hasExploded(from initialLoss: Double) -> Bool {
        guard let value else { return false }
        return !(value <= initialLoss || value <= lowest * 1.5)
    }

    /// Whether it is about as low as ever: a state worth going back to.
    package var isSound: Bool { value.map { $0 <= lowest * 1.1 } ?? false }
}
