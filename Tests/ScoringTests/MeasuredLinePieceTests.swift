import Harmony
import Music
import Numerics
import Scoring
import Testing

@Suite struct MeasuredLinePieceTests {
    /// Candidates are measured in memory; what is measured must be what the file would hold.
    @Test func aPieceMeasuresAsItsFileDoes() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = Xoshiro256StarStar(seed: seed)
        for text in ["Dm7 G7 | Cmaj7 | Bm7b5 E7b9 | Am6", "time: 3/4\nDm7(9) | G7alt | C6/9 | N.C."] {
            let chart = try ChartParser.parse(text)
            let notes = (0..<120).map { _ in
                PartNote(
                    start: Int.random(in: 0..<16 * chart.meter.barTicks, using: &random),
                    duration: Int.random(in: 1..<700, using: &random), pitch: Int.random(in: 50..<80, using: &random),
                    velocity: 90)
            }
            let bass = (0..<64).map { PartNote(start: $0 * 480, duration: 400, pitch: 40, velocity: 80) }
            let piece = Piece(
                title: "x", bars: chart.bars(count: 16), meter: chart.meter, tempo: 160,
                parts: [Part(role: .bass, notes: bass), Part(role: .lead, notes: notes)])
            let lead = try LeadLine(piece.midiFile())
            #expect(MeasuredLine(piece) == lead.line, "seed \(seed)")
            let measures = SoloMeasures(piece)
            #expect(measures == SoloMeasures(lead.line, in: 0..<16 * lead.line.barBeats), "seed \(seed)")
            #expect(measures.bars == 16 && measures.notes > 50)
        }
    }
}
