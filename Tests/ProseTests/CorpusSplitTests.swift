import Prose
import Testing

@Suite struct CorpusSplitTests {
    private func split(
        _ text: String, _ layout: TextLayout, _ holdOut: HoldOut = .blocks, lines: Int = 1_000
    ) throws -> (CorpusSplit, Tokenizer) {
        let corpus = try Corpus(text)
        let tokenizer = Tokenizer(corpus, layout: layout)
        let split = try CorpusSplit(
            corpus, tokenizer: tokenizer, layout: layout, holdOut: holdOut, lineLimit: lines)
        return (split, tokenizer)
    }

    /// Words in lines, no two of them alike.
    private static func prose(_ count: Int, seed: UInt64, letters: String = "abcdefghijklmnop") -> String {
        var random = SplitMix(state: seed)
        let letters = Array(letters)
        return (0..<count).map { _ in
            (0..<8).map { _ in
                String(
                    (0..<Int(random.next() % 6 + 2)).map { _ in letters[Int(random.next() % UInt64(letters.count))] })
            }.joined(separator: " ") + "\n"
        }.joined()
    }

    /// What is asked for of the held-out part, block by block, and what is learned.
    private func texts(_ text: String, _ tokenizer: Tokenizer, _ split: CorpusSplit) -> (
        held: [String], learned: [String]
    ) {
        let held = split.validation.lengths.indices.map { sequence in
            var (inputs, targets): ([Int32], [Int32]) = ([], [])
            split.validation.read(
                sequence: sequence, steps: 0..<split.validation.lengths[sequence], inputs: &inputs, targets: &targets)
            return tokenizer.text(targets.filter { $0 >= 0 }.map { Int($0) })
        }
        return (held, split.training.sequences().map { tokenizer.text($0.map { Int($0) }) })
    }

