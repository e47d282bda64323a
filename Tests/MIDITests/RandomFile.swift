import MIDI

extension MIDIFile {
    /// A file of any format, division and messages, such as a writer accepts and a reader gives back as it was.
    static func random(using generator: inout some RandomNumberGenerator) -> MIDIFile {
        let format = Format.allCases.randomElement(using: &generator)!
        let division: Division =
            Bool.random(using: &generator)
            ? .ticksPerQuarter(Int.random(in: 1...0x7FFF, using: &generator))
            : .smpte(
                rate: Division.FrameRate.allCases.randomElement(using: &generator)!,
                ticksPerFrame: Int.random(in: 1...255, using: &generator))
        let count = format == .singleTrack ? 1 : Int.random(in: 1...5, using: &generator)
        let tracks = (0..<count).map { _ in Track.random(using: &generator) }
        return MIDIFile(format: format, division: division, tracks: tracks)
    }
}

extension Track {
    static func random(using generator: inout some RandomNumberGenerator) -> Track {
        var track = Track()
        var tick = 0
        for _ in 0..<Int.random(in: 0...60, using: &generator) {
            tick += [0, 0, 1, 127, 128, 0x3FFF, 0x4000, 0x1F_FFFF, 0x20_0000, 0x0FFF_FFFF]
                .randomElement(using: &generator)!
            track.append(.random(using: &generator), at: tick)
        }
        track.endTick += Int.random(in: 0...5000, using: &generator)
        return track
    }
}

extension Message {
    static func random(using generator: inout some RandomNumberGenerator) -> Message {
        let channel = Int.random(in: 0...15, using: &generator)
        let first = Int.random(in: 0...127, using: &generator)
        let second = Int.random(in: 0...127, using: &generator)
        let length = [0, 1, 5, 127, 128, 300].randomElement(using: &generator)!
        let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
        switch Int.random(in: 0..<14, using: &generator) {
        case 0: return .noteOff(channel: channel, pitch: first, velocity: second)
        case 1: return .noteOn(channel: channel, pitch: first, velocity: second)
        case 2: return .keyPressure(channel: channel, pitch: first, pressure: second)
        case 3: return .controlChange(channel: channel, controller: first, value: second)
        case 4: return .programChange(channel: channel, program: first)
        case 5: return .channelPressure(channel: channel, pressure: first)
        case 6: return .pitchBend(channel: channel, value: Int.random(in: -8192...8191, using: &generator))
        case 7: return .systemExclusive(bytes)
        case 8: return .escape(bytes)
        case 9: return .text(TextKind.allCases.randomElement(using: &generator)!, MIDIText(bytes: bytes))
        case 10: return .tempo(microsecondsPerQuarter: Int.random(in: 0...0xFF_FFFF, using: &generator))
        case 11:
            return .timeSignature(
                TimeSignature(
                    numerator: first * 2, denominatorPower: second, clocksPerClick: channel,
                    thirtySecondsPerQuarter: channel + 1))
        case 12:
            return .keySignature(
                sharps: Int.random(in: -7...7, using: &generator), isMinor: Bool.random(using: &generator))
        default:
            let types = [0x00, 0x0A, 0x20, 0x21, 0x54, 0x60, 0x7F, 0xFF]
            return .meta(type: types.randomElement(using: &generator)!, data: bytes)
        }
    }
}
