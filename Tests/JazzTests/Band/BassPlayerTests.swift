import Jazz
import Testing

@Suite struct BassPlayerTests {
    static func bass(_ text: String, bars: Int, style: Style = .swing, tempo: Double = 140, seed: UInt64) throws
        -> (notes: [PartNote], section: RhythmSection)
    {
        let section = try BandFixture.section(text, bars: bars, tempo: tempo, style: style)
        var generator = TestGenerator(seed: seed)
        return (section.bass(using: &generator).notes, section)
    }

    @Test(arguments: 0..<10) func walksInQuartersThroughTheChanges(_ seed: UInt64) throws {
        let text = "Dm7 | G7 | Cmaj7 | A7b9 | Dm7 G7 | Em7 A7 | Ebmaj7 | F7#11"
        let (notes, section) = try Self.bass(text, bars: 64, seed: seed)
        #expect(notes.allSatisfy { (28...55).contains($0.pitch) })
        let onBeats = notes.filter { $0.start % 480 == 0 }
        #expect(onBeats.count == 63 * 4 + 1)
        #expect(notes.count - onBeats.count < 40)
        var roots = 0
        for span in section.changes.spans {
            let note = try #require(onBeats.first { $0.start == span.start })
            #expect(span.chord.tones.contains(note.pitch))
            if pitchClass(note.pitch) == span.chord.root { roots += 1 }
        }
        #expect(roots * 10 >= section.changes.spans.count * 7)
        let intervals = zip(onBeats, onBeats.dropFirst()).map { abs($0.pitch - $1.pitch) }
        #expect(intervals.allSatisfy { $0 <= 12 })
        let steps = intervals.count { (1...2).contains($0) }
        #expect(steps * 2 > intervals.count && steps * 20 < intervals.count * 19)
        #expect(intervals.count { $0 == 0 } * 10 < intervals.count)
        // Lines lead into changes by step or by fifth.
        let changes = onBeats.indices.dropFirst().filter { index in
            section.changes.spans.contains { $0.start == onBeats[index].start }
        }
        let led = changes.count { [1, 2, 5, 7].contains(intervals[$0 - 1]) }
        #expect(led * 10 > changes.count * 8)
    }

    @Test func respectsSlashBasses() throws {
        for seed in UInt64(0)..<10 {
            for style in Style.allCases {
                let (notes, section) = try Self.bass("C/E | F | Dm7/G | Ab/C", bars: 16, style: style, seed: seed)
                for span in section.changes.spans where span.chord.bassName != nil {
                    #expect(notes.contains { $0.start == span.start && pitchClass($0.pitch) == span.chord.bass })
                }
            }
        }
    }

    @Test func balladsAreInTwoOnChordTones() throws {
        let (notes, section) = try Self.bass("Cmaj7 | Am7 | Dm7 | G7", bars: 32, style: .ballad, tempo: 60, seed: 4)
        let long = notes.filter { $0.start % 960 == 0 }
        #expect(long.count == 31 * 2 + 1)
        #expect(long.allSatisfy { section.changes.chord(at: $0.start).tones.contains($0.pitch) })
        #expect(notes.count < 31 * 4)
    }

    @Test func bossaPlaysLongAndShort() throws {
        let (notes, _) = try Self.bass("Cmaj7 | Am7 | Dm7 | G7", bars: 9, style: .bossa, seed: 4)
        let first = notes.filter { $0.start < 1920 }.map(\.start)
        #expect(first == [0, 720, 960, 1680])
    }
}
