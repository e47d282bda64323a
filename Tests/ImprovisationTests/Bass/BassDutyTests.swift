import Harmony
import Improvisation
import TestSupport
import Testing

@Suite struct BassDutyTests {
    /// The pitches that may follow `pitches` over the symbols, one a beat.
    static func pitches(
        after pitches: [Int], _ symbols: [String], classes: PitchClassSet = PitchClassSet(0..<12), repeats: Int = 1
    ) throws -> [Int] {
        var context = BassContext(try BassFixture.setting(symbols), firstPitch: pitches[0])
        for (index, pitch) in pitches.enumerated() {
            context.accept(BassVocabulary.interval(pitch - (index == 0 ? pitch : pitches[index - 1])))
        }
        return BassDuty.intervals(to: classes, after: context, repeats: repeats).map { context.lastPitch + $0 }
    }

    @Test func anythingMayBePlayedBetweenTheBeats() throws {
        let all = try Self.pitches(after: [40], ["C", "C", "C", "C"])
        #expect(all == Array(28...52))
    }

    @Test func theRangeHolds() throws {
        #expect(try Self.pitches(after: [53], ["F", "F"]) == Array(41...53))
        #expect(try Self.pitches(after: [28], ["E", "E"]) == Array(28...40))
    }

    @Test func strongBeatsAndChangesAreInTheScale() throws {
        let change = try Self.pitches(after: [36, 43, 40], ["C", "C", "C", "Bm7b5"])
        #expect(change == [28, 29, 31, 33, 35, 36, 38, 40, 41, 43, 45, 47, 48, 50, 52])
        let allowed = try Self.pitches(after: [36, 40], ["C", "C", "C"])
        #expect(allowed.allSatisfy { [0, 2, 4, 5, 7, 9, 11].contains($0 % 12) } && allowed.contains(41))
    }

    @Test func notesOutsideTheScaleGoOnByStep() throws {
        #expect(try Self.pitches(after: [36, 40, 41, 42], ["C", "C", "C", "C", "G7"]) == [40, 41, 43])
        #expect(try Self.pitches(after: [36, 37], ["C", "C", "C", "C"]) == [35, 36, 38])
        // But not where the next chord takes it in.
        #expect(try Self.pitches(after: [36, 40, 41, 42], ["C", "C", "C", "C", "D7"]).contains(42))
    }

    @Test func aNoteIsNotStruckForEver() throws {
        #expect(try !Self.pitches(after: [36, 36], ["C", "C", "C"], repeats: 2).contains(36))
        #expect(try Self.pitches(after: [36, 36], ["C", "C", "C"], repeats: 1).contains(36))
        // Unless there is nothing else to play.
        #expect(try Self.pitches(after: [31, 31], ["C5", "C5", "C5"], classes: [7], repeats: 2) == [43])
    }

    @Test func somethingIsAlwaysLeft() throws {
        for symbol in ["Csus4", "C5", "Cdim7", "C7alt", "CmMaj7", "N.C."] {
            for last in BassDuty.range {
                for single in 0..<12 {
                    let allowed = try Self.pitches(
                        after: [last, last], ["F#7", "B7", symbol], classes: [single], repeats: 3)
                    #expect(!allowed.isEmpty && allowed.allSatisfy { $0 % 12 == single && BassDuty.range.contains($0) })
                }
            }
        }
    }
}
