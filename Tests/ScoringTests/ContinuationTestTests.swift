import Harmony
import Improvisation
import Music
import Numerics
import TestSupport
import Testing

@testable import Scoring

@Suite struct ContinuationTestTests {
    /// A solo of 64 bars in eighths over one chord; every eight bars keep to a range of their own and turn at their own pace.
    private func solo(_ name: String = "s", root: String = "C", silent: Range<Int> = 0..<0) throws -> Solo {
        let notes = (0..<64 * 8).compactMap { index -> PartNote? in
            let bar = index / 8
            guard !silent.contains(bar) else { return nil }
            return PartNote(start: index * 6, duration: 6, pitch: 60 + bar / 8 + index % (2 + bar / 8), velocity: 90)
        }
        return Solo(
            name: name, notes: notes,
            changes: Timeline([.init(start: 0, value: try ChordParser.parse("\(root)7"))]), barSlots: 48, tempo: 150,
            barCount: 64)
    }

    @Test func everyEightBarsThatGoOnAreAskedFor() throws {
        let questions = ContinuationTest.questions(.sameSolo, about: [try solo()])
        #expect(questions.map(\.bar) == Array(stride(from: 0, to: 56, by: 8)))
        for question in questions {
            let bars = question.choices.map(\.bar)
            #expect(bars.count == 4 && Set(bars).count == 4)
            #expect(bars[0] == question.bar + 8 && !bars.contains(question.bar))
            #expect(bars.allSatisfy { $0 % 8 == 0 && (0...56).contains($0) })
        }
        // Stretches with hardly a note are neither given nor chosen from.
        let gaps = ContinuationTest.questions(.sameSolo, about: [try solo(silent: 16..<24)])
        #expect(gaps.map(\.bar) == [0, 24, 32, 40, 48])
        #expect(gaps.allSatisfy { !$0.choices.map(\.bar).contains(16) })
        var short = try solo()
        short.barCount = 39
        #expect(ContinuationTest.questions(.sameSolo, about: [short]).isEmpty)
        #expect(ContinuationTest.questions(.otherSolos, about: [try solo()]).isEmpty)
    }

    @Test func stretchesOfOtherSolosAreMovedIntoTheKey() throws {
        let solos = [try solo("a"), try solo("b", root: "Eb"), try solo("c", root: "A")]
        let questions = ContinuationTest.questions(.otherSolos, about: solos)
        #expect(questions.count == 3 * 7)
        for question in questions {
            #expect(question.choices[0].solo == question.solo.name)
            #expect(question.choices.dropFirst().allSatisfy { $0.solo != question.solo.name })
        }
        let roots = ["a": 0, "b": 3, "c": -3]
        for question in questions {
            for choice in question.choices.dropFirst() {
                let up = (roots[question.solo.name]! - roots[choice.solo]! + 18) % 12 - 6
                let lowest = choice.notes.map(\.pitch).min()!
                #expect(((lowest - 60 - choice.bar / 8 - up) % 12 + 12) % 12 == 0)
                #expect(abs(lowest - 60 - choice.bar / 8) <= 6)
            }
        }
        // What is drawn does not depend on which solos come first.
        let again = ContinuationTest.questions(.sameSolo, about: solos.reversed())
        let first = ContinuationTest.questions(.sameSolo, about: [solos[1]])
        #expect(again.filter { $0.solo.name == "b" }.map(\.choices) == first.map(\.choices))
    }

    @Test func whatWasPlayedBeforeIsRecognised() throws {
        // A network that knows nothing has only the memory to go by: what is like the bars given costs less after them.
        let test = ContinuationTest(try LeadFixture.network(seed: 2))
        var copied = try solo()
        for index in copied.notes.indices where (8..<16).contains(copied.notes[index].start / 48) {
            copied.notes[index].pitch = copied.notes[index - 64].pitch
        }
        let question = try #require(ContinuationTest.questions(.sameSolo, about: [copied]).first)
        let answer = test.answer(question)
        #expect(answer.isRight && answer.bits.count == 4 && answer.bits.allSatisfy(\.isFinite))
        // What comes first counts as the right one: with another first, it is wrong.
        var other = question
        other.choices.swapAt(0, 2)
        #expect(!test.answer(other).isRight)
    }

    @Test func theIntervalIsWilsons() {
        // Worked out by hand for 8 of 10.
        let (low, high) = ContinuationTest.interval(right: 8, of: 10)
        #expect(abs(low - 0.4902) < 0.0005 && abs(high - 0.9433) < 0.0005)
        #expect(ContinuationTest.interval(right: 0, of: 5).low == 0)
        #expect(ContinuationTest.interval(right: 5, of: 5).high == 1)
    }
}
