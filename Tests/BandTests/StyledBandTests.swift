import Band
import Harmony
import Music
import TestSupport
import Testing

@Suite struct StyledBandTests {
    private static func parts(_ text: String, _ style: Style, seed: UInt64) throws -> ([Part], RhythmSection) {
        let chart = try ChartParser.parse(text)
        let section = try RhythmSection(
            bars: chart.bars, meter: chart.meter, tempo: 140, style: style, hasEnding: false,
            drumTable: DrumFixture.table())
        return (try BandFixture.parts(section, seed: seed), section)
    }

    @Test func drumsPlayWhatStandsInTheRows() throws {
        let style = try Style(
            """
            style: four
            eighths: even
            ride: even
            [drums]
            plays: rows
            feel: even
            fills: 0 0
            landing: 0 1 1
            kick: x...x...x...x...
            kick loudness: 100
            snare: ....X..........o | ....X...........
            snare loudness: 60
            """)
        let (parts, _) = try Self.parts("C | F | G | C", style, seed: 1)
        let drums = parts[2].notes
        func places(_ key: Int, bar: Int) -> [Int] {
            drums.filter { $0.pitch == key }.map { ($0.start + 30) / 120 }.filter { $0 / 16 == bar }.map { $0 % 16 }
        }
        for bar in 0..<4 { #expect(places(36, bar: bar) == [0, 4, 8, 12]) }
        #expect(places(38, bar: 0) == [4, 15] && places(38, bar: 1) == [4] && places(38, bar: 2) == [4, 15])
        let loud = drums.filter { $0.pitch == 38 }.map(\.velocity)
        // 60 and 18 more, 60 and 26 less, each with a spread of 5.
        #expect(loud.allSatisfy { (73...83).contains($0) || (29...39).contains($0) })
    }

    @Test func theBassPlaysItsFigure() throws {
        let style = try Style("style: figure\neighths: even\nride: even\n[bass]\n4: R.-58.n.\n")
        for seed in UInt64(0)..<6 {
            let (parts, _) = try Self.parts("C | F7 | Bb7 | C", style, seed: seed)
            let bass = parts[1].notes
            // Root, fifth, octave and the root to come, on the eighths 0, 3, 4 and 6 of each bar.
            #expect(bass.map { $0.start / 240 } == [0, 3, 4, 6, 8, 11, 12, 14, 16, 19, 20, 22, 24, 27, 28, 30])
            #expect(bass.map { $0.pitch % 12 } == [0, 7, 0, 5, 5, 0, 5, 10, 10, 5, 10, 0, 0, 7, 0, 0])
            #expect(BandFixture.isSound(parts[1], limit: 4 * 1920))
        }
    }

    @Test func eachSectionIsPlayedInItsStyle() throws {
        let text = "[A] Dm7 | G7 | C6 | A7\n[B] style: samba\nDm7 | G7 | C6 | A7\n[C] Dm7 | G7 | C6 | C6"
        let (parts, section) = try Self.parts(text, .swing, seed: 3)
        #expect(
            section.styles.map(\.name) == Array(repeating: "swing", count: 4) + Array(repeating: "samba", count: 4)
                + Array(repeating: "swing", count: 4))
        let shakers = parts[2].notes.filter { $0.pitch == 70 }.map { ($0.start + 60) / 1920 }
        #expect(Set(shakers) == [4, 5, 6, 7])
        let rides = Set(parts[2].notes.filter { $0.pitch == 51 }.map { ($0.start + 60) / 1920 })
        #expect(rides.isSuperset(of: [0, 1, 2, 8, 9, 10]) && rides.isDisjoint(with: [5, 6]))
        // Swung where it swings, even where it does not.
        #expect(section.swung(240) > 240 && section.swung(4 * 1920 + 240) == 4 * 1920 + 240)
        for part in parts { #expect(BandFixture.isSound(part, limit: section.ticks)) }
    }
}
