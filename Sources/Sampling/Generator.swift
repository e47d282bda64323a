/// Anything that scores the next token given the tokens so far.
///
/// A recurrent network conforms by keeping its state between calls; a Markov chain or a table serves just as well.
public protocol LogitSource {
    /// V, the number of tokens; ids are `0 ..< vocabularySize`.
    var vocabularySize: Int { get }

    /// Takes `token` as the newest of the sequence and writes the V scores of its successor.
    ///
    /// - Parameters:
    ///   - token: An id in `0 ..< vocabularySize`.
    ///   - logits: Has V elements; each is overwritten with an unnormalised log-probability (−∞ forbids).
    mutating func advance(_ token: Int, logits: inout [Float])
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
    public var source: Source
    private var row: SequenceRow<Random>
    private var logits: [Float]

    /// Advances `source` over `prompt`, which begins with the start token.
    ///
    /// - Parameter eos: The token that ends a sequence. It is never delivered; nil if the vocabulary has none.
    /// - Throws: `SamplingError.emptyPrompt`, `SamplingError.promptTokenOutOfRange`.
    public init(
        source: Source, prompt: [Int], limits: LengthLimits, eos: Int?, sampler: Sampler, random: Random
    ) throws(SamplingError) {
        let size = source.vocabularySize
        row = try SequenceRow(
            prompt: prompt, vocabularySize: size, limits: limits, eos: eos, sampler: sampler, random: random)
        self.source = source
        logits = [Float](repeating: 0, count: size)
        for token in prompt { self.source.advance(token, logits: &logits) }
    }

    /// Whether ``GeneratedToken/logProbability`` is worked out; it costs an exponential for each of the V tokens.
    public var reportsLogProbabilities: Bool {
        get { row.reportsLogProbabilities }
        set { row.reportsLogProbabilities = newValue }
    }

    /// The controls of the draws to come.
    public var sampler: Sampler {
        get { row.sampler }
        set { row.sampler = newValue }
    }

    /// Draws one token and feeds it to the source.
    ///
    /// - Parameter prepare: Called before the draw; may forbid tokens (the mask starts with the rules about the
    ///   end-of-sequence token only) and set the sampler's options.
    /// - Throws: `SamplingError.unusableLogit`, `SamplingError.everythingForbidden`.
    public mutating func next(
        prepare: (Source, inout TokenMask, inout Sampler) -> Void = { _, _, _ in }
    ) throws(SamplingError) -> GenerationStep {
        let step = try row.next(logits, at: logits.indices) { mask, sampler in
            prepare(source, &mask, &sampler)
        }
        if case .token(let token) = step { source.advance(token.id, logits: &logits) }
        return step
    }

    /// Generates until something ends the sequence.
    ///
    /// - Parameters:
    ///   - prepare: As in ``next(prepare:)``.
    ///   - deliver: Called with each token as it is drawn; returns a reason to stop after it, or nil to go on.
    /// - Returns: Why the sequence ended.
    /// - Throws: `SamplingError.unusableLogit`, `SamplingError.everythingForbidden`.
    public mutating func run(
        prepare: (Source, inout TokenMask, inout Sampler) -> Void = { _, _, _ in },
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
