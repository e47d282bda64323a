/// ln p of one token under the distribution of `logits` itself: log-softmax at temperature 1, before any control.
///
/// Not a number where no logit is finite.
///
/// - Complexity: O(V), one exponential a token.
public func logProbability(of token: Int, logits: [Float]) -> Double {
    precondition(logits.indices.contains(token), "token \(token) of \(logits.count) logits")
    let largest = Double(logits.max() ?? 0)
    var total = 0.0
    for logit in logits { total += exponential(Double(logit) - largest) }
    return Double(logits[token]) - largest - naturalLogarithm(total)
}
