/// What a tick is worth (RP-001, "Header Chunks", `<division>`).
public enum Division: Equatable, Hashable, Sendable {
    /// Ticks in a quarter note, 1…32767; how long a quarter lasts is said by the tempo.
    case ticksPerQuarter(Int)
    /// Ticks in a frame of film or video, 1…255; tempo plays no part.
    case smpte(rate: FrameRate, ticksPerFrame: Int)

    /// The four frame rates that SMPTE time code knows, by the number that a file gives for them.
    public enum FrameRate: Int, Sendable, CaseIterable {
        case film24 = 24
        case pal25 = 25
        /// 30 drop frame: 30000 frames in 1001 seconds.
        case drop29 = 29
        case ntsc30 = 30
    }

    /// Ticks in a quarter note; for SMPTE division, where a file says nothing about quarters, those of half a second
    /// (120 beats a minute), at least 1.
    public var nominalTicksPerQuarter: Int {
        switch self {
        case .ticksPerQuarter(let ticks): ticks
        case .smpte(.drop29, let ticks): max(1, (15000 * ticks + 500) / 1001)
        case .smpte(let rate, let ticks): max(1, (rate.rawValue * ticks + 1) / 2)
        }
    }

    /// The sixteen bits of the header chunk; nil where a number is out of range.
    var word: UInt16? {
        switch self {
        case .ticksPerQuarter(let ticks):
            (1...0x7FFF).contains(ticks) ? UInt16(ticks) : nil
        case .smpte(let rate, let ticks):
            (1...0xFF).contains(ticks) ? UInt16(256 - rate.rawValue) << 8 | UInt16(ticks) : nil
        }
    }
}
