internal import Numerics

/// ln p of one token under the distribution of `logits` itself: log-softmax at temperature 1, before any control.
///
/// Not a number where no logit is finite.
///
/// - Complexity: O(V), one exponential a token.
public func logProbability(of token: Int, logits: [Float]) -> Double {
    logProbability(of: token, logits: logits.span)
}

/// The same where the scores are a part of something larger.
public func logProbability(of token: Int, logits: Span<Float>) -> Double {
    precondition(logits.indices.contains(token), "token \(token) of \(logits.count) logits")
    return Double(logits[token]) - logSum(logits)
}

/// ln Σ exp(logit): what makes a log-probability of a logit when it is taken from it.
func logSum(_ logits: Span<Float>) -> Double {
    var largest = logits[0]
    for index in logits.indices where largest < logits[index] { largest = logits[index] }
    var total = 0.0
    for index in logits.indices { total += exponential(Double(logits[index]) - Double(largest)) }
    return Double(largest) + naturalLogarithm(total)
}
