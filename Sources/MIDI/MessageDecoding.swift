extension Message {
    /// The message a meta event's type and data make.
    init(metaType type: UInt8, data: ArraySlice<UInt8>) {
        if let spec = MetaSpec.of(type: type), data.count >= spec.shortest, let message = spec.make(data) {
            self = message
        } else {
            self = .meta(type: Int(type), data: Array(data))
        }
    }
}

extension ByteReader {
    /// The data bytes of a channel message whose status byte is known, the second 0 where there is one only.
    mutating func dataBytes(
        of status: UInt8, _ budget: inout ReadingBudget
    ) throws(MIDIError) -> (first: UInt8, second: UInt8) {
        let spec = ChannelSpec.of(status: status)
        let first = try dataByte(of: spec, &budget)
        return (first, spec.dataBytes.count > 1 ? try dataByte(of: spec, &budget) : 0)
    }

    private mutating func dataByte(of spec: ChannelSpec, _ budget: inout ReadingBudget) throws(MIDIError) -> UInt8 {
        let byte = try byte(.message(spec.name))
        if byte < 0x80 { return byte }
        budget.countClipped(at: offset - 1)
        return 0x7F
    }

    /// Moves on over a message that is none of a channel.
    ///
    /// - Returns: the type of a meta event, 0xF0 or more for others; nil for the end of the track.
    mutating func skipMessage() throws(MIDIError) -> Int? {
        let status = try byte(.event)
        switch status {
        case 0xFF:
            let type = try byte(.message("meta"))
            _ = try counted(.message(MetaSpec.of(type: type)?.name ?? "meta"))
            return type == MetaSpec.endOfTrack ? nil : Int(type)
        case 0xF0: _ = try counted(.message("system exclusive"))
        case 0xF7: _ = try counted(.message("escape"))
        default: _ = try take(Self.strayLength(status), .message("system"))
        }
        return Int(status) << 8
    }

    /// The next message, which is none of a channel; nil for the end of the track.
    mutating func message() throws(MIDIError) -> Message? {
        let status = try byte(.event)
        switch status {
        case 0xFF:
            let type = try byte(.message("meta"))
            let data = try counted(.message(MetaSpec.of(type: type)?.name ?? "meta"))
            return type == MetaSpec.endOfTrack ? nil : Message(metaType: type, data: data)
        case 0xF0: return .systemExclusive(Array(try counted(.message("system exclusive"))))
        case 0xF7: return .escape(Array(try counted(.message("escape"))))
        default: return .escape([status] + (try take(Self.strayLength(status), .message("system"))))
        }
    }

    /// The data bytes of a system message that has no place in a file: F1 and F3 have one, F2 two, the others none.
    private static func strayLength(_ status: UInt8) -> Int {
        switch status {
        case 0xF1, 0xF3: 1
        case 0xF2: 2
        default: 0
        }
    }
}
