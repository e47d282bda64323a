import Jazz
import JazzTraining
import Numerics
import Recurrent
import Testing

@Suite struct BassLessonTests {
    private static func lesson(_ names: [String]) throws -> BassLesson {
        BassLesson(
            BassCorpus(
                try names.enumerated().map {
                    try MadeMusic.line($0.element, seed: UInt64($0.offset), beats: 60 + 4 * $0.offset)
                }))
    }

    @Test func playersAreHeldOutAsAWhole() throws {
        let lesson = try Self.lesson((0..<24).map { "P\($0 / 3)_\($0 % 3).mid" })
        for seed in UInt64(0)..<10 {
            var random = Xoshiro256StarStar(seed: seed)
            let split = lesson.split(using: &random)
            #expect((split.training + split.validation).sorted() == Array(0..<24))
            #expect((3...6).contains(split.validation.count) && !split.isCut)
            let players = Set(split.validation.map { $0 / 3 })
            #expect(players.count * 3 == split.validation.count)
            #expect(players.isDisjoint(with: split.training.map { $0 / 3 }))
        }
    }

    @Test func onePlayersLinesAreCutInTwo() throws {
        let lesson = try Self.lesson(["only_1.mid", "only_2.mid"])
        var random = Xoshiro256StarStar(seed: 1)
        let split = lesson.split(using: &random)
        let data = lesson.data(split)
        #expect(split.isCut && data.training.map(\.targets.count) == [54, 58])
        #expect(data.validation.map(\.targets.count) == [6, 6])
        #expect(data.validation[0] == lesson.music[0][54..<60].encoded())
    }
}
