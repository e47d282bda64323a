/// One sequence while it is generated: everything but the source that scores its tokens.
///
/// A single sequence and each of a batch are drawn by the same code, and so come out the same.
struct SequenceRow<Random: RandomNumberGenerator> {
    private(set) var history: TokenHistory
    var sampler: Sampler
    var reportsLogProbabilities = false
    private let limits: LengthLimits
    private let eos: Int?
    private var random: Random
    private var mask: TokenMask

    /// A sequence of which only the prompt is there.
    ///
    /// - Throws: `SamplingError.emptyPrompt`, `SamplingError.promptTokenOutOfRange`.
    init(
        prompt: [Int], vocabularySize size: Int, limits: LengthLimits, eos: Int?, sampler: Sampler, random: Random
    ) throws(SamplingError) {
        precondition(eos.map { $0 >= 0 && $0 < size } ?? true, "end-of-sequence token \(eos!) of \(size)")
        guard !prompt.isEmpty else { throw .emptyPrompt }
        for (position, token) in prompt.enumerated() where token < 0 || token >= size {
            throw .promptTokenOutOfRange(token: token, position: position, vocabularySize: size)
        }
        self.limits = limits
        self.eos = eos
        self.sampler = sampler
        self.random = random
        history = TokenHistory(prompt: prompt)
        mask = TokenMask(count: size)
    }

    /// Draws the next token and notes it, unless the sequence is over.
    ///
    /// - Parameters:
    ///   - logits: The scores of the next token, for this sequence and others.
    ///   - place: Where those for this one are.
    ///   - prepare: May forbid tokens and set the sampler's options.
    /// - Throws: `SamplingError.unusableLogit`, `SamplingError.everythingForbidden`.
    @inline(__always)
    mutating func next(
        _ logits: [Float], at place: Range<Int>, prepare: (TokenHistory, inout TokenMask, inout Sampler) -> Void
    ) throws(SamplingError) -> GenerationStep {
        if limits.maximum >= 0, history.newCount >= limits.maximum { return .stopped(.length) }
        mask.reset()
        if let eos {
            if limits.ignoresEOS { mask.forbid(eos, rule: "the option to ignore the end") }
            if history.newCount < limits.minimum { mask.forbid(eos, rule: "the minimum length") }
        }
        prepare(history, &mask, &sampler)
        let scores = logits.span.extracting(place)
        let token = try sampler.draw(logits: scores, allowed: mask, history: history, using: &random)
        if token == eos { return .stopped(.eos) }
        let ln = reportsLogProbabilities ? logProbability(of: token, logits: scores) : nil
        history.append(token)
        return .token(GeneratedToken(id: token, logProbability: ln))
    }
}

extension SequenceRow: Sendable where Random: Sendable {}
