import MIDI
import Testing

@Suite struct MIDIReaderTests {
    @Test(arguments: OddFile.all) func anOddFileIsReadOrRefusedAsThePolicySays(_ odd: OddFile) throws {
        switch odd.outcome {
        case .read(let summary):
            let file = try MIDIFile(bytes: odd.bytes)
            #expect(OddFile.summary(file) == summary)
            #expect(try MIDIFile(bytes: file.encoded()) == file)
        case .refused(let expected):
            #expect(throws: expected) { try MIDIFile(bytes: odd.bytes) }
        }
    }

    /// One event in front of a note, and what it is read as.
    @Test(
        arguments: [
            ([0x83, 60, 1], .noteOff(channel: 3, pitch: 60, velocity: 1)),
            ([0x9F, 127, 0], .noteOn(channel: 15, pitch: 127, velocity: 0)),
            ([0xA0, 1, 2], .keyPressure(channel: 0, pitch: 1, pressure: 2)),
            ([0xB1, 64, 127], .controlChange(channel: 1, controller: 64, value: 127)),
            ([0xC9, 33], .programChange(channel: 9, program: 33)),
            ([0xD2, 99], .channelPressure(channel: 2, pressure: 99)),
            ([0xE0, 0, 0], .pitchBend(channel: 0, value: -8192)),
            ([0xE0, 0, 64], .pitchBend(channel: 0, value: 0)),
            ([0xE0, 1, 64], .pitchBend(channel: 0, value: 1)),
            ([0xE0, 127, 127], .pitchBend(channel: 0, value: 8191)),
            ([0xF0, 3, 1, 2, 0xF7], .systemExclusive([1, 2, 0xF7])),
            ([0xF7, 2, 0xF3, 1], .escape([0xF3, 1])),
            ([0xF3, 1], .escape([0xF3, 1])),
            ([0xFF, 0, 2, 1, 2], .meta(type: 0, data: [1, 2])),
            ([0xFF, 1, 0], .text("")),
            ([0xFF, 2, 1, 99], .text(.copyright, "c")),
            ([0xFF, 3, 1, 0xE9], .text(.trackName, MIDIText(bytes: [0xE9]))),
            ([0xFF, 5, 2, 108, 97], .lyric("la")),
            ([0xFF, 6, 1, 65], .marker("A")),
            ([0xFF, 7, 1, 65], .text(.cuePoint, "A")),
            ([0xFF, 9, 1, 65], .text(.deviceName, "A")),
            ([0xFF, 10, 1, 65], .meta(type: 10, data: [65])),
            ([0xFF, 0x20, 1, 3], .meta(type: 0x20, data: [3])),
            ([0xFF, 0x51, 3, 7, 0xA1, 0x20], .tempo(microsecondsPerQuarter: 500_000)),
            ([0xFF, 0x51, 4, 7, 0xA1, 0x20, 9], .tempo(microsecondsPerQuarter: 500_000)),
            ([0xFF, 0x51, 2, 7, 0xA1], .meta(type: 0x51, data: [7, 0xA1])),
            ([0xFF, 0x54, 5, 0x60, 1, 2, 3, 4], .meta(type: 0x54, data: [0x60, 1, 2, 3, 4])),
            (
                [0xFF, 0x58, 4, 6, 3, 36, 8],
                .timeSignature(TimeSignature(numerator: 6, denominatorPower: 3, clocksPerClick: 36))
            ),
            ([0xFF, 0x58, 3, 6, 3, 36], .meta(type: 0x58, data: [6, 3, 36])),
            ([0xFF, 0x59, 2, 0xF9, 0], .keySignature(sharps: -7, isMinor: false)),
            ([0xFF, 0x59, 2, 7, 1], .keySignature(sharps: 7, isMinor: true)),
            ([0xFF, 0x59, 2, 8, 0], .meta(type: 0x59, data: [8, 0])),
            ([0xFF, 0x59, 2, 0, 2], .meta(type: 0x59, data: [0, 2])),
            ([0xFF, 0x7F, 1, 65], .meta(type: 0x7F, data: [65])),
        ] as [([UInt8], Message)])
    func eachMessageIsReadAsWhatItIs(bytes: [UInt8], message: Message) throws {
        let file = try MIDIFile(bytes: FileBytes.file([7] + bytes))
        #expect(file.tracks[0].events.first == Event(tick: 7, message: message))
        #expect(file.tracks[0].events.count == 3)
    }

    @Test func patternsOfFormatTwoAreFilesOfTheirOwn() throws {
        let first = FileBytes.track(FileBytes.note + FileBytes.endOfTrack)
        let second = FileBytes.track([0, 0xFF, 0x51, 3, 3, 0xD0, 0x90] + FileBytes.note + FileBytes.endOfTrack)
        let patterns = try MIDIFile(bytes: FileBytes.header(2, 2) + first + second).patterns
        #expect(patterns.map(\.format) == [.singleTrack, .singleTrack])
        #expect(patterns.map(\.lengthInSeconds) == [0.5, 0.25])
        #expect(patterns[0].patterns == [patterns[0]])
    }

    @Test func dataBytesAbove127AreClippedAndCounted() throws {
        let file = try MIDIFile(
            bytes: FileBytes.file(exactly: [0, 0x90, 60, 0xA8, 96, 0x80, 0xBC, 64] + FileBytes.endOfTrack))
        #expect(
            file.tracks[0].events.map(\.message) == [
                .noteOn(channel: 0, pitch: 60, velocity: 127), .noteOff(channel: 0, pitch: 127, velocity: 64),
            ])
        #expect(file.repairs.clippedBytes == 2 && file.repairs.firstOffset == 25)
        #expect(try MIDIFile(bytes: FileBytes.file([])).repairs.clippedBytes == 0)
    }

    @Test func moreNotesOrTextsThanAnyMusicHasAreRefused() throws {
        let notes = FileBytes.file(exactly: [0, 0x90, 60, 64] + (0..<9).flatMap { _ in [1, 60, 64] as [UInt8] })
        #expect(try MIDIFile(bytes: notes, mostNotes: 10).notes.count == 10)
        #expect(throws: MIDIError.tooManyNotes(offset: 51, expected: 9)) { try MIDIFile(bytes: notes, mostNotes: 9) }
        let marker: [UInt8] = [0, 0xFF, 6, 0]
        let markers = FileBytes.file(
            exactly: (0...MIDIFile.mostMetaEvents).flatMap { _ in marker } + FileBytes.endOfTrack)
        #expect(
            throws: MIDIError.tooManyMetaEvents(
                offset: 22 + 4 * MIDIFile.mostMetaEvents + 1, expected: MIDIFile.mostMetaEvents)
        ) { try MIDIFile(bytes: markers) }
    }
}
