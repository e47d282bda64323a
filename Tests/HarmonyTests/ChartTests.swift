import Harmony
import Testing

@Suite struct ChartTests {
    @Test(arguments: [1, 3, 4, 5, 12, 512]) func loopsTheFormToExactlyTheBarsAskedFor(_ count: Int) throws {
        let chart = try ChartParser.parse("[A] C | D | E | F")
        let bars = chart.bars(count: count)
        #expect(bars.count == count)
        for (index, bar) in bars.enumerated() {
            #expect(bar == chart.bars[index % 4])
            #expect(bar.startsForm == (index % 4 == 0))
        }
    }

    @Test func findsTheChordOfABeat() throws {
        let chart = try ChartParser.parse("C D | E . . F")
        #expect([0, 1, 2, 3].map { chart.chord(atBar: 0, beat: $0).symbol } == ["C", "C", "D", "D"])
        #expect([0, 2, 3].map { chart.chord(atBar: 3, beat: $0).symbol } == ["E", "E", "F"])
        #expect(chart.chord(atBar: -1, beat: 3).symbol == "F")
    }

    @Test(arguments: [
        ("key: C\nDm7 | G7 | Cmaj7 | Ebdim7", 3, "Fm7 Bb7 Ebmaj7 Gbdim7"),
        ("key: C\nDm7 | G7 | Cmaj7 | C#dim7", 2, "Em7 A7 Dmaj7 D#dim7"),
        ("key: C\nDm7 | G7 | Cmaj7 | Ab7", 4, "F#m7 B7 Emaj7 C7"),
        ("key: Am\nBm7b5 | E7b9 | Am6 | F7", 3, "Dm7b5 G7b9 Cm6 Ab7"),
        ("key: Am\nBm7b5 | E7b9 | Am6 | F7", 4, "D#m7b5 G#7b9 C#m6 A7"),
        ("Dm7/C | G7/B | Cmaj7", -1, "C#m7/B F#7/A# Bmaj7"), ("Cmaj7 | F7", 6, "Gbmaj7 Cb7"),
    ])
    func spellsTransposedChordsForTheNewKey(_ text: String, _ semitones: Int, _ expected: String) throws {
        let chart = try ChartParser.parse(text).transposed(by: semitones)
        #expect(chart.bars.map { $0.chords[0].chord.symbol }.joined(separator: " ") == expected)
    }

    @Test func transposingByAnyIntervalAndBackKeepsThePitches() throws {
        let chart = try ChartParser.parse("key: Eb\n[A] Ebmaj7 C7alt/E | Fm7 | N.C. | F#m7b5 B7 | Bdim7")
        for semitones in -24...24 {
            let moved = chart.transposed(by: semitones)
            for (before, after) in zip(chart.bars, moved.bars) {
                #expect(after.section == before.section)
                for (old, new) in zip(before.chords, after.chords) {
                    #expect(new.beat == old.beat)
                    #expect(new.chord.tones == old.chord.tones.transposed(by: semitones))
                    #expect(new.chord.quality == old.chord.quality)
                }
            }
            let back = moved.transposed(by: -semitones).bars.map { $0.chords.map(\.chord.tones) }
            #expect(back == chart.bars.map { $0.chords.map(\.chord.tones) })
        }
    }
}
