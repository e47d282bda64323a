import Jazz
import Live
import MIDI
import Testing

@Suite struct FileBarsTests {
    /// Four bars of three and one of seven, at a tempo that changes.
    private static func file(chords: Bool) -> MIDIFile {
        var conductor = Track(name: "Song")
        conductor.append(.timeSignature(3, 4), at: 0)
        conductor.append(.tempo(beatsPerMinute: 120), at: 0)
        if chords {
            for (bar, name) in ["C", "Dm7", "G7", "C6"].enumerated() { conductor.append(.marker(name), at: bar * 288) }
        }
        conductor.append(.tempo(beatsPerMinute: 60), at: 2 * 288)
        var players = Track(name: "Players")
        for (channel, program) in [(0, 66), (1, 4), (5, 33), (9, 0), (12, 49)] {
            players.append(.programChange(channel: channel, program: program), at: 0)
        }
        for bar in 0..<4 {
            for channel in [0, 1, 5, 9, 12] {
                players.append(
                    Note(
                        channel: channel, pitch: 40 + channel, velocity: 80, start: bar * 288 + 96,
                        end: bar * 288 + 144))
            }
        }
        players.sort()
        players.endTick = 4 * 288
        conductor.endTick = 4 * 288
        return MIDIFile(division: .ticksPerQuarter(96), tracks: [conductor, players])
    }

    @Test func barsBeatsAndPartsAreThoseOfTheFile() {
        let sheet = FileBars(Self.file(chords: true))
        #expect(sheet.count == 4 && sheet.roles == [.lead, .chords, .bass, .drums])
        let channels: [PartRole: UInt16] = [.lead: 0x1, .chords: 0x1002, .bass: 0x20, .drums: 0x200]
        #expect(sheet.channels == channels)
        let (heard, upcoming) = sheet.around(1.6)
        #expect(heard.map(\.number) == [1, 2] && upcoming.map(\.index) == [2, 3])
        #expect(heard[1].beats == [1.5, 2, 2.5, 3] && heard[1].tempo == 120)
        #expect(heard[1].bar.meter == Meter("3/4") && heard[1].bar.chords.chord(at: 0).symbol == "Dm7")
        #expect(heard[1].bar.form.count == 4 && heard[1].bar.formBar == 1)
        let note = heard[1].bar.notes(.bass)
        #expect(note == [PartNote(start: 480, duration: 240, pitch: 45, velocity: 80)])
        #expect(heard[1].bar.notes(.chords).count == 2)
        #expect(sheet.around(3.5).heard.last?.beats == [3, 4, 5, 6])
        #expect(sheet.around(-1).heard.isEmpty && sheet.around(1e9).upcoming.isEmpty)
    }

    @Test func withoutChordsThereIsNoChart() {
        let bar = FileBars(Self.file(chords: false)).around(0).heard[0].bar
        #expect(bar.form.isEmpty && bar.formBar == nil && !bar.notes(.lead).isEmpty)
    }

    /// Files like none that a band writes: no notes, metres that nobody counts, bars without number.
    @Test func oddFilesAreShownToo() {
        var track = Track()
        track.append(.timeSignature(255, 32), at: 0)
        track.append(.timeSignature(1, 32), at: 100_000)
        track.append(Note(channel: 3, pitch: 60, velocity: 1, start: 99_990, end: 1 << 30))
        track.endTick = 1 << 30
        let sheet = FileBars(MIDIFile(division: .ticksPerQuarter(1), tracks: [track]))
        #expect(sheet.count > 100_000 && sheet.roles == [.chords])
        #expect(sheet.around(0).heard.count == 1)
        let empty = FileBars(MIDIFile(division: .ticksPerQuarter(480), tracks: []))
        #expect(empty.count == 0 && empty.roles == [] && empty.around(0).heard.isEmpty)
    }
}
