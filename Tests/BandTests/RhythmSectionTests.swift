import Band
import Harmony
import Music
import TestSupport
import Testing

@Suite struct RhythmSectionTests {
    @Test(arguments: BandFixture.times, Style.allCases)
    func playsEveryMetreAndStyleWithinTheBars(_ time: String, _ style: Style) throws {
        for bars in [1, 2, 3, 9, 17] {
            let text = time == "1/4" ? "Dm7 | G7 | N.C. | C6" : BandFixture.changes
            for ending in [false, true] {
                let section = try BandFixture.section(
                    text, time: time, bars: bars, tempo: 60 + 40 * Double(bars), style: style, ending: ending)
                let parts = try BandFixture.parts(section, seed: UInt64(bars))
                #expect(parts.map(\.role) == [.chords, .bass, .drums])
                #expect(parts.map(\.channel) == [1, 2, 9])
                #expect(section.ticks == bars * section.meter.barTicks)
                for part in parts {
                    // A drummer may let a bar of one beat pass.
                    let mayRest =
                        part.role == .chords
                        || (part.role == .drums && section.layouts.reduce(0) { $0 + $1.pulses } == 1)
                    #expect(!part.notes.isEmpty || mayRest, "\(part.name) \(time) \(style) \(bars)")
                    #expect(BandFixture.isSound(part, limit: section.ticks), "\(part.name) \(time) \(style) \(bars)")
                }
            }
        }
    }

    @Test(arguments: Style.allCases) func theSameSeedPlaysTheSame(_ style: Style) throws {
        let section = try BandFixture.section(bars: 32, style: style)
        let first = try BandFixture.parts(section, seed: 5)
        #expect(try first == BandFixture.parts(section, seed: 5))
        let second = try BandFixture.parts(section, seed: 6)
        for (one, other) in zip(first, second) { #expect(one.notes != other.notes) }
    }

    @Test func theEndingHoldsTheLastChordOverItsRootWithACrash() throws {
        let text = "Dm7 | G7 | Ab7 Cmaj7/E"
        for style in Style.allCases {
            let section = try BandFixture.section(text, bars: 3, style: style)
            let parts = try BandFixture.parts(section, seed: 3)
            let start = 2 * 1920 + 960
            let chords = parts[0].notes.filter { $0.start >= start }
            #expect(chords.count >= 3)
            #expect(chords.allSatisfy { $0.start == start && $0.end == section.ticks })
            let bass = parts[1].notes.filter { $0.start >= start }
            #expect(bass.count == 1 && bass[0].end == section.ticks && bass[0].pitch % 12 == 4)
            let drums = parts[2].notes.filter { $0.start >= start }
            #expect(drums.allSatisfy { $0.start == start })
            #expect(drums.contains { $0.pitch == 49 } && drums.contains { $0.pitch == 36 })
        }
    }

    @Test func withoutAnEndingTheBandPlaysOn() throws {
        let section = try BandFixture.section("Dm7 | G7", bars: 2, ending: false)
        let parts = try BandFixture.parts(section, seed: 3)
        #expect(parts[1].notes.filter { $0.start >= 1920 }.count >= 4)
        #expect(parts[2].notes.filter { $0.start >= 1920 && $0.pitch == 51 }.count >= 2)
    }

    @Test func noHarmonySoundsUnderNoChord() throws {
        for style in Style.allCases {
            for seed in UInt64(0)..<20 {
                let section = try BandFixture.section("C | N.C. | G7 N.C. | Dm7 | N.C.", bars: 10, style: style)
                let parts = try BandFixture.parts(section, seed: seed)
                let silent = section.spans.filter(\.chord.isNoChord)
                #expect(silent.count == 6)
                for note in parts[0].notes + parts[1].notes {
                    #expect(!silent.contains { note.start < $0.end && note.end > $0.start })
                }
                #expect(parts[2].notes.contains { $0.start >= 1920 && $0.start < 3840 })
            }
        }
    }

    @Test func silenceThroughoutLeavesTheDrumsAlone() throws {
        let section = try BandFixture.section("N.C.", bars: 4)
        let parts = try BandFixture.parts(section, seed: 1)
        #expect(parts[0].notes.isEmpty && parts[1].notes.isEmpty && !parts[2].notes.isEmpty)
    }

    @Test func longPiecesArePlayedToTheEnd() throws {
        let section = try BandFixture.section(bars: 512)
        for part in try BandFixture.parts(section, seed: 1) {
            let last = try #require(part.notes.last)
            #expect(last.end == section.ticks || part.role == .drums)
            #expect(last.start >= 511 * 1920)
        }
    }

    @Test(arguments: Style.allCases) func theBandKeepsToChangingMetres(_ style: Style) throws {
        let text = "Dm7 | 2/4 G7 | 7/8 (2+2+3) Cmaj7 A7 | 5/4 (2+3) Dm7 G7 | 6/8 C6 | 3/8 % | 4/4 %"
        let chart = try ChartParser.parse(text)
        let section = try RhythmSection(
            bars: chart.bars, meter: chart.meter, tempo: 140, style: style, hasEnding: true,
            drumTable: DrumFixture.table())
        #expect(section.ticks == 1920 + 960 + 1680 + 2400 + 1440 + 720 + 1920)
        // The groups of 7/8 and of 5/4 begin where they say.
        #expect(section.layouts[2].pulseTicks.map { $0 - 2880 } == [0, 480, 960, 1680])
        #expect(section.layouts[3].groups == [2, 3] && section.layouts[4].groups == [2])
        for seed in UInt64(0)..<8 {
            let parts = try BandFixture.parts(section, seed: seed)
            for part in parts { #expect(BandFixture.isSound(part, limit: section.ticks), "seed \(seed)") }
            // The bass strikes where a chord enters: on the second group of 7/8 that is played 2+2 | 3, and of 5/4.
            let onsets = Set(parts[1].notes.map(\.start))
            for tick in [0, 1920, 2880, 2880 + 960, 4560, 4560 + 960, 6960] {
                #expect(onsets.contains(tick), "seed \(seed), tick \(tick)")
            }
        }
    }
}
