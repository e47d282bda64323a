import Harmony
import Music
import Testing

@testable import Improvisation

@Suite struct HarmonyTableTests {
    private func note(_ pitchClass: Int, isOnBeat: Bool = true) -> MelodySpans.Note {
        MelodySpans.Note(pitchClass: pitchClass, isOnBeat: isOnBeat, weight: 1)
    }

    @Test func itsTextIsReadAsItWasWritten() throws {
        var table = HarmonyTable()
        table.about = ["name": "made up"]
        for pitchClass in [0, 4, 7, 7, 10] { table.count(note(pitchClass), over: .dominant, root: 0) }
        table.count(note(3, isOnBeat: false), over: .halfDiminished, root: 9)
        #expect(HarmonyTable(text: table.text) == table)
        let lines = table.text.split(separator: "\n")
        #expect(lines.contains("dominant on 4 0 0 0 4 0 0 8 0 0 4 0"))
        #expect(lines.contains("halfDiminished off 0 0 0 0 0 0 4 0 0 0 0 0"))
    }

    @Test func whatIsDamagedIsNoTable() {
        let text = HarmonyTable().text
        #expect(HarmonyTable(text: text) != nil)
        #expect(HarmonyTable(text: "") == nil)
        let lines = text.split(separator: "\n")
        for index in lines.indices {
            var fewer = lines
            fewer.remove(at: index)
            #expect(HarmonyTable(text: fewer.joined(separator: "\n")) == nil)
            var wrong = lines
            wrong[index] = "x" + wrong[index]
            #expect(HarmonyTable(text: wrong.joined(separator: "\n")) == nil)
        }
        #expect(HarmonyTable(text: text.replacing("on 0 0", with: "on -1 0")) == nil)
        #expect(HarmonyTable(text: text.replacing("on 0 0", with: "on 9999999999 0")) == nil)
    }

    @Test func probabilitiesComeToOneAndLeanOnTheFamily() {
        var table = HarmonyTable()
        for _ in 0..<200 {
            for pitchClass in [0, 4, 7, 10] { table.count(note(pitchClass), over: .dominant, root: 0) }
        }
        let logs = table.logProbabilities()
        for row in logs.joined() {
            #expect(abs(row.reduce(0) { $0 + exponentialOf($1) } - 1) < 1e-9)
        }
        let place = ProgressionQuality.altered.rawValue
        #expect(logs[place][0][10] > logs[place][0][9] + 2)
        let other = ProgressionQuality.minor.rawValue
        #expect(abs(logs[other][0][10] - logs[other][0][9]) < 1e-9)
    }

    private func exponentialOf(_ value: Double) -> Double {
        // e to the power, as a series: the arguments are below ten.
        var (sum, term) = (1.0, 1.0)
        for index in 1..<80 {
            term *= -value / Double(index)
            sum += term
        }
        return 1 / sum
    }
}

@Suite struct MelodySpansTests {
    private func note(_ start: Int, _ duration: Int, _ pitch: Int = 60) -> PartNote {
        PartNote(start: start, duration: duration, pitch: pitch, velocity: 90)
    }

    @Test func barsHaveHalvesWhereTheirMetreHas() {
        let meters = ["4/4", "3/4", "5/4", "6/8", "12/8", "2/4"].map { Meter($0)! }
        let spans = MelodySpans([], meters: meters)
        #expect(spans.bars == [0, 2, 3, 5, 7, 8, 9])
        #expect(spans.spans.map(\.beat) == [0, 2, 0, 0, 3, 0, 3, 0, 0])
        #expect(spans.spans.map(\.slots.count) == [24, 24, 36, 36, 24, 18, 18, 72, 24])
        #expect(zip(spans.spans, spans.spans.dropFirst()).allSatisfy { $0.slots.upperBound == $1.slots.lowerBound })
    }

    @Test func notesAreHeardWhereTheyBelong() {
        func heard(_ notes: [PartNote]) -> [[Int]] {
            MelodySpans(notes, meters: [.common, .common]).spans.map { $0.notes.map(\.pitchClass) }
        }
        #expect(heard([note(0, 12, 60), note(24, 12, 62)]) == [[0], [2], [], []])
        // Held over the bar line.
        #expect(heard([note(36, 24, 64)]) == [[], [4], [4], []])
        // An eighth before the bar belongs behind it.
        #expect(heard([note(42, 18, 64)]) == [[], [], [4], []])
        // A held note that stops within a sixteenth is not heard again.
        #expect(heard([note(36, 15, 64)]) == [[], [4], [], []])
        #expect(heard([note(90, 40, 64)]) == [[], [], [], [4]])
    }
}
