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
    ///
    /// - Parameter budget: what a file may still hold, and what was repaired; brought up to date.
    mutating func track(_ budget: inout ReadingBudget) throws(MIDIError) -> Track {
        var events = PackedEvents(reader.bytes, start: reader.offset, length: reader.remaining)
        let start = reader.offset
        while reader.remaining > 0 {
            let deltaOffset = reader.offset
            tick += try reader.quantity(.deltaTime)
            guard tick <= MIDIFile.maximumTick else {
                throw .tickTooLarge(offset: deltaOffset, expected: 0...MIDIFile.maximumTick, found: tick)
            }
            let offset = reader.offset
            if let status = try channelStatus() {
                let (first, second) = try reader.dataBytes(of: status, &budget)
                if status & 0xF0 == 0x90, second > 0 { try budget.countNote(at: offset) }
                if status & 0xF0 == 0xC0 { try budget.countMeta(at: offset) }
                events.append(tick: tick, status: status, first: first, second: second)
                continue
            }
            guard offset - start < PackedEvents.reach else {
                throw .trackTooLong(offset: offset, expected: PackedEvents.reach)
            }
            guard let type = try reader.skipMessage() else { break }
            if MetaSpec.isCounted(type) { try budget.countMeta(at: offset) }
            events.append(tick: tick, offset: offset)
        }
        return Track(events: EventList(events), endTick: tick)
    }

    /// The status byte of the channel message that follows, its own or the one in force; nil where another event follows.
    private mutating func channelStatus() throws(MIDIError) -> UInt8? {
        guard let first = reader.next else { return nil }
        if first >= 0xF0 { return nil }
        if first >= 0x80 {
            runningStatus = try reader.byte(.event)
            return first
        }
        guard let runningStatus else { throw .missingStatus(offset: reader.offset, found: first) }
        return runningStatus
    }
}

/// How much more a file may hold than is read already, and what was repaired on the way.
struct ReadingBudget {
    let mostNotes: Int
    private(set) var notes = 0
    /// Texts, tempos, signatures and program changes.
    private(set) var metaEvents = 0
    private(set) var repairs = MIDIFile.Repairs()

    init(mostNotes: Int) {
        self.mostNotes = mostNotes
    }

    mutating func countNote(at offset: Int) throws(MIDIError) {
        notes += 1
        guard notes <= mostNotes else { throw .tooManyNotes(offset: offset, expected: mostNotes) }
    }

    mutating func countMeta(at offset: Int) throws(MIDIError) {
        metaEvents += 1
        guard metaEvents <= MIDIFile.mostMetaEvents else {
            throw .tooManyMetaEvents(offset: offset, expected: MIDIFile.mostMetaEvents)
        }
    }

    mutating func countClipped(at offset: Int) {
        repairs.clippedBytes += 1
        if repairs.firstOffset == nil { repairs.firstOffset = offset }
    }
}
