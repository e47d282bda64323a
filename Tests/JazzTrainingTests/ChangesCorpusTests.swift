import JazzTraining
import Testing

@Suite struct ChangesCorpusTests {
    /// The outcome of a file's lines, in words.
    private static func outcomes(_ text: String) -> [String] {
        ChangesCorpus(Array(text.utf8)).outcomes.map { outcome in
            switch outcome.kind {
            case .used(let use): "\(outcome.name): \(use.track), \(use.size) chords"
            case .refused(let refusal): "\(outcome.name): \(refusal)"
            case .duplicate(let other): "\(outcome.name): as \(other)"
            }
        }
    }

    @Test func everyLineIsAccountedFor() {
        let tune = MadeMusic.tune("Blues", ["C7", "F7"])
        let found = Self.outcomes(
            "\(tune)\r\n \n{\"title\"\n\(MadeMusic.tune("x", ["X"]))\(tune.replacing("C-maj", with: "Q"))"
                + "\(tune.replacing("4/4", with: "0/4"))\(tune.replacing(", 4]", with: ", 0]"))\(tune.dropLast())")
        #expect(
            found == [
                "line 1: Blues, 2 chords", "line 4: byte 9: \(found.dropFirst().first?.dropFirst(16) ?? "")",
                "line 5: unknown chord \"X\"", "line 6: the key \"Q\" does not exist",
                "line 7: the metre \"0/4\" is not played", "line 8: C7 lasts 0.0 beats", "line 9: Blues, 2 chords",
            ])
    }

    @Test func twoChordsWithoutASpaceAreTwo() {
        #expect(Self.outcomes(MadeMusic.tune("x", ["AminD7", "G"])) == ["line 1: x, 3 chords"])
    }

    @Test func readingStopsWhenAsked() {
        let text = MadeMusic.tune("a", ["C"]) + MadeMusic.tune("b", ["C"])
        #expect(ChangesCorpus(Array(text.utf8)) { _, _ in false }.tunes.count == 1)
    }
}
