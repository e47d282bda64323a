/// Anything that scores the next tokens of several sequences at a time, each a row of the batch.
///
/// What a row is scored must not depend on the other rows, nor on how many there are.
public protocol BatchLogitSource {
    /// V, the number of tokens; ids are `0 ..< vocabularySize`.
    var vocabularySize: Int { get }

    /// B, the number of rows.
    var rowCount: Int { get }

    /// Takes a token a row as the newest of its sequence and writes the V scores of each one's successor.
    ///
    /// - Parameters:
    ///   - tokens: B ids in `0 ..< vocabularySize`.
    ///   - logits: Made B×V elements if it is not; each is overwritten with an unnormalised log-probability (−∞
    ///     forbids).
    mutating func advance(_ tokens: [Int], logits: inout [Float])

    /// Goes on with these rows in this order, repetitions allowed, and forgets the others.
    ///
    /// - Parameter rows: At least one.
    mutating func select(rows: [Int])

    /// Does other work for each row on the threads that the source has; without threads of its own, on this one.
    ///
    /// - Parameter body: Called with parts of `0 ..< count`, several at a time, until each number was in one.
    func concurrently(_ count: Int, _ body: @escaping @Sendable (Range<Int>) -> Void)
}

extension BatchLogitSource {
    public func concurrently(_ count: Int, _ body: @escaping @Sendable (Range<Int>) -> Void) { body(0..<count) }
}

/// Generates several sequences from the same prompt side by side: all that are not over are advanced together.
///
/// ```swift
/// var generator = try BatchGenerator(source: model, prompt: [start], limits: LengthLimits(maximum: 100), eos: 0,
///     sampler: Sampler(options), randoms: (0..<8).map { Xoshiro256StarStar(seed: 7, sequence: $0) })
/// try generator.run { sequence, token in print(sequence, token.id); return nil } end: { _, _ in }
/// ```
///
/// Each sequence has its own sampler, mask and random numbers, and is the one that a ``Generator`` with the
/// same ones makes. A sequence that is over leaves the batch, so that the others take the less time.
public struct BatchGenerator<Source: BatchLogitSource, Random: RandomNumberGenerator> {
    /// The source, with a row for each sequence that is not over.
    public private(set) var source: Source
    /// The sequences that are not over, by number; a row of the source for each.
    public private(set) var sequences: [Int]
    private var rows: [SequenceRow<Random>]
    private var logits: [Float] = []
    private var tokens: [Int] = []
    private var kept: [Int] = []
    /// What the rows' draws came to; nil for those that are to be drawn.
    private var steps: [Result<GenerationStep, SamplingError>?] = []

    /// Advances the one row of `source` over `prompt`, which begins with the start token, and has all sequences go on
    /// from there.
    ///
    /// - Parameters:
    ///   - source: Has one row.
    ///   - eos: The token that ends a sequence. It is never delivered; nil if the vocabulary has none.
    ///   - randoms: What each of the sequences draws with; their number is that of the sequences.
    /// - Throws: `SamplingError.emptyPrompt`, `SamplingError.promptTokenOutOfRange`.
    public init(
        source: Source, prompt: [Int], limits: LengthLimits, eos: Int?, sampler: Sampler, randoms: [Random]
    ) throws(SamplingError) {
        precondition(source.rowCount == 1 && !randoms.isEmpty, "\(source.rowCount) rows for \(randoms.count) sequences")
        let size = source.vocabularySize
        rows = []
        for random in randoms {
            rows.append(
                try SequenceRow(
                    prompt: prompt, vocabularySize: size, limits: limits, eos: eos, sampler: sampler, random: random))
        }
        self.source = source
        sequences = Array(randoms.indices)
        for token in prompt { self.source.advance([token], logits: &logits) }
        self.source.select(rows: [Int](repeating: 0, count: randoms.count))
        logits.reserveCapacity(randoms.count * size)
        for _ in 1..<randoms.count { logits += logits[0..<size] }
    }

    /// Whether ``GeneratedToken/logProbability`` is worked out; it costs an exponential for each of the V tokens.
    public var reportsLogProbabilities = false {
        didSet { for index in rows.indices { rows[index].reportsLogProbabilities = reportsLogProbabilities } }
    }

    /// Draws a token for each sequence that is not over, and advances those that go on.
    ///
    /// - Parameters:
    ///   - prepare: Called for each sequence with its number before any draws; may forbid tokens (the mask starts with the
    ///     rules about the end-of-sequence token only) and set the sampler's options.
    ///   - deliver: Called with each token once all have drawn; returns a reason to stop after it, or nil to go on.
    ///   - end: Called once for each sequence, when it is over.
    /// - Throws: `SamplingError.unusableLogit`, `SamplingError.everythingForbidden`: the batch is of no use any more.
    public mutating func step(
        prepare: (Int, inout TokenMask, inout Sampler) -> Void = { _, _, _ in },
        deliver: (Int, GeneratedToken) -> StopReason?, end: (Int, StopReason) -> Void
    ) throws(SamplingError) {
        let size = source.vocabularySize
        tokens.removeAll(keepingCapacity: true)
        kept.removeAll(keepingCapacity: true)
        steps.removeAll(keepingCapacity: true)
        for index in rows.indices {
            let sequence = sequences[index]
            let goesOn = rows[index].begin { mask, sampler in prepare(sequence, &mask, &sampler) }
            steps.append(goesOn ? nil : .success(.stopped(.length)))
        }
        SequenceRow<Random>.draw(&rows, logits, size, steps: &steps, on: source)
        for index in rows.indices {
            let sequence = sequences[index]
            switch try steps[index]!.get() {
            case .stopped(let reason):
                end(sequence, reason)
            case .token(let token):
                if let reason = deliver(sequence, token) {
                    end(sequence, reason)
                } else {
                    tokens.append(token.id)
                    kept.append(index)
                }
            }
        }
        if kept.count < rows.count { dropEnded() }
        if !rows.isEmpty { source.advance(tokens, logits: &logits) }
    }

    /// Goes on with the rows that are kept.
    private mutating func dropEnded() {
        for (row, index) in kept.enumerated() where row < index {
            rows.swapAt(row, index)
            sequences[row] = sequences[index]
        }
        rows.removeLast(rows.count - kept.count)
        sequences.removeLast(sequences.count - kept.count)
        if !kept.isEmpty { source.select(rows: kept) }
    }

    /// Generates until all sequences are over.
    ///
    /// - Parameters:
    ///   - prepare: As in ``step(prepare:deliver:end:)``, as are the others.
    /// - Throws: `SamplingError.unusableLogit`, `SamplingError.everythingForbidden`.
    public mutating func run(
        prepare: (Int, inout TokenMask, inout Sampler) -> Void = { _, _, _ in },
        deliver: (Int, GeneratedToken) -> StopReason?, end: (Int, StopReason) -> Void
    ) throws(SamplingError) {
        while !rows.isEmpty { try step(prepare: prepare, deliver: deliver, end: end) }
    }
}

extension BatchGenerator: Sendable where Source: Sendable, Random: Sendable {}
