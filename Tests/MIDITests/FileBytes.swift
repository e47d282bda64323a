import MIDI

/// Bytes of files, put together by hand.
enum FileBytes {
    static let endOfTrack: [UInt8] = [0, 0xFF, 0x2F, 0]
    /// Middle C for 480 ticks.
    static let note: [UInt8] = [0, 0x90, 60, 64, 0x83, 0x60, 0x80, 60, 64]

    static func header(_ format: Int = 0, _ tracks: Int = 1, _ division: Int = 480, extra: [UInt8] = []) -> [UInt8] {
        "MThd".utf8 + big(6 + extra.count, 4) + big(format, 2) + big(tracks, 2) + big(division, 2) + extra
    }

    /// A track chunk; its length is that of the body if none is given.
    static func track(_ body: [UInt8], length: Int? = nil) -> [UInt8] {
        chunk("MTrk", body, length: length)
    }

    static func chunk(_ name: String, _ body: [UInt8], length: Int? = nil) -> [UInt8] {
        name.utf8 + big(length ?? body.count, 4) + body
    }

    /// A format 0 file of one track with the given events, a note and an end of track.
    static func file(_ events: [UInt8]) -> [UInt8] {
        header() + track(events + note + endOfTrack)
    }

    /// A format 0 file of one track with exactly the given bytes.
    static func file(exactly body: [UInt8]) -> [UInt8] {
        header() + track(body)
    }

    static func big(_ number: Int, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    static func little(_ number: Int) -> [UInt8] { big(number, 4).reversed() }
}

/// A generator with a seed to print (SplitMix64: Steele, Lea, Flood 2014).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
