import MIDI
import Testing

/// A file that strays from the specification, and what the reader makes of it.
struct OddFile: Sendable, CustomTestStringConvertible {
    enum Outcome: Sendable {
        /// Format and division, notes as pitch:start-end, and ends of the tracks.
        case read(String)
        case refused(MIDIError)
    }

    let name: String
    let bytes: [UInt8]
    let outcome: Outcome

    var testDescription: String { name }

    static func read(_ name: String, _ summary: String, _ bytes: [UInt8]) -> OddFile {
        OddFile(name: name, bytes: bytes, outcome: .read(summary))
    }

    static func refused(_ name: String, _ error: MIDIError, _ bytes: [UInt8]) -> OddFile {
        OddFile(name: name, bytes: bytes, outcome: .refused(error))
    }

    /// What a file holds in one line.
    static func summary(_ file: MIDIFile) -> String {
        let division =
            switch file.division {
            case .ticksPerQuarter(let ticks): "\(ticks)"
            case .smpte(let rate, let ticks): "\(rate.rawValue)x\(ticks)"
            }
        let notes = file.notes.map { "\($0.pitch):\($0.start)-\($0.end)" }.joined(separator: " ")
        let ends = file.tracks.map { "\($0.endTick)" }.joined(separator: " ")
        return "\(file.format.rawValue)/\(division) [\(notes)] ends \(ends)"
    }
}

extension OddFile {
    private typealias F = FileBytes
    private static let note = F.note
    private static let end = F.endOfTrack
    private static let track = F.track(F.note + F.endOfTrack)
    private static let whole = F.header() + track
    private static let plain = "0/480 [60:0-480] ends 480"

    static let all = files + divisions + chunks + statuses + numbers + notes + metas

    /// Files as a whole, and their headers.
    private static let files: [OddFile] = [
        .read("plain", plain, whole),
        .refused("empty", .notMIDI(offset: 0, found: []), []),
        .refused("not a MIDI file", .notMIDI(offset: 0, found: Array("Wood".utf8)), Array("Woodshed".utf8)),
        .refused("junk in front", .notMIDI(offset: 0, found: [0, 0, 0, 0]), [UInt8](repeating: 0, count: 128) + whole),
        .refused(
            "header cut", .lengthPastEnd(offset: 4, part: .chunk("MThd"), expected: 6, found: 1), Array(whole[..<9])),
        .refused(
            "header's length cut", .truncated(offset: 0, part: .chunkHeader, expected: 8, found: 6),
            Array(whole[..<6])),
        .refused(
            "header too short", .headerTooShort(offset: 4, expected: 6, found: 4),
            F.chunk("MThd", [0, 0, 0, 1]) + track),
        .read("header longer than known", plain, F.header(extra: [1, 2, 3, 4]) + track),
        .refused("header only", .noTracks(offset: 14, expected: 1), F.header()),
        .read("no tracks, as the header says", "1/480 [] ends ", F.header(1, 0)),
        .read("no tracks in format 0", "1/480 [] ends ", F.header(0, 0)),
        .refused("format 3", .unknownFormat(offset: 8, expected: 0...2, found: 3), F.header(3, 1) + track),
        .read("format 0 with two tracks", "1/480 [60:0-480 60:0-480] ends 480 480", F.header(0, 2) + track + track),
        .read("format 2", "2/480 [60:0-480 60:0-480] ends 480 480", F.header(2, 2) + track + track),
        .read(
            "RMID", plain,
            "RIFF".utf8 + F.little(12 + whole.count) + "RMIDdata".utf8 + F.little(whole.count) + whole),
        .read(
            "RMID with other chunks, a length of its own that is wrong", plain,
            "RIFF".utf8 + F.little(1) + "RMIDDISP".utf8 + F.little(3) + [1, 2, 3, 0] + "data".utf8
                + F.little(whole.count) + whole),
        .refused(
            "RMID without data", .truncated(offset: 24, part: .chunkHeader, expected: 8, found: 0),
            "RIFF".utf8 + F.little(1) + "RMIDDISP".utf8 + F.little(3) + [1, 2, 3, 0]),
        .refused(
            "RMID cut in its data", .lengthPastEnd(offset: 16, part: .chunk("data"), expected: 99, found: 35),
            "RIFF".utf8 + F.little(111) + "RMIDdata".utf8 + F.little(99) + whole),
        .refused(
            "RMID with something else in it", .notMIDI(offset: 20, found: [1, 2]),
            "RIFF".utf8 + F.little(14) + "RMIDdata".utf8 + F.little(2) + [1, 2]),
        .refused(
            "RIFF of another kind", .notMIDI(offset: 0, found: "RIFF".utf8 + F.little(4) + "WAVE".utf8),
            "RIFF".utf8 + F.little(4) + "WAVE".utf8),
    ]

