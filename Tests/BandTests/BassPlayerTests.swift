import Numerics
import Band
import Harmony
import Improvisation
import Music
import Recurrent
import TestSupport
import Testing

@Suite struct BassPlayerTests {
    /// A bass part; by an untrained network unless another is given, so that what holds, holds by rule.
    static func bass(
        _ text: String, bars: Int, style: Style = .swing, tempo: Double = 140, time: String = "4/4", seed: UInt64,
        engine: StepEngine? = nil
    ) throws -> (notes: [PartNote], section: RhythmSection) {
        let section = try BandFixture.section(text, time: time, bars: bars, tempo: tempo, style: style)
        var generator = Xoshiro256StarStar(seed: seed)
        let engine = try engine ?? BassFixture.untrained(seed: seed)
        return (try section.bass(engine: engine, using: &generator).notes, section)
    }

    static let changes = "Dm7 | G7 | Cmaj7 | A7b9 | Dm7 G7 | Em7 A7 | Ebmaj7 | F7#11"

    @Test(arguments: 0..<10) func walksInQuartersThroughTheChanges(_ seed: UInt64) throws {
        let (notes, section) = try Self.bass(Self.changes, bars: 64, seed: seed)
        #expect(notes.allSatisfy { BassDuty.range.contains($0.pitch) })
        let onBeats = notes.filter { $0.start % 480 == 0 }
        #expect(onBeats.count == 63 * 4 + 1)
        #expect(notes.count - onBeats.count < 40)
        for span in section.spans {
            let note = try #require(onBeats.first { $0.start == span.start })
            #expect(span.chord.scale.contains(note.pitch) || note.start == section.ticks - 1920)
        }
        let intervals = zip(onBeats, onBeats.dropFirst()).map { abs($0.pitch - $1.pitch) }
        #expect(intervals.allSatisfy { $0 <= 12 })
        // A note outside the scale leads on by step, unless the next chord takes it in or the line ends.
        for (index, note) in onBeats.enumerated().dropLast(2) {
            let chord = section.chord(at: note.start)
            let next = section.chord(at: onBeats[index + 1].start)
            guard !chord.scale.contains(note.pitch), !next.scale.contains(note.pitch) else { continue }
            #expect((1...2).contains(intervals[index]))
        }
    }

    @Test func theShippedNetworkStatesTheChords() throws {
        let engine = try BassFixture.shipped()
        var roots = 0
        var spans = 0
        for seed in UInt64(0)..<10 {
            let (notes, section) = try Self.bass(Self.changes, bars: 64, seed: seed, engine: engine)
            for span in section.spans {
                spans += 1
                if notes.contains(where: { $0.start == span.start && $0.pitch % 12 == span.chord.root }) { roots += 1 }
            }
        }
        // In eight of ten windows of basses that were heard well, 0.44 to 0.88 of the first beats are roots.
        let fraction = Double(roots) / Double(spans)
        #expect(fraction > 0.44 && fraction < 0.88, "\(roots) of \(spans) chords begin on the root")
    }

    /// As players do: most of all where the chord has little in common with the one before.
    @Test(
        "Chords are entered on their roots: walking in six of ten, in two and in bossas in eight",
        arguments: [
            ("Dm7 | G7 | Cmaj7 | A7", Style.swing, 0.55...0.8), ("Cmaj7 Dbmaj7 | Ebmaj7 Emaj7", .swing, 0.6...0.85),
            ("Dm7 | G7 | Cmaj7 | A7", .ballad, 0.75...0.95), ("Dm7 | G7 | Cmaj7 | A7", .bossa, 0.75...0.95),
        ])
    func rootsEnter(changes: String, style: Style, range: ClosedRange<Double>) throws {
        let engine = try BassFixture.shipped()
        var (roots, spans) = (0, 0)
        for seed in UInt64(0)..<10 {
            let (notes, section) = try Self.bass(
                changes, bars: 32, style: style, tempo: style == .ballad ? 66 : 150, seed: seed, engine: engine)
            spans += section.spans.count
            roots += section.spans.count { span in
                notes.contains { $0.start == span.start && pitchClass($0.pitch) == span.chord.root }
            }
        }
        #expect(range.contains(Double(roots) / Double(spans)), "\(roots) of \(spans)")
    }

    @Test func respectsSlashBasses() throws {
        for seed in UInt64(0)..<10 {
            for style in Style.allCases {
                let (notes, section) = try Self.bass("C/E | F | Dm7/G | Ab/C", bars: 16, style: style, seed: seed)
                for span in section.spans where span.chord.bassName != nil {
                    #expect(notes.contains { $0.start == span.start && pitchClass($0.pitch) == span.chord.bass })
                }
            }
        }
    }

    @Test func balladsAreInTwoOnChordTones() throws {
        let (notes, section) = try Self.bass("Cmaj7 | Am7 | Dm7 | G7", bars: 32, style: .ballad, tempo: 60, seed: 4)
        let long = notes.filter { $0.start % 960 == 0 }
        #expect(long.count == 31 * 2 + 1)
        for note in long where note.duration > 500 {
            #expect(section.chord(at: note.start).tones.contains(note.pitch))
        }
        #expect(notes.count < 31 * 4)
    }

    @Test func waltzesAreMostlyInOne() throws {
        let (notes, _) = try Self.bass("Cmaj7 | Am7 | Dm7 | G7", bars: 33, style: .waltz, time: "3/4", seed: 4)
        #expect(Set(notes.map(\.start)).isSuperset(of: (0..<33).map { $0 * 1440 }))
        #expect(notes.count { $0.duration > 960 } > 8 && notes.count > 40 && notes.count < 90)
    }

    @Test func bossaPlaysLongAndShortOnRootAndFifth() throws {
        let (notes, section) = try Self.bass("Cmaj7 | Am7 | Dm7 | Bm7b5", bars: 9, style: .bossa, seed: 4)
        let first = notes.filter { $0.start < 1920 }.map(\.start)
        #expect(first == [0, 720, 960, 1680])
        for note in notes where note.start % 960 == 0 {
            let chord = section.chord(at: note.start)
            #expect([0, chord.fifth].contains(pitchClass(note.pitch - chord.root)))
        }
    }

    /// In every metre and style: in order, in range, never two notes at once, and never silent under a chord.
    @Test(arguments: BandFixture.times, Style.allCases)
    func theLineIsUnbrokenInEveryForm(_ time: String, _ style: Style) throws {
        let text = time == "1/4" ? "Dm7 | G7 | C6" : "Dm7 | G7 | Cmaj7 A7 | D/F# Fdim7"
        for seed in UInt64(0)..<7 {
            let bars = 1 + Int(seed) * 9
            let (notes, section) = try Self.bass(
                text, bars: bars, style: style, tempo: 60 + 12 * Double(seed), time: time, seed: seed)
            let comment: Comment = "seed \(seed)"
            #expect(notes.allSatisfy { BassDuty.range.contains($0.pitch) && $0.duration > 0 }, comment)
            #expect(notes.first?.start == 0 && notes.last?.end == section.ticks, comment)
            // A figure may have holes of its own.
            let hasHoles = style.table.bass.figures.values.joined().contains { $0.signs.contains(UInt8(ascii: "-")) }
            for (note, next) in zip(notes, notes.dropFirst()) {
                #expect(note.end <= next.start && (hasHoles || next.start - note.end <= 240), comment)
            }
            let last = try #require(notes.last { $0.start <= section.ticks - section.meter.pulseLengths.last! })
            #expect(pitchClass(last.pitch) == section.chord(at: section.ticks).bass || bars == 1, comment)
        }
    }
}
