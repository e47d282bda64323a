import Files

extension MIDIError: CustomStringConvertible {
    /// One line: what failed, where, and what to do about it.
    public var description: String {
        switch self {
        case .file(let path, let problem):
            return "\(path): \(problem)"
        case .notMIDI(let offset, let found):
            let shown = found.isEmpty ? "the end of the file" : found.hexadecimal
            return "not a MIDI file: byte \(offset) should begin \"MThd\", found \(shown); "
                + "give a Standard MIDI File (.mid)"
        case .truncated(let offset, let part, let expected, let found):
            return "byte \(offset): \(part) is cut off: needs \(expected.bytes), found \(found); \(Self.cut)"
        case .lengthPastEnd(let offset, let part, let expected, let found):
            return "byte \(offset): \(part) says it is \(expected.bytes) long, but only \(found) are left; \(Self.cut)"
        case .headerTooShort(let offset, let expected, let found):
            return "byte \(offset): the header is \(found.bytes) long, expected \(expected) or more; \(Self.damaged)"
        case .unknownFormat(let offset, let expected, let found):
            return "byte \(offset): format \(found), expected \(expected.words); \(Self.export)"
        case .zeroDivision(let offset, _):
            return "byte \(offset): zero ticks to a quarter or frame, expected 1 or more; \(Self.export)"
        case .unknownFrameRate(let offset, let expected, let found):
            let rates = expected.map(String.init).joined(separator: ", ")
            return "byte \(offset): \(found) frames a second, expected one of \(rates); \(Self.export)"
        case .noTracks(let offset, let expected):
            return "byte \(offset): the file ends without a track, expected \(expected); \(Self.cut)"
        case .tooManyTracks(let offset, let expected):
            return "byte \(offset): more than \(expected) tracks; \(Self.damaged)"
        case .overlongQuantity(let offset, let part, let found):
            return "byte \(offset): the number in \(part) is longer than it may be: expected at most 4 bytes, "
                + "found \(found.hexadecimal); \(Self.damaged)"
        case .missingStatus(let offset, let found):
            return "byte \(offset): expected an event (80 to FF), found \([found].hexadecimal) with no event before it "
                + "to repeat; \(Self.damaged)"
        case .tickTooLarge(let offset, let expected, let found):
            return "byte \(offset): the delta times add up to tick \(found), expected at most \(expected.upperBound); "
                + Self.damaged
        case .tooManyNotes(let offset, let expected):
            return "byte \(offset): more than \(expected) notes, which no piece of music has; give a part of it"
        case .tooManyMetaEvents(let offset, let expected):
            return
                "byte \(offset): more than \(expected) texts, tempos, signatures and program changes, which no piece of music has; "
                + "export it again without them"
        case .trackTooLong(let offset, let expected):
            return "byte \(offset): the track is longer than \(expected.bytes); \(Self.damaged)"
        case .outOfRange(let track, let event, let field, let expected, let found):
            return "cannot write \(Self.location(track, event))\(field) \(found): give \(expected.words)"
        case .strayEndOfTrack(let track, let event):
            return "cannot write \(Self.location(track, event))an end of track among the events: set endTick instead"
        }
    }

    private static let cut = "the file is cut short: get it again from where it came"
    private static let damaged = "the file is damaged: export it again from the program that made it"
    private static let export = "export the file again as format 0 or 1 with ticks per quarter note"

    private static func location(_ track: Int?, _ event: Int?) -> String {
        switch (track, event) {
        case (let track?, let event?): "track \(track), event \(event): "
        case (let track?, nil): "track \(track): "
        default: ""
        }
    }
}

extension MIDIError.FileProblem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missing: "no such file; check the path"
        case .directory: "is a folder; give a MIDI file in it"
        case .notRegular: "is a pipe or a device, not a regular file; take it out of the folder"
        case .unreadable(let code): "cannot be read: \(systemMessage(code)); check the permissions and the disk"
        case .tooLarge(let limit): "is larger than \(limit.bytes), which no MIDI file of music is; check that it is one"
        }
    }
}

extension MIDIError.Part: CustomStringConvertible {
    public var description: String {
        switch self {
        case .chunkHeader: "the chunk header"
        case .header: "the header"
        case .chunk(let name): "the \(name) chunk"
        case .deltaTime: "the delta time"
        case .event: "the event"
        case .message(let name): "the \(name) event"
        }
    }
}

extension [UInt8] {
    fileprivate var hexadecimal: String {
        map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined(separator: " ")
    }
}

extension Int {
    fileprivate var bytes: String {
        if self >= 1 << 20 && self & 0xF_FFFF == 0 { return "\(self >> 20) MiB" }
        return self == 1 ? "1 byte" : "\(self) bytes"
    }
}

extension ClosedRange<Int> {
    fileprivate var words: String {
        lowerBound == upperBound ? "\(lowerBound)" : "\(lowerBound) to \(upperBound)"
    }
}
