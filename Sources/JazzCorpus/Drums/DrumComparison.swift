package import Band
import Harmony
import Music
import Numerics
/// How the band's drumming measures beside the performances it was learned from.
package struct DrumComparison {
    private let rows: [(feel: String, bars: Int, real: [Double], ours: [Double])]

    private static let names = [
        "time", "pedal", "snare", "kick", "toms", "on 1–4", "skips", "2 and 4", "same beat", "fills", "accent",
        "spread", "timing",
    ]

    /// - Parameter table: What the band plays from.
    package init(_ performances: [DrumPerformance], table: DrumTable) {
        var rows: [(feel: String, bars: Int, real: [Double], ours: [Double])] = []
        let cases: [(feel: DrumTable.Feel, tempo: Double, meter: Meter, style: Style)] = [
            (.swing, 120, .common, .swing), (.fast, 220, .common, .swing),
            (.waltz, 150, Meter(beats: 3, unit: 4)!, .waltz),
        ]
        for item in cases {
            let own = performances.filter { $0.feel == item.feel && !$0.isFill }
            let real = own.map { DrumGrid($0) }
            let bars = real.reduce(0) { $0 + $1.bars.count }
            guard bars > 0 else { continue }
            var played: [DrumGrid] = []
            for seed in UInt64(0)..<8 {
                var generator = Xoshiro256StarStar(seed: seed)
                let blank = ChartBar(chords: [ChartChord(beat: 0, chord: .noChord)])
                var form = [ChartBar](repeating: blank, count: 64)
                for index in stride(from: 0, to: 64, by: 8) { form[index].section = "A" }
                let section = RhythmSection(
                    bars: form, meter: item.meter, tempo: item.tempo, style: item.style, hasEnding: false,
                    drumTable: table)
                let notes = Drummer(section: section).notes(using: &generator)
                let performance = DrumPerformance(
                    feel: item.feel, tempo: item.tempo,
                    hits: Part(role: .drums, notes: notes).tidied(limit: section.ticks).notes.compactMap { note in
                        KitPiece(key: note.pitch).map {
                            DrumPerformance.Hit(beat: Double(note.start) / 480, piece: $0, velocity: note.velocity)
                        }
                    })
                played.append(DrumGrid(performance))
            }
            rows.append((item.feel.rawValue, bars, Self.figures(real), Self.figures(played)))
        }
        self.rows = rows
    }

    /// A line for the real drummers and one for the band, feel by feel.
    package var table: String {
        func padded(_ text: String) -> String { String(repeating: " ", count: max(1, 10 - text.count)) + text }
        var out = "feel  bars     " + Self.names.map(padded).joined() + "\n"
        for row in rows {
            for (name, values) in [("real", row.real), ("ours", row.ours)] {
                let head = name == "real" ? "\(row.feel) \(row.bars) real" : "ours"
                out += head + String(repeating: " ", count: max(1, 15 - head.count))
                out += values.map { padded(Self.hundredths($0)) }.joined() + "\n"
            }
        }
        return out
    }

    private static func hundredths(_ value: Double) -> String {
        let number = Int((value * 100).rounded())
        let rest = "\(abs(number) % 100)"
        return (number < 0 ? "-" : "") + "\(abs(number) / 100)." + String(repeating: "0", count: 2 - rest.count) + rest
    }

    private static func figures(_ grids: [DrumGrid]) -> [Double] {
        guard let feel = grids.first?.feel else { return [] }
        let bars = grids.flatMap(\.bars)
        let time = bars.filter { !$0.isFill }
        let count = Double(max(1, time.count))
        var figures = DrumLimb.allCases.map { limb in
            Double(time.reduce(0) { $0 + $1.hits.count { $0.limb == limb } }) / count
        }
        let rides = time.flatMap { bar in bar.hits.filter { $0.limb == .time } }
        let beats = count * Double(feel.beats)
        figures.append(Double(rides.count { $0.slot % feel.slots == 0 }) / beats)
        figures.append(Double(rides.count { $0.slot % feel.slots == 2 }) / beats)
        let backbeats = feel == .waltz ? [1] : [1, 3]
        let closed = time.reduce(0) { sum, bar in
            sum + backbeats.count { beat in bar.hits.contains { $0.limb == .pedal && $0.slot == beat * feel.slots } }
        }
        figures.append(Double(closed) / (count * Double(backbeats.count)))
        // How often the ride does in a beat what it did in the same beat of the bar before.
        var (same, pairs) = (0, 0)
        for grid in grids {
            for (first, second) in zip(grid.bars, grid.bars.dropFirst()) where !first.isFill && !second.isFill {
                let patterns = (first.patterns(of: .time, feel: feel), second.patterns(of: .time, feel: feel))
                same += zip(patterns.0, patterns.1).count { $0 == $1 }
                pairs += feel.beats
            }
        }
        figures.append(Double(same) / Double(max(1, pairs)))
        figures.append(Double(bars.count - time.count) / Double(max(1, bars.count)))
        // How much louder the ride is on the back-beats than on the other beats.
        func loudness(_ beats: [Int]) -> Double {
            let own = rides.filter { $0.slot % feel.slots == 0 && beats.contains($0.slot / feel.slots) }
            return own.reduce(0) { $0 + Double($1.velocity) } / Double(max(1, own.count))
        }
        figures.append(loudness(backbeats) - loudness([0, 2]))
        figures.append(
            Self.deviation(
                grids.flatMap { grid in
                    let own = grid.bars.flatMap { bar in
                        bar.hits.filter { $0.limb == .time }.map { Double($0.velocity) }
                    }
                    let centre = own.reduce(0, +) / Double(max(1, own.count))
                    return own.map { $0 - centre }
                }))
        let offsets = time.flatMap { bar in bar.hits.map { $0.offset - bar.lag } }.sorted()
        figures.append(
            offsets.isEmpty ? 0 : (offsets[offsets.count * 84 / 100] - offsets[offsets.count * 16 / 100]) / 2)
        return figures
    }

    private static func deviation(_ values: [Double]) -> Double {
        let mean = values.reduce(0, +) / Double(max(1, values.count))
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, values.count))).squareRoot()
    }
}
