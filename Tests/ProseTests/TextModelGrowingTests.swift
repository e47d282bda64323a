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

    private func wordModel(_ text: String, embedding: Int?, tied: Bool) throws -> TextModel {
        let tokenizer = try Tokenizer(text: text, kind: .words)
        var random = SplitMix64(seed: 7)
        var shape = TextModel.configuration(tokenizer: tokenizer, hiddenSize: 9, layers: 1)
        (shape.embeddingSize, shape.tiesEmbedding) = (embedding, tied)
        return try TextModel(network: Network(shape, using: &random), tokenizer: tokenizer)
    }

    @Test(
        "What a model of words knows stays the same to the last bit; new words and signs follow",
        arguments: [(nil, false), (4, false), (9, true)] as [(Int?, Bool)])
    func words(embedding: Int?, tied: Bool) throws {
        let base = try wordModel("the sea, the sky, a ship. the sea", embedding: embedding, tied: tied)
        let (grown, new) = try base.knowing(Corpus("The gull; the gull, a Sea.\nThe gull"), layout: .document)
        #expect(new.first == "gull" && Set(new) == ["gull", "The", "Sea", "; ", ";", ".\n", "\n"])
        #expect(grown.tokenizer.kind == .words && grown.tokenizer.vocabulary == base.tokenizer.vocabulary + new)
        let count = base.vocabularySize
        #expect(scores(grown, "the sea, a ship").prefix(count).elementsEqual(scores(base, "the sea, a ship")))
        #expect(grown.tokenizer.unknown(in: "The gull;\nSea").isEmpty)
        // The same word in another case reads alike, and is written as often as the text has it: once, where "the" is there once.
        let (upper, lower) = (grown.tokenizer.tokens("Sea")[0], grown.tokenizer.tokens("sea")[0])
        #expect(zip(scores(grown, "the Sea"), scores(grown, "the sea")).allSatisfy { ($0 - $1).magnitude < 1e-5 })
        let after = scores(grown, "a ship")
        #expect((Double(after[upper] - after[lower]) - naturalLogarithm(2.0)).magnitude < 1e-4)
    }

    @Test("New words without a relative begin as the rarest that are known, the more likely the commoner") func rare()
        throws
    {
        let base = try wordModel("b b b a a c", embedding: 4, tied: false)
        let (grown, new) = try base.knowing(Corpus("gull gull gull tern b"), layout: .document)
        #expect(new == ["gull", "tern"])
        let after = scores(grown, "a b")
        let (gull, tern) = (after[grown.tokenizer.tokens("gull")[0]], after[grown.tokenizer.tokens("tern")[0]])
        #expect((Double(gull - tern) - naturalLogarithm(2.0)).magnitude < 1e-4)
        #expect(zip(scores(grown, "b gull"), scores(grown, "b tern")).allSatisfy { ($0 - $1).magnitude < 1e-5 })
        #expect(try base.knowing(Corpus("gull gull gull tern b"), layout: .document, limit: 2).new == ["gull"])
    }

    @Test("Byte pairs and bytes stay as they are", arguments: [Tokenizer.Kind.bpe, .bytes])
    func bytes(kind: Tokenizer.Kind) throws {
        let tokenizer = try Tokenizer(text: "the sea, the sea", kind: kind)
        var random = SplitMix64(seed: 7)
        let shape = TextModel.configuration(tokenizer: tokenizer, hiddenSize: 9, layers: 1)
        let base = try TextModel(network: Network(shape, using: &random), tokenizer: tokenizer)
        let (grown, new) = try base.knowing(Corpus("漢字 gull"), layout: .lines)
        #expect(
            new.isEmpty && grown.tokenizer == tokenizer && grown.layout == .lines
                && grown.network.parameters.values == base.network.parameters.values)
    }
}
