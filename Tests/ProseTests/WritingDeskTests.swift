import Numerics
import Prose
import Recurrent
import Sampling
import Testing

@Suite struct WritingDeskTests {
    private func model(_ layout: TextLayout = .document) throws -> TextModel {
        let tokenizer = try Tokenizer(Corpus("abcde é.,\n"), layout: layout)
        var random = SplitMix64(seed: 12)
        let shape = TextModel.configuration(tokenizer: tokenizer, hiddenSize: 14, layers: 1)
        return try TextModel(network: Network(shape, using: &random), tokenizer: tokenizer, layout: layout)
    }

    @Test("Every change can be taken back, and made again") func undo() throws {
        var desk = WritingDesk(model: try model(), seed: 4)
        let limits = try LengthLimits(maximum: 20)
        let nothing = [desk.undo(), desk.redo(), desk.reject(), desk.accept()]
        #expect(nothing == [false, false, false, false])
        desk.type("abé ")
        var shown = ""
        #expect(
            try desk.write(options: .plain, limits: limits) {
                shown.unicodeScalars.append($0); return true
            } == .length)
        let first = desk.text
        #expect(first == "abé " + shown && desk.lastWritten == shown && shown.unicodeScalars.count == 20)
        let isRejected = desk.reject()
        #expect(isRejected && desk.text == "abé ")
        _ = try desk.write(options: .plain, limits: limits) { _ in true }
        let second = desk.text
        #expect(second != first && second.hasPrefix("abé "))
        let kept = [desk.accept(), desk.reject()]
        #expect(kept == [true, false])
        for expected in [second, "abé ", first, "abé ", ""] {
            let isUndone = desk.undo()
            #expect(isUndone && desk.text == expected)
        }
        let changes = [desk.undo(), desk.redo(), desk.redo()]
        #expect(changes == [false, true, true])
        #expect(desk.text == first)
        desk.type("x")
        let isRedone = desk.redo()
        #expect(!isRedone)
        #expect(desk.text == first + "x" && desk.lastWritten.isEmpty)
    }

    @Test("What stops the model keeps what it wrote; the same seed and turns give the same text") func stopped() throws
    {
        let limits = try LengthLimits(maximum: 50)
        func session() throws -> String {
            var desk = WritingDesk(model: try model(), seed: 9)
            desk.type("ab")
            var count = 0
            let reason = try desk.write(options: .plain, limits: limits) { _ in
                count += 1
                return count < 5
            }
            #expect(reason == .interrupted && desk.text.unicodeScalars.count == 7)
            _ = try desk.write(options: .plain, limits: limits) { _ in true }
            return desk.text
        }
        #expect(try session() == session())
        var desk = WritingDesk(model: try model(), seed: 9)
        let end = try desk.write(options: .plain, limits: limits, stops: StopStrings(["a"])) { _ in true }
        #expect(end == .stopString ? !desk.text.contains("a") : desk.text.unicodeScalars.count == 50)
        #expect(throws: ProseError.self) {
            try desk.write(
                options: .plain, limits: limits, rules: { _ in throw ProseError.noLineEnd }, deliver: { _ in true })
        }
    }

    @Test("The likeliest next words have the probabilities that the model gives them") func words() throws {
        // Its texts begin where scoring begins.
        let model = try model(.lines)
        let found = model.nextWords(after: "ab c", count: 4)
        #expect(found.count == 4)
        #expect(zip(found, found.dropFirst()).allSatisfy { $0.probability >= $1.probability })
        #expect(Set(found.map(\.text)).count == 4)
        let whole = found.reduce(0) { $0 + $1.probability }
        #expect(0..<1 ~= whole)
        // A word's probability: of its characters one after the other, and of anything but a letter after them.
        for (text, probability) in found {
            let letters = Set("abcdeé".unicodeScalars)
            let before = model.score("ab c", ends: false).logProbability
            let word = model.score("ab c" + text, ends: false).logProbability
            let rest = letters.reduce(0.0) {
                $0 + exponential(model.score("ab c" + text + String($1), ends: false).logProbability - word)
            }
            #expect((exponential(word - before) * (1 - rest) - probability).magnitude < 1e-4)
        }
    }
}