    private static let divisions: [OddFile] = [
        .refused("division zero", .zeroDivision(offset: 12, found: 0), F.header(0, 1, 0) + track),
        .read("division 1", "0/1 [60:0-480] ends 480", F.header(0, 1, 1) + track),
        .read("division 32767", "0/32767 [60:0-480] ends 480", F.header(0, 1, 0x7FFF) + track),
        .read("SMPTE 25 × 40", "0/25x40 [60:0-480] ends 480", F.header(0, 1, 0xE728) + track),
        .read("SMPTE 29 × 80", "0/29x80 [60:0-480] ends 480", F.header(0, 1, 0xE350) + track),
        .refused("SMPTE 25 × 0", .zeroDivision(offset: 13, found: 0), F.header(0, 1, 0xE700) + track),
        .refused(
            "SMPTE 23", .unknownFrameRate(offset: 12, expected: [24, 25, 29, 30], found: 23),
            F.header(0, 1, 0xE928) + track),
        .refused(
            "SMPTE 128", .unknownFrameRate(offset: 12, expected: [24, 25, 29, 30], found: 128),
            F.header(0, 1, 0x8001) + track),
    ]

    private static let chunks: [OddFile] = [
        .read("no end of track", plain, F.header() + F.track(note)),
        .read("data behind the end of track", plain, F.header() + F.track(note + end + note)),
        .refused(
            "track length too long", .lengthPastEnd(offset: 18, part: .chunk("MTrk"), expected: 4000, found: 13),
            F.header() + F.track(note + end, length: 4000)),
        .read("track length zero", "0/480 [] ends 0", F.header() + F.track(note + end, length: 0)),
        .refused(
            "track length too short", .truncated(offset: 29, part: .message("note off"), expected: 1, found: 0),
            F.header() + F.track(note + end, length: 7)),
        .refused(
            "track length ends behind a delta time", .truncated(offset: 28, part: .event, expected: 1, found: 0),
            F.header() + F.track(note + end, length: 6)),
        .read("fewer tracks than said", "1/480 [60:0-480] ends 480", F.header(1, 5) + track),
        .read("more tracks than said", "1/480 [60:0-480 60:0-480] ends 480 480", F.header(1, 1) + track + track),
        .read("unknown chunk", plain, F.header() + F.chunk("XFIH", [1, 2, 3, 4]) + track),
        .refused(
            "unknown chunk past the end in front of the track",
            .lengthPastEnd(offset: 18, part: .chunk("XF??"), expected: 900, found: 21),
            F.header() + F.chunk("XF\u{1}\n", [], length: 900) + track),
        .refused(
            "chunk header cut", .truncated(offset: 35, part: .chunkHeader, expected: 8, found: 5),
            F.header(1, 2) + track + [0, 0, 0, 0, 0]),
        .read("junk behind the tracks", plain, whole + [0xDE, 0xAD, 0xBE, 0xEF, 0xDE, 0xAD, 0xBE, 0xEF, 0xDE]),
        .read("a byte behind the tracks", plain, whole + [42]),
        .refused(
            "a further track cut", .lengthPastEnd(offset: 39, part: .chunk("MTrk"), expected: 13, found: 12),
            whole + track.dropLast()),
        .read("two files in one", plain, whole + whole),
        .refused(
            "cut in an event", .lengthPastEnd(offset: 18, part: .chunk("MTrk"), expected: 13, found: 7),
            whole.dropLast(6)),
    ]

