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
        let vibes = try Instrument("organ", for: .chords)
        let arranged = Arrangement(instruments: [.chords: vibes])(piece)
        #expect(arranged.parts.map(\.program) == [66, 16, 32, 32])
        #expect(arranged.parts.map(\.notes) == piece.parts.map(\.notes))
        #expect(arranged.parts.map(\.channel) == [0, 1, 2, 9])
        #expect(
            try arranged.midiFile().encoded() == Arrangement(instruments: [.chords: vibes])(piece).midiFile().encoded())
    }

    @Test func chordsAndBassArePlayedWhereTheirInstrumentIs() throws {
        let vibes = try Instrument("vibraphone", for: .chords)
        let strokes = [(0, [50, 57, 60]), (480, [45, 57, 69]), (960, [90, 40]), (1920, [60, 64])]
        let notes = strokes.flatMap { start, pitches in
            pitches.map { PartNote(start: start, duration: 400, pitch: $0, velocity: 60) }
        }
        let piece = try BandFixture.piece(bars: 2)
        var own = piece
        own.parts[1].notes = notes
        let part = Arrangement(instruments: [.chords: vibes])(own).parts[1]
        // The octave of what is there already is not doubled.
        #expect(part.notes.map(\.start) == [0, 0, 0, 480, 480, 960, 960, 1920, 1920])
        #expect(part.notes.map(\.pitch) == [57, 60, 62, 57, 69, 64, 78, 60, 64])
        #expect(part.notes.allSatisfy { $0.duration == 400 })
        let bass = try Instrument("cello", for: .bass)
        let low = Arrangement(instruments: [.bass: bass])(piece).parts[2]
        #expect(low.notes.map(\.start) == piece.parts[2].notes.map(\.start))
        #expect(zip(low.notes, piece.parts[2].notes).allSatisfy { ($0.pitch - $1.pitch) % 12 == 0 })
        #expect(low.notes.allSatisfy { bass.range.contains($0.pitch) })
    }

    @Test func theLeadKeepsToItsInstrument() throws {
        #expect(Arrangement().leadRange == nil)
        let trumpet = try Instrument("trumpet", for: .lead)
        #expect(Arrangement(instruments: [.lead: trumpet]).leadRange == 52...82)
    }
}
