/// How long a sequence may and must become; the prompt is not counted.
public struct LengthLimits: Equatable, Sendable {
    /// The end-of-sequence token is forbidden until this many new tokens have been written.
    public let minimum: Int
    /// The most new tokens: 0 only primes the source with the prompt, −1 goes on until the end-of-sequence token.
    public let maximum: Int
    /// Forbids the end-of-sequence token altogether.
    public let ignoresEOS: Bool

    /// - Throws: `SamplingError.optionOutOfRange` for a negative minimum, a maximum below −1, or a minimum above
    ///   the maximum.
    public init(minimum: Int = 0, maximum: Int = -1, ignoresEOS: Bool = false) throws(SamplingError) {
        guard maximum >= -1 else {
            throw .optionOutOfRange(
                option: "the maximum length", value: "\(maximum)", expected: "0 or above, or -1 for no limit")
        }
        guard minimum >= 0 else {
            throw .optionOutOfRange(option: "the minimum length", value: "\(minimum)", expected: "0 or above")
        }
        guard maximum == -1 || minimum <= maximum else {
            throw .optionOutOfRange(
                option: "the minimum length", value: "\(minimum)", expected: "at most the maximum length, \(maximum)")
        }
        self.minimum = minimum
        self.maximum = maximum
        self.ignoresEOS = ignoresEOS
    }
}

/// Why a sequence ended; reported with every sequence.
public enum StopReason: String, Codable, Sendable, CaseIterable {
    /// The model chose its end-of-sequence token.
    case eos
    /// The maximum number of new tokens was reached.
    case length
    /// A stop string appeared in the decoded text.
    case stopString = "stop-string"
    /// The rules that the text follows let it end here, and let nothing else come.
    case constraint
    /// The person, or a closed output, stopped it.
    case interrupted
}

/// One drawn token, as a stream delivers it.
public struct GeneratedToken: Equatable, Sendable {
    /// The token's id.
    public let id: Int
    /// ln p at temperature 1 before any control; nil unless it was asked for.
    public let logProbability: Double?
    /// The probability after all controls, with which it was drawn; 1 where the choice was greedy.
    public let probability: Double
}

/// What one draw came to.
public enum GenerationStep: Equatable, Sendable {
    case token(GeneratedToken)
    case stopped(StopReason)
}

/// One sequence while it is generated: everything but the source that scores its tokens.
///
/// A single sequence and each of a batch are drawn by the same code, and so come out the same.
struct SequenceRow<Random: RandomNumberGenerator> {
    var sampler: Sampler
    var reportsLogProbabilities = false
    /// The number of tokens drawn so far.
    private var length = 0
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
        mask = TokenMask(count: size)
        for token in prompt { self.sampler.accept(token) }
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
        _ logits: [Float], at range: Range<Int>, prepare: (inout TokenMask, inout Sampler) -> Void
    ) throws(SamplingError) -> GenerationStep {
        guard begin(prepare) else { return .stopped(.length) }
        return try draw(logits, at: range)
    }

    /// Makes everything ready for a draw.
    ///
    /// - Returns: false where the sequence has its full length.
    @inline(__always)
    mutating func begin(_ prepare: (inout TokenMask, inout Sampler) -> Void) -> Bool {
        if limits.maximum >= 0, length >= limits.maximum { return false }
        mask.reset()
        if let eos {
            if limits.ignoresEOS { mask.forbid(eos, rule: "the option to ignore the end") }
            if length < limits.minimum { mask.forbid(eos, rule: "the minimum length") }
        }
        prepare(&mask, &sampler)
        return true
    }

    /// Draws the next token once all is ready.
    @inline(__always)
    mutating func draw(_ logits: [Float], at range: Range<Int>) throws(SamplingError) -> GenerationStep {
        let scores = logits.span.extracting(range)
        let token = try sampler.draw(logits: scores, allowed: mask, using: &random)
        if token == eos { return .stopped(.eos) }
        let ln = reportsLogProbabilities ? logProbability(of: token, logits: scores) : nil
        sampler.accept(token)
        length += 1
        return .token(GeneratedToken(id: token, logProbability: ln, probability: sampler.probability))
    }
}

extension SequenceRow: Sendable where Random: Sendable {}
