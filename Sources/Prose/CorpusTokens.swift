public import Training

/// Parts of a corpus as sequences of tokens, read from the text whenever they are asked for.
///
/// In each sequence, every token but the last is an input and every token but the first the target of the one before.
public struct CorpusTokens: TokenSource {
    /// The characters of one sequence.
    struct Span: Sendable, Equatable {
        var characters: Range<Int>
        /// Whether the end-of-sequence token stands before the first character.
        var begins: Bool
        /// Whether it stands after the last.
        var ends: Bool
        /// So many of the first characters are read only: they are nobody's target.
        var context = 0

        /// The characters that are asked for. The first token of all is nobody's target.
        var asked: Range<Int> {
            characters.lowerBound + min(characters.count, context > 0 || begins ? context : 1)..<characters.upperBound
        }

        var tokenCount: Int { characters.count + (begins ? 1 : 0) + (ends ? 1 : 0) }
    }

    public let lengths: [Int]
    private let spans: [Span]
    private let source: Source
    private let vocabularySize: Int

    private enum Source: Sendable {
        /// A token a character, made when they are read.
        case text(Corpus, CharacterTable)
        case stored(StoredTokens)
    }

    /// - Parameter directory: Where tokens are kept that are not characters.
    /// - Throws: `ProseError.cannotStore`, `.tooLarge`, `.changed`.
    init(
        _ corpus: Corpus, _ tokenizer: Tokenizer, _ spans: [Span], directory: String = "/var/tmp"
    ) throws(ProseError) {
        self.spans = spans
        vocabularySize = tokenizer.count
        if case .characters(let table) = tokenizer.table {
            source = .text(corpus, table)
            lengths = spans.map { max(0, $0.tokenCount - 1) }
        } else {
            let stored = try StoredTokens(corpus, tokenizer, spans, directory: directory)
            source = .stored(stored)
            lengths = stored.ranges.map { max(0, $0.count - 1) }
        }
    }

    /// The characters of all sequences, without those that are read only.
    public var characterCount: Int { spans.reduce(0) { $0 + $1.characters.count - $1.context } }

    /// How many tokens are targets.
    public var targetCount: Int {
        lengths.indices.reduce(0) { $0 + lengths[$1] - min(lengths[$1], max(0, asked($1))) }
    }

    /// The first step of a sequence whose target counts: the target of a step is the token after its own.
    private func asked(_ sequence: Int) -> Int {
        switch source {
        case .text:
            let span = spans[sequence]
            return span.context > 0 ? span.context + (span.begins ? 1 : 0) - 1 : 0
        case .stored(let stored): return stored.contexts[sequence] - 1
        }
    }

    public func read(sequence: Int, steps: Range<Int>, inputs: inout [Int32], targets: inout [Int32]) {
        guard !steps.isEmpty else { return }
        let first = inputs.count
        // A window of k steps takes k + 1 tokens: all but the last are inputs, all but the first are targets.
        let tokens = steps.lowerBound..<steps.upperBound + 1
        switch source {
        case .text(let corpus, let table): appendTokens(sequence, tokens, of: corpus, table, to: &inputs)
        case .stored(let stored): stored.append(sequence, tokens, to: &inputs)
        }
        let firstTarget = targets.count
        targets += inputs[(first + 1)...]
        inputs.removeLast()
        for step in steps.clamped(to: 0..<max(0, asked(sequence))) {
            targets[firstTarget + step - steps.lowerBound] = -1
        }
    }

    /// How often each token is a target; `Network.setOutputBias(frequencies:)` wants to know.
    ///
    /// - Complexity: O(n) for n characters, of which as few are read as lie inside or outside the sequences.
    public func targetCounts() -> [Int] {
        guard case .text(let corpus, let table) = source else {
            if case .stored(let stored) = source { return stored.counts }
            return []
        }
        var counts = [Int](repeating: 0, count: vocabularySize)
        let asked = spans.map(\.asked)
        if asked.reduce(0, { $0 + $1.count }) > corpus.characterCount / 2 {
            // All were counted when the text was read: the others are the fewer ones to read again.
            for (scalar, count) in corpus.counts.present { counts[Int(table.token(scalar.value))] += count }
            var start = 0
            for range in asked + [corpus.characterCount..<corpus.characterCount] {
                corpus.forEachValue(start..<range.lowerBound) { counts[Int(table.token($0))] -= 1 }
                start = range.upperBound
            }
        } else {
            for range in asked { corpus.forEachValue(range) { counts[Int(table.token($0))] += 1 } }
        }
        counts[Tokenizer.eos] += spans.count { $0.ends }
        // Only a file that was changed since it was counted has fewer than none of a character.
        return counts.map { max(0, $0) }
    }

    private func appendTokens(
        _ sequence: Int, _ tokens: Range<Int>, of corpus: Corpus, _ table: CharacterTable, to ids: inout [Int32]
    ) {
        let span = spans[sequence]
        precondition(
            tokens.lowerBound >= 0 && tokens.upperBound <= span.tokenCount, "tokens \(tokens) of \(span.tokenCount)")
        // A token's number less `shift` is that of its character.
        let shift = (span.begins ? 1 : 0) - span.characters.lowerBound
        if span.begins, tokens.lowerBound == 0 { ids.append(Int32(Tokenizer.eos)) }
        let characters = (tokens.lowerBound - shift..<tokens.upperBound - shift).clamped(to: span.characters)
        corpus.appendTokens(characters, table, to: &ids)
        if span.ends, tokens.upperBound == span.tokenCount { ids.append(Int32(Tokenizer.eos)) }
    }
}
