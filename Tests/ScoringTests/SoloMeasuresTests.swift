import TestSupport
import Music
import Scoring
import Testing

/// Each measure on lines small enough to work out by hand.
@Suite struct SoloMeasuresTests {
    private func expect(
        _ measures: SoloMeasures, _ measure: Measure, _ expected: Double?, within tolerance: Double = 1e-9,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        guard let expected, let value = measures[measure] else {
            #expect(measures[measure] == expected, "\(measure)", sourceLocation: sourceLocation)
            return
        }
        #expect(abs(value - expected) <= tolerance, "\(measure): \(value)", sourceLocation: sourceLocation)
    }

    @Test func densityAndRests() {
        // Eight eighths fill the first of two bars.
        let measures = LineFixture.measures(LineFixture.eighths([60, 62, 64, 65, 67, 69, 71, 72]), bars: 2)
        #expect(measures.notes == 8 && measures.bars == 2)
        expect(measures, .density, 4)
        expect(measures, .restRatio, 0.5)
        expect(measures, .phraseNotes, 8)
        expect(measures, .phraseBars, 1)
    }

    @Test func aShortGapIsArticulationALongOneIsARest() {
        let onsets = (0..<8).map { Double($0) / 2 }
        let pitches = [Int](repeating: 60, count: 8)
        // Gaps of 0.2 beats count as sounding, but for the last note's.
        expect(LineFixture.measures(LineFixture.notes(onsets, pitches, length: 0.3), bars: 1), .restRatio, 0.05)
        // Gaps of 0.3 beats are rests: 8 × 0.2 of 4 beats sound.
        expect(LineFixture.measures(LineFixture.notes(onsets, pitches, length: 0.2), bars: 1), .restRatio, 0.6)
    }

    @Test func phrasesEndAtARestOrALongNote() {
        let pitches = [Int](repeating: 60, count: 8)
        let rest = [0, 0.5, 1, 1.5, 2.75, 3.25, 3.75, 4.25]
        let parted = LineFixture.measures(LineFixture.notes(rest, pitches, length: 0.5), bars: 2)
        expect(parted, .phraseNotes, 4)
        expect(parted, .phraseBars, 0.5)
        // 0.74 beats of silence do not part phrases.
        let close = rest.map { $0 > 2 ? $0 - 0.01 : $0 }
        expect(LineFixture.measures(LineFixture.notes(close, pitches, length: 0.5), bars: 2), .phraseNotes, 8)
        // A note that sounds on for two and a half beats ends its phrase.
        let held = [0, 0.5, 1, 1.5, 4, 4.5, 5, 5.5]
        expect(LineFixture.measures(LineFixture.notes(held, pitches), bars: 2), .phraseNotes, 4)
    }

    @Test func intervals() {
        // +2 +2 0 +13 −1 −1 −15
        let measures = LineFixture.measures(LineFixture.eighths([60, 62, 64, 64, 77, 76, 75, 60]), bars: 1)
        expect(measures, .meanAbsoluteInterval, 34.0 / 7)
        expect(measures, .stepRatio, 4.0 / 7)
        expect(measures, .leapsOverOctave, 2.0 / 7)
        expect(measures, .repeatedNotes, 1.0 / 7)
        // Repeated notes apart the line turns once in five.
        expect(measures, .directionChange, 0.2)
        // 60 60 62 64 64 75 76 77: at 0.35 of the seven gaps 60, at 6.65 76.65.
        expect(measures, .range90, 16.65)
        // Two classes twice, three once: 2 · 2/7 log₂ 7/2 + 3 · 1/7 log₂ 7.
        expect(measures, .intervalEntropy, 2.235926350629033)
    }

    @Test func pitchClassesInABarAndInFour() {
        let notes = LineFixture.notes(
            [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6, 7], [60, 62, 60, 62, 72, 74, 60, 62, 60, 72, 48, 60])
        let measures = LineFixture.measures(notes, bars: 2)
        // One bit in the first bar, none in the second.
        expect(measures, .entropy1, 0.5)
        // Eight C and four D.
        expect(measures, .entropy4, 0.9182958340544896)
    }

    @Test func harmony() throws {
        // C D E F♯ G A C D♭ over C7.
        let notes = LineFixture.eighths([60, 62, 64, 66, 67, 69, 72, 73])
        let measures = LineFixture.measures(notes, bars: 1, changes: try LineFixture.changes([(0, "C7")]))
        expect(measures, .chordTonesOnStrongBeats, 1)
        expect(measures, .chordTonesOffBeat, 0)
        expect(measures, .chordToneContrast, 1)
        expect(measures, .scaleRatio, 0.75)
        // D goes to E and F♯ to G; A goes on by a third and to D♭; the last note has nowhere to go.
        expect(measures, .resolved, 2.0 / 3)
    }

    @Test func withoutChordsThereIsNoHarmony() throws {
        let notes = LineFixture.eighths([60, 62, 64, 66, 67, 69, 72, 73])
        for chords in [[], [(0, "N.C.")], [(0.6, "C7")]] {
            let changes = try LineFixture.changes(chords)
            let measures = LineFixture.measures(notes, bars: 1, changes: changes)
            for measure in [Measure.chordTonesOnStrongBeats, .chordTonesOffBeat, .scaleRatio, .resolved] {
                expect(measures, measure, nil)
            }
            expect(measures, .density, 8)
        }
    }

