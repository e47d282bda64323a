/// The channel messages, one row each: a status byte and one or two data bytes (MIDI 1.0 Detailed Specification 4.2,
/// table "Channel voice messages").
struct ChannelSpec: Sendable {
    let name: String
    /// The status byte of channel 0.
    let status: UInt8
    /// A name for each data byte.
    let dataBytes: [String]
    /// The values of the message and their ranges, which are the data bytes' except for the pitch bend.
    let fields: [(name: String, range: ClosedRange<Int>)]
    let make: @Sendable (_ channel: Int, _ first: Int, _ second: Int) -> Message

    /// In order of status, 80 to E0.
    static let table: [ChannelSpec] = [
        ChannelSpec("note off", 0x80, "pitch", "velocity") { .noteOff(channel: $0, pitch: $1, velocity: $2) },
        ChannelSpec("note on", 0x90, "pitch", "velocity") { .noteOn(channel: $0, pitch: $1, velocity: $2) },
        ChannelSpec("key pressure", 0xA0, "pitch", "pressure") { .keyPressure(channel: $0, pitch: $1, pressure: $2) },
        ChannelSpec("control change", 0xB0, "controller", "value") {
            .controlChange(channel: $0, controller: $1, value: $2)
        },
        ChannelSpec("program change", 0xC0, "program") { channel, program, _ in
            .programChange(channel: channel, program: program)
        },
        ChannelSpec("channel pressure", 0xD0, "pressure") { channel, pressure, _ in
            .channelPressure(channel: channel, pressure: pressure)
        },
        ChannelSpec("pitch bend", 0xE0, "low bits", "high bits", fields: [("value", -8192...8191)]) {
            .pitchBend(channel: $0, value: $1 + $2 << 7 - 8192)
        },
    ]

    /// The row of a status byte 80…EF.
    static func of(status: UInt8) -> ChannelSpec { table[Int(status >> 4) - 8] }

    private init(
        _ name: String, _ status: UInt8, _ dataBytes: String...,
        fields: [(name: String, range: ClosedRange<Int>)]? = nil,
        make: @escaping @Sendable (Int, Int, Int) -> Message
    ) {
        self.name = name
        self.status = status
        self.dataBytes = dataBytes
        self.fields = fields ?? dataBytes.map { ($0, 0...127) }
        self.make = make
    }
}

/// The meta events this module knows, one row each (RP-001, "Meta-Events"): type, shortest data, and what is made of it.
///
/// As RP-001 asks, data longer than known are read as far as they are known; shorter data and values out of range make
/// no message of their own and are kept as they are.
struct MetaSpec: Sendable {
    let name: String
    let type: UInt8
    let shortest: Int
    let make: @Sendable (ArraySlice<UInt8>) -> Message?

    static let endOfTrack: UInt8 = 0x2F

    static let table: [MetaSpec] =
        texts + [
            MetaSpec("sequence number", 0x00),
            MetaSpec("channel prefix", 0x20),
            MetaSpec("port", 0x21),
            MetaSpec("end of track", endOfTrack),
            MetaSpec("tempo", 0x51, 3) { data in
                .tempo(microsecondsPerQuarter: data.prefix(3).reduce(0) { $0 << 8 | Int($1) })
            },
            MetaSpec("SMPTE offset", 0x54),
            MetaSpec("time signature", 0x58, 4) { data in
                let values = data.map(Int.init)
                return .timeSignature(
                    TimeSignature(
                        numerator: values[0], denominatorPower: values[1], clocksPerClick: values[2],
                        thirtySecondsPerQuarter: values[3]))
            },
            MetaSpec("key signature", 0x59, 2) { data in
                let sharps = Int(Int8(truncatingIfNeeded: data[data.startIndex]))
                let mode = data[data.startIndex + 1]
                guard (-7...7).contains(sharps), mode <= 1 else { return nil }
                return .keySignature(sharps: sharps, isMinor: mode == 1)
            },
            MetaSpec("sequencer-specific", 0x7F),
        ]

    private static let texts: [MetaSpec] = [
        (TextKind.text, "text"), (.copyright, "copyright"), (.trackName, "track name"),
        (.instrumentName, "instrument name"), (.lyric, "lyric"), (.marker, "marker"), (.cuePoint, "cue point"),
        (.programName, "program name"), (.deviceName, "device name"),
    ].map { (kind: TextKind, name: String) in
        MetaSpec(name, kind.rawValue) { .text(kind, MIDIText(bytes: Array($0))) }
    }

    /// The row of each type; nil for unknown types.
    private static let byType: [MetaSpec?] = (0...255).map { type in table.first { $0.type == type } }

    static func of(type: UInt8) -> MetaSpec? { byType[Int(type)] }

    /// Whether events of a type are texts, tempos, time or key signatures: what others make lists of.
    static func isCounted(_ type: Int) -> Bool { (1...9).contains(type) || [0x51, 0x58, 0x59].contains(type) }

    private init(
        _ name: String, _ type: UInt8, _ shortest: Int = 0,
        make: @escaping @Sendable (ArraySlice<UInt8>) -> Message? = { _ in nil }
    ) {
        self.name = name
        self.type = type
        self.shortest = shortest
        self.make = make
    }
}
