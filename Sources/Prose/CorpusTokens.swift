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
    private let corpus: Corpus
    private let tokenizer: CharacterTokenizer
    private let spans: [Span]

    init(_ corpus: Corpus, _ tokenizer: CharacterTokenizer, _ spans: [Span]) {
        self.corpus = corpus
        self.tokenizer = tokenizer
        self.spans = spans
        lengths = spans.map { max(0, $0.tokenCount - 1) }
    }

    /// The characters of all sequences, without those that are read only.
    public var characterCount: Int { spans.reduce(0) { $0 + $1.characters.count - $1.context } }

    public func read(sequence: Int, steps: Range<Int>, inputs: inout [Int32], targets: inout [Int32]) {
        guard !steps.isEmpty else { return }
        let first = inputs.count
        // A window of k steps takes k + 1 tokens: all but the last are inputs, all but the first are targets.
        appendTokens(sequence, steps.lowerBound..<steps.upperBound + 1, to: &inputs)
        let firstTarget = targets.count
        targets += inputs[(first + 1)...]
        inputs.removeLast()
        // The target of a step is the token after its own.
        let asked = spans[sequence].context + (spans[sequence].begins ? 1 : 0) - 1
        for step in steps.clamped(to: 0..<max(0, asked)) where spans[sequence].context > 0 {
            targets[firstTarget + step - steps.lowerBound] = -1
        }
    }

    /// How often each token is a target; `Network.setOutputBias(frequencies:)` wants to know.
    ///
    /// - Complexity: O(n) for n characters, of which as few are read as lie inside or outside the sequences.
    public func targetCounts() -> [Int] {
        var counts = [Int](repeating: 0, count: tokenizer.count)
        let asked = spans.map(\.asked)
        if asked.reduce(0, { $0 + $1.count }) > corpus.characterCount / 2 {
            // All were counted when the text was read: the others are the fewer ones to read again.
            for (scalar, count) in corpus.counts.present { counts[Int(tokenizer.token(scalar.value))] += count }
            var start = 0
            for range in asked + [corpus.characterCount..<corpus.characterCount] {
                corpus.forEachValue(start..<range.lowerBound) { counts[Int(tokenizer.token($0))] -= 1 }
                start = range.upperBound
            }
        } else {
            for range in asked { corpus.forEachValue(range) { counts[Int(tokenizer.token($0))] += 1 } }
        }
        counts[CharacterTokenizer.eos] += spans.count { $0.ends }
        // Only a file that was changed since it was counted has fewer than none of a character.
        return counts.map { max(0, $0) }
    }

    private func appendTokens(_ sequence: Int, _ tokens: Range<Int>, to ids: inout [Int32]) {
        let span = spans[sequence]
        precondition(
            tokens.lowerBound >= 0 && tokens.upperBound <= span.tokenCount, "tokens \(tokens) of \(span.tokenCount)")
        // A token's number less `shift` is that of its character.
        let shift = (span.begins ? 1 : 0) - span.characters.lowerBound
        if span.begins, tokens.lowerBound == 0 { ids.append(Int32(CharacterTokenizer.eos)) }
        let characters = (tokens.lowerBound - shift..<tokens.upperBound - shift).clamped(to: span.characters)
        corpus.appendTokens(characters, tokenizer, to: &ids)
        if span.ends, tokens.upperBound == span.tokenCount { ids.append(Int32(CharacterTokenizer.eos)) }
    }
}
