import Harmony
import Music
import Testing

@Suite struct ChordSpanTests {
    @Test func joinsWhatIsHeldAndCoversThePiece() throws {
        let chart = try ChartParser.parse("C | % | Dm7 . G7 . | . . C . | N.C.")
        let changes = Changes(bars: chart.bars, meter: .common)
        #expect(changes.spans.map(\.chord.symbol) == ["C", "Dm7", "G7", "C", "N.C."])
        #expect(changes.spans.map(\.start) == [0, 3840, 4800, 6720, 7680])
        #expect(changes.spans.map(\.end) == [3840, 4800, 6720, 7680, 9600])
        for tick in stride(from: 0, to: 9600, by: 37) {
            let expected = chart.chord(atBar: tick / 1920, beat: tick % 1920 / 480)
            #expect(changes.chord(at: tick) == expected)
        }
        #expect(Changes(bars: [], meter: .common).chord(at: 5) == .noChord)
    }
}
