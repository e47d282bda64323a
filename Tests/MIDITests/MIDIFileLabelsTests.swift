import MIDI
import Testing

@Suite struct MIDIFileLabelsTests {
    private static let file: MIDIFile = {
        var lead = Track(name: "Lead")
        lead.append(.programChange(channel: 0, program: 65), at: 0)
        lead.append(.lyric("du"), at: 10)
        lead.append(.marker("Dm7"), at: 480)
        lead.append(.trackName("Lead again"), at: 500)
        var bass = Track()
        bass.append(.marker("G7"), at: 240)
        bass.append(.marker("C"), at: 480)
        bass.append(.programChange(channel: 1, program: 32), at: 0)
        bass.append(.keySignature(sharps: -2, isMinor: true), at: 0)
        return MIDIFile(division: .ticksPerQuarter(480), tracks: [lead, bass])
    }()

    @Test func markersComeInOrderOfTickThenTrack() {
        #expect(
            Self.file.markers == [
                Label(track: 1, tick: 240, text: "G7"), Label(track: 0, tick: 480, text: "Dm7"),
                Label(track: 1, tick: 480, text: "C"),
            ])
        #expect(Self.file.labels(.lyric).map(\.text) == ["du"])
        #expect(Self.file.labels(.copyright).isEmpty)
    }

    @Test func theFirstNameOfATrackCounts() {
        #expect(Self.file.trackNames == ["Lead", nil])
    }

    @Test func programsAndKeysAreListed() {
        #expect(
            Self.file.programs == [
                ProgramChoice(track: 0, tick: 0, channel: 0, program: 65),
                ProgramChoice(track: 1, tick: 0, channel: 1, program: 32),
            ])
        #expect(Self.file.keySignatures == [KeyChange(tick: 0, sharps: -2, isMinor: true)])
    }

    @Test(
        arguments: [
            (Array("Été".utf8), "Été"), ([0xC9, 0x74, 0xE9], "Été"), ([0x83, 0x57], "\u{83}W"), ([97, 0, 98], "a"),
            ([], ""),
        ] as [([UInt8], String)])
    func textIsUTF8OrElseLatin1(bytes: [UInt8], string: String) {
        #expect(MIDIText(bytes: bytes).string == string)
    }
}
