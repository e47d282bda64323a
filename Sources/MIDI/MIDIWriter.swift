extension MIDIFile {
    /// The bytes of the file: equal files give equal bytes, and what is read back equals the file.
    ///
    /// Events are written by tick, and as given within a tick; each track ends with an end-of-track event on its
    /// `endTick`, so that a file is exactly as long as was asked for. (A ``Message/meta(type:data:)`` of a type that has a
    /// case of its own is read back as that case.) O(n), or O(n log n) for events out of order.
    ///
    /// - Parameter runningStatus: leaves out status bytes that repeat the one before; the file is about a third
    ///   smaller, and some old programs stumble over it.
    /// - Throws: ``MIDIError/outOfRange(track:event:field:expected:found:)`` for what a file cannot hold: values out of
    ///   range, ticks below 0 or behind the end of their track, more than 2²⁸ − 1 ticks without an event, a number of
    ///   tracks other than 1 in format 0; ``MIDIError/strayEndOfTrack(track:event:)`` for one among the events.
    public func encoded(runningStatus: Bool = false) throws(MIDIError) -> [UInt8] {
        let trackCounts = format == .singleTrack ? 1...1 : 0...0xFFFF
        guard trackCounts.contains(tracks.count) else {
            throw .outOfRange(
                track: nil, event: nil, field: "number of tracks", expected: trackCounts, found: tracks.count)
        }
        guard let word = division.word else { throw division.fault }

        var bytes = Chunk.header
        bytes += [0, 0, 0, 6, 0, UInt8(format.rawValue)]
        bytes += [UInt8(tracks.count >> 8), UInt8(tracks.count & 0xFF), UInt8(word >> 8), UInt8(word & 0xFF)]
        for (index, track) in tracks.enumerated() {
            bytes += Chunk.track
            let body = try TrackWriter(track: track, index: index).encoded(runningStatus: runningStatus)
            guard let length = UInt32(exactly: body.count) else {
                throw .outOfRange(
                    track: index, event: nil, field: "length in bytes", expected: 0...Int(UInt32.max),
                    found: body.count)
            }
            for shift in [24, 16, 8, 0] { bytes.append(UInt8(length >> shift & 0xFF)) }
            bytes += body
        }
        return bytes
    }
}

/// Writes one track chunk's events and checks them on the way.
private struct TrackWriter {
    let track: Track
    let index: Int

    func encoded(runningStatus isRunning: Bool) throws(MIDIError) -> [UInt8] {
        var bytes: [UInt8] = []
        var tick = 0
        var status: UInt8?
        try check("end tick", track.endTick, 0...MIDIFile.maximumTick, event: nil)
        for (position, event) in track.orderedEvents.enumerated() {
            try check("tick", event.tick, 0...track.endTick, event: position)
            if case .meta(Int(MetaSpec.endOfTrack), _) = event.message {
                throw .strayEndOfTrack(track: index, event: position)
            }
            do {
                try event.message.check()
            } catch {
                throw .outOfRange(
                    track: index, event: position, field: error.field, expected: error.expected, found: error.found)
            }
            try append(delta: event.tick - tick, to: &bytes, event: position)
            tick = event.tick
            event.message.append(to: &bytes, runningStatus: &status)
            if !isRunning { status = nil }
        }
        try append(delta: track.endTick - tick, to: &bytes, event: nil)
        return bytes + [0xFF, MetaSpec.endOfTrack, 0]
    }

    private func append(delta: Int, to bytes: inout [UInt8], event: Int?) throws(MIDIError) {
        try check("ticks since the event before", delta, VariableLengthQuantity.range, event: event)
        VariableLengthQuantity.append(delta, to: &bytes)
    }

    private func check(
        _ field: String, _ found: Int, _ expected: ClosedRange<Int>, event: Int?
    ) throws(MIDIError) {
        guard expected.contains(found) else {
            throw .outOfRange(track: index, event: event, field: field, expected: expected, found: found)
        }
    }
}

extension Division {
    /// What is out of range in a division without a ``word``.
    fileprivate var fault: MIDIError {
        switch self {
        case .ticksPerQuarter(let ticks):
            .outOfRange(track: nil, event: nil, field: "ticks per quarter", expected: 1...0x7FFF, found: ticks)
        case .smpte(_, let ticks):
            .outOfRange(track: nil, event: nil, field: "ticks per frame", expected: 1...0xFF, found: ticks)
        }
    }
}
