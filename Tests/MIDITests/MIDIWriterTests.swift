import MIDI
import Testing

@Suite struct MIDIWriterTests {
    @Test func aSmallFileIsWrittenByteForByte() throws {
        var track = Track(name: "Lead")
        track.append(.tempo(microsecondsPerQuarter: 500_000), at: 0)
        track.append(.timeSignature(3, 4), at: 0)
        track.append(.keySignature(sharps: -3, isMinor: true), at: 0)
        track.append(Note(channel: 2, pitch: 60, velocity: 90, start: 0, end: 480))
        track.endTick = 1440
        let file = MIDIFile(format: .singleTrack, division: .ticksPerQuarter(480), tracks: [track])
        let body: [UInt8] =
            [0, 0xFF, 0x03, 4] + "Lead".utf8
            + [0, 0xFF, 0x51, 3, 0x07, 0xA1, 0x20]
            + [0, 0xFF, 0x58, 4, 3, 2, 24, 8]
            + [0, 0xFF, 0x59, 2, 0xFD, 1]
            + [0, 0x92, 60, 90, 0x83, 0x60, 0x82, 60, 64]
            + [0x87, 0x40, 0xFF, 0x2F, 0]
        #expect(try file.encoded() == FileBytes.header() + FileBytes.track(body))
    }

    @Test(
        arguments: [
            (0, [0]), (0x40, [0x40]), (0x7F, [0x7F]), (0x80, [0x81, 0x00]), (0x2000, [0xC0, 0x00]),
            (0x3FFF, [0xFF, 0x7F]), (0x4000, [0x81, 0x80, 0x00]), (0x10_0000, [0xC0, 0x80, 0x00]),
            (0x1F_FFFF, [0xFF, 0xFF, 0x7F]), (0x20_0000, [0x81, 0x80, 0x80, 0x00]),
            (0x0800_0000, [0xC0, 0x80, 0x80, 0x00]), (0x0FFF_FFFF, [0xFF, 0xFF, 0xFF, 0x7F]),
        ] as [(Int, [UInt8])])
    func deltaTimesAreThoseOfTheSpecification(ticks: Int, bytes: [UInt8]) throws {
        let file = MIDIFile(format: .singleTrack, division: .ticksPerQuarter(480), tracks: [Track(endTick: ticks)])
        let written = try file.encoded()
        #expect(written == FileBytes.file(exactly: bytes + [0xFF, 0x2F, 0]))
        #expect(try MIDIFile(bytes: written) == file)
    }

    @Test func runningStatusLeavesOutRepeatedStatusBytesAndNoOthers() throws {
        let messages: [Message] = [
            .noteOn(channel: 0, pitch: 60, velocity: 1), .noteOn(channel: 0, pitch: 60, velocity: 0),
            .noteOn(channel: 1, pitch: 60, velocity: 1), .text("a"), .noteOn(channel: 1, pitch: 60, velocity: 0),
            .pitchBend(channel: 1, value: -8192), .pitchBend(channel: 1, value: 8191),
        ]
        let track = Track(events: messages.map { Event(tick: 0, message: $0) })
        let file = MIDIFile(format: .singleTrack, division: .ticksPerQuarter(480), tracks: [track])
        let body: [UInt8] = [
            0, 0x90, 60, 1, 0, 60, 0, 0, 0x91, 60, 1, 0, 0xFF, 1, 1, 97, 0, 0x91, 60, 0, 0, 0xE1, 0, 0, 0, 127, 127,
        ]
        let short = try file.encoded(runningStatus: true)
        #expect(short == FileBytes.file(exactly: body + FileBytes.endOfTrack))
        #expect(try MIDIFile(bytes: short) == MIDIFile(bytes: file.encoded()))
        #expect(try file.encoded().count == short.count + 2)
    }

    @Test func eventsAreWrittenByTickAndAsGivenWithinATick() throws {
        let events = [(480, 3), (0, 1), (480, 4), (0, 2)].map {
            Event(tick: $0, message: .programChange(channel: 0, program: $1))
        }
        let file = MIDIFile(division: .ticksPerQuarter(480), tracks: [Track(events: events)])
        let read = try MIDIFile(bytes: file.encoded())
        #expect(read.programs.map(\.program) == [1, 2, 3, 4])
        #expect(read.tracks[0].events.map(\.tick) == [0, 0, 480, 480])
    }

