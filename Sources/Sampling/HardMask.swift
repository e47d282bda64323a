/// The first link: which tokens are in the running at all.
///
/// It also refuses scores that no distribution can be made of, whether or not a mask would have hidden them.
package struct HardMask {
    /// What is allowed; nil allows everything.
    package let allowed: TokenMask?

    package init(allowed: TokenMask?) {
        self.allowed = allowed
    }

    /// Replaces the candidates by the allowed tokens of `logits`. A logit of −∞ forbids its token.
    ///
    /// - Throws: `SamplingError.unusableLogit` for NaN or +∞, `SamplingError.everythingForbidden`.
    package func fill(_ candidates: inout Candidates, from logits: Span<Float>) throws(SamplingError) {
        if let allowed {
            precondition(allowed.count == logits.count, "a mask of \(allowed.count) for \(logits.count) logits")
        }
        candidates.removeAll()
        var scoreForbids = false
        for token in logits.indices {
            let logit = logits[token]
            guard logit < .infinity else { throw .unusableLogit(token: token, value: logit) }
            if let allowed, !allowed[token] { continue }
            if logit == -.infinity {
                scoreForbids = true
            } else {
                candidates.append(token, logit: logit)
            }
        }
        guard candidates.count > 0 else {
            let rules = allowed?.rules ?? []
            throw .everythingForbidden(masks: scoreForbids && !rules.isEmpty ? rules + ["scores of −∞"] : rules)
        }
    }
}
