import Numerics
import Recurrent
import Sampling
import Testing

@testable import Prose

private let verse = """
    "Don't go," she said -- twice!  The sea, the SEA; 12 ships' bells.
    Où? L'été... the sea\tand the   sky (the sky) don't.

    — Go, said the sea.\n
    """

/// A network of some vocabulary that has learned nothing.
private func model(_ tokenizer: Tokenizer, layout: TextLayout = .document, seed: UInt64 = 3) throws -> TextModel {
    var random = SplitMix64(seed: seed)
    let shape = TextModel.configuration(tokenizer: tokenizer, hiddenSize: 12, layers: 1)
    return try TextModel(network: Network(shape, using: &random), tokenizer: tokenizer, layout: layout)
}

@Suite struct TokenKindTests {
    @Test("Every text of the vocabulary survives the way to tokens and back", arguments: Tokenizer.Kind.allCases)
    func roundTrip(kind: Tokenizer.Kind) throws {
        let tokenizer = try Tokenizer(text: verse, kind: kind)
        var texts = [
            verse, "the sea", "the sea ", " the sea", "  the", "don't", "sea's", ", said", "", "\n\n", "Go -- go",
        ]
        // Any stretch of it, cut anywhere.
        let scalars = Array(verse.unicodeScalars)
        var random = SplitMix64(seed: 11)
        for _ in 0..<200 {
            let start = Int(random.next() % UInt64(scalars.count))
            let end = start + Int(random.next() % UInt64(scalars.count - start + 1))
            texts.append(String(String.UnicodeScalarView(scalars[start..<end])))
        }
        for text in texts where tokenizer.unknown(in: text).isEmpty {
            #expect(tokenizer.text(tokenizer.tokens(text)) == text)
            #expect(!tokenizer.tokens(text).contains(Tokenizer.unknown))
        }
        #expect(tokenizer.unknown(in: verse).isEmpty)
        #expect(try Tokenizer(vocabulary: tokenizer.vocabulary, kind: kind) == tokenizer)
        #expect(try tokenizer.tokenCount(of: Corpus(verse)) == tokenizer.tokens(verse).count)
    }

