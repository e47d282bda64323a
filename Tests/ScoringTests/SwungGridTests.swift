import Music
import Scoring
import TestSupport
import Testing

/// The grid, as the slots of a line show it.
@Suite struct SwungGridTests {
    private func slots(_ onsets: [Double]) -> [Int] {
        MeasuredLine(onsets.map { PartNote(onset: $0, end: $0 + 0.1, pitch: 60) }).slots
    }

    @Test func swungPairsAndLoneOffbeatsAreEighths() {
        #expect(slots([0.02, 0.66, 1.1, 1.45, 2.75, 3.45]) == [0, 6, 12, 18, 30, 42])
    }

    @Test func othersGoToTheNearestSixteenthOrTriplet() {
        #expect(slots([0, 0.3, 0.7]) == [0, 4, 8])
        #expect(slots([0, 0.26, 0.51, 0.74]) == [0, 3, 6, 9])
        #expect(slots([0.85]) == [9])
        // The second is too late for a pair of eighths.
        #expect(slots([0, 0.8]) == [0, 9])
    }

    @Test func anAnticipationBelongsToTheBeatItAnticipates() {
        #expect(slots([0.93, 1.5]) == [12, 18])
        #expect(slots([0.89]) == [12])
    }

    @Test func twoNotesMayShareAPlace() {
        #expect(slots([0, 0.04, 0.08]) == [0, 0, 0])
    }
}