    @Test("Blocks from all over one document: nothing is lost, nothing on both sides, a tenth of each part")
    func blocks() throws {
        for seed in 1...8 as ClosedRange<UInt64> {
            let parts = (0..<5).map { Self.prose(120, seed: 10 * seed + $0) }
            let text = parts.joined()
            let (split, tokenizer) = try split(text, .document)
            let (held, learned) = texts(text, tokenizer, split)
            #expect(held.count >= 20)
            #expect(held.reduce(0) { $0 + $1.unicodeScalars.count } == split.validation.characterCount)
            #expect(split.validation.characterCount + split.training.characterCount == text.unicodeScalars.count)
            for block in held { #expect(text.contains(block) && !learned.contains { $0.contains(block) }) }
            for part in parts {
                let fraction =
                    Double(held.filter { part.contains($0) }.reduce(0) { $0 + $1.count }) / Double(part.count)
                #expect((0.05...0.16).contains(fraction), "seed \(seed): \(fraction)")
            }
            // The order in which the text is put together again is that of its parts.
            #expect(split.training.sequences()[0].first == Int32(Tokenizer.eos))
            #expect(split.training.sequences().dropFirst().allSatisfy { $0.first != Int32(Tokenizer.eos) })
            #expect(split.repeatedCharacters == 0 && split.keepsRepeatsTogether)
        }
    }

    @Test(
        "Of a document that is there several times over nothing held out is learned",
        arguments: ["copies", "shuffled", "paragraphs", "one line"])
    func repeats(kind: String) throws {
        for seed in 1...5 as ClosedRange<UInt64> {
            let lines = Self.prose(150, seed: seed).split(separator: "\n").map(String.init)
            var random = SplitMix(state: seed)
            var units = lines
            if kind == "paragraphs" {
                units = stride(from: 0, to: 150, by: 3).map { lines[$0..<$0 + 3].joined(separator: "\n") + "\n" }
            }
            var all = (0..<12).flatMap { _ in units }
            if kind != "copies", kind != "one line" { all.sort { _, _ in random.next() % 2 == 0 } }
            let text = all.joined(separator: kind == "one line" ? "  " : "\n") + "\n"
            let (split, tokenizer) = try split(text, .document)
            let (held, learned) = texts(text, tokenizer, split)
            let fraction = Double(split.validation.characterCount) / Double(text.unicodeScalars.count)
            #expect((0.03...0.2).contains(fraction), "\(kind), seed \(seed): \(fraction)")
            #expect(split.keepsRepeatsTogether)
            #expect(Double(split.repeatedCharacters) > 0.8 * Double(text.unicodeScalars.count))
            let learnedText = learned.joined(separator: "\u{1}")
            // A line that was held out whole.
            var leaked = 0
            let whole = Set(held.flatMap { $0.split(separator: "\n").map(String.init) }).intersection(lines)
            for line in whole where learnedText.contains(line) { leaked += 1 }
            if kind != "one line" {
                #expect(whole.count >= 5 && leaked == 0, "\(kind), seed \(seed): \(leaked) of \(whole.count)")
            }
        }
    }

    @Test("What says a few things over and over is split all the same, and says so") func monotonous() throws {
        for text in [String(repeating: "abcdefghij", count: 25), String(repeating: "over and over\n", count: 60)] {
            let (split, _) = try split(text, .document)
            #expect(!split.keepsRepeatsTogether)
            #expect(split.validation.characterCount >= text.count / 20)
            #expect(split.training.characterCount >= text.count / 2)
        }
        let (lines, _) = try split(String(repeating: "over and over\n", count: 60), .lines)
        #expect(!lines.keepsRepeatsTogether && lines.repeatedLines == 59 && lines.validation.lengths.count == 6)
    }

    @Test("Texts of every length and kind are split into two parts that are not empty") func anyText() throws {
        var random = SplitMix(state: 5)
        for length in [200, 201, 255, 300, 640, 999, 2_500, 7_000] {
            for kind in 0..<5 {
                var text = ""
                while text.unicodeScalars.count < length {
                    switch kind {
                    case 0: text += String(UnicodeScalar(UInt8(97 + random.next() % 26)))
                    case 1: text += "文字学習猫犬鳥魚".map(String.init)[Int(random.next() % 8)]
                    case 2: text += random.next() % 6 == 0 ? " " : "x"
                    case 3: text += random.next() % 3 == 0 ? "\n" : "y"
                    default: text += "z"
                    }
                }
                let (split, _) = try split(text, .document)
                let (learned, held) = (split.training.characterCount, split.validation.characterCount)
                #expect(learned + held == text.unicodeScalars.count)
                #expect(20 * held >= text.unicodeScalars.count && 2 * held <= learned, "\(kind) \(length): \(held)")
            }
        }
    }

    @Test("Lines that are alike are on one side") func repeatedLines() throws {
        let names = (0..<50).map { "name\($0)xx" }
        var random = SplitMix(state: 3)
        var all = (0..<20).flatMap { _ in names }
        for index in all.indices.reversed() { all.swapAt(index, Int(random.next() % UInt64(index + 1))) }
        let (split, tokenizer) = try split(all.joined(separator: "\n"), .lines)
        #expect(split.lineCount == 1_000 && split.repeatedLines == 950 && split.keepsRepeatsTogether)
        func lines(_ part: CorpusTokens) -> Set<String> {
            Set(part.sequences().map { tokenizer.text($0.map { Int($0) }) })
        }
        #expect(lines(split.validation).count == 5)
        #expect(lines(split.training).count == 45)
        #expect(split.validation.lengths.count == 100)
        let (last, _) = try self.split(all.joined(separator: "\n"), .lines, .last)
        #expect(last.validation.lengths.count == 100 && !last.keepsRepeatsTogether)
    }

    @Test(
        "What stands between separators is a document, less a line's end at each side",
        arguments: ["%%", "-", "<|end|>"])
    func separated(mark: String) throws {
        var documents = (0..<40).map { "title \($0)\nline of it\n\nlast" }
        documents[7] = String(mark.first!) + "seven" + String(mark.dropLast())
        if mark.count == 1 { documents[7] = "seven" }
        let text = mark + "\n" + documents.joined(separator: "\n\(mark)\n") + "\n\(mark)\n\n\(mark)\n"
        let corpus = try Corpus(text)
        let tokenizer = Tokenizer(corpus, layout: .separated)
        let split = try CorpusSplit(corpus, tokenizer: tokenizer, layout: .separated, separator: mark)
        let sequences = split.training.sequences() + split.validation.sequences()
        #expect(sequences.allSatisfy { $0.first == 0 && $0.last == 0 })
        #expect(Set(sequences.map { tokenizer.text($0.map { Int($0) }) }) == Set(documents))
        #expect(split.lineCount == 40 && split.validation.lengths.count == 4 && split.repeatedLines == 0)
        #expect(throws: ProseError.tooFewDocuments(file: "c.txt", documents: 1, needed: 20)) {
            try CorpusSplit(corpus, tokenizer: tokenizer, layout: .separated, separator: "nowhere in it")
        }
    }

