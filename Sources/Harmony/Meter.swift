/// A time signature as the band counts it. Times are in ticks, 480 to a quarter note.
public struct Meter: Hashable, Sendable, CustomStringConvertible {
    /// Ticks in a quarter note.
    public static let ticksPerQuarter = 480
    /// 4/4.
    public static let common = Meter(beats: 4, unit: 4)!

    /// Beats in a bar: the upper number.
    public let beats: Int
    /// The note that is one beat, as a fraction of a whole note: the lower number.
    public let unit: Int

    /// A time signature of 1…12 halves or quarters, or of 6, 9 or 12 eighths; nil for any other.
    public init?(beats: Int, unit: Int) {
        switch unit {
        case 2, 4: guard (1...12).contains(beats) else { return nil }
        case 8: guard [6, 9, 12].contains(beats) else { return nil }
        default: return nil
        }
        self.beats = beats
        self.unit = unit
    }

    /// The time signature written as "4/4"; nil if it is not understood.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let beats = Int(parts[0]), let unit = Int(parts[1]) else { return nil }
        self.init(beats: beats, unit: unit)
    }

    /// Ticks in one beat.
    public var beatTicks: Int { 4 * Self.ticksPerQuarter / unit }

    /// Ticks in a bar.
    public var barTicks: Int { beats * beatTicks }

    /// Whether three eighths make one felt pulse (6/8, 9/8, 12/8).
    public var isCompound: Bool { unit == 8 }

    /// Ticks in one felt pulse: a quarter, or three eighths in 6/8, 9/8 and 12/8.
    public var pulseTicks: Int { isCompound ? 3 * beatTicks : Self.ticksPerQuarter }

    /// Felt pulses in a bar.
    public var pulses: Int { barTicks / pulseTicks }

    /// "4/4".
    public var description: String { "\(beats)/\(unit)" }
}
