import Numerics
import Prose
import Recurrent
import Sampling
import Testing

@Suite struct TextModelTests {
    /// A small network with random weights, whose logits are shifted by what `bias` says of each token.
    private func model(
        _ text: String = "abcdefgh \n", layout: TextLayout = .document, bias: [Int: Float] = [:]
    ) throws -> TextModel {
        let tokenizer = try Tokenizer(text: text)
        var generator = SplitMix64(seed: 5)
        let network = try Network(
            TextModel.configuration(tokenizer: tokenizer, hiddenSize: 12, layers: 2), using: &generator)
        var parameters = network.parameters
        let range = try #require(parameters.layout.first { $0.name == "linear.bias" }).range
        for (token, shift) in bias { parameters.values[range.lowerBound + token] += shift }
        return try TextModel(
            network: Network(network.configuration, parameters: parameters), tokenizer: tokenizer, layout: layout)
    }

    private func write(
        _ model: TextModel, prompt: String = "", maximum: Int = 80, minimum: Int = 0, ignoresEOS: Bool = false,
        seed: UInt64 = 1, sequence: Int = 0
    ) throws -> (text: String, reason: StopReason) {
        var scalars = String.UnicodeScalarView()
        let limits = try LengthLimits(minimum: minimum, maximum: maximum, ignoresEOS: ignoresEOS)
        let reason = try model.write(prompt: prompt, limits: limits, seed: seed, sequence: sequence) { scalar in
            scalars.append(scalar)
            return nil
        }
        return (String(scalars), reason)
    }

    @Test("Seed and sequence decide the text; the model itself is not used up") func reproducible() throws {
        let model = try model(bias: [0: -50])
        let first = try write(model)
        #expect(first.text.unicodeScalars.count == 80)
        #expect(first.reason == .length)
        #expect(try write(model).text == first.text)
        #expect(try write(model, seed: 2).text != first.text)
        #expect(try write(model, sequence: 1).text != first.text)
    }

    @Test("The prompt is read: it changes what follows, and is not delivered") func prompt() throws {
        let model = try model(bias: [0: -50])
        #expect(try write(model, prompt: "gggg").text != write(model, prompt: "bbbb").text)
        #expect(try write(model, prompt: "gggg", maximum: 0).text == "")
        #expect(model.tokens(prompt: "g?") == [0, 10, 1])
    }

    @Test("A text begins at the start of a document, or of a line of the only one") func start() throws {
        #expect(try model().tokens(prompt: "") == [0, 2])
        #expect(try model("abc").tokens(prompt: "") == [0])
        #expect(try model(layout: .lines).tokens(prompt: "") == [0])
    }

    @Test("The end of a document ends the text, unless it is ignored or too early") func eos() throws {
        let model = try model(layout: .lines, bias: [0: 50])
        #expect(try write(model) == ("", .eos))
        let late = try write(model, minimum: 7)
        #expect(late.text.unicodeScalars.count == 7)
        #expect(late.reason == .eos)
        #expect(try write(model, ignoresEOS: true).reason == .length)
    }

    @Test("A model of one document never ends a text by itself, however likely") func endless() throws {
        let text = try write(model(bias: [0: 50]))
        #expect(text.text.unicodeScalars.count == 80)
        #expect(text.reason == .length)
    }

    @Test("An unknown character is never written, however likely") func neverUnknown() throws {
        let text = try write(model(bias: [0: -50, 1: 50])).text
        #expect(text.unicodeScalars.count == 80)
        #expect(!text.unicodeScalars.contains("\u{FFFD}"))
    }

    @Test("A network of another vocabulary is refused") func wrongNetwork() throws {
        let model = try model()
        #expect(throws: ProseError.wrongNetwork(inputSizes: [12], outputSize: 12, vocabularySize: 5)) {
            try TextModel(network: model.network, tokenizer: try Tokenizer(text: "abc"))
        }
    }
}