    @Test("Texts that were written are found among the lines of a corpus") func copies() throws {
        let corpus = try Corpus("ada\nbob\ncara\n\nada\ndan")
        var written = WrittenLines()
        for text in ["ada", "ad", "ada", "dan", "bobcara", "eve", "cara"] {
            for scalar in text.unicodeScalars { written.add(scalar) }
            written.end()
        }
        #expect(written.copies(of: corpus) == 4)
    }

    @Test("One document: nine tenths with the start token, then the last tenth") func document() throws {
        let text = String(repeating: "abcdefghij", count: 25)
        let (split, tokenizer) = try split(text, .document, .last)
        let (training, validation) = (split.training.sequences(), split.validation.sequences())
        #expect(split.training.lengths == [225])
        #expect(training.map(\.count) == [226])
        #expect(training[0].first == Int32(Tokenizer.eos))
        #expect(validation.map(\.count) == [25])
        let all = (training[0].dropFirst() + validation[0]).map { Int($0) }
        #expect(tokenizer.text(all) == text)
        #expect(split.training.characterCount == 225 && split.validation.characterCount == 25)
        #expect(split.lineStep == 1)
    }

    @Test("Lines: each framed by the end token, empty ones dropped, every tenth held out") func lines() throws {
        let names = (0..<40).map { "name\($0)xx" }
        let (split, tokenizer) = try split(names.joined(separator: "\n\n") + "\n", .lines)
        let (training, validation) = (split.training.sequences(), split.validation.sequences())
        #expect(training.count == 36)
        #expect(validation.count == 4)
        let heldOut = validation.map { tokenizer.text($0.map { Int($0) }) }
        #expect(heldOut == ["name9xx", "name19xx", "name29xx", "name39xx"])
        for document in training + validation {
            #expect(document.first == 0 && document.last == 0)
            #expect(!document.dropFirst().dropLast().contains(0))
        }
        #expect(!tokenizer.characters.contains("\n"))
        #expect(split.validation.characterCount == heldOut.reduce(0) { $0 + $1.count })
    }

    @Test("Of very many lines some are passed over, evenly") func manyLines() throws {
        let names = (0..<400).map { "n\($0)" }.joined(separator: "\n")
        let (split, tokenizer) = try split(names, .lines, lines: 150)
        #expect(split.lineStep == 3)
        let sequences = split.training.sequences() + split.validation.sequences()
        let texts = sequences.map { tokenizer.text($0.map { Int($0) }) }
        #expect(Set(texts) == Set(stride(from: 0, to: 400, by: 3).map { "n\($0)" }))
    }

    @Test("Too little text is refused with the numbers") func tooShort() {
        #expect(throws: ProseError.tooShort(file: "c.txt", characters: 199, needed: 200)) {
            try split(String(repeating: "a", count: 199), .document)
        }
        #expect(throws: ProseError.tooFewLines(file: "c.txt", lines: 2, needed: 20)) {
            try split(String(repeating: "a", count: 150) + "\n" + String(repeating: "b", count: 150), .lines)
        }
    }
}
