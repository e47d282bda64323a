/// Nucleus sampling (Holtzman et al., 2020): keeps the smallest prefix of the sorted distribution whose cumulative
/// probability reaches p. The candidate that crosses stays; 1 is off, 0 leaves the top candidate alone.
package struct TopP: SamplingStep {
    package let p: Double

    package init(p: Double) {
        self.p = p
    }

    package func apply(to candidates: inout Candidates, history: TokenHistory) {
        guard p < 1 else { return }
        guard p > 0 else { return candidates.keepFirst(1) }
        let threshold = p * candidates.weigh()
        var cumulative = 0.0
        for rank in 0..<candidates.count {
            cumulative += candidates.weight(rank)
            if cumulative >= threshold { return candidates.keepFirst(rank + 1) }
        }
    }
}
