import Numerics
import Recurrent
import Sampling
import Testing

@testable import Prose

@Suite struct TextModelGrowingTests {
    private func model(_ text: String, embedding: Int? = nil) throws -> TextModel {
        let tokenizer = try Tokenizer(text: text)
        var random = SplitMix64(seed: 7)
        var shape = TextModel.configuration(tokenizer: tokenizer, hiddenSize: 9, layers: 2)
        shape.embeddingSize = embedding
        return try TextModel(network: Network(shape, using: &random), tokenizer: tokenizer)
    }

    private func scores(_ model: TextModel, _ text: String) -> [Float] {
        var (model, logits) = (model, [Float](repeating: 0, count: model.vocabularySize))
        for token in model.tokenizer.tokens(text) { model.advance(token, logits: &logits) }
        return logits
    }

    @Test("What a model knows stays the same to the last bit; new characters follow", arguments: [nil, 4])
    func same(embedding: Int?) throws {
        let base = try model("abc de\n", embedding: embedding)
        let (grown, new) = try base.knowing(Corpus("abcÉ d1e\nÉ"), layout: .document)
        #expect(new == ["É", "1"])
        #expect(grown.tokenizer.characters == base.tokenizer.characters + ["É", "1"])
        let count = base.vocabularySize
        #expect(scores(grown, "bad cab\n").prefix(count).elementsEqual(scores(base, "bad cab\n")))
        #expect(grown.vocabularySize == count + 2)
    }

    @Test("A new letter reads and is written like its relatives, lowered by how much rarer it is") func relatives()
        throws
    {
        let base = try model("abcde ")
        let (grown, new) = try base.knowing(Corpus("eeeeÉeee"), layout: .document)
        #expect(new == ["É"])
        let (é, e) = (grown.tokenizer.tokens("É")[0], grown.tokenizer.tokens("e")[0])
        let (after, like) = (scores(grown, "abÉ"), scores(grown, "abe"))
        #expect(zip(after, like).allSatisfy { ($0 - $1).magnitude < 1e-5 })
        // Two in place of eight: one is added to each count.
        let difference = Double(like[é] - like[e])
        #expect((difference - naturalLogarithm(2.0 / 8)).magnitude < 1e-4)
    }

    @Test("Without a relative it begins as the mean of its kind; the limit holds; a line's end is none of a line")
    func kinds() throws {
        let base = try model("ab12 ")
        let (grown, new) = try base.knowing(Corpus("zzz9!\n"), layout: .lines, limit: 7)
        #expect(new == ["z", "!"])
        #expect(grown.layout == .lines && grown.readsStart)
        let weights = try #require(grown.network.parameters["linear.weight"])
        func row(_ text: String) -> [Float] {
            let token = grown.tokenizer.tokens(text)[0]
            return Array(weights[token * 9..<(token + 1) * 9])
        }
        let mean = zip(row("a"), row("b")).map { ($0 + $1) / 2 }
        #expect(zip(row("z"), mean).allSatisfy { ($0 - $1).magnitude < 1e-6 })
        #expect(try base.knowing(Corpus("abba"), layout: .document).new.isEmpty)
    }
}