    private static let statuses: [OddFile] = [
        .read(
            "running status", "0/480 [60:0-96 62:96-192] ends 192",
            F.file(exactly: [0, 0x90, 60, 64, 96, 60, 0, 0, 62, 64, 96, 62, 0] + end)),
        .read(
            "running status after a meta event", "0/480 [60:0-96] ends 96",
            F.file(exactly: [0, 0x90, 60, 64, 0, 0xFF, 1, 1, 65, 96, 60, 0] + end)),
        .read(
            "running status after system exclusive", "0/480 [60:0-96] ends 96",
            F.file(exactly: [0, 0x90, 60, 64, 0, 0xF0, 2, 0x7E, 0xF7, 96, 60, 0] + end)),
        .read(
            "running status after a clock", "0/480 [60:0-96] ends 96",
            F.file(exactly: [0, 0x90, 60, 64, 0, 0xF8, 96, 60, 0] + end)),
        .refused("no status", .missingStatus(offset: 23, found: 60), F.file(exactly: [0, 60, 64] + end)),
        .refused(
            "no status after a meta event", .missingStatus(offset: 28, found: 60),
            F.file(exactly: [0, 0xFF, 1, 1, 65, 0, 60, 64] + end)),
        .read(
            "status in the place of a pitch", "0/480 [127:0-0] ends 0",
            F.file(exactly: [0, 0x90, 0xBC, 0x40] + end)),
        .read(
            "status in the place of a bend's second byte", "0/480 [] ends 0",
            F.file(exactly: [0, 0xE3, 0, 0x80] + end)),
        .read("system exclusive without an end", plain, F.file([0, 0xF0, 3, 0x7E, 0x7F, 9])),
        .read(
            "split system exclusive", "0/480 [60:16-496] ends 496",
            F.file([0, 0xF0, 2, 0x7E, 0x7F, 0x10, 0xF7, 3, 9, 1, 0xF7])),
        .read("escape", plain, F.file([0, 0xF7, 1, 0xF8])),
        .refused(
            "system exclusive past the end",
            .lengthPastEnd(offset: 24, part: .message("system exclusive"), expected: 20, found: 13),
            F.file([0, 0xF0, 20])),
        .read("clock", plain, F.file([0, 0xF8])),
        .read(
            "every system message", plain,
            F.file(
                [0, 0xF1, 127, 0, 0xF2, 127, 127, 0, 0xF3, 127, 0, 0xF4, 0, 0xF5, 0, 0xF6]
                    + (0xF8...0xFE).flatMap { [0, $0] })),
        .refused(
            "song position cut", .truncated(offset: 24, part: .message("system"), expected: 2, found: 1),
            F.file(exactly: [0, 0xF2, 1])),
    ]

