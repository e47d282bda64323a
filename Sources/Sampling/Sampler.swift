import Numerics

/// The sampling engine: logits in, one token out.
///
/// ```swift
/// var sampler = Sampler(try SamplingOptions(temperature: 0.8, topK: 40))
/// var generator = Xoshiro256StarStar(seed: 7, sequence: 0)
/// let token = try sampler.draw(logits: logits, using: &generator)
/// sampler.accept(token)
/// ```
///
/// A draw is a pure function of the logits, the mask, the tokens accepted so far, the options and the generator. Of the
/// tokens only what the options ask for is kept, and a draw allocates nothing once the first is over.
public struct Sampler: Sendable {
    /// The controls; they may change from one draw to the next.
    public var options: SamplingOptions
    /// The probability that the last draw gave its token, after all controls; 1 where the choice was greedy.
    public private(set) var probability = 1.0
    private var candidates = Candidates()
    private var penalties = Penalties()
    private var dry = Dry()
    /// Mirostat's largest surprise, in bits; nil before the first draw.
    private var surprise: Double?

    /// A sampler with these controls.
    public init(_ options: SamplingOptions = .plain) {
        self.options = options
    }

    /// Takes a token of the sequence: of the prompt, or one that was drawn.
    public mutating func accept(_ token: Int) {
        penalties.accept(token, options.penalties)
        dry.accept(token, options.dry)
    }

    /// Chooses the next token.
    ///
    /// - Parameters:
    ///   - logits: One score a token; −∞ forbids.
    ///   - allowed: The hard masks; nil allows everything.
    ///   - generator: Gives exactly one number a draw, and one more where top choices are excluded now and then; none at
    ///     temperature 0.
    /// - Throws: `SamplingError.unusableLogit`, `SamplingError.everythingForbidden`.
    /// - Complexity: O(V); with top-k off the V candidates are sorted as well, by radix in O(V).
    public mutating func draw(
        logits: [Float], allowed: TokenMask? = nil, using generator: inout some RandomNumberGenerator
    ) throws(SamplingError) -> Int {
        try draw(logits: logits.span, allowed: allowed, using: &generator)
    }

    /// The same where the scores are a part of something larger: a row of a batch.
    ///
    /// - Throws: `SamplingError.unusableLogit`, `SamplingError.everythingForbidden`.
    public mutating func draw(
        logits: Span<Float>, allowed: TokenMask?, using generator: inout some RandomNumberGenerator
    ) throws(SamplingError) -> Int {
        try narrow(logits, allowed, using: &generator)
        guard options.temperature > 0 else {
            probability = 1
            return candidates.best
        }
        if let mirostat = options.mirostat { return draw(mirostat, using: &generator) }
        return random(using: &generator)
    }

    /// What the chain leaves of the tokens.
    mutating func narrow(
        _ logits: Span<Float>, _ allowed: TokenMask?, using generator: inout some RandomNumberGenerator
    ) throws(SamplingError) {
        try fill(from: logits, allowed)
        let isGreedy = options.temperature == 0
        for step in options.order { apply(step, isGreedy: isGreedy, using: &generator) }
    }

    /// The tokens that are left, the most likely first, and their probabilities.
    var distribution: [(token: Int, probability: Double)] {
        mutating get {
            candidates.sort()
            let total = candidates.weigh()
            return (0..<candidates.count).map { (candidates.token($0), candidates.weight($0) / total) }
        }
    }

