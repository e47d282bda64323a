/// A linear rise to the highest learning rate, then half a cosine down over the run (Loshchilov and Hutter 2017,
/// arXiv:1608.03983).
package struct LearningRateSchedule {
    package var peak: Double
    /// Updates until the peak.
    package var warmup: Int
    /// The fraction of the peak that is left at the end.
    package var final: Double

    package init(peak: Double, warmup: Int, final: Double) {
        self.peak = peak
        self.warmup = warmup
        self.final = final
    }

    /// The rate of the update after `step` others, with `fraction` of the run done.
    package func rate(step: Int, fraction: Double) -> Double {
        let fraction = min(max(fraction, 0), 1)
        let cosine = final + (1 - final) * (1 + Self.cosine(halfTurns: fraction)) / 2
        guard step < warmup else { return peak * cosine }
        // The second term ends the rise after a tenth of a run that is shorter than its warm-up.
        return peak * cosine * min(1, max(Double(step + 1) / Double(warmup), fraction * 10))
    }

    /// cos(πx) for x in 0…1, by the sine's Taylor series around ½: the same bits on every machine, unlike the C library's.
    package static func cosine(halfTurns x: Double) -> Double {
        let angle = Double.pi * (0.5 - x)
        var term = angle
        var sum = angle
        for n in stride(from: 2.0, through: 26, by: 2) {
            term *= -angle * angle / (n * (n + 1))
            sum += term
        }
        return sum
    }
}