    private static let numbers: [OddFile] = [
        .read("delta time with leading zeros", plain, F.file(exactly: [0x80, 0x80, 0x80] + note + end)),
        .read("length with leading zeros", plain, F.file([0, 0xFF, 1, 0x80, 0x80, 0x80, 0])),
        .refused(
            "delta time of five bytes with leading zeros",
            .overlongQuantity(offset: 22, part: .deltaTime, found: [0x80, 0x80, 0x80, 0x80, 0]),
            F.file(exactly: [0x80, 0x80, 0x80, 0x80] + note + end)),
        .refused(
            "delta time of five bytes",
            .overlongQuantity(offset: 22, part: .deltaTime, found: [0x81, 0x80, 0x80, 0x80, 0]),
            F.file(exactly: [0x81, 0x80, 0x80, 0x80] + note + end)),
        .refused(
            "length of five bytes",
            .overlongQuantity(offset: 25, part: .message("text"), found: [0xFF, 0xFF, 0xFF, 0xFF, 0x7F]),
            F.file([0, 0xFF, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F])),
        .refused(
            "delta time cut", .truncated(offset: 23, part: .deltaTime, expected: 1, found: 0),
            F.file(exactly: [0xFF])),
        .read(
            "greatest delta time", "0/480 [60:268435455-268435935] ends 268435935",
            F.file(exactly: [0xFF, 0xFF, 0xFF, 0x7F] + note.dropFirst() + end)),
        .read(
            "delta times beyond 32 bits", "0/480 [60:5368709100-5368709580] ends 5368709580",
            F.file([[UInt8]](repeating: [0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 1, 0], count: 20).flatMap { $0 })),
        .refused(
            "delta times beyond the greatest tick",
            .tickTooLarge(offset: 22 + 1024 * 7, expected: 0...MIDIFile.maximumTick, found: 1025 * 0x0FFF_FFFF),
            F.file([[UInt8]](repeating: [0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 1, 0], count: 1025).flatMap { $0 })),
        .refused(
            "text past the end", .lengthPastEnd(offset: 25, part: .message("track name"), expected: 127, found: 3),
            F.file(exactly: [0, 0xFF, 3, 0x7F] + "abc".utf8)),
        .refused(
            "text of a quarter of a gigabyte",
            .lengthPastEnd(offset: 25, part: .message("text"), expected: 0x0FFF_FFFF, found: 4),
            F.file(exactly: [0, 0xFF, 1, 0xFF, 0xFF, 0xFF, 0x7F] + end)),
        .refused(
            "meta event cut behind its status", .truncated(offset: 24, part: .message("meta"), expected: 1, found: 0),
            F.file(exactly: [0, 0xFF])),
    ]

    private static let notes: [OddFile] = [
        .read("note of no length", "0/480 [60:0-0] ends 0", F.file(exactly: [0, 0x90, 60, 64, 0, 0x80, 60, 0] + end)),
        .read(
            "overlapping notes", "0/480 [60:0-192 60:96-192] ends 288",
            F.file(exactly: [0, 0x90, 60, 64, 96, 0x90, 60, 80, 96, 0x80, 60, 0, 96, 0x80, 60, 0] + end)),
        .read("stuck note", "0/480 [60:0-96] ends 96", F.file(exactly: [0, 0x90, 60, 64, 96, 0xFF, 0x2F, 0])),
        .read("note-off without a note", plain, F.file([0, 0x80, 60, 0])),
        .read(
            "note struck again before it is let go", "0/480 [60:0-96 60:96-192] ends 192",
            F.file(exactly: [0, 0x90, 60, 64, 96, 0x90, 60, 64, 0, 0x80, 60, 0, 96, 0x80, 60, 0] + end)),
    ]

    private static let metas: [OddFile] = [
        .read("tempo zero", plain, F.file([0, 0xFF, 0x51, 3, 0, 0, 0])),
        .read("tempo short", plain, F.file([0, 0xFF, 0x51, 2, 7, 0xA1])),
        .read("tempo long", plain, F.file([0, 0xFF, 0x51, 4, 7, 0xA1, 0x20, 0])),
        .read(
            "tempo in the second track", "1/480 [60:0-480] ends 480 0",
            F.header(1, 2) + track + F.track([0, 0xFF, 0x51, 3, 3, 0xD0, 0x90] + end)),
        .read("time signature of a huge denominator", plain, F.file([0, 0xFF, 0x58, 4, 4, 255, 24, 8])),
        .read("time signature 0/4", plain, F.file([0, 0xFF, 0x58, 4, 0, 2, 24, 8])),
        .read("time signature short", plain, F.file([0, 0xFF, 0x58, 2, 4, 2])),
        .read("key signature out of range", plain, F.file([0, 0xFF, 0x59, 2, 0x63, 7])),
        .read("text in no encoding", plain, F.file([0, 0xFF, 3, 4, 0x83, 0x57, 0x83, 0x83])),
        .read("text with a zero byte", plain, F.file([0, 0xFF, 3, 3, 97, 0, 98])),
        .read("unknown meta event", plain, F.file([0, 0xFF, 0x60, 2, 97, 98])),
        .read("meta event of a type beyond 127", plain, F.file([0, 0xFF, 0xF0, 1, 0])),
        .read("end of track with data", "0/480 [60:0-480] ends 480", F.file(exactly: note + [0, 0xFF, 0x2F, 2, 1, 2])),
    ]
}
