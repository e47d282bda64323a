/// A corpus as tokens, in a part to learn from and a part held out to check against.
public struct CorpusSplit: Sendable {
    /// What the model learns from.
    public let training: CorpusTokens
    /// What it never sees in training.
    public let validation: CorpusTokens
    /// Of so many lines one is made use of: 1 but for many millions of lines.
    public let lineStep: Int

    /// The most lines that are made use of; each costs some tens of bytes of memory.
    public static let lineLimit = 4_000_000

    /// Splits a corpus: the last tenth of one long document, or every tenth line, is held out.
    ///
    /// A line is a document of its own, framed by the end-of-sequence token on both sides. One long document has it at
    /// its start only: where the training part stops, the document goes on.
    ///
    /// - Throws: `ProseError.tooShort`, `ProseError.tooFewLines`; `.changed` where the file has been cut.
    /// - Complexity: O(1) for a document, O(n) for lines of n characters.
    public init(_ corpus: Corpus, tokenizer: CharacterTokenizer, layout: TextLayout) throws(ProseError) {
        try self.init(
            corpus, tokenizer: tokenizer, layout: layout, lineLimit: Self.lineLimit)
    }

    /// The same with other limits, for tests.
    package init(
        _ corpus: Corpus, tokenizer: CharacterTokenizer, layout: TextLayout, lineLimit: Int
    ) throws(ProseError) {
        let count = corpus.characterCount
        guard count >= Corpus.minimumCharacters else {
            throw .tooShort(file: corpus.name, characters: count, needed: Corpus.minimumCharacters)
        }
        switch layout {
        case .document:
            let boundary = count - count / 10
            lineStep = 1
            training = CorpusTokens(
                corpus, tokenizer, [CorpusTokens.Span(characters: 0..<boundary, begins: true, ends: false)])
            validation = CorpusTokens(
                corpus, tokenizer, [CorpusTokens.Span(characters: boundary..<count, begins: false, ends: false)])
        case .lines:
            lineStep = (corpus.counts["\n"] + lineLimit) / lineLimit
            let lines = Self.lines(of: corpus, step: lineStep)
            guard !corpus.isCut else { throw .changed(file: corpus.name) }
            guard lines.count >= Corpus.minimumLines else {
                throw .tooFewLines(file: corpus.name, lines: lines.count, needed: Corpus.minimumLines)
            }
            var learned: [CorpusTokens.Span] = []
            var heldOut: [CorpusTokens.Span] = []
            for (number, line) in lines.enumerated() {
                let span = CorpusTokens.Span(characters: line, begins: true, ends: true)
                if number % 10 == 9 { heldOut.append(span) } else { learned.append(span) }
            }
            training = CorpusTokens(corpus, tokenizer, learned)
            validation = CorpusTokens(corpus, tokenizer, heldOut)
        }
    }

    /// The characters of every `step`th line that is not empty.
    private static func lines(of corpus: Corpus, step: Int) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var (start, place, number) = (0, 0, 0)
        func end() {
            if place > start {
                if number % step == 0 { lines.append(start..<place) }
                number += 1
            }
        }
        corpus.forEachValue(0..<corpus.characterCount) { value in
            if value == 0x0A {
                end()
                start = place + 1
            }
            place += 1
        }
        end()
        return lines
    }
}
