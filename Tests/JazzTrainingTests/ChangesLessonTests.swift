import FoundationEssentials
import Jazz
import JazzTraining
import Numerics
import Testing

@Suite struct ChangesLessonTests {
    private static func lesson(_ titles: [String]) -> ChangesLesson {
        let text = titles.map { MadeMusic.tune($0, ["C", "F", "G7", "C"]) }.joined()
        return ChangesLesson(ChangesCorpus(Array(text.utf8)), path: "t.jsonl")
    }

    @Test func versionsOfATitleStayTogether() throws {
        let lesson = Self.lesson((0..<100).map { "t\($0 / 2)" })
        var random = Xoshiro256StarStar(seed: 1)
        let split = try lesson.split(using: &random)
        #expect((split.training + split.validation).sorted() == Array(0..<100))
        #expect((10...11).contains(split.validation.count))
        #expect(Set(split.training.map { $0 / 2 }).isDisjoint(with: split.validation.map { $0 / 2 }))
    }

    @Test func tunesWithoutTitlesAreOnTheirOwn() {
        #expect(Self.lesson(["", "", "a", "A"]).groups == [[0], [1], [2, 3]])
    }

    @Test func oneTuneIsTooFew() {
        var random = Xoshiro256StarStar(seed: 1)
        #expect(throws: LessonError.tooLittle(path: "t.jsonl")) {
            try Self.lesson(["a", "A"]).split(using: &random)
        }
    }

    @Test func whatCannotBeReadIsToldApart() throws {
        let folder = FileManager.default.temporaryDirectory.path
        #expect(throws: LessonError.missing(file: folder + "/no such file")) {
            try ChangesLesson.read(folder + "/no such file") { _, _ in true }
        }
        #expect(throws: LessonError.unreadable(file: folder)) { try ChangesLesson.read(folder) { _, _ in true } }
    }

    @Test func theMeanOfReportsCountsByChords() {
        let one = ChangesReport(network: ProgressionLoss(mean: []), counts: [1, 1, 1])
        #expect(ChangesReport(mean: [one, one]).counts == [0, 0, 0])
    }
}