    @Test func rhythm() {
        // Four sixteenths, three triplets, an eighth, a quarter, two beats, three and a half.
        let onsets = [0, 0.25, 0.5, 0.75, 1, 4.0 / 3, 5.0 / 3, 2, 2.5, 3.5, 5.5, 9]
        let measures = LineFixture.measures(
            LineFixture.notes(onsets, [Int](repeating: 60, count: 12)), bars: 3)
        expect(measures, .eighths, 1.0 / 11)
        expect(measures, .longInterOnsets, 2.0 / 11)
        expect(measures, .rhythmEntropy, 2.299896391167891)
        expect(measures, .offbeats, 8.0 / 12)
        expect(measures, .swingRatio, nil)
    }

    @Test func swing() {
        func ratio(beats: Int) -> SoloMeasures {
            let pairs: [[Double]] = (0..<beats).map { [Double($0), Double($0) + 0.6] }
            let onsets = pairs.flatMap(\.self) + [8, 9, 10]
            return LineFixture.measures(LineFixture.notes(onsets, [Int](repeating: 60, count: 2 * beats + 3)), bars: 3)
        }
        expect(ratio(beats: 4), .swingRatio, 1.5, within: 1e-6)
        expect(ratio(beats: 3), .swingRatio, nil)
    }

    @Test func likenessOfBars() {
        let onsets = [0.0, 1, 2, 3, 4, 4.5, 5, 6]
        let notes = LineFixture.notes(onsets, [60, 60, 60, 60, 72, 60, 62, 60])
        let measures = LineFixture.measures(notes, bars: 2)
        // The fourth beat and the off-beat differ, of 48 places; three onsets of five are in common.
        expect(measures, .grooveSimilarity, 1 - 2.0 / 48)
        expect(measures, .grooveJaccard, 0.6)
        // The notes on beats 1 and 3 are in common, of six.
        expect(measures, .selfSimilarity, 1.0 / 3)
        let alone = LineFixture.measures(LineFixture.eighths([60, 60, 60, 60, 60, 60, 60, 60]), bars: 1)
        expect(alone, .grooveSimilarity, nil)
        expect(alone, .selfSimilarity, nil)
    }

    @Test func repetition() {
        // A figure of five notes, twice.
        let figure = LineFixture.measures(
            LineFixture.eighths([60, 62, 64, 65, 67, 70, 72, 74, 75, 77]), bars: 2)
        expect(figure, .recurring, 2.0 / 6)
        expect(figure, .recurringIntervals, 2.0 / 6)
        expect(figure, .longestSelfRepeat, 5)
        // One note for ever.
        let loop = LineFixture.measures(LineFixture.eighths([Int](repeating: 60, count: 12)), bars: 2)
        expect(loop, .recurring, 1)
        expect(loop, .longestSelfRepeat, 11)
        let never = LineFixture.measures(LineFixture.eighths([60, 61, 63, 66, 70, 75, 81, 74, 66, 57]), bars: 2)
        expect(never, .recurring, 0)
        expect(never, .longestSelfRepeat, 0)
    }

    @Test func aPatternInAnotherRhythmRecursByItsIntervalsOnly() {
        let notes = LineFixture.notes(
            [0, 0.5, 1, 1.5, 2, 4, 5, 6, 7, 8], [60, 62, 64, 65, 67, 70, 72, 74, 75, 77])
        let measures = LineFixture.measures(notes, bars: 3)
        expect(measures, .recurring, 0)
        expect(measures, .recurringIntervals, 2.0 / 6)
    }

    @Test func variety() throws {
        func variety(_ symbols: [String]) throws -> SoloMeasures {
            let changes = try LineFixture.changes(symbols.enumerated().map { (Double($0) * 2, $1) })
            return LineFixture.measures(LineFixture.eighths([Int](repeating: 60, count: 30)), bars: 4, changes: changes)
        }
        expect(try variety(["C", "F", "C", "F", "C", "F"]), .chordVariety, 2.0 / 3)
        // Symbols for the same notes are one chord.
        expect(try variety(["C7", "F", "C9", "F", "C7", "F"]), .chordVariety, 2.0 / 3)
        expect(try variety(["C", "F", "C", "F"]), .chordVariety, nil)
    }

    @Test func tooFewNotesAreOnlyCounted() {
        let measures = LineFixture.measures(LineFixture.eighths([60, 61, 62, 63, 64, 65, 66]), bars: 1)
        #expect(measures.notes == 7)
        #expect(Measure.allCases.allSatisfy { measures[$0] == nil })
    }

    @Test func notesOutsideTheStretchDoNotCount() {
        let line = MeasuredLine(LineFixture.eighths([Int](repeating: 60, count: 32)))
        #expect(SoloMeasures(line, in: 4..<12).notes == 16)
        // An onset a little ahead of the bar is of the bar.
        var early = LineFixture.eighths([Int](repeating: 60, count: 32))
        early[8].start -= LineFixture.ticks(0.05)
        #expect(SoloMeasures(MeasuredLine(early), in: 4..<8).notes == 8)
    }
}
