/// Makes channel messages of the bytes that an instrument sends.
///
/// Specification: MIDI 1.0 Detailed Specification 4.2: running status holds over data bytes; real-time bytes may come
/// anywhere; system common messages end it, and system exclusive ones are passed over.
package struct MIDIByteParser: Sendable {
    private var status: UInt8 = 0
    private var first: UInt8?

    package init() {}

    /// Takes a byte.
    ///
    /// - Returns: The message that it completes, at frame 0.
    package mutating func take(_ byte: UInt8) -> ScheduledEvent? {
        switch byte {
        case 0xF8...: return nil
        case 0xF0...0xF7:
            // Data bytes that follow belong to it, and to nothing that is heard.
            (status, first) = (0, nil)
            return nil
        case 0x80...0xEF:
            (status, first) = (byte, nil)
            return nil
        default: break
        }
        guard status != 0, let kind = ScheduledEvent.Kind(rawValue: status >> 4) else { return nil }
        let channel = status & 15
        if kind == .programChange || kind == .channelPressure {
            return ScheduledEvent(frame: 0, kind: kind, channel: channel, data1: byte, data2: 0)
        }
        guard let data1 = first else {
            first = byte
            return nil
        }
        first = nil
        let isOff = kind == .noteOn && byte == 0
        return ScheduledEvent(
            frame: 0, kind: isOff ? .noteOff : kind, channel: channel, data1: data1, data2: byte)
    }
}
