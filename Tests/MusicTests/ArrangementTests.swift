import TestSupport
import MIDI
import Music
import Testing

@Suite struct ArrangementTests {
    @Test func whoIsLeftOutChangesNobodyElse() throws {
        let piece = try BandFixture.piece(bars: 8)
        #expect(Arrangement()(piece) == piece)
        let trio = Arrangement(roles: [.chords, .bass, .drums])(piece)
        #expect(trio.parts == Array(piece.parts.dropFirst()))
        #expect(Arrangement(roles: [.drums])(piece).parts.map(\.role) == [.drums])
        #expect(Arrangement(roles: [])(piece).parts.isEmpty)
    }

    @Test func instrumentsChangeTheProgramAlone() throws {
        let piece = try BandFixture.piece(bars: 8)
        let vibes = try Instrument("vibraphone", for: .chords)
        let arranged = Arrangement(instruments: [.chords: vibes])(piece)
        #expect(arranged.parts.map(\.program) == [66, 11, 32, 32])
        #expect(arranged.parts.map(\.notes) == piece.parts.map(\.notes))
        #expect(arranged.parts.map(\.channel) == [0, 1, 2, 9])
        #expect(
            try arranged.midiFile().encoded() == Arrangement(instruments: [.chords: vibes])(piece).midiFile().encoded())
    }

    @Test func theLeadKeepsToItsInstrument() throws {
        #expect(Arrangement().leadRange == nil)
        let trumpet = try Instrument("trumpet", for: .lead)
        #expect(Arrangement(instruments: [.lead: trumpet]).leadRange == 52...82)
    }
}
