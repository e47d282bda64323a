import Numerics
import Harmony
import Testing

@Suite struct ChartWriterTests {
    @Test func writesWhatItReads() throws {
        let text = """
            title: Two Doors
            key: Eb
            time: 4/4
            tempo: 132
            style: bebop
            [A] Ebmaj7      | Cm7 F7      | %           | Fm7 . . Bb7
                Gm7 C7 .    | Fm7         | Bb7         | Eb6
            [B] Abmaj7      | %

            """
        #expect(try ChartParser.parse(text).text == text)
    }

    /// A chord such as A, alone on its line, would be read as the name of a section.
    @Test func aLetterAloneStaysAChord() throws {
        let text = """
            time: 4/4
            [A] F7   | C7 | F7 | G7
                A |
            [B] F7   | C7 | F7 | G7
                B    | A

            """
        let chart = try ChartParser.parse(text)
        #expect(chart.bars.count == 11 && chart.bars[4].chords.map(\.chord.symbol) == ["A"])
        #expect(try ChartParser.parse(chart.text).bars == chart.bars, "\(chart.text)")
        #expect(chart.text.contains("    A  |\n"), "\(chart.text)")
    }

    @Test func everySampleComesBack() throws {
        let library = try ChartLibraryTests.library()
        for name in library.names {
            let chart = try library.chart(named: name)
            #expect(try ChartParser.parse(chart.text) == chart, "\(name)")
        }
    }

    @Test func anyChartComesBack() throws {
        let seed = UInt64.random(in: 0...1 << 40)
        var generator = SplitMix64(seed: seed)
        let symbols = ["C", "Ebmaj7", "F#m7b5", "G7(b9,b13)", "N.C.", "Bb13#11", "A/C#", "Ddim7", "E7alt", "C6/9/E"]
        for round in 0..<300 {
            let meter = ["4/4", "3/4", "5/4", "12/8", "7/4", "2/2", "1/4"].compactMap { Meter($0) }
                .randomElement(using: &generator)!
            let bars = try (0..<Int.random(in: 1...20, using: &generator)).map { index in
                let beats =
                    [0]
                    + (1..<max(2, meter.beats)).filter { _ in Int.random(in: 0...3, using: &generator) == 0 }
                    .filter { $0 < meter.beats }
                return ChartBar(
                    chords: try beats.map {
                        ChartChord(beat: $0, chord: try ChordParser.parse(symbols.randomElement(using: &generator)!))
                    }, section: index % 8 == 0 ? "S\(index)" : nil)
            }
            let chart = Chart(title: "a #b: c", key: Key("Bbm"), meter: meter, tempo: 99.5, style: .waltz, bars: bars)
            let read = try ChartParser.parse(chart.text)
            #expect(read.bars == chart.bars, "seed \(seed), round \(round)\n\(chart.text)")
            #expect(read.key == chart.key && read.meter == meter && read.tempo == 99.5 && read.style == .waltz)
            #expect(read.title == "a No. b: c")
        }
    }
}
