import Band
import Harmony
import Improvisation
import Music
import Numerics
import Scoring
import TestSupport
import Testing

@Suite struct BassMeasuresTests {
    @Test func aLineIsMeasuredByHand() throws {
        // | C: root, second, third, fifth | Dm7: third, third, root an octave up, passing note |
        let symbols = [String](repeating: "C", count: 4) + [String](repeating: "Dm7", count: 4)
        let line = BassLine(
            name: "x", pitches: [36, 38, 40, 43, 41, 41, 50, 49], setting: try BassFixture.setting(symbols))
        let measures = try #require(BassMeasures(line))
        #expect(measures.root == 0.5 && measures.third == 0.5 && measures.fifth == 0 && measures.triad == 1)
        // +2 +2 +3 −2 0 +9 −1
        #expect(measures.steps == 4 / 7.0 && measures.repeats == 1 / 7.0 && measures.leaps == 1 / 7.0)
        #expect(measures.motion == 1)
        #expect(measures.range == 14 && measures.height == 42.25)
    }

    @Test func aMoveToAForeignNoteIsNeitherStepNorChord() throws {
        let line = BassLine(
            name: "x", pitches: [36, 42, 43, 40], setting: try BassFixture.setting(["C", "C", "C", "C"]))
        #expect(try #require(BassMeasures(line)).motion == 2 / 3.0)
    }

    @Test func windowsAreWholeAndHeard() throws {
        let symbols = [String](repeating: "C", count: 40)
        var pitches = [Int?](repeating: 36, count: 40)
        #expect(
            BassMeasures.windows(
                of: BassLine(name: "x", pitches: pitches, setting: try BassFixture.setting(symbols)), bars: 4
            ).count == 2)
        for index in 0..<5 { pitches[index] = nil }
        #expect(
            BassMeasures.windows(
                of: BassLine(name: "x", pitches: pitches, setting: try BassFixture.setting(symbols)), bars: 4
            ).count == 1)
    }

    /// The tenth and ninetieth percentiles of 16-bar windows of real basses, see Documentation/Bass.md.
    private static let bands: [String: ClosedRange<Double>] = [
        "root on beat 1": 0.063...0.714, "root, third or fifth on beat 1": 0.188...0.875,
        "stepwise or chord-tone motion": 0.365...0.794, "steps": 0.159...0.492, "repeated notes": 0.063...0.42,
        "leaps over a fifth": 0.032...0.222, "range, semitones": 12...20, "mean pitch": 39.141...43.47,
    ]

    /// The medians of 72 walked pieces over the sample charts.
    @Test func theShippedBassWalksLikeRealOnes() throws {
        let engine = try BassFixture.shipped()
        var all: [BassMeasures] = []
        for name in [
            "blues", "dominants", "jazz-blues", "minor-blues", "minor-song", "modal", "rhythm-changes", "turnarounds",
            "two-five-one",
        ] {
            let text = try #require(PackageFiles.text(PackageFiles.path("samples/\(name).chart")))
            let chart = try ChartParser.parse(text)
            for seed in UInt64(0)..<8 {
                let section = try RhythmSection(
                    bars: chart.bars(count: 16), meter: chart.meter, tempo: 160, style: .swing, hasEnding: true,
                    drumTable: DrumFixture.table())
                var random = Xoshiro256StarStar(seed: seed)
                let notes = try section.bass(engine: engine, using: &random).notes
                let beats = (0..<64).map { beat in
                    BassBeat(
                        chord: section.chord(at: beat * 480), position: beat % 4, length: 4, bar: beat / 4)
                }
                let pitches = (0..<64).map { beat in notes.last { $0.start <= beat * 480 }?.pitch }
                let line = BassLine(name: name, pitches: pitches, setting: BassSetting(beats: beats, tempo: 160))
                all.append(try #require(BassMeasures(line)))
            }
        }
        for (index, measure) in all[0].table.enumerated() {
            guard let band = Self.bands[measure.name] else { continue }
            let values = all.map { $0.table[index].value }.sorted()
            let median = (values[35] + values[36]) / 2
            #expect(band.contains(median), "\(measure.name): \(median)")
        }
    }
}
