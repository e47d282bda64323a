package import MIDI

/// A channel message, or a change of tempo, and the frame it is to be heard at, counted from the start of the piece.
///
/// A plain value of 16 bytes, so that it can cross from the thread that makes music to the one that plays it.
package struct ScheduledEvent: Equatable, Sendable, BitwiseCopyable {
    /// The channel messages, by the high half of their status byte; and the tempo, which no synthesizer hears, but
    /// whoever writes down what is played, and those who follow its clock.
    package enum Kind: UInt8, Sendable, BitwiseCopyable {
        case noteOff = 0x8
        case noteOn = 0x9
        case keyPressure = 0xA
        case controlChange = 0xB
        case programChange = 0xC
        case channelPressure = 0xD
        case pitchBend = 0xE
        case tempo = 0xF
    }

    package var frame: Int64
    package var kind: Kind
    /// 0…15.
    package var channel: UInt8
    /// 0…127, as is `data2`.
    package var data1: UInt8
    package var data2: UInt8

    package init(frame: Int64, kind: Kind, channel: UInt8, data1: UInt8, data2: UInt8) {
        (self.frame, self.kind, self.channel, self.data1, self.data2) = (frame, kind, channel, data1, data2)
    }
}

extension ScheduledEvent {
    /// The message at `frame`; nil for messages no synthesizer hears (meta events, system exclusives) and for values out
    /// of MIDI's range.
    package init?(_ message: Message, frame: Int64) {
        switch message {
        case .noteOff(let channel, let pitch, let velocity):
            self.init(frame, .noteOff, channel, pitch, velocity)
        case .noteOn(let channel, let pitch, let velocity):
            self.init(frame, velocity == 0 ? .noteOff : .noteOn, channel, pitch, velocity)
        case .keyPressure(let channel, let pitch, let pressure):
            self.init(frame, .keyPressure, channel, pitch, pressure)
        case .controlChange(let channel, let controller, let value):
            self.init(frame, .controlChange, channel, controller, value)
        case .programChange(let channel, let program):
            self.init(frame, .programChange, channel, program, 0)
        case .channelPressure(let channel, let pressure):
            self.init(frame, .channelPressure, channel, pressure, 0)
        case .pitchBend(let channel, let value):
            guard (-8192...8191).contains(value) else { return nil }
            self.init(frame, .pitchBend, channel, (value + 8192) & 0x7F, (value + 8192) >> 7)
        default: return nil
        }
    }

    private init?(_ frame: Int64, _ kind: Kind, _ channel: Int, _ data1: Int, _ data2: Int) {
        guard (0...15).contains(channel), (0...127).contains(data1), (0...127).contains(data2) else { return nil }
        self.init(
            frame: frame, kind: kind, channel: UInt8(channel), data1: UInt8(data1), data2: UInt8(data2))
    }

    /// From `frame` on so many microseconds a quarter note, 1…2²⁴ − 1: its three bytes stand in the three fields.
    package init(frame: Int64, microsecondsPerQuarter: Int) {
        let value = min(max(microsecondsPerQuarter, 1), 0xFF_FFFF)
        self.init(
            frame: frame, kind: .tempo, channel: UInt8(value >> 16), data1: UInt8(value >> 8 & 0xFF),
            data2: UInt8(value & 0xFF))
    }

    /// The tempo that a ``Kind/tempo`` sets.
    package var microsecondsPerQuarter: Int { Int(channel) << 16 | Int(data1) << 8 | Int(data2) }

    /// The bytes of a channel message.
    package var bytes: [UInt8] {
        let status = kind.rawValue << 4 | channel
        return kind == .programChange || kind == .channelPressure ? [status, data1] : [status, data1, data2]
    }

    /// The nearest frame to a time, kept where sums of frames cannot overflow (a thousand years at 48 kHz).
    package static func frame(atSeconds seconds: Double, rate: Int) -> Int64 {
        let frames = (seconds * Double(rate)).rounded()
        return frames > 0 ? Int64(min(frames, 0x1p50)) : 0
    }
}
