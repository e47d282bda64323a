import Jazz
import MIDI
import Recurrent
import Sampling
import Testing

@Suite struct EnsembleTests {
    static func band(_ text: String = "Dm7 | G7 | Cmaj7 | A7", style: Style = .swing) throws -> Ensemble {
        Ensemble(chart: try ChartParser.parse(text), tempo: 160, style: style)
    }

    @Test(arguments: [1, 2, 3, 7, 16, 33, 64, 512])
    func aPieceIsExactlyAsLongAsAsked(bars: Int) throws {
        let piece = try Self.band().piece(
            bars: bars, engine: StepEngine(LeadImprovisorTests.network(seed: 1)), bass: BassFixture.untrained(), seed: 5
        )
        let file = try MIDIFile(bytes: piece.midiFile().encoded())
        #expect(file.lengthInTicks == bars * 1920)
        #expect(file.tracks.allSatisfy { $0.endTick == bars * 1920 })
        #expect(file.barCount == bars)
        #expect(file.notes.allSatisfy { $0.end <= bars * 1920 && $0.start < $0.end })
        #expect(file.trackNames.dropFirst() == ["lead", "chords", "bass", "drums"])
    }

    @Test(arguments: ["time: 3/4\nCmaj7 | F7", "time: 5/4\nDm7", "time: 6/8\nDm7 | G7", "time: 2/4\nC6 | G7"])
    func otherMetresKeepTheirBars(chart: String) throws {
        let band = try Self.band(chart, style: .swing)
        let piece = try band.piece(
            bars: 9, engine: StepEngine(LeadImprovisorTests.network(seed: 1)), bass: BassFixture.untrained(), seed: 5)
        #expect(piece.midiFile().lengthInTicks == 9 * band.chart.meter.barTicks)
    }

    @Test func theSeedDecidesEverything() throws {
        let engine = StepEngine(try LeadImprovisorTests.network(seed: 2))
        let band = try Self.band()
        let first = try band.piece(bars: 8, engine: engine, bass: BassFixture.untrained(), seed: 7)
        #expect(try first == band.piece(bars: 8, engine: engine, bass: BassFixture.untrained(), seed: 7))
        #expect(try first.parts != band.piece(bars: 8, engine: engine, bass: BassFixture.untrained(), seed: 8).parts)
    }

    @Test func everyChordIsAMarker() throws {
        let piece = try Self.band().piece(
            bars: 4, engine: StepEngine(LeadImprovisorTests.network(seed: 1)), bass: BassFixture.untrained(), seed: 5)
        #expect(piece.midiFile().markers.map(\.text) == ["Dm7", "G7", "Cmaj7", "A7"])
        #expect(piece.midiFile().markers.map(\.tick) == [0, 1920, 3840, 5760])
    }

    @Test func aJamSessionGoesOnWithoutGapsOrOverlaps() throws {
        let band = try Self.band()
        var session = try JamSession(
            band, engine: StepEngine(LeadImprovisorTests.network(seed: 3)), bass: BassFixture.untrained(), seed: 9)
        var end = 0
        var lead: [PartNote] = []
        for chorus in 0..<20 {
            let next = try session.nextChorus()
            #expect(next.ticks == end..<end + 4 * 1920 && next.firstBar == chorus * 4)
            end = next.ticks.upperBound
            for part in next.parts {
                #expect(part.notes.allSatisfy { next.ticks.contains($0.start) })
                if part.role == .lead { lead += part.notes }
            }
        }
        #expect(zip(lead, lead.dropFirst()).allSatisfy { $0.end <= $1.start })
        #expect(zip(lead, lead.dropFirst()).allSatisfy { $1.start - $0.start <= 2 * 1920 + 60 })
    }
}