    private mutating func apply(
        _ step: SamplingStep, isGreedy: Bool, using generator: inout some RandomNumberGenerator
    ) {
        let truncates = options.mirostat == nil || isGreedy
        switch step {
        case .penalties: penalties.apply(options.penalties, to: &candidates)
        case .dry: dry.apply(options.dry, to: &candidates)
        case .temperature:
            guard !isGreedy else { return }
            Temperature(value: options.temperature, dynamic: options.dynamicTemperature).apply(to: &candidates)
        case .typical where truncates: Typical(p: options.typical).apply(to: &candidates)
        // The others leave the most likely token in, so that a greedy choice need not wait for them.
        case _ where isGreedy || !truncates: break
        case .topNSigma: TopNSigma(n: options.topNSigma).apply(to: &candidates)
        case .topK: TopK(k: options.topK).apply(to: &candidates)
        case .topP: TopP(p: options.topP).apply(to: &candidates)
        case .minP: MinP(fraction: options.minP).apply(to: &candidates)
        case .xtc:
            guard options.xtc.probability > 0, generator.nextUniform() < options.xtc.probability else { return }
            ExcludeTopChoices(threshold: options.xtc.threshold).apply(to: &candidates)
        case .typical: break
        }
    }

    /// Replaces the candidates by the allowed tokens, bias added. A logit of −∞ forbids its token, as does such a bias.
    ///
    /// Scores that no distribution can be made of are refused, whether or not a mask would have hidden them.
    private mutating func fill(from logits: Span<Float>, _ allowed: TokenMask?) throws(SamplingError) {
        if let allowed {
            precondition(allowed.count == logits.count, "a mask of \(allowed.count) for \(logits.count) logits")
        }
        // Mostly all tokens are allowed, as they are.
        if allowed == nil, options.bias.isEmpty, logits.count > 0, candidates.fill(logits) { return }
        candidates.removeAll()
        var (scoreForbids, biasForbids) = (false, false)
        let hasBias = !options.bias.isEmpty
        candidates.reserve(logits.count)
        var bits = UInt64.max
        for token in logits.indices {
            if token & 63 == 0, let allowed { bits = allowed.word(token >> 6) }
            var logit = logits[token]
            guard logit < .infinity else { throw .unusableLogit(token: token, value: logit) }
            if bits >> UInt64(token & 63) & 1 == 0 { continue }
            guard logit > -.infinity else {
                scoreForbids = true
                continue
            }
            if hasBias, let bias = options.bias[token] {
                guard bias > -.infinity else {
                    biasForbids = true
                    continue
                }
                logit = max(-.greatestFiniteMagnitude, min(.greatestFiniteMagnitude, logit + bias))
            }
            candidates.append(token, logit: logit)
        }
        guard candidates.count > 0 else {
            var rules = allowed?.rules ?? []
            if biasForbids { rules.append("the bias of tokens") }
            if scoreForbids, !rules.isEmpty { rules.append("scores of −∞") }
            throw .everythingForbidden(masks: rules)
        }
    }

    /// A candidate at random, each with its softmax probability. Takes exactly one number from the generator, also
    /// when there is only one candidate, so that the stream does not depend on how many were left.
    private mutating func random(using generator: inout some RandomNumberGenerator) -> Int {
        let total = candidates.weigh()
        let target = generator.nextUniform() * total
        var cumulative = 0.0
        // Only a product rounded up to the very total gets past all; the last candidate with any weight owns it.
        var chosen = 0
        for rank in 0..<candidates.count {
            let weight = candidates.weight(rank)
            guard weight > 0 else { break }
            chosen = rank
            cumulative += weight
            if target < cumulative { break }
        }
        probability = candidates.weight(chosen) / total
        return candidates.token(chosen)
    }

    /// Mirostat 2: only what surprises less than a bound is drawn, and the bound follows what came of it.
    private mutating func draw(
        _ mirostat: SamplingOptions.Mirostat, using generator: inout some RandomNumberGenerator
    ) -> Int {
        let bound = surprise ?? 2 * mirostat.target
        let total = candidates.weigh()
        var kept = 0
        while kept < candidates.count, candidates.weight(kept) > 0,
            Self.bits(candidates.weight(kept) / total) <= bound
        {
            kept += 1
        }
        candidates.keepFirst(max(1, kept))
        let token = random(using: &generator)
        surprise = bound - mirostat.rate * (Self.bits(probability) - mirostat.target)
        return token
    }

    private static func bits(_ probability: Double) -> Double { -naturalLogarithm(probability) / 0.6931471805599453 }
}
