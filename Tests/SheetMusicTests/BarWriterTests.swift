import Harmony
import Music
import Numerics
import TestSupport
import Testing

@testable import SheetMusic

/// Bars come out whole, whatever was played.
@Suite struct BarWriterTests {
    private func random(seed: UInt64, bars: Int, meter: Meter) -> [PartNote] {
        var random = SplitMix64(seed: seed)
        var notes: [PartNote] = []
        var tick = 0
        let end = bars * meter.barTicks
        while tick < end {
            let step = 40 * Int.random(in: 1...30, using: &random)
            let length = 40 * Int.random(in: 1...(step / 40 + 5), using: &random)
            notes.append(
                PartNote(start: tick, duration: length, pitch: Int.random(in: 48...84, using: &random), velocity: 90))
            tick += step
        }
        return notes
    }

    @Test(arguments: BandFixture.times) func everyBarIsFull(_ time: String) throws {
        let meter = try #require(Meter(time))
        for seed in 1...8 as ClosedRange<UInt64> {
            let notes = random(seed: seed, bars: 6, meter: meter)
            let bars = try ChartParser.parse("Dm7 | G7b9 | Cmaj7 | A7 | Fm6 | N.C.").bars
            let part = Part(role: .lead, notes: notes, written: seed % 2 == 0 ? notes : nil)
            let piece = Piece(title: "Random \(seed)", bars: bars, meter: meter, tempo: 150, parts: [part])
            let score = WrittenScore(piece, style: .swing)
            let length = meter.barTicks / (480 / WrittenScore.divisions)
            for (index, measure) in score.parts[0].measures.enumerated() {
                for events in measure.voices {
                    var time = 0
                    for event in events {
                        #expect(event.start == time && event.duration > 0)
                        #expect(event.value.map { $0.duration == event.duration } ?? (event.duration == length))
                        time += event.duration
                    }
                    #expect(time == length, "\(time) of bar \(index + 1), seed \(seed), \(time)")
                    try expectWholeTuplets(events)
                    expectBeams(events)
                }
            }
            // What is tied on is tied back in the next note.
            let all = score.parts[0].measures.flatMap { $0.voices[0] }
            for (event, next) in zip(all, all.dropFirst()) {
                #expect(
                    event.notes.map(\.isTiedOn)
                        == (next.notes.isEmpty || next.notes[0].isTiedBack == false
                            ? event.notes.map { _ in false } : next.notes.map(\.isTiedBack)))
            }
        }
    }

    /// Tuplets fill beats.
    private func expectWholeTuplets(_ events: [ScoreEvent]) throws {
        var open: Int?
        for event in events {
            if event.tupletEdge == .start { open = event.start }
            if event.value?.isTriplet != true { #expect(open == nil) }
            if event.tupletEdge == .stop {
                let start = try #require(open)
                #expect(event.start + event.duration == start + WrittenScore.divisions)
                open = nil
            }
        }
        #expect(open == nil)
    }

    /// Every beam that begins ends, in flagged notes that follow each other.
    private func expectBeams(_ events: [ScoreEvent]) {
        for level in 0..<3 {
            var isOpen = false
            for event in events {
                let beam = event.beams.indices.contains(level) ? event.beams[level] : nil
                switch beam {
                case .begin:
                    #expect(!isOpen)
                    isOpen = true
                case .goOn: #expect(isOpen)
                case .end:
                    #expect(isOpen)
                    isOpen = false
                default: #expect(!isOpen)
                }
                #expect(event.beams.isEmpty || event.value?.beams == event.beams.count)
            }
            #expect(!isOpen)
        }
    }

    /// The bar as a line: r rest, o note, - tie, 3 triplet; values as parts of a whole.
    private func line(_ notes: [(Int, Int)], _ time: String = "4/4", swings: Bool = true) throws -> String {
        let meter = try #require(Meter(time))
        let rhythm = WrittenRhythm(
            notes.map { .init(slot: $0.0, end: $0.1, pitch: 60) },
            lines: BarLines([ChartBar(chords: [ChartChord(beat: 0, chord: .noChord)])], meter: meter), swings: swings)
        let name = NoteName(letter: 0, accidental: 0)
        let strokes = rhythm.strokes.map { stroke in
            (start: stroke.start, end: stroke.end, notes: [ScoreNote(pitch: 60, name: name, octave: 4)])
        }
        let writer = BarWriter(shape: BarShape(meter), start: 0, tripletBeats: rhythm.tripletBeats)
        return writer.events(strokes).map { event in
            guard let value = event.value else { return "R" }
            let tie = event.notes.first?.isTiedOn == true ? "-" : ""
            return (event.notes.isEmpty ? "r" : "") + "\(1 << value.power)" + (value.isDotted ? "." : "")
                + (value.isTriplet ? "t" : "") + tie
        }.joined(separator: " ")
    }

    @Test func rhythmsAreWrittenAsMusiciansDo() throws {
        #expect(try line([]) == "R")
        #expect(try line([(0, 12), (12, 24), (24, 36), (36, 48)]) == "4 4 4 4")
        // Swung eighths, however late the second.
        #expect(try line([(0, 6), (6, 12), (12, 20), (20, 24), (24, 31), (31, 36), (36, 48)]) == "8 8 8 8 8 8 4")
        #expect(try line([(0, 8), (8, 12), (12, 48)], swings: false) == "4t 8t 4- 2")
        #expect(try line([(0, 4), (4, 8), (8, 12), (12, 48)]) == "8t 8t 8t 4- 2")
        // The middle of the bar is seen, and the beats of rests.
        #expect(try line([(0, 12), (12, 36), (36, 48)]) == "4 4- 4 4")
        #expect(try line([(0, 6), (6, 18), (18, 24)]) == "8 4 8 r2")
        #expect(try line([(18, 30), (30, 48)]) == "r4 r8 8- 8 8- 4")
        #expect(try line([(0, 48)]) == "1")
        #expect(try line([(0, 36)], "3/4") == "2.")
        #expect(try line([(0, 3), (3, 6), (6, 9), (9, 12)]) == "16 16 16 16 r4 r2")
        #expect(try line([(3, 12), (12, 24)]) == "r16 8. 4 r2")
        // A short rest is a matter of articulation; one of an eighth is written.
        #expect(try line([(0, 8), (12, 18), (24, 30), (36, 42)]) == "4 8 r8 8 r8 8 r8")
        #expect(try line([(0, 18), (18, 36)], "6/8") == "4. 4.")
        #expect(try line([(0, 12), (12, 24), (24, 36)], "6/8") == "4 8- 8 4")
    }
}
