import Numerics
import TestSupport
import Music
import Scoring
import Testing

@Suite struct MeasuredLineTests {
    private func line(_ notes: [PartNote], barBeats: Double = 4) -> MeasuredLine {
        MeasuredLine(notes, barBeats: barBeats)
    }

    @Test func theHighestOfNotesStruckTogetherIsTheLine() {
        let chord = [64, 72, 60].map { PartNote(onset: 1, end: 2, pitch: $0) }
        let late = PartNote(onset: 1.02, end: 2, pitch: 67)
        #expect(line(chord + [late]).notes.map(\.pitch) == [72])
        let apart = PartNote(onset: 1.03125, end: 2, pitch: 67)
        #expect(line(chord + [apart]).notes.map(\.pitch) == [72, 67])
    }

    @Test func aNoteStopsWhereTheNextBegins() {
        let notes = line([.init(onset: 0, end: 3, pitch: 60), .init(onset: 1, end: 1.5, pitch: 62)]).notes
        #expect(notes.map(\.stop) == [1, 1.5])
    }

    @Test func windowsFollowEachOtherFromTheFirstNotesBar() {
        let notes = LineFixture.eighths([Int](repeating: 60, count: 64)).map {
            PartNote(onset: $0.onset + 9, end: $0.stop + 9, pitch: 60)
        }
        // The first note is in the third bar, so the line ends in the eleventh: two windows of four bars, and one too long.
        #expect(line(notes).windows(bars: 4) == [8..<24, 24..<40])
        #expect(line(notes).windows(bars: 8) == [8..<40])
        #expect(line(notes).whole == 8..<44)
    }

    @Test func aPickupBelongsToNoWindow() {
        let body = LineFixture.eighths([Int](repeating: 60, count: 32)).map {
            PartNote(onset: $0.onset + 4, end: $0.stop + 4, pitch: 60)
        }
        let pickup = PartNote(onset: 2.5, end: 3, pitch: 60)
        #expect(line([pickup] + body).windows(bars: 4) == [4..<20])
        let early = PartNote(onset: 2, end: 3, pitch: 60)
        #expect(line([early] + body).windows(bars: 4) == [0..<16])
    }

    @Test func theLastWindowMayOutlastTheLineByHalfABar() {
        let notes = LineFixture.eighths([Int](repeating: 60, count: 28))
        #expect(line(notes).windows(bars: 4) == [0..<16])
        #expect(line(Array(notes.dropLast())).windows(bars: 4) == [])
    }

    @Test func anAbsurdLengthIsNoTrouble() {
        let far = PartNote(onset: 1e11, end: 1e11 + 1, pitch: 60)
        let windows = line(LineFixture.eighths([Int](repeating: 60, count: 40)) + [far]).windows(bars: 4)
        #expect(windows == [0..<16, 16..<32])
    }

    @Test func theNoteAtTheEndMayBelongToTheNextWindow() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = Xoshiro256StarStar(seed: seed)
        for _ in 0..<50 {
            let onsets = (0..<60).map { _ in Double.random(in: 0..<64, using: &random) }
            let line = line(onsets.map { PartNote(onset: $0, end: $0 + 0.2, pitch: 60) })
            #expect(zip(line.slots, line.slots.dropFirst()).allSatisfy(<=), "seed \(seed)")
            let windows = line.windows(bars: 2)
            let counted = windows.reduce(0) { $0 + SoloMeasures(line, in: $1).notes }
            let inside = line.slots.count { slot in windows.contains { $0.contains(Double(slot) / 12) } }
            #expect(counted == inside, "seed \(seed)")
        }
    }
}
