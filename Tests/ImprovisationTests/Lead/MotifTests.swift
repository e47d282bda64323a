import Improvisation
import Music
import Testing

@Suite struct MotifTests {
    private static let figure = [(0, 60), (6, 62), (12, 64), (18, 62), (24, 61)]

    /// A motif that has heard the figure as its first phrase, in bars of 48 slots.
    private func heard(fraction: Double) -> Motif {
        var motif = Motif(bars: BarGrid(slots: 48), fraction: fraction, seed: 3)
        var last: Int?
        for (slot, pitch) in Self.figure {
            motif.note(slot: slot, pitch: pitch, interval: last.map { pitch - $0 })
            #expect(motif.interOnset == nil && motif.interval == nil)
            last = pitch
        }
        return motif
    }

    @Test func aLaterPhraseTakesItUpNoteForNote() {
        var motif = heard(fraction: 1)
        motif.note(slot: 180, pitch: 65, interval: 4)
        var (slot, pitch) = (180, 65)
        for (before, next) in zip(Self.figure, Self.figure.dropFirst()) {
            #expect(motif.interOnset == next.0 - before.0 && motif.interval == next.1 - before.1)
            slot += next.0 - before.0
            pitch += next.1 - before.1
            motif.note(slot: slot, pitch: pitch, interval: next.1 - before.1)
        }
        #expect(motif.interOnset == nil && motif.interval == nil)
    }

    @Test func anotherRhythmLetsItGo() {
        var motif = heard(fraction: 1)
        motif.note(slot: 180, pitch: 65, interval: 4)
        motif.note(slot: 183, pitch: 67, interval: 2)
        #expect(motif.interOnset == nil && motif.interval == nil)
    }

    @Test(arguments: [(132, 1.0), (181, 1.0), (180, 0.0), (47, 1.0)])
    func itRestsForThreeBarsAndComesAtItsPlaceInTheBeat(_ slot: Int, _ fraction: Double) {
        var motif = heard(fraction: fraction)
        motif.note(slot: slot, pitch: 65, interval: 4)
        #expect(motif.interOnset == nil)
    }

    /// On the same pitch at the same place of the beat, what followed then follows once more, in rhythm and pitch.
    @Test(arguments: [(72, 60, true), (72, 61, false), (75, 60, false), (20, 60, false)])
    func aFigureIsTakenUpWhereItBegan(_ slot: Int, _ pitch: Int, _ expected: Bool) {
        var motif = Motif(bars: BarGrid(slots: 48), fraction: 0, recall: 1, seed: 3)
        let figure = [(0, 60), (3, 67), (9, 64), (12, 62), (18, 59)].filter { $0.0 < slot }
        var last: Int?
        for (slot, pitch) in figure {
            motif.note(slot: slot, pitch: pitch, interval: last.map { pitch - $0 })
            #expect(motif.interval == nil)
            last = pitch
        }
        // A phrase that goes on, so that nothing is a new beginning.
        var between = 24
        while between < slot {
            motif.note(slot: between, pitch: 40 + between / 6, interval: 1)
            between += 12
        }
        motif.note(slot: slot, pitch: pitch, interval: 1)
        #expect((motif.interOnset == 3 && motif.interval == 7) == expected)
    }

    @Test func aTurnPlayedBeforeGoesOnAsItDid() {
        for (fraction, expected) in [(1.0, Int?.some(5)), (0, nil)] {
            var motif = Motif(bars: BarGrid(slots: 48), fraction: fraction, seed: 1)
            for (index, interval) in [2, 2, -4, 5, 1, -1, 3, 2, 2, -4].enumerated() {
                motif.note(slot: 6 * index, pitch: 60, interval: interval)
            }
            #expect(motif.echo == expected)
        }
        var repeated = Motif(bars: BarGrid(slots: 48), fraction: 1, seed: 1)
        for index in 0..<20 { repeated.note(slot: 6 * index, pitch: 60, interval: 1) }
        #expect(repeated.echo == nil, "one interval over and over is no turn")
    }
}
