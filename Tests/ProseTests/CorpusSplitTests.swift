import Prose
import Testing

@Suite struct CorpusSplitTests {
    private func split(
        _ text: String, _ layout: TextLayout, lines: Int = 1_000
    ) throws -> (CorpusSplit, CharacterTokenizer) {
        let corpus = try Corpus(text)
        let tokenizer = CharacterTokenizer(corpus, layout: layout)
        let split = try CorpusSplit(
            corpus, tokenizer: tokenizer, layout: layout, lineLimit: lines)
        return (split, tokenizer)
    }

    @Test("One document: nine tenths with the start token, then the last tenth") func document() throws {
        let text = String(repeating: "abcdefghij", count: 25)
        let (split, tokenizer) = try split(text, .document)
        let (training, validation) = (split.training.sequences(), split.validation.sequences())
        #expect(split.training.lengths == [225])
        #expect(training.map(\.count) == [226])
        #expect(training[0].first == Int32(CharacterTokenizer.eos))
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