    @Test("Between two words a space is understood; other signs are one token with their spaces") func words() throws {
        let tokenizer = try Tokenizer(text: "To be, or not to be\nDon't be", kind: .words)
        #expect(
            tokenizer.vocabulary
                == ["<eos>", "<unk>", "be", "\n", " ", ",", ", ", "Don't", "'", "To", "not", "or", "to"].sortedAs(
                    tokenizer))
        let names = tokenizer.tokens("To be, or not to be").map { tokenizer.vocabulary[$0] }
        #expect(names == ["To", "be", ", ", "or", "not", "to", "be"])
        #expect(tokenizer.unknown(in: "To see, or nota bene") == ["see", "nota", "bene"])
        #expect(tokenizer.text(tokenizer.tokens("To see")) == "To \u{FFFD}")
    }

    @Test("Of more words the commonest are kept, and it is known how much is lost") func cut() throws {
        let corpus = try Corpus("a a a a b b b c c d")
        let tokenizer = Tokenizer(corpus, layout: .document, kind: .words, limit: 3)
        // The space, and two words.
        #expect(tokenizer.vocabulary == ["<eos>", "<unk>", " ", "a", "b"])
        #expect(tokenizer.unknownFraction(of: corpus) == 3.0 / 19)
        #expect(tokenizer.words.map(\.text) == ["a", "b"])
    }

    @Test("Byte pairs are joined as by a slow search, the same every time") func pairs() throws {
        let text = String(repeating: "low low low lower lower newest newest newest widest widest été été ", count: 3)
        let fast = BytePairs(try Corpus(text), layout: .document, limit: 40)
        #expect(fast.joined == slowPairs(text, limit: 40))
        #expect(fast.joined.count > 15)
        #expect(BytePairs(try Corpus(text), layout: .document, limit: 7).joined == Array(fast.joined[..<7]))
        let tokenizer = try Tokenizer(text: text, kind: .bpe, limit: 256 + 40)
        #expect(tokenizer.tokens(" newest").count == 1)
        #expect(tokenizer.text(tokenizer.tokens("Lowest eté €")) == "Lowest eté €")
    }

    /// Byte-pair encoding word by word, with every pair counted anew each time.
    private func slowPairs(_ text: String, limit: Int) -> [[UInt8]] {
        var units: [[UInt8]: Int] = [:]
        var reader = ByteUnits()
        for scalar in text.unicodeScalars { reader.add(scalar.value) { units[$0, default: 0] += 1 } }
        reader.finish { units[$0, default: 0] += 1 }
        var words = units.map { (parts: $0.key.map { [$0] }, count: $0.value) }
        var ids: [[UInt8]: Int] = Dictionary(uniqueKeysWithValues: (0...255).map { ([UInt8($0)], $0) })
        var joined: [[UInt8]] = []
        while joined.count < limit {
            var counts: [[[UInt8]]: Int] = [:]
            for word in words where word.parts.count > 1 {
                for place in 1..<word.parts.count {
                    counts[[word.parts[place - 1], word.parts[place]], default: 0] += word.count
                }
            }
            let best = counts.min { one, other in
                if one.value != other.value { return one.value > other.value }
                return (ids[one.key[0]]!, ids[one.key[1]]!) < (ids[other.key[0]]!, ids[other.key[1]]!)
            }
            guard let best, best.value > 1 else { break }
            let piece = best.key[0] + best.key[1]
            if ids[piece] == nil {
                ids[piece] = ids.count
                joined.append(piece)
            }
            for index in words.indices {
                var parts: [[UInt8]] = []
                for part in words[index].parts {
                    if parts.last == best.key[0], part == best.key[1], !(parts.last == piece) {
                        parts[parts.count - 1] = piece
                    } else {
                        parts.append(part)
                    }
                }
                words[index].parts = parts
            }
        }
        return joined
    }

    @Test("Any bytes have a text, and the text its bytes") func raw() throws {
        var random = SplitMix64(seed: 5)
        for round in 0..<60 {
            var bytes = (0..<200).map { _ in UInt8(truncatingIfNeeded: random.next() >> 32) }
            if round % 3 == 0 { bytes = Array("é\r\n\u{0}\u{FEFF}\u{10FF80}€😀 ok".utf8) + bytes }
            var decoder = RawText.Decoder(isText: false)
            var text = String.UnicodeScalarView()
            for byte in bytes { decoder.add(byte) { text.append($0) } }
            decoder.finish { text.append($0) }
            #expect(RawText.bytes(of: String(text)) == bytes)
            let tokenizer = try Tokenizer(
                vocabulary: Tokenizer(text: "a", kind: .bytes).vocabulary, kind: .bytes, holdsAnyBytes: true)
            #expect(tokenizer.tokens(String(text)).map { $0 - 2 } == bytes.map { Int($0) })
            #expect(tokenizer.text(tokenizer.tokens(String(text))) == String(text))
        }
    }

    @Test("A file of any bytes is read as it is") func rawFile() throws {
        let bytes: [UInt8] =
            [0xEF, 0xBB, 0xBF] + Array("caf".utf8) + [0xE9, 0x0D, 0x0A, 0, 0xFF] + Array("e\u{301}".utf8)
        let file = try TemporaryFile(bytes)
        let corpus = try Corpus.read(file.path, isRaw: true)
        #expect(RawText.bytes(of: corpus.text) == bytes)
        #expect(corpus.holdsRawBytes)
        #expect(Tokenizer(corpus, layout: .document, kind: .bytes).holdsAnyBytes)
        let both = try Corpus.read([file.path, file.path], isRaw: true)
        #expect(RawText.bytes(of: both.text) == bytes + [0x0A] + bytes)
    }

    @Test(
        "Lengths, prompts and texts side by side are in characters, whatever the tokens",
        arguments: Tokenizer.Kind.allCases)
    func writing(kind: Tokenizer.Kind) throws {
        let model = try model(Tokenizer(text: verse, kind: kind))
        for prompt in ["", "the se", "the sea ", "said the sea.", "Où"] {
            let limits = try LengthLimits(maximum: 60)
            var alone: [String] = []
            for sequence in 0..<4 {
                var text = String.UnicodeScalarView()
                let reason = try model.write(prompt: prompt, limits: limits, seed: 2, sequence: sequence) {
                    text.append($0)
                    return nil
                }
                #expect(reason == .length)
                #expect(text.count <= 60 && text.count > 30)
                #expect(!text.contains("\u{FFFD}"))
                alone.append(String(text))
            }
            var texts = [String](repeating: "", count: 4)
            try model.write(
                count: 4, prompt: prompt, limits: limits, seed: 2,
                deliver: { number, scalar in
                    texts[number].unicodeScalars.append(scalar)
                    return nil
                }, end: { _, _ in })
            #expect(texts == alone)
        }
        // What is asked for ends a text, also within a token.
        let stops = try StopStrings(["ea"])
        var ends: [StopReason] = []
        var texts = [String](repeating: "", count: 20)
        try model.write(
            count: 20, limits: LengthLimits(maximum: 300), seed: 7, stops: stops,
            deliver: { number, scalar in
                texts[number].unicodeScalars.append(scalar)
                return nil
            }, end: { _, reason in ends.append(reason) })
        #expect(!texts.contains { $0.contains("ea") })
        if kind != .bytes, kind != .characters { #expect(ends.contains(.stopString)) }
    }

    @Test("The end of a prompt may be the beginning of a token") func healing() throws {
        let model = try model(Tokenizer(text: "key: C\nkeyed: Cm\nthe keys", kind: .words))
        let (tokens, decoder) = model.reading(prompt: "the ke")
        #expect(tokens.map { model.tokenizer.vocabulary[$0] } == ["<eos>", "the"])
        var mask = TokenMask(count: model.vocabularySize)
        decoder.restrict(&mask)
        let allowed = (0..<mask.count).filter { mask[$0] }.map { model.tokenizer.vocabulary[$0] }
        #expect(allowed.sorted() == ["key", "keyed", "keys"])
        var words: Set<String> = []
        for sequence in 0..<30 {
            var text = ""
            _ = try model.write(prompt: "the ke", limits: LengthLimits(maximum: 4), seed: 1, sequence: sequence) {
                text.unicodeScalars.append($0)
                return nil
            }
            words.insert(text.isEmpty ? "" : String(text.prefix { $0.isLetter }))
        }
        #expect(words.isSubset(of: ["", "y", "yed", "ys"]) && words.count > 2)
        let spaced = model.reading(prompt: "the ")
        #expect(spaced.tokens.map { model.tokenizer.vocabulary[$0] } == ["<eos>", "the"])
        #expect(model.nextWords(after: "the ke", count: 3).map(\.text).sorted() == ["y", "yed", "ys"])
    }

    @Test("Rules hold for every character of a token", arguments: Tokenizer.Kind.allCases)
    func rules(kind: Tokenizer.Kind) throws {
        let model = try model(Tokenizer(text: verse, kind: kind))
        func written(_ rules: [any TextConstraint], prompt: String = "the s") throws -> [(
            text: String, reason: StopReason
        )] {
            let limits = try LengthLimits(maximum: 80)
            let rules = try TextConstraints(rules, tokenizer: model.tokenizer, prompt: prompt, limits: limits)
            var texts = [(text: String, reason: StopReason)](repeating: ("", .interrupted), count: 12)
            try model.write(
                count: 12, prompt: prompt, limits: limits, seed: 4, constraints: rules,
                deliver: {
                    texts[$0].text.unicodeScalars.append($1)
                    return nil
                }, end: { texts[$0].reason = $1 })
            return texts
        }
        for known in [nil, model.tokenizer] {
            for (text, _) in try written([Ban(["e", "said", "--"], tokenizer: known)], prompt: "A s") {
                #expect(!text.contains("e") && !text.contains("E") && !text.contains("--"))
                #expect(!("s" + text).split { !$0.isLetter }.contains("said"))
            }
            for (text, _) in try written([Ban(["y (", ", s", "e s"], tokenizer: known)], prompt: "the") {
                #expect(!["y (", ", s", "e s"].contains { ("the" + text).contains($0) }, "\(text)")
            }
        }
        for (text, _) in try written([LineLength(0...12)]) {
            #expect(("the s" + text).unicodeScalars.split(separator: "\n").allSatisfy { $0.count <= 12 })
        }
        for (text, reason) in try written([LineCount(2)], prompt: "") where reason == .constraint {
            #expect(text.filter { $0 == "\n" }.count == 2 && text.hasSuffix("\n"))
        }
        // "12" is a word; other digits can be written where tokens are smaller.
        for (text, reason) in try written(
            [
                PatternConstraint(
                    TextPattern(kind == .words ? "s[a-z]+, [0-9]+;" : "[a-d]{2}, [0-9]+;"), tokenizer: model.tokenizer,
                    after: model.decoder(after: kind == .words ? "" : "the s"))
            ], prompt: kind == .words ? "" : "the s")
        {
            guard kind != .words else {
                #expect(
                    reason == .constraint
                        && ["said, 12;", "she, 12;", "sea, 12;", "ships, 12;", "sky, 12;"].contains(text),
                    "\(text)")
                continue
            }
            let parts = text.split(separator: ",")
            #expect(reason == .constraint && parts.count == 2 && parts[0].allSatisfy { "abcd".contains($0) })
            #expect(parts[1].hasPrefix(" ") && parts[1].hasSuffix(";"))
        }
    }

    @Test(
        "No passage of the corpus becomes longer than it may, across tokens and within",
        arguments: Tokenizer.Kind.allCases)
    func copies(kind: Tokenizer.Kind) throws {
        let corpus = try Corpus(String(repeating: verse, count: 2))
        let model = try model(Tokenizer(corpus, layout: .document, kind: kind))
        let index = try PassageIndex(corpus)
        let text = corpus.text
        for most in [2, 3, 7, 14] {
            let limits = try LengthLimits(maximum: 50)
            for prompt in ["", "the s"] {
                let guarding = CopyGuard(index, most: most, tokenizer: model.tokenizer)
                let rules = try TextConstraints([guarding], tokenizer: model.tokenizer, prompt: prompt, limits: limits)
                for sequence in 0..<6 {
                    var written = String.UnicodeScalarView(prompt.unicodeScalars)
                    do {
                        _ = try model.write(
                            prompt: prompt, limits: limits, seed: 9, sequence: sequence, constraints: rules
                        ) {
                            written.append($0)
                            return nil
                        }
                    } catch {
                        // Where every word is a copy nothing may be left, which is said.
                        guard case .everythingForbidden(let masks) = error else { throw error }
                        #expect(masks.contains("--max-copy") && kind == .words)
                    }
                    let all = Array(written)
                    for start in all.indices.dropLast(most) where start + most + 1 > prompt.unicodeScalars.count {
                        let passage = String(String.UnicodeScalarView(all[start...start + most]))
                        #expect(!text.contains(passage), "\(kind) \(most): \(passage)")
                    }
                }
            }
        }
    }

    @Test(
        "Tokens of a corpus are those of its stretches, with the targets that count",
        arguments: [Tokenizer.Kind.words, .bpe, .bytes])
    func stored(kind: Tokenizer.Kind) throws {
        let corpus = try Corpus(String(repeating: verse, count: 5))
        let tokenizer = Tokenizer(corpus, layout: .document, kind: kind)
        let split = try CorpusSplit(corpus, tokenizer: tokenizer, layout: .document)
        for part in [split.training, split.validation] {
            // Read in one piece and in several, each is the same.
            for (sequence, length) in part.lengths.enumerated() {
                var whole: (inputs: [Int32], targets: [Int32]) = ([], [])
                part.read(sequence: sequence, steps: 0..<length, inputs: &whole.inputs, targets: &whole.targets)
                var pieces: (inputs: [Int32], targets: [Int32]) = ([], [])
                for start in stride(from: 0, to: length, by: 7) {
                    part.read(
                        sequence: sequence, steps: start..<min(length, start + 7), inputs: &pieces.inputs,
                        targets: &pieces.targets)
                }
                #expect(whole == pieces && whole.inputs.count == length && whole.targets.count == length)
                for step in 1..<length where whole.targets[step - 1] >= 0 {
                    #expect(whole.inputs[step] == whole.targets[step - 1])
                }
                let read = tokenizer.text((whole.inputs + whole.targets.suffix(1)).map { Int($0) })
                // A stretch that begins within a word begins with one that is unknown.
                #expect(read.first == "\u{FFFD}" || corpus.text.contains(read))
            }
            let counts = part.targetCounts()
            var plain = [Int](repeating: 0, count: tokenizer.count)
            for target in part.targets() where target >= 0 { plain[Int(target)] += 1 }
            #expect(counts == plain)
            #expect(part.targetCount == part.targets().count { $0 >= 0 })
        }
        let lines = try Corpus((0..<40).map { "the sea \($0)\n" }.joined())
        let names = Tokenizer(lines, layout: .lines, kind: kind)
        let parts = try CorpusSplit(lines, tokenizer: names, layout: .lines)
        #expect(parts.training.sequences().first.map { names.text($0.map { Int($0) }) } == "the sea 0")
        #expect(parts.training.sequences().allSatisfy { $0.first == 0 && $0.last == 0 })
    }

    @Test("Bits a character do not depend on how a text is cut; the parts of one character count as one") func scores()
        throws
    {
        for kind in Tokenizer.Kind.allCases {
            let model = try model(Tokenizer(text: verse, kind: kind), layout: .lines)
            let score = model.score("Où the sea\nsaid", ends: true)
            #expect(score.count == 16 && score.wordCount == 6)
            #expect(score.tokens.map(\.text).joined() == "Où the sea\nsaid")
            #expect(score.tokenCount == model.tokenizer.tokens("Où the sea\nsaid").count + 1)
            #expect((score.bitsPerCharacter - score.bits / 16).magnitude < 1e-12)
        }
    }

    @Test("An unknown word costs what unknown words do, and its letters") func unknownWords() throws {
        let model = try model(Tokenizer(text: "ab ba, cab", kind: .words))
        var (start, logits) = (model, [Float](repeating: 0, count: model.vocabularySize))
        for token in model.tokens(prompt: "ab") { start.advance(token, logits: &logits) }
        let weights = logits.map { exponential(Double($0)) }
        let share = weights[Tokenizer.unknown] / weights.reduce(0, +)
        let score = model.score("ab xyz", ends: false)
        // Three letters and the end, each one of a, b, c and the end.
        let bits = -naturalLogarithm(share) / naturalLogarithm(2) + 4 * 2
        #expect(((score.tokens.last?.bits ?? 0) - bits).magnitude < 1e-5)
        #expect(score.unknown == 4 && score.tokens.count == 2)
    }

    @Test("Vocabularies that are none are refused")
    func refused() throws {
        for vocabulary in [["a b"], ["a", "a"], [""], ["a,"], [".\nX"]] {
            #expect(throws: ProseError.self) {
                try Tokenizer(vocabulary: ["<eos>", "<unk>"] + vocabulary, kind: .words)
            }
        }
        let bytes = try Tokenizer(text: "a", kind: .bytes).vocabulary
        #expect(throws: ProseError.self) { try Tokenizer(vocabulary: Array(bytes.dropLast()), kind: .bpe) }
        #expect(throws: ProseError.self) { try Tokenizer(vocabulary: bytes + ["ab"], kind: .bytes) }
        #expect(throws: ProseError.self) { try Tokenizer(vocabulary: bytes + ["ab", "ab"], kind: .bpe) }
        #expect(throws: ProseError.self) { try Tokenizer(vocabulary: bytes + ["a"], kind: .bpe) }
        let words = try model(Tokenizer(text: verse, kind: .words))
        let pairs = try model(Tokenizer(text: verse, kind: .bpe))
        #expect(throws: ProseError.differentTokenizers(one: "words", other: "byte pairs")) {
            try words.blended(with: pairs, first: 0.5, last: 0.5, length: 10)
        }
    }
}

extension [String] {
    /// The same entries in the order of a vocabulary, to compare what is in it.
    fileprivate func sortedAs(_ tokenizer: Tokenizer) -> [String] {
        let order = tokenizer.vocabulary
        return sorted { (order.firstIndex(of: $0) ?? 0) < (order.firstIndex(of: $1) ?? 0) }
    }
}
