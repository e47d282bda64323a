internal import Numerics

/// The last link: one token out of the candidates.
package struct Draw {
    package init() {}

    /// The most likely candidate, the lowest id among equals. Consumes no randomness.
    package func greedy(_ candidates: Candidates) -> Int {
        candidates.best
    }

    /// A candidate at random, each with its softmax probability. Takes exactly one number from the generator, also
    /// when there is only one candidate, so that the stream does not depend on how many were left.
    package func random(
        _ candidates: inout Candidates, using generator: inout some RandomNumberGenerator
    ) -> Int {
        let target = generator.nextUniform() * candidates.weigh()
        var cumulative = 0.0
        for rank in 0..<candidates.count {
            cumulative += candidates.weight(rank)
            if target < cumulative { return candidates.token(rank) }
        }
        // Only a product rounded up to the very total gets here; the last candidate with any weight owns it.
        let last = (0..<candidates.count).last { candidates.weight($0) > 0 }
        return candidates.token(last ?? 0)
    }
}
