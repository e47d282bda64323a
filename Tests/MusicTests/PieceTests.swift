import TestSupport
import Band
import Harmony
import MIDI
import Music
import Testing

@Suite struct PieceTests {
    @Test(arguments: [1, 2, 5, 16, 512]) func everyTrackEndsWithTheLastBar(_ bars: Int) throws {
        let file = try BandFixture.piece(bars: bars).midiFile()
        let read = try MIDIFile(bytes: try file.encoded())
        #expect(read.format == .simultaneous && read.division == .ticksPerQuarter(480))
        #expect(read.tracks.allSatisfy { $0.endTick == bars * 1920 })
        #expect(read.barCount == bars)
        #expect(read.notes.allSatisfy { $0.end <= bars * 1920 && $0.end > $0.start })
        #expect(read.trackNames == ["Test", "lead", "chords", "bass", "drums"])
    }

    @Test func theConductorTrackSaysEverything() throws {
        let file = try MIDIFile(bytes: try BandFixture.piece(bars: 12).midiFile().encoded())
        #expect(
            file.markers.map(\.text) == [
                "Am7", "D9", "E7b9", "N.C.", "Bm7b5/F", "Am7", "D9", "E7b9", "N.C.", "Bm7b5/F",
            ])
        #expect(file.markers.map { $0.tick / 1920 } == [0, 1, 3, 4, 5, 6, 7, 9, 10, 11])
        #expect(file.labels(.text).map(\.text) == ["seed 1"])
        #expect(file.tempoMap.beatsPerMinute(atTick: 0) == 150)
        #expect(file.keySignatures.map(\.sharps) == [0] && file.keySignatures.map(\.isMinor) == [true])
        #expect(file.programs.map(\.program) == [66, 0, 32, 32])
        #expect(file.programs.map(\.channel) == [0, 1, 2, 9])
        #expect(file.notes.filter { $0.channel == 9 }.allSatisfy { $0.track == 4 })
    }

    @Test(arguments: BandFixture.times) func everyMetreIsWritten(_ time: String) throws {
        let file = try MIDIFile(bytes: try BandFixture.piece(bars: 7, time: time).midiFile().encoded())
        let signature = try #require(file.timeSignatures.first?.signature)
        #expect("\(signature.numerator)/\(signature.denominator ?? 0)" == Meter(time)?.signature)
        #expect(file.barCount == 7)
    }

    @Test func theSameSeedGivesTheSameBytes() throws {
        let first = try BandFixture.piece(bars: 32, seed: 4).midiFile().encoded()
        #expect(try BandFixture.piece(bars: 32, seed: 4).midiFile().encoded() == first)
        #expect(try BandFixture.piece(bars: 32, seed: 5).midiFile().encoded() != first)
    }

    @Test func remarksAndTitlesDoNotReadAsChords() throws {
        #expect(throws: HarmonyError.self) { try ChordParser.parse("seed 1") }
    }
}
