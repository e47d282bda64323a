import Numerics
import Prose
import Recurrent
import Sampling
import Testing

@Suite struct TextModelForeignTests {
    private func network(_ cell: CellKind, tokens: Int, embedding: Int? = nil) throws -> Network {
        var generator = SplitMix64(seed: 7)
        return try Network(
            NetworkConfiguration(
                cell: cell, inputSizes: [tokens], embeddingSize: embedding, hiddenSize: 6, layers: 2,
                outputSize: tokens), using: &generator)
    }

    @Test("A network from elsewhere says of its tokens what it said", arguments: CellKind.allCases, [nil, 4])
    func sameLogits(cell: CellKind, embedding: Int?) throws {
        let network = try network(cell, tokens: 4, embedding: embedding)
        var model = try TextModel(foreign: network, vocabulary: ["c", "\n", "a", "b"])
        #expect(model.vocabularySize == 6)
        #expect(!model.readsStart)
        #expect(model.tokens(prompt: "abc") == [4, 5, 2])
        #expect(model.tokens(prompt: "") == [3])
        let engine = StepEngine(network)
        var state = network.zeroState(batch: 1)
        var expected: [Float] = []
        var found: [Float] = []
        for token in [2, 0, 3, 1, 1] {
            engine.step([Int32(token)], state: &state, logits: &expected)
            model.advance(token + 2, logits: &found)
            #expect(Array(found.dropFirst(2)) == expected)
            #expect(found[0] < -1_000 && found[1] < -1_000)
        }
        let (back, tokens) = try model.foreign()
        #expect(back.parameters == network.parameters)
        #expect(tokens == ["c", "\n", "a", "b"])
    }

    @Test("It never writes the marks it was given") func marks() throws {
        let model = try TextModel(foreign: network(.lstm, tokens: 3), vocabulary: ["x", "y", "z"])
        #expect(model.tokens(prompt: "") == [Tokenizer.unknown])
        var text = String.UnicodeScalarView()
        let reason = try model.write(
            options: SamplingOptions(temperature: 5), limits: LengthLimits(minimum: 0, maximum: 300), seed: 1
        ) {
            text.append($0)
            return nil
        }
        #expect(reason == .length)
        #expect(text.count == 300 && text.allSatisfy { "xyz".unicodeScalars.contains($0) })
    }

    @Test("A vocabulary with this program's marks is taken as it is") func own() throws {
        let network = try network(.lstm, tokens: 4)
        let model = try TextModel(foreign: network, vocabulary: ["<eos>", "<unk>", "b", "a"])
        #expect(model.readsStart)
        #expect(model.network.parameters == network.parameters)
        #expect(try model.foreign().vocabulary == ["<eos>", "<unk>", "b", "a"])
        #expect(try model.foreign().network.parameters == network.parameters)
    }

    @Test("What does not fit is refused") func refused() throws {
        let network = try network(.lstm, tokens: 3)
        #expect(throws: ProseError.wrongNetwork(inputSizes: [3], outputSize: 3, vocabularySize: 2)) {
            try TextModel(foreign: network, vocabulary: ["a", "b"])
        }
        #expect(throws: ProseError.badVocabulary(entry: 1, text: "ab")) {
            try TextModel(foreign: network, vocabulary: ["a", "ab", "c"])
        }
        #expect(throws: ProseError.badVocabulary(entry: 2, text: "a")) {
            try TextModel(foreign: network, vocabulary: ["a", "b", "a"])
        }
        let hollow = try TextModel(
            network: self.network(.lstm, tokens: 2), tokenizer: Tokenizer(vocabulary: ["<eos>", "<unk>"]),
            readsStart: false)
        #expect(throws: ProseError.self) { try hollow.foreign() }
    }
}
