import Numerics
import Recurrent
import Sampling
import Testing

@testable import Prose

@Suite struct BlendTests {
    private func model(_ seed: UInt64, hidden: Int, text: String = "abcde é\n") throws -> TextModel {
        let tokenizer = try Tokenizer(text: text)
        var random = SplitMix64(seed: seed)
        let shape = TextModel.configuration(tokenizer: tokenizer, hiddenSize: hidden, layers: 1)
        return try TextModel(network: Network(shape, using: &random), tokenizer: tokenizer)
    }

    private func probabilities(_ model: TextModel, _ text: String) -> [Double] {
        var (model, logits) = (model, [Float](repeating: 0, count: model.vocabularySize))
        for token in model.tokenizer.tokens(text) { model.advance(token, logits: &logits) }
        let weights = logits.map { exponential(Double($0)) }
        return weights.map { $0 / weights.reduce(0, +) }
    }

    @Test("The probabilities of both are averaged, in parts that change along the text") func mean() throws {
        let (one, other) = (try model(1, hidden: 9), try model(2, hidden: 14))
        let text = "abé c"
        let (p, q) = (probabilities(one, text), probabilities(other, text))
        for (first, last, part) in [(0.3, 0.3, 0.3), (0, 0, 0), (1, 1, 1), (0, 1, 0.5)] {
            // After four of eight characters a part that changes is half-way.
            let blended = probabilities(try one.blended(with: other, first: first, last: last, length: 8), text)
            for index in p.indices {
                #expect((blended[index] - (1 - part) * p[index] - part * q[index]).magnitude < 1e-6)
            }
        }
    }

    @Test("Texts of a blend are the same alone and side by side; at the ends they are each model's own") func texts()
        throws
    {
        let (one, other) = (try model(1, hidden: 9), try model(2, hidden: 14))
        let limits = try LengthLimits(maximum: 40)
        func texts(_ model: TextModel) throws -> [String] {
            var texts = [String](repeating: "", count: 6)
            try model.write(
                count: 6, prompt: "ab", limits: limits, seed: 3,
                deliver: {
                    texts[$0].unicodeScalars.append($1); return nil
                }, end: { _, _ in })
            return texts
        }
        let blended = try one.blended(with: other, first: 0.2, last: 0.9, length: 42)
        let together = try texts(blended)
        var alone = ""
        _ = try blended.write(prompt: "ab", limits: limits, seed: 3, sequence: 4) {
            alone.unicodeScalars.append($0)
            return nil
        }
        #expect(alone == together[4])
        #expect(try texts(one.blended(with: other, first: 0, last: 0, length: 9)) == texts(one))
        #expect(try texts(one.blended(with: other, first: 1, last: 1, length: 9)) == texts(other))
        #expect(try texts(one) != texts(other))
    }

    @Test("Models of other characters are refused") func refused() throws {
        let (one, other) = (try model(1, hidden: 9), try model(2, hidden: 9, text: "abcdz"))
        #expect(throws: ProseError.differentVocabularies(one: 8, other: 5)) {
            try one.blended(with: other, first: 0.5, last: 0.5, length: 9)
        }
    }
}
