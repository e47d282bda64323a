import Jazz
import Recurrent
import Sampling
import Testing

@Suite struct MeasuredLinePieceTests {
    /// Candidates are measured in memory; what is measured must be what the file would hold.
    @Test func aPieceMeasuresAsItsFileDoes() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = Xoshiro256StarStar(seed: seed)
        let network = try Network(LeadModel.configuration(hiddenSize: 8), using: &random)
        for text in ["Dm7 G7 | Cmaj7 | Bm7b5 E7b9 | Am6", "time: 3/4\nDm7(9) | G7alt | C6/9 | N.C."] {
            let band = Ensemble(chart: try ChartParser.parse(text))
            let piece = try band.piece(bars: 16, engine: StepEngine(network), seed: seed)
            let lead = try LeadLine(piece.midiFile())
            #expect(MeasuredLine(piece) == lead.line, "seed \(seed)")
            let measures = SoloMeasures(piece)
            #expect(measures == SoloMeasures(lead.line, in: 0..<16 * lead.line.barBeats), "seed \(seed)")
            #expect(measures.bars == 16)
        }
    }
}
