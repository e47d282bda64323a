import Numerics
/// The mean, nil of nothing.
package func mean(_ values: some Collection<Double>) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
}

/// The value a `fraction` of the way up through the values in order, between two of them by linear interpolation.
///
/// - Parameter fraction: 0…1: 0.5 is the median.
/// - Returns: nil of nothing.
package func quantile(_ values: some Collection<Double>, _ fraction: Double) -> Double? {
    precondition((0...1).contains(fraction), "a fraction of \(fraction)")
    let sorted = values.sorted()
    guard let last = sorted.indices.last else { return nil }
    let position = Double(last) * fraction
    let below = Int(position)
    return sorted[below] + (sorted[min(below + 1, last)] - sorted[below]) * (position - Double(below))
}

/// The entropy of counted things, in bits; 0 of nothing.
package func entropy(_ counts: some Sequence<Int>) -> Double {
    // −Σ c/n log₂ c/n = log₂ n − (Σ c log₂ c) / n.
    var total = 0
    var sum = 0.0
    for count in counts where count > 0 {
        total += count
        sum += Double(count) * naturalLogarithm(Double(count))
    }
    guard total > 0 else { return 0 }
    let nats = naturalLogarithm(Double(total)) - sum / Double(total)
    return max(0, nats) * 1.442695040888963387
}
