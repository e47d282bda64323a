/// Divides the logits by T > 0. Greedy choice, T = 0, is the draw's business.
package struct Temperature: SamplingStep {
    package let value: Double

    package init(value: Double) {
        self.value = value
    }

    package func apply(to candidates: inout Candidates, history: TokenHistory) {
        candidates.temperature *= value
    }
}
