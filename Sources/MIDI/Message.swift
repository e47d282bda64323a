/// What an event says: a channel message, system exclusive bytes, or a meta event.
///
/// Channels are 0…15 (shown to musicians as 1…16), pitches 0…127 with 60 the middle C. Values out of range can be
/// held but not written: ``MIDIFile/encoded(runningStatus:)`` refuses them.
///
/// Specification: MIDI 1.0 Detailed Specification 4.2, table "Channel voice messages"; RP-001, "Meta-Events".
public enum Message: Equatable, Hashable, Sendable {
    case noteOff(channel: Int, pitch: Int, velocity: Int)
    /// Velocity 0 means a note-off, as senders with running status write it; it is kept as found.
    case noteOn(channel: Int, pitch: Int, velocity: Int)
    /// Aftertouch of one key.
    case keyPressure(channel: Int, pitch: Int, pressure: Int)
    case controlChange(channel: Int, controller: Int, value: Int)
    case programChange(channel: Int, program: Int)
    /// Aftertouch of the whole channel.
    case channelPressure(channel: Int, pressure: Int)
    /// The bend, −8192…8191, 0 at rest.
    case pitchBend(channel: Int, value: Int)

    /// The bytes behind F0, with the final F7 where there is one: a message may be split over several events, the rest
    /// following as ``escape(_:)``; see ``Track/systemExclusives``.
    case systemExclusive([UInt8])
    /// The bytes behind F7: a further packet of a split system exclusive message, or any bytes sent as they are.
    case escape([UInt8])

    /// A text of one of nine kinds.
    case text(TextKind, MIDIText)
    /// Microseconds a quarter note, 0…16,777,215; 0 is kept but has no effect on a ``TempoMap``.
    case tempo(microsecondsPerQuarter: Int)
    indirect case timeSignature(TimeSignature)
    /// Sharps (negative: flats), −7…7, and whether the key is minor.
    case keySignature(sharps: Int, isMinor: Bool)
    /// Any other meta event (sequence number, channel prefix, port, SMPTE offset, sequencer-specific, unknown types) by
    /// type and data, and those of the types above whose data is too short or out of range.
    case meta(type: Int, data: [UInt8])
}

/// The kinds of text a file can hold, by the type of their meta event (RP-001 "Meta-Events"; 8 and 9 from RP-019).
public enum TextKind: UInt8, Sendable, CaseIterable {
    case text = 1
    case copyright
    case trackName
    case instrumentName
    case lyric
    case marker
    case cuePoint
    case programName
    case deviceName
}

extension Message {
    /// Quarters a minute, rounded to a whole number of microseconds and kept within 1…16,777,215 (3.6 and up).
    ///
    /// - Precondition: `beatsPerMinute` is a number above zero.
    public static func tempo(beatsPerMinute: Double) -> Message {
        precondition(beatsPerMinute > 0, "a tempo of \(beatsPerMinute) beats a minute")
        let microseconds = (60_000_000 / beatsPerMinute).rounded()
        return .tempo(microsecondsPerQuarter: Int(min(max(microseconds, 1), 0xFF_FFFF)))
    }

    public static func text(_ text: String) -> Message { .text(.text, MIDIText(text)) }
    public static func trackName(_ name: String) -> Message { .text(.trackName, MIDIText(name)) }
    public static func marker(_ name: String) -> Message { .text(.marker, MIDIText(name)) }
    public static func lyric(_ syllable: String) -> Message { .text(.lyric, MIDIText(syllable)) }

    /// The time signature with the usual metronome click, one a beat.
    public static func timeSignature(_ numerator: Int, _ denominator: Int) -> Message {
        .timeSignature(TimeSignature(numerator, denominator))
    }

    /// One number for what kind of message it is: the status of a channel message on channel 0, 0xF0 and above for system
    /// exclusive ones and escapes, 0x100 and its type for a meta event.
    var kind: Int {
        switch self {
        case .noteOff: 0x80
        case .noteOn: 0x90
        case .keyPressure: 0xA0
        case .controlChange: 0xB0
        case .programChange: 0xC0
        case .channelPressure: 0xD0
        case .pitchBend: 0xE0
        case .systemExclusive: 0xF0
        case .escape: 0xF7
        case .text(let kind, _): 0x100 | Int(kind.rawValue)
        case .tempo: 0x151
        case .timeSignature: 0x158
        case .keySignature: 0x159
        case .meta(let type, _): 0x100 | type
        }
    }

    /// The start or end of a note, by channel and pitch in one number.
    enum NoteEdge {
        case on(Int)
        case off(Int)
    }

    var noteEdge: NoteEdge? {
        switch self {
        case .noteOn(let channel, let pitch, 0), .noteOff(let channel, let pitch, _):
            .off(Message.noteKey(channel, pitch))
        case .noteOn(let channel, let pitch, _):
            .on(Message.noteKey(channel, pitch))
        default: nil
        }
    }

    /// One number for a channel and a pitch: 0…2047 for those in range, and never a trap for others.
    private static func noteKey(_ channel: Int, _ pitch: Int) -> Int {
        (channel &<< 7) &+ pitch
    }
}
