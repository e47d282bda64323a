/// Reads the events of one track chunk (RP-001, "Track Chunks").
struct TrackReader {
    private var reader: ByteReader
    private var tick = 0
    /// The status byte in force for events that come without one.
    private var runningStatus: UInt8?

    init(_ reader: ByteReader) {
        self.reader = reader
    }

    /// The track, up to its end-of-track event or, where that is missing, to the end of the chunk.
    mutating func track() throws(MIDIError) -> Track {
        var track = Track()
        while reader.remaining > 0 {
            let start = reader.offset
            tick += try reader.quantity(.deltaTime)
            guard tick <= MIDIFile.maximumTick else {
                throw .tickTooLarge(offset: start, expected: 0...MIDIFile.maximumTick, found: tick)
            }
            track.endTick = tick
            guard let message = try message() else { break }
            track.events.append(Event(tick: tick, message: message))
        }
        return track
    }

    /// The next message; nil for the end of the track.
    private mutating func message() throws(MIDIError) -> Message? {
        guard let first = reader.next, first < 0x80 else {
            let status = try reader.byte(.event)
            switch status {
            case 0xFF: return try metaEvent()
            case 0xF0: return .systemExclusive(Array(try reader.counted(.message("system exclusive"))))
            case 0xF7: return .escape(Array(try reader.counted(.message("escape"))))
            case 0xF1...0xFE: return try reader.strayMessage(status: status)
            default:
                runningStatus = status
                return try reader.channelMessage(status: status)
            }
        }
        guard let runningStatus else { throw .missingStatus(offset: reader.offset, found: first) }
        return try reader.channelMessage(status: runningStatus)
    }

    private mutating func metaEvent() throws(MIDIError) -> Message? {
        let type = try reader.byte(.message("meta"))
        let name = MetaSpec.of(type: type)?.name ?? "meta"
        let data = try reader.counted(.message(name))
        return type == MetaSpec.endOfTrack ? nil : Message(metaType: type, data: data)
    }
}
