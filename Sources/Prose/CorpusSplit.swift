/// A corpus as tokens, in a part to learn from and a part held out to check against.
///
/// In each sequence, every token but the last is an input and every token but the first the target of the one before.
public struct CorpusSplit: Sendable, Equatable {
    /// What the model learns from.
    public let training: [[Int32]]
    /// What it never sees in training.
    public let validation: [[Int32]]

    /// Splits a corpus: the last tenth of one long document, or every tenth line, is held out.
    ///
    /// A line is a document of its own, framed by the end-of-sequence token on both sides. One long document has it at
    /// its start only: where the training part stops, the document goes on.
    ///
    /// - Throws: `ProseError.tooShort`, `ProseError.tooFewLines`.
    /// - Complexity: O(n) for n characters.
    public init(_ corpus: Corpus, tokenizer: CharacterTokenizer, layout: TextLayout) throws(ProseError) {
        guard corpus.characterCount >= Corpus.minimumCharacters else {
            throw .tooShort(file: corpus.name, characters: corpus.characterCount, needed: Corpus.minimumCharacters)
        }
        let eos = Int32(CharacterTokenizer.eos)
        switch layout {
        case .document:
            let tokens = tokenizer.tokens(corpus.text).map { Int32($0) }
            let boundary = tokens.count - tokens.count / 10
            training = [[eos] + tokens[..<boundary]]
            validation = [Array(tokens[boundary...])]
        case .lines:
            let lines = corpus.text.unicodeScalars.split(separator: "\n")
            guard lines.count >= Corpus.minimumLines else {
                throw .tooFewLines(file: corpus.name, lines: lines.count, needed: Corpus.minimumLines)
            }
            var training: [[Int32]] = []
            var validation: [[Int32]] = []
            for (index, line) in lines.enumerated() {
                let document = [eos] + tokenizer.tokens(Substring(line)).map { Int32($0) } + [eos]
                if index % 10 == 9 { validation.append(document) } else { training.append(document) }
            }
            self.training = training
            self.validation = validation
        }
    }
}
