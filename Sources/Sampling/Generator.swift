/// One drawn token, as a stream delivers it.
public struct GeneratedToken: Equatable, Sendable {
    /// The token's id.
    public let id: Int
    /// ln p at temperature 1 before any control; nil unless it was asked for.
    public let logProbability: Double?
}

/// Generates one sequence: primes a source with a prompt, then draws and feeds each token back in.
///
/// ```swift
/// var generator = try Generator(source: model, prompt: [start], limits: LengthLimits(maximum: 100), eos: 0,
///     sampler: Sampler(options), random: Xoshiro256StarStar(seed: 7, sequence: 0))
/// let reason = try generator.run { token in print(token.id); return nil }
/// ```
///
/// Whenever it is not working, the source has been advanced over the prompt and every token delivered so far.
public struct Generator<Source: LogitSource, Random: RandomNumberGenerator> {
    /// The source, with the state that the sequence so far has left it in.
    public private(set) var source: Source
    /// The sequence so far.
    public private(set) var history: TokenHistory
    /// Whether ``GeneratedToken/logProbability`` is worked out; it costs an exponential for each of the V tokens.
    public var reportsLogProbabilities = false
    /// The controls of the draws to come.
    public var sampler: Sampler
    private let limits: LengthLimits
    private let eos: Int?
    private var random: Random
    private var logits: [Float]
    private var mask: TokenMask

    /// Advances `source` over `prompt`, which begins with the start token.
    ///
    /// - Parameter eos: The token that ends a sequence. It is never delivered; nil if the vocabulary has none.
    /// - Throws: `SamplingError.emptyPrompt`, `SamplingError.promptTokenOutOfRange`.
    public init(
        source: Source, prompt: [Int], limits: LengthLimits, eos: Int?, sampler: Sampler, random: Random
    ) throws(SamplingError) {
        let size = source.vocabularySize
        precondition(eos.map { $0 >= 0 && $0 < size } ?? true, "end-of-sequence token \(eos!) of \(size)")
        guard !prompt.isEmpty else { throw .emptyPrompt }
        for (position, token) in prompt.enumerated() where token < 0 || token >= size {
            throw .promptTokenOutOfRange(token: token, position: position, vocabularySize: size)
        }
        self.source = source
        self.limits = limits
        self.eos = eos
        self.sampler = sampler
        self.random = random
        history = TokenHistory(prompt: prompt)
        logits = [Float](repeating: 0, count: size)
        mask = TokenMask(count: size)
        for token in prompt { self.source.advance(token, logits: &logits) }
    }

    /// What ``next(prepare:)`` came to.
    public enum Step: Equatable, Sendable {
        case token(GeneratedToken)
        case stopped(StopReason)
    }

    /// Draws one token and feeds it to the source.
    ///
    /// - Parameter prepare: Called before the draw; may forbid tokens (the mask starts with the rules about the
    ///   end-of-sequence token only) and set the sampler's options.
    /// - Throws: `SamplingError.unusableLogit`, `SamplingError.everythingForbidden`.
    public mutating func next(
        prepare: (Source, TokenHistory, inout TokenMask, inout Sampler) -> Void = { _, _, _, _ in }
    ) throws(SamplingError) -> Step {
        if limits.maximum >= 0, history.newCount >= limits.maximum { return .stopped(.length) }
        mask.reset()
        if let eos {
            if limits.ignoresEOS { mask.forbid(eos, rule: "the option to ignore the end") }
            if history.newCount < limits.minimum { mask.forbid(eos, rule: "the minimum length") }
        }
        prepare(source, history, &mask, &sampler)
        let token = try sampler.draw(logits: logits, allowed: mask, history: history, using: &random)
        if token == eos { return .stopped(.eos) }
        let ln = reportsLogProbabilities ? logProbability(of: token, logits: logits) : nil
        history.append(token)
        source.advance(token, logits: &logits)
        return .token(GeneratedToken(id: token, logProbability: ln))
    }

    /// Generates until something ends the sequence.
    ///
    /// - Parameters:
    ///   - prepare: As in ``next(prepare:)``.
    ///   - deliver: Called with each token as it is drawn; returns a reason to stop after it, or nil to go on.
    /// - Returns: Why the sequence ended.
    /// - Throws: `SamplingError.unusableLogit`, `SamplingError.everythingForbidden`.
    public mutating func run(
        prepare: (Source, TokenHistory, inout TokenMask, inout Sampler) -> Void = { _, _, _, _ in },
        deliver: (GeneratedToken) -> StopReason?
    ) throws(SamplingError) -> StopReason {
        while true {
            switch try next(prepare: prepare) {
            case .stopped(let reason): return reason
            case .token(let token): if let reason = deliver(token) { return reason }
            }
        }
    }
}

extension Generator: Sendable where Source: Sendable, Random: Sendable {}
