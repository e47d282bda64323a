import MIDI
import Testing

@Suite struct MIDIErrorTests {
    @Test(
        arguments: [
            (
                .notMIDI(offset: 0, found: [0x50, 0x4B, 3, 4]),
                "not a MIDI file: byte 0 should begin \"MThd\", found 50 4B 03 04; give a Standard MIDI File (.mid)"
            ),
            (
                .notMIDI(offset: 0, found: []),
                "not a MIDI file: byte 0 should begin \"MThd\", found the end of the file; give a Standard MIDI File (.mid)"
            ),
            (
                .truncated(offset: 29, part: .message("note off"), expected: 1, found: 0),
                "byte 29: the note off event is cut off: needs 1 byte, found 0; "
                    + "the file is cut short: get it again from where it came"
            ),
            (
                .lengthPastEnd(offset: 18, part: .chunk("MTrk"), expected: 4000, found: 13),
                "byte 18: the MTrk chunk says it is 4000 bytes long, but only 13 are left; "
                    + "the file is cut short: get it again from where it came"
            ),
            (
                .zeroDivision(offset: 12, found: 0),
                "byte 12: zero ticks to a quarter or frame, expected 1 or more; "
                    + "export the file again as format 0 or 1 with ticks per quarter note"
            ),
            (
                .overlongQuantity(offset: 22, part: .deltaTime, found: [0x81, 0x80, 0x80, 0x80, 0]),
                "byte 22: the number in the delta time is longer than it may be: expected at most 4 bytes, "
                    + "found 81 80 80 80 00; the file is damaged: export it again from the program that made it"
            ),
            (
                .outOfRange(track: 1, event: 4, field: "note on pitch", expected: 0...127, found: 128),
                "cannot write track 1, event 4: note on pitch 128: give 0 to 127"
            ),
            (
                .outOfRange(track: nil, event: nil, field: "number of tracks", expected: 1...1, found: 2),
                "cannot write number of tracks 2: give 1"
            ),
            (.file(path: "a.mid", .missing), "a.mid: no such file; check the path"),
            (
                .file(path: "a.mid", .tooLarge(expected: 32 << 20)),
                "a.mid: is larger than 32 MiB, which no MIDI file of music is; check that it is one"
            ),
            (.file(path: "songs", .directory), "songs: is a folder; give a MIDI file in it"),
            (
                .file(path: "a.mid", .unreadable(13)),
                "a.mid: cannot be read: Permission denied; check the permissions and the disk"
            ),
        ] as [(MIDIError, String)])
    func theWordingSaysWhatWhereAndWhatToDo(error: MIDIError, wording: String) {
        #expect(error.description == wording)
    }

    @Test func everyRefusedOddFileNamesItsOffsetInItsWording() throws {
        for odd in OddFile.all {
            guard case .refused(let error) = odd.outcome else { continue }
            let offset = try #require(error.offset)
            #expect(error.description.contains("byte \(offset)"), "\(odd.name)")
        }
    }
}
