/// A corpus as tokens, in a part to learn from and a part held out to check against.
public struct CorpusSplit: Sendable {
    /// What the model learns from.
    public let training: CorpusTokens
    /// What it never sees in training.
    public let validation: CorpusTokens
    /// Of so many lines one is made use of: 1 but for many millions of lines.
    public let lineStep: Int
    /// The lines made use of; 0 where the text is one document.
    public let lineCount: Int
    /// How many of them are like an earlier one.
    public let repeatedLines: Int
    /// The characters of one document that stand in repeats of earlier lines or passages.
    public let repeatedCharacters: Int
    /// Whether what occurs more than once is all on one side: not so where there would be too little to hold out, nor of the
    /// last tenth.
    public let keepsRepeatsTogether: Bool

    /// The most lines that are made use of; each costs some tens of bytes of memory.
    public static let lineLimit = 4_000_000
    /// The characters that are read before a block of a document is measured, and not measured themselves.
    static let contextLength = 64

    /// Splits a corpus; a tenth is held out.
    ///
    /// A line, or what stands between two separators, is a document of its own, framed by the end-of-sequence token on both sides: every tenth of the different
    /// lines is held out. One long document has the token at its start only: blocks from all over it are held out.
    ///
    /// - Parameter temporaryDirectory: Where tokens go that are not characters, if there are many.
    /// - Throws: `ProseError.tooShort`, `ProseError.tooFewLines`; `.changed` where the file has been cut.
    /// - Complexity: O(n) for n characters.
    public init(
        _ corpus: Corpus, tokenizer: Tokenizer, layout: TextLayout, separator: String = "",
        holdOut: HoldOut = .blocks, temporaryDirectory: String = "/var/tmp"
    ) throws(ProseError) {
        try self.init(
            corpus, tokenizer: tokenizer, layout: layout, separator: separator, holdOut: holdOut,
            temporaryDirectory: temporaryDirectory, lineLimit: Self.lineLimit)
    }

    /// The same with other limits, for tests.
    package init(
        _ corpus: Corpus, tokenizer: Tokenizer, layout: TextLayout, separator: String = "",
        holdOut: HoldOut = .blocks, temporaryDirectory: String = "/var/tmp", lineLimit: Int
    ) throws(ProseError) {
        let count = corpus.characterCount
        guard count >= Corpus.minimumCharacters else {
            throw .tooShort(file: corpus.name, characters: count, needed: Corpus.minimumCharacters)
        }
        var learned: [CorpusTokens.Span] = []
        var heldOut: [CorpusTokens.Span] = []
        switch layout {
        case .document:
            (lineStep, lineCount, repeatedLines) = (1, 0, 0)
            var blocks = [count - count / 10..<count]
            var context = 0
            if holdOut == .blocks {
                let chosen = HeldOutBlocks(corpus)
                (blocks, context) = (chosen.blocks, Self.contextLength)
                repeatedCharacters = chosen.repeatedCharacters
                keepsRepeatsTogether = chosen.areTogether
            } else {
                (repeatedCharacters, keepsRepeatsTogether) = (0, false)
            }
            var start = 0
            for block in blocks + [count..<count] {
                if start < block.lowerBound {
                    learned.append(.init(characters: start..<block.lowerBound, begins: start == 0, ends: false))
                }
                start = block.upperBound
                guard !block.isEmpty else { continue }
                let first = max(0, block.lowerBound - context)
                heldOut.append(
                    .init(
                        characters: first..<block.upperBound, begins: first == 0 && context > 0, ends: false,
                        context: block.lowerBound - first))
            }
        case .lines, .separated:
            repeatedCharacters = 0
            lineStep = layout == .lines ? (corpus.counts["\n"] + lineLimit) / lineLimit : 1
            let lines =
                layout == .lines
                ? Self.lines(of: corpus, step: lineStep) : Self.documents(of: corpus, separator: separator)
            guard lines.count >= Corpus.minimumLines else {
                guard !corpus.isCut else { throw .changed(file: corpus.name) }
                guard layout == .lines else {
                    throw .tooFewDocuments(
                        file: corpus.name, documents: lines.count, needed: Corpus.minimumLines)
                }
                throw .tooFewLines(file: corpus.name, lines: lines.count, needed: Corpus.minimumLines)
            }
            var repeats = Repeats(lines.map(\.hash))
            lineCount = lines.count
            repeatedLines = repeats.repeatCount
            // Of a few lines over and over, none could be held out with all that are like it.
            let isVaried = lines.count - repeatedLines >= Corpus.minimumLines
            keepsRepeatsTogether = isVaried && holdOut == .blocks
            var different = 0
            for (number, line) in lines.enumerated() {
                let span = CorpusTokens.Span(characters: line.characters, begins: true, ends: true)
                let isHeld: Bool
                if holdOut == .last {
                    isHeld = number >= lines.count - lines.count / 10
                } else if isVaried, let side = repeats.sides[line.hash] {
                    isHeld = side
                } else {
                    isHeld = different % 10 == 9
                    different += 1
                    if isVaried, repeats.isRepeated(line.hash) { repeats.sides[line.hash] = isHeld }
                }
                if isHeld { heldOut.append(span) } else { learned.append(span) }
            }
        }
        guard !corpus.isCut else { throw .changed(file: corpus.name) }
        training = try CorpusTokens(corpus, tokenizer, learned, directory: temporaryDirectory)
        validation = try CorpusTokens(corpus, tokenizer, heldOut, directory: temporaryDirectory)
    }

