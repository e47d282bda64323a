/// Keeps exactly the k most likely candidates; among equals the lower id stays. 0 is off, as is k ≥ V.
package struct TopK: SamplingStep {
    package let k: Int

    package init(k: Int) {
        self.k = k
    }

    package func apply(to candidates: inout Candidates, history: TokenHistory) {
        guard k > 0 else { return }
        candidates.keepFirst(k)
    }
}
