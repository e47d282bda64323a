internal import Numerics
public import Sampling

/// Several texts at a time.
extension TextModel {
    /// The most texts that are written side by side: beyond that a text more no longer makes each of them cheaper.
    public static let mostAtOnce = 64

    /// The most characters of unfinished texts that are worth keeping for the sake of writing side by side.
    private static let mostUnfinished = 1 << 22

    /// How many texts of such a length are written side by side.
    ///
    /// One by one where a text may be very long: those that come later would pile up in memory while it is read.
    static func rows(for limits: LengthLimits) -> Int {
        limits.maximum < 0 ? 1 : min(mostAtOnce, max(1, mostUnfinished / max(1, limits.maximum)))
    }

    /// Writes several texts, side by side where they are not too long for that.
    ///
    /// Text i is the one that ``write(prompt:options:limits:seed:sequence:deliver:)`` writes for sequence i.
    ///
    /// - Parameters:
    ///   - count: The number of texts, which are the sequences 0 ..< count.
    ///   - prompt: What each text begins with; it is read, not delivered.
    ///   - options: The controls of each draw.
    ///   - limits: How long a text may and must become; lengths count characters.
    ///   - seed: With a text's number, decides every draw of it.
    ///   - stops: What ends a text where it appears in it.
    ///   - constraints: Rules that each text's characters follow.
    ///   - reportsTokens: Whether `tokens` is called; log-probabilities cost an exponential for each token of the vocabulary.
    ///   - tokens: Called with the number of a text and each of its tokens, before the token's character.
    ///   - deliver: Called with each character and the number of its text; returns a reason to stop that text after
    ///     it, or nil to go on. After `.interrupted` no further texts are begun.
    ///   - end: Called once for each text that was begun, when it is over. Texts end in any order.
    /// - Throws: `SamplingError.unusableLogit` or `.everythingForbidden` from a damaged network.
    public func write(
        count: Int, prompt: String = "", options: SamplingOptions = .plain, limits: LengthLimits, seed: UInt64,
        stops: StopStrings? = nil, constraints: TextConstraints? = nil, reportsTokens: Bool = false,
        tokens: (Int, GeneratedToken) -> Void = { _, _ in },
        deliver: (Int, Unicode.Scalar) -> StopReason?, end: (Int, StopReason) -> Void
    ) throws(SamplingError) {
        let (atOnce, (start, decoder)) = (Self.rows(for: limits), reading(prompt: prompt))
        var isInterrupted = false
        for first in stride(from: 0, to: count, by: atOnce) where !isInterrupted {
            let randoms = (first..<min(count, first + atOnce)).map { Xoshiro256StarStar(seed: seed, sequence: $0) }
            var texts = [WrittenText](
                repeating: WrittenText(decoder, limits: limits, rules: constraints, stops: stops), count: randoms.count)
            var generator = try BatchGenerator(
                source: self.rows, prompt: start, limits: tokenLimits(limits), eos: Tokenizer.eos,
                sampler: Sampler(options), randoms: randoms)
            generator.reportsLogProbabilities = reportsTokens
            try generator.run(
                prepare: { row, mask, _ in
                    restrict(&mask)
                    texts[row].restrict(&mask)
                },
                deliver: { row, token in
                    texts[row].take(
                        token.id, report: { if reportsTokens { tokens(first + row, token) } },
                        { deliver(first + row, $0) })
                },
                end: { row, reason in
                    texts[row].finish(reason) { _ = deliver(first + row, $0) }
                    isInterrupted = isInterrupted || reason == .interrupted
                    end(first + row, reason)
                })
        }
    }

    /// Writes texts that all come to an end: one that runs into its length is drawn anew.
    ///
    /// The first draw of text i is that of ``write(count:prompt:options:limits:seed:stops:deliver:end:)``.
    ///
    /// - Parameters:
    ///   - constraints: Rules that each text's characters follow.
    ///   - attempts: How often a text is drawn at most; the last is delivered as it is.
    ///   - isWanted: Whether a text that has ended is wanted; others are drawn anew as well.
    ///   - shouldStop: Asked after each character.
    ///   - deliver: Called with each text, in order, and why it ended.
    /// - Throws: `SamplingError`.
    public func writeWhole(
        count: Int, prompt: String = "", options: SamplingOptions = .plain, limits: LengthLimits, seed: UInt64,
        stops: StopStrings? = nil, constraints: TextConstraints? = nil, attempts: Int = 100,
        isWanted: (String) -> Bool = { _ in true },
        shouldStop: () -> Bool, deliver: (String, StopReason) -> Void
    ) throws(SamplingError) {
        for number in 0..<count {
            for attempt in 0..<attempts {
                var held = stops
                var text = String.UnicodeScalarView()
                // Far from the numbers of other texts.
                let sequence = number + attempt << 32
                var reason = try write(
                    prompt: prompt, options: options, limits: limits, seed: seed, sequence: sequence,
                    constraints: constraints
                ) { character in
                    let isOver = held?.add(character) { text.append($0) }
                    if isOver == nil { text.append(character) }
                    return shouldStop() ? .interrupted : isOver == true ? .stopString : nil
                }
                if reason != .stopString { held?.finish { text.append($0) } }
                if shouldStop() { reason = .interrupted }
                let isWhole = reason == .eos || reason == .stopString || reason == .constraint
                guard reason == .interrupted || isWhole && isWanted(String(text)) || attempt == attempts - 1 else {
                    continue
                }
                deliver(String(text), reason)
                if reason == .interrupted { return }
                break
            }
        }
    }

    /// Looks for the likeliest texts; see `BeamSearch`.
    ///
    /// - Returns: The texts and why they ended, the likeliest first.
    /// - Throws: `SamplingError`.
    public func likeliest(
        _ search: BeamSearch, prompt: String = "", limits: LengthLimits, shouldStop: () -> Bool
    ) throws(SamplingError) -> [(text: String, reason: StopReason, logProbability: Double)] {
        let (tokens, decoder) = reading(prompt: prompt)
        let isByCharacter = tokenizer.kind == .characters
        // A character is at most four bytes.
        let most = isByCharacter || limits.maximum < 0 ? limits.maximum : 4 * limits.maximum
        func said(_ tokens: [Int]) -> (text: String.UnicodeScalarView, decoder: TokenDecoder) {
            var (text, decoder) = (String.UnicodeScalarView(), decoder)
            for token in tokens { decoder.add(token) { text.append($0) } }
            return (text, decoder)
        }
        return try search.search(
            self.rows, prompt: tokens,
            limits: LengthLimits(
                minimum: isByCharacter ? limits.minimum : 0, maximum: most, ignoresEOS: limits.ignoresEOS),
            eos: Tokenizer.eos,
            restrict: { tokens, mask in
                restrict(&mask)
                guard !isByCharacter else { return true }
                let (text, decoder) = said(tokens)
                let room = limits.maximum - text.count
                decoder.restrict(&mask)
                if text.count < limits.minimum { mask.forbid(Tokenizer.eos, rule: "the minimum length") }
                for token in Tokenizer.specials.count..<tokenizer.count where mask[token] {
                    var (next, length) = (decoder, 0)
                    next.add(token) { _ in length += 1 }
                    if length > room { mask.forbid(token, rule: "the length") }
                }
                return room > 0 && mask.allowedCount > 0
            }, shouldStop: shouldStop
        ).map { (String(said($0.tokens).text), $0.reason, $0.logProbability) }
    }
}