    /// Each is the one thing wrong with a file.
    @Test(
        arguments: [
            (.noteOn(channel: 16, pitch: 60, velocity: 1), "channel", 0...15, 16),
            (.noteOn(channel: -1, pitch: 60, velocity: 1), "channel", 0...15, -1),
            (.noteOn(channel: 0, pitch: 128, velocity: 1), "note on pitch", 0...127, 128),
            (.noteOff(channel: 0, pitch: 1, velocity: 999), "note off velocity", 0...127, 999),
            (.keyPressure(channel: 0, pitch: 1, pressure: .max), "key pressure pressure", 0...127, .max),
            (.controlChange(channel: 0, controller: .min, value: 1), "control change controller", 0...127, .min),
            (.programChange(channel: 0, program: 128), "program change program", 0...127, 128),
            (.channelPressure(channel: 0, pressure: -1), "channel pressure pressure", 0...127, -1),
            (.pitchBend(channel: 0, value: 8192), "pitch bend value", -8192...8191, 8192),
            (.tempo(microsecondsPerQuarter: 1 << 24), "tempo in microseconds", 0...0xFF_FFFF, 1 << 24),
            (.keySignature(sharps: 8, isMinor: false), "key signature sharps", -7...7, 8),
            (.meta(type: 256, data: []), "meta event type", 0...255, 256),
            (
                .timeSignature(TimeSignature(numerator: 256, denominatorPower: 2)), "time signature numerator", 0...255,
                256
            ),
            (
                .timeSignature(TimeSignature(numerator: 4, denominatorPower: -1)),
                "time signature denominator, as a power of two,", 0...255, -1
            ),
        ] as [(Message, String, ClosedRange<Int>, Int)])
    func valuesOutOfRangeAreRefused(message: Message, field: String, range: ClosedRange<Int>, found: Int) {
        let track = Track(events: [Event(tick: 0, message: .text("first")), Event(tick: 9, message: message)])
        let file = MIDIFile(division: .ticksPerQuarter(480), tracks: [Track(), track])
        #expect(throws: MIDIError.outOfRange(track: 1, event: 1, field: field, expected: range, found: found)) {
            try file.encoded()
        }
    }

    @Test func ticksOutOfRangeAreRefused() {
        func error(_ track: Track) -> MIDIError? {
            let file = MIDIFile(division: .ticksPerQuarter(480), tracks: [track])
            do throws(MIDIError) {
                _ = try file.encoded()
                return nil
            } catch { return error }
        }
        let most = MIDIFile.maximumTick
        let text = Message.text("a")
        #expect(
            error(Track(events: [Event(tick: -1, message: text)], endTick: 0))
                == .outOfRange(track: 0, event: 0, field: "tick", expected: 0...0, found: -1))
        #expect(
            error(Track(events: [Event(tick: 11, message: text)], endTick: 10))
                == .outOfRange(track: 0, event: 0, field: "tick", expected: 0...10, found: 11))
        #expect(
            error(Track(endTick: -5))
                == .outOfRange(track: 0, event: nil, field: "end tick", expected: 0...most, found: -5))
        #expect(
            error(Track(endTick: .max))
                == .outOfRange(track: 0, event: nil, field: "end tick", expected: 0...most, found: .max))
        #expect(
            error(Track(endTick: 1 << 28))
                == .outOfRange(
                    track: 0, event: nil, field: "ticks since the event before", expected: 0...0x0FFF_FFFF,
                    found: 1 << 28))
        #expect(
            error(Track(events: [Event(tick: 0, message: .meta(type: 0x2F, data: []))]))
                == .strayEndOfTrack(track: 0, event: 0))
        #expect(error(Track(endTick: 1 << 28 - 1)) == nil)
    }

    @Test(arguments: [
        (Division.ticksPerQuarter(0), "ticks per quarter", 1...0x7FFF, 0),
        (.ticksPerQuarter(0x8000), "ticks per quarter", 1...0x7FFF, 0x8000),
        (.smpte(rate: .pal25, ticksPerFrame: 0), "ticks per frame", 1...255, 0),
        (.smpte(rate: .pal25, ticksPerFrame: 256), "ticks per frame", 1...255, 256),
    ])
    func divisionsOutOfRangeAreRefused(division: Division, field: String, range: ClosedRange<Int>, found: Int) {
        #expect(throws: MIDIError.outOfRange(track: nil, event: nil, field: field, expected: range, found: found)) {
            try MIDIFile(division: division).encoded()
        }
    }

    @Test(arguments: [0, 2]) func formatZeroWantsOneTrack(count: Int) {
        let tracks = [Track](repeating: Track(), count: count)
        #expect(
            throws: MIDIError.outOfRange(
                track: nil, event: nil, field: "number of tracks", expected: 1...1, found: count)
        ) {
            try MIDIFile(format: .singleTrack, division: .ticksPerQuarter(96), tracks: tracks).encoded()
        }
    }

    @Test func moreTracksThanAHeaderCanCountAreRefused() throws {
        let most = MIDIFile(division: .ticksPerQuarter(96), tracks: [Track](repeating: Track(), count: 0xFFFF))
        #expect(try MIDIFile(bytes: most.encoded()) == most)
        var more = most
        more.tracks.append(Track())
        #expect(
            throws: MIDIError.outOfRange(
                track: nil, event: nil, field: "number of tracks", expected: 0...0xFFFF, found: 0x10000)
        ) {
            try more.encoded()
        }
        let bytes = try most.encoded() + FileBytes.track(FileBytes.endOfTrack)
        #expect(throws: MIDIError.tooManyTracks(offset: bytes.count - 12, expected: 0xFFFF)) {
            try MIDIFile(bytes: bytes)
        }
    }

    @Test(arguments: [1, 2, 3]) func whatIsWrittenIsReadBack(seed: UInt64) throws {
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let file = MIDIFile.random(using: &generator)
            let bytes = try file.encoded()
            #expect(try MIDIFile(bytes: bytes) == file)
            #expect(try MIDIFile(bytes: file.encoded(runningStatus: true)) == file)
            #expect(try file.encoded() == bytes)
        }
    }
}