    /// The characters between separators, less a line's end at each side, where there are any; and a hash of each.
    fileprivate static func documents(of corpus: Corpus, separator: String) -> [(characters: Range<Int>, hash: UInt64)]
    {
        let mark = separator.unicodeScalars.map(\.value)
        precondition(!mark.isEmpty, "documents without a separator")
        var documents: [(characters: Range<Int>, hash: UInt64)] = []
        // The newest characters, which may be a separator's.
        var newest: [UInt32] = []
        var (start, offset, hash) = (0, 0, TextHash())
        var ends: (first: UInt32, last: UInt32)?
        func take(_ value: UInt32) {
            hash.add(value)
            ends = (ends?.first ?? value, value)
        }
        func end(at limit: Int) {
            defer { (hash, ends) = (TextHash(), nil) }
            guard let ends else { return }
            let first = start + (ends.first == 0x0A ? 1 : 0)
            let last = limit - (ends.last == 0x0A ? 1 : 0)
            if first < last { documents.append((first..<last, hash.value)) }
        }
        corpus.forEachValue(0..<corpus.characterCount) { value in
            newest.append(value)
            offset += 1
            if newest.count > mark.count { take(newest.removeFirst()) }
            guard value == mark[mark.count - 1], newest == mark else { return }
            end(at: offset - mark.count)
            newest.removeAll(keepingCapacity: true)
            start = offset
        }
        for value in newest { take(value) }
        end(at: offset)
        return documents
    }

    /// The characters of every `step`th line that is not empty, and a hash of each.
    fileprivate static func lines(of corpus: Corpus, step: Int) -> [(characters: Range<Int>, hash: UInt64)] {
        var lines: [(characters: Range<Int>, hash: UInt64)] = []
        var (start, offset, number, hash) = (0, 0, 0, TextHash())
        func end() {
            if offset > start {
                if number % step == 0 { lines.append((start..<offset, hash.value)) }
                number += 1
            }
        }
        corpus.forEachValue(0..<corpus.characterCount) { value in
            if value == 0x0A {
                end()
                (start, hash) = (offset + 1, TextHash())
            } else {
                hash.add(value)
            }
            offset += 1
        }
        end()
        return lines
    }
}

extension Corpus {
    /// The characters of each text of the corpus.
    func documents(layout: TextLayout, separator: String) -> [Range<Int>] {
        switch layout {
        case .document: [0..<characterCount]
        case .lines: CorpusSplit.lines(of: self, step: 1).map(\.characters)
        case .separated: CorpusSplit.documents(of: self, separator: separator).map(\.characters)
        }
    }
}
