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
    /// The data bytes of a channel message whose status byte is known.
    mutating func channelMessage(status: UInt8) throws(MIDIError) -> Message {
        let spec = ChannelSpec.of(status: status)
        let first = try dataByte(0, of: spec)
        let second = spec.dataBytes.count > 1 ? try dataByte(1, of: spec) : 0
        return spec.make(Int(status & 0x0F), first, second)
    }

    private mutating func dataByte(_ index: Int, of spec: ChannelSpec) throws(MIDIError) -> Int {
        let byte = try byte(.message(spec.name))
        guard byte < 0x80 else {
            throw .unexpectedStatus(
                offset: offset - 1, part: .message(spec.name), field: spec.dataBytes[index], found: byte)
        }
        return Int(byte)
    }

    /// The rest of a system message that has no place in a file, as the bytes an escape event would send.
    ///
    /// - Parameter status: F1…F6 or F8…FE; F1 and F3 have one data byte, F2 two, the others none.
    mutating func strayMessage(status: UInt8) throws(MIDIError) -> Message {
        let dataBytes =
            switch status {
            case 0xF1, 0xF3: 1
            case 0xF2: 2
            default: 0
            }
        return .escape([status] + (try take(dataBytes, .message("system"))))
    }
}
