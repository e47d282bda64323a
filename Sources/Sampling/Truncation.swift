import Numerics

/// One link of the chain between the scores and the draw. It narrows or reweighs the candidates and never empties them.
protocol CandidateStep {
    func apply(to candidates: inout Candidates)
}

/// Keeps exactly the k most likely candidates; among equals the lower id stays. 0 is off, as is k ≥ V.
struct TopK: CandidateStep {
    let k: Int

    func apply(to candidates: inout Candidates) {
        guard k > 0 else { return }
        candidates.keepFirst(k)
    }
}

/// Nucleus sampling (Holtzman et al., 2020): keeps the smallest prefix of the sorted distribution whose cumulative
/// probability reaches p. The candidate that crosses stays; 1 is off, 0 leaves the top candidate alone.
struct TopP: CandidateStep {
    let p: Double

    func apply(to candidates: inout Candidates) {
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

/// Keeps candidates of at least `fraction` of the highest probability (Nguyen et al. 2024, arXiv:2407.01082). 0 is off, 1 keeps
/// what is as likely as the most likely one.
struct MinP: CandidateStep {
    let fraction: Double

    func apply(to candidates: inout Candidates) {
        guard fraction > 0 else { return }
        candidates.keep(atLeast: fraction >= 1 ? 0 : naturalLogarithm(fraction))
    }
}

/// Keeps candidates whose logit is within n standard deviations of the highest (top-nσ). 0 is off.
struct TopNSigma: CandidateStep {
    let n: Double

    func apply(to candidates: inout Candidates) {
        guard n > 0, candidates.count > 1 else { return }
        let count = Double(candidates.count)
        var sum = 0.0
        for rank in 0..<candidates.count { sum += candidates.score(rank) }
        let mean = sum / count
        var squares = 0.0
        for rank in 0..<candidates.count {
            let distance = candidates.score(rank) - mean
            squares += distance * distance
        }
        candidates.keep(atLeast: -n * (squares / count).squareRoot())
    }
}

/// Keeps the candidates whose surprise is nearest the entropy, so many of them that their probabilities come above p (locally
/// typical sampling). 1 is off.
struct Typical: CandidateStep {
    let p: Double

    func apply(to candidates: inout Candidates) {
        guard p < 1, candidates.count > 1 else { return }
        candidates.keepNearestToEntropy(until: p)
    }
}

/// Takes away all candidates of at least the threshold but the least likely of them.
struct ExcludeTopChoices: CandidateStep {
    let threshold: Double

    func apply(to candidates: inout Candidates) {
        guard threshold <= 0.5, candidates.count > 1 else { return }
        let total = candidates.weigh()
        var count = 0
        while count < candidates.count, candidates.weight(count) >= threshold * total { count += 1 }
        if count > 1 { candidates.dropFirst(count - 1) }
    }
}

/// Divides the logits by T > 0. Greedy choice, T = 0, is the draw's business.
struct Temperature: CandidateStep {
    let value: Double
    let dynamic: SamplingOptions.DynamicTemperature

    func apply(to candidates: inout Candidates) {
        candidates.temperature *= dynamic.range > 0 ? chosen(candidates: &candidates) : value
    }

    /// Between T − range, where one candidate has it all, and T + range, where all are as likely.
    private func chosen(candidates: inout Candidates) -> Double {
        let (least, most) = (max(0.0, value - dynamic.range), value + dynamic.range)
        guard candidates.count > 1 else { return value }
        let fraction = candidates.entropy() / naturalLogarithm(Double(candidates.count))
        let bent =
            dynamic.exponent == 1
            ? fraction : fraction > 0 ? exponential(dynamic.exponent * naturalLogarithm(fraction)) : 0
        // A temperature of 0 would divide by it; so near to it the most likely one is as good as certain.
        return max(1e-6, least + (most - least) * min(1, max(0, bent)))
    }
}
