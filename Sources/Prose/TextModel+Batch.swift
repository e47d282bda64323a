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
    ///   - deliver: Called with each character and the number of its text; returns a reason to stop that text after
    ///     it, or nil to go on. After `.interrupted` no further texts are begun.
    ///   - end: Called once for each text that was begun, when it is over. Texts end in any order.
    /// - Throws: `SamplingError.unusableLogit` or `.everythingForbidden` from a damaged network.
    public func write(
        count: Int, prompt: String = "", options: SamplingOptions = .plain, limits: LengthLimits, seed: UInt64,
        deliver: (Int, Unicode.Scalar) -> StopReason?, end: (Int, StopReason) -> Void
    ) throws(SamplingError) {
        let (rows, start) = (Self.rows(for: limits), tokens(prompt: prompt))
        var isInterrupted = false
        for first in stride(from: 0, to: count, by: rows) where !isInterrupted {
            var generator = try BatchGenerator(
                source: NetworkRows(engine), prompt: start, limits: limits, eos: CharacterTokenizer.eos,
                sampler: Sampler(options),
                randoms: (first..<min(count, first + rows)).map { Xoshiro256StarStar(seed: seed, sequence: $0) })
            try generator.run(
                prepare: { _, _, mask, _ in restrict(&mask) },
                deliver: { row, token in tokenizer.character(token.id).flatMap { deliver(first + row, $0) } },
                end: { row, reason in
                    isInterrupted = isInterrupted || reason == .interrupted
                    end(first + row, reason)
                })
        }
    }
}
