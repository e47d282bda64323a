/// The sampling engine: logits in, one token out.
///
/// ```swift
/// var sampler = Sampler(try SamplingOptions(temperature: 0.8, topK: 40))
/// var generator = Xoshiro256StarStar(seed: 7, sequence: 0)
/// let token = try sampler.draw(logits: logits, using: &generator)
/// ```
///
/// A draw is a pure function of the logits, the mask, the history, the options and the generator. The sampler itself
/// carries nothing from one draw to the next but working space.
public struct Sampler: Sendable {
    /// The controls; they may change from one draw to the next.
    public var options: SamplingOptions
    private var candidates = Candidates()

    /// A sampler with these controls.
    public init(_ options: SamplingOptions = .plain) {
        self.options = options
    }

    /// Chooses the next token.
    ///
    /// - Parameters:
    ///   - logits: One score a token; −∞ forbids.
    ///   - allowed: The hard masks; nil allows everything.
    ///   - history: The sequence so far.
    ///   - generator: Gives exactly one number a draw, none at temperature 0.
    /// - Throws: `SamplingError.unusableLogit`, `SamplingError.everythingForbidden`.
    /// - Complexity: O(V); with top-k off the V candidates are sorted as well, by radix in O(V).
    public mutating func draw(
        logits: [Float], allowed: TokenMask? = nil, history: TokenHistory = TokenHistory(prompt: []),
        using generator: inout some RandomNumberGenerator
    ) throws(SamplingError) -> Int {
        try draw(logits: logits.span, allowed: allowed, history: history, using: &generator)
    }

    /// The same where the scores are a part of something larger: a row of a batch.
    ///
    /// - Throws: `SamplingError.unusableLogit`, `SamplingError.everythingForbidden`.
    public mutating func draw(
        logits: Span<Float>, allowed: TokenMask?, history: TokenHistory,
        using generator: inout some RandomNumberGenerator
    ) throws(SamplingError) -> Int {
        try HardMask(allowed: allowed).fill(&candidates, from: logits)
        // Truncation always leaves the most likely token in, so greedy choice need not wait for it.
        guard options.temperature > 0 else { return Draw().greedy(candidates) }
        TopK(k: options.topK).apply(to: &candidates, history: history)
        TopP(p: options.topP).apply(to: &candidates, history: history)
        Temperature(value: options.temperature).apply(to: &candidates, history: history)
        return Draw().random(&candidates, using: &generator)
    }
}
