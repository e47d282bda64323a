import Numerics
import Prose
import Recurrent
import Sampling
import Testing

@Suite struct TextModelBatchTests {
    private struct Text: Equatable {
        var characters = ""
        var reason: StopReason?
    }

    private func model(_ cell: CellKind, _ weights: WeightFormat, threads: Int = 1) throws -> TextModel {
        let tokenizer = try Tokenizer(text: "abcdefghijklmnopq \n")
        var random = SplitMix64(seed: 5)
        let network = try Network(
            TextModel.configuration(tokenizer: tokenizer, cell: cell, hiddenSize: 21, layers: 2), using: &random)
        return try TextModel(
            network: network, tokenizer: tokenizer, layout: .lines, weights: weights, threads: threads)
    }

    private func stop(_ text: String) -> StopReason? { text.hasSuffix("a") && text.count > 9 ? .stopString : nil }

    private func alone(_ model: TextModel, _ number: Int, _ limits: LengthLimits) throws -> Text {
        var text = Text()
        text.reason = try model.write(prompt: "ab", limits: limits, seed: 3, sequence: number) { scalar in
            text.characters.unicodeScalars.append(scalar)
            return stop(text.characters)
        }
        return text
    }

    private func together(_ model: TextModel, _ count: Int, _ limits: LengthLimits) throws -> [Text] {
        var texts = [Text](repeating: Text(), count: count)
        try model.write(
            count: count, prompt: "ab", limits: limits, seed: 3,
            deliver: { number, scalar in
                texts[number].characters.unicodeScalars.append(scalar)
                return stop(texts[number].characters)
            },
            end: { number, reason in
                #expect(texts[number].reason == nil)
                texts[number].reason = reason
            })
        return texts
    }

    @Test("Each text of a batch is the one written alone, in every format", arguments: WeightFormat.allCases)
    func same(weights: WeightFormat) throws {
        let limits = try LengthLimits(minimum: 3, maximum: 20)
        for cell in [CellKind.lstm, .gruFull] {
            let model = try model(cell, weights)
            let texts = try (0..<70).map { try alone(model, $0, limits) }
            #expect(Set(texts.compactMap(\.reason)) == [.eos, .length, .stopString])
            for count in [1, 2, 3, 5, 8, 17, 64, 70] {
                #expect(try together(model, count, limits) == Array(texts[..<count]))
            }
            #expect(try together(self.model(cell, weights, threads: 3), 9, limits) == Array(texts[..<9]))
        }
    }

    @Test("Texts without a limit are written one after the other; an interruption begins no more") func interrupted()
        throws
    {
        let model = try model(.lstm, .float32)
        var order: [Int] = []
        try model.write(
            count: 5, limits: LengthLimits(), seed: 3, deliver: { number, _ in number == 2 ? .interrupted : nil },
            end: { number, _ in order.append(number) })
        #expect(order == [0, 1, 2])
    }
}
