import Prose
import Testing

@Suite struct CorpusSplitTests {
    private func split(_ text: String, _ layout: TextLayout) throws -> (CorpusSplit, CharacterTokenizer) {
        let corpus = try Corpus(bytes: Array(text.utf8), name: "c.txt")
        let tokenizer = CharacterTokenizer(corpus, layout: layout)
        return (try CorpusSplit(corpus, tokenizer: tokenizer, layout: layout), tokenizer)
    }

    @Test("One document: nine tenths with the start token, then the last tenth") func document() throws {
        let text = String(repeating: "abcdefghij", count: 25)
        let (split, tokenizer) = try split(text, .document)
        #expect(split.training.map(\.count) == [226])
        #expect(split.training[0].first == Int32(CharacterTokenizer.eos))
        #expect(split.validation.map(\.count) == [25])
        let all = (split.training[0].dropFirst() + split.validation[0]).map { Int($0) }
        #expect(tokenizer.text(all) == text)
    }

    @Test("Lines: each framed by the end token, empty ones dropped, every tenth held out") func lines() throws {
        let names = (0..<40).map { "name\($0)xx" }
        let (split, tokenizer) = try split(names.joined(separator: "\n\n") + "\n", .lines)
        #expect(split.training.count == 36)
        #expect(split.validation.count == 4)
        let heldOut = split.validation.map { tokenizer.text($0.map { Int($0) }) }
        #expect(heldOut == ["name9xx", "name19xx", "name29xx", "name39xx"])
        for document in split.training + split.validation {
            #expect(document.first == 0 && document.last == 0)
            #expect(!document.dropFirst().dropLast().contains(0))
        }
        #expect(!tokenizer.characters.contains("\n"))
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
