import Harmony
import Music
import Numerics
import Testing

@testable import SheetMusic

/// What was read from paper is written as it was.
@Suite struct NotatedRhythmTests {
    private static func part(_ notes: [(start: Int, end: Int, pitch: Int)]) -> Part {
        let line = notes.map { PartNote(start: $0.start, duration: $0.end - $0.start, pitch: $0.pitch, velocity: 90) }
        var part = Part(role: .lead, notes: line, written: line)
        part.isNotated = true
        return part
    }

    /// Notes of a staff with ties joined, in ticks.
    private static func notes(_ score: WrittenScore) -> [[Int]] {
        var notes: [[Int]] = []
        var bar = 0
        for (index, measure) in score.parts[0].measures.enumerated() {
            for event in measure.voices[0] {
                for note in event.notes {
                    let start = bar + event.start * 20
                    let end = start + event.duration * 20
                    if note.isTiedBack, let last = notes.lastIndex(where: { $0[2] == note.pitch && $0[1] == start }) {
                        notes[last][1] = end
                    } else {
                        notes.append([start, end, note.pitch])
                    }
                }
            }
            bar += score.meter(of: index).barTicks
        }
        return notes
    }

    /// Short notes between rests, thirty-seconds, triplets of eighths and quarters, a tie over the bar, an odd metre.
    private static let sheets: [(meter: String, cuts: [Int])] = [
        ("4/4", [0, 120, 480, 540, 540, 600, 600, 960, 1440, 1560, 1560, 2040, 2280, 2400]),
        ("4/4", [0, 160, 160, 320, 320, 400, 400, 480, 480, 800, 800, 1120, 1120, 1440]),
        ("3/4", [60, 180, 240, 720, 1080, 1380, 1380, 1440, 1440, 2880]),
        ("7/8", [0, 360, 360, 720, 960, 1200, 1440, 1680, 1680, 1920, 1920, 3360]),
        ("6/8", [120, 240, 240, 720, 720, 1440, 1500, 1560]),
    ]

    @Test(arguments: sheets) func noteValuesAreKept(meter: String, cuts: [Int]) throws {
        let spans = stride(from: 0, to: cuts.count, by: 2).map { (cuts[$0], cuts[$0 + 1]) }
        let meter = try #require(Meter(meter))
        let count = (spans.last!.1 + meter.barTicks - 1) / meter.barTicks
        let bars = Array(repeating: ChartBar(chords: [ChartChord(beat: 0, chord: .noChord)]), count: count)
        let part = Self.part(spans.enumerated().map { ($1.0, $1.1, 60 + $0) })
        let piece = Piece(title: "", key: nil, bars: bars, meter: meter, tempo: 120, parts: [part])
        let score = WrittenScore(piece, style: nil)
        #expect(Self.notes(score) == spans.enumerated().map { [$1.0, $1.1, 60 + $0] })
        for measure in score.parts[0].measures {
            #expect(measure.voices[0].reduce(0) { $0 + $1.duration } * 20 == meter.barTicks)
        }
    }

    @Test func randomSheetsAreKept() throws {
        let seed = UInt64.random(in: 0...9999)
        var generator = SplitMix64(seed: seed)
        for _ in 0..<60 {
            var notes: [(start: Int, end: Int, pitch: Int)] = []
            var beat = 0
            while beat < 16 {
                // A beat by halves or by thirds, cut at random.
                let unit = [60, 120, 160, 80, 240][Int(generator.next() % 5)]
                var cuts = [beat * 480]
                for place in 1..<(480 / unit) where generator.next() % 2 == 0 { cuts.append(beat * 480 + place * unit) }
                cuts.append((beat + 1) * 480)
                for (start, end) in zip(cuts, cuts.dropFirst()) where generator.next() % 4 != 0 {
                    notes.append((start, end, 55 + Int(generator.next() % 20)))
                }
                beat += 1
            }
            let bars = Array(repeating: ChartBar(chords: [ChartChord(beat: 0, chord: .noChord)]), count: 4)
            let piece = Piece(
                title: "", key: nil, bars: bars, meter: .common, tempo: 120, parts: [Self.part(notes)])
            let written = Self.notes(WrittenScore(piece, style: .swing))
            #expect(written == notes.map { [$0.start, $0.end, $0.pitch] }, "seed \(seed)")
        }
    }

    /// Five in a beat have no note values here: the nearest that fill the bar.
    @Test func whatHasNoValueIsPutOnTheNearest() throws {
        let bars = [ChartBar(chords: [ChartChord(beat: 0, chord: .noChord)])]
        let part = Self.part((0..<5).map { ($0 * 96, ($0 + 1) * 96, 60 + $0) })
        let piece = Piece(title: "", key: nil, bars: bars, meter: .common, tempo: 120, parts: [part])
        let score = WrittenScore(piece, style: nil)
        let written = Self.notes(score)
        #expect(written.map { $0[2] } == [60, 61, 62, 63, 64])
        for (index, note) in written.enumerated() { #expect(abs(note[0] - index * 96) <= 30) }
        #expect(score.parts[0].measures[0].voices[0].reduce(0) { $0 + $1.duration } * 20 == 1920)
    }
}
