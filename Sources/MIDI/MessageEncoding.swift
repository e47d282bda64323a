extension Message {
    /// A channel message as its row of the table and its values, the second 0 where there is one only; nil for other
    /// messages.
    var channelForm: (spec: ChannelSpec, channel: Int, first: Int, second: Int)? {
        switch self {
        case .noteOff(let channel, let pitch, let velocity):
            (ChannelSpec.table[0], channel, pitch, velocity)
        case .noteOn(let channel, let pitch, let velocity):
            (ChannelSpec.table[1], channel, pitch, velocity)
        case .keyPressure(let channel, let pitch, let pressure):
            (ChannelSpec.table[2], channel, pitch, pressure)
        case .controlChange(let channel, let controller, let value):
            (ChannelSpec.table[3], channel, controller, value)
        case .programChange(let channel, let program):
            (ChannelSpec.table[4], channel, program, 0)
        case .channelPressure(let channel, let pressure):
            (ChannelSpec.table[5], channel, pressure, 0)
        case .pitchBend(let channel, let value):
            (ChannelSpec.table[6], channel, value, 0)
        default: nil
        }
    }

    /// Appends the bytes of a message that has passed ``check()``.
    ///
    /// - Parameter runningStatus: the status byte in force, which is left out and kept up to date; nil to write each.
    func append(to bytes: inout [UInt8], runningStatus: inout UInt8?) {
        if let form = channelForm {
            let status = form.spec.status | UInt8(form.channel)
            if status != runningStatus { bytes.append(status) }
            runningStatus = status
            if form.spec.status == 0xE0 {
                let bend = form.first + 8192
                bytes += [UInt8(bend & 0x7F), UInt8(bend >> 7)]
            } else {
                bytes.append(UInt8(form.first))
                if form.spec.dataBytes.count > 1 { bytes.append(UInt8(form.second)) }
            }
            return
        }
        // RP-001: "Sysex events and meta-events cancel any running status which was in effect."
        runningStatus = nil
        switch self {
        case .systemExclusive(let data): Message.append(data, after: [0xF0], to: &bytes)
        case .escape(let data): Message.append(data, after: [0xF7], to: &bytes)
        default:
            let (type, data) = metaForm
            Message.append(data, after: [0xFF, type], to: &bytes)
        }
    }

    /// - Precondition: the message is a meta event.
    private var metaForm: (type: UInt8, data: [UInt8]) {
        switch self {
        case .text(let kind, let text):
            return (kind.rawValue, text.bytes)
        case .tempo(let microseconds):
            return (0x51, [UInt8(microseconds >> 16), UInt8(microseconds >> 8 & 0xFF), UInt8(microseconds & 0xFF)])
        case .timeSignature(let signature):
            let values = [
                signature.numerator, signature.denominatorPower, signature.clocksPerClick,
                signature.thirtySecondsPerQuarter,
            ]
            return (0x58, values.map { UInt8($0) })
        case .keySignature(let sharps, let isMinor):
            return (0x59, [UInt8(bitPattern: Int8(sharps)), isMinor ? 1 : 0])
        case .meta(let type, let data):
            return (UInt8(type), data)
        case .noteOff, .noteOn, .keyPressure, .controlChange, .programChange, .channelPressure, .pitchBend,
            .systemExclusive, .escape:
            preconditionFailure("not a meta event: \(self)")
        }
    }

    private static func append(_ data: [UInt8], after start: [UInt8], to bytes: inout [UInt8]) {
        bytes += start
        VariableLengthQuantity.append(data.count, to: &bytes)
        bytes += data
    }
}
