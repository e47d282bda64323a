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

    /// The characters of all sequences.
    public var characterCount: Int { spans.reduce(0) { $0 + $1.characters.count } }

    public func read(sequence: Int, steps: Range<Int>, inputs: inout [Int32], targets: inout [Int32]) {
        guard !steps.isEmpty else { return }
        let first = inputs.count
        // A window of k steps takes k + 1 tokens: all but the last are inputs, all but the first are targets.
        appendTokens(sequence, steps.lowerBound..<steps.upperBound + 1, to: &inputs)
        targets += inputs[(first + 1)...]
        inputs.removeLast()
    }

    /// How often each token is a target; `Network.setOutputBias(frequencies:)` wants to know.
    ///
    /// - Complexity: O(n) for n characters, of which as few are read as lie inside or outside a sequence.
    public func targetCounts() -> [Int] {
        var counts = [Int](repeating: 0, count: tokenizer.count)
        for span in spans {
            // The first token is nobody's target, if it is a character.
            add(span.begins ? span.characters : span.characters.dropFirst(), to: &counts)
            if span.ends { counts[CharacterTokenizer.eos] += 1 }
        }
        // Only a file that was changed since it was counted has fewer than none of a character.
        return counts.map { max(0, $0) }
    }

    private func add(_ characters: Range<Int>, to counts: inout [Int]) {
        guard characters.count > corpus.characterCount / 2 else {
            corpus.forEachValue(characters) { counts[Int(tokenizer.token($0))] += 1 }
            return
        }
        // All were counted when the text was read: the others are the fewer ones to read again.
        for (scalar, count) in corpus.counts.present { counts[Int(tokenizer.token(scalar.value))] += count }
        for others in [0..<characters.lowerBound, characters.upperBound..<corpus.characterCount] {
            corpus.forEachValue(others) { counts[Int(tokenizer.token($0))] -= 1 }
        }
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
