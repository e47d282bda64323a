/// A time signature as the meta event holds it (RP-001, "FF 58 04 nn dd cc bb").
public struct TimeSignature: Equatable, Hashable, Sendable {
    /// Beats in a bar, 0…255; 0 can be read from a file but counts no bars.
    public var numerator: Int
    /// The note that is a beat, as a power of two, 0…255: 2 for a quarter, 3 for an eighth.
    public var denominatorPower: Int
    /// MIDI clocks (24 a quarter) between two clicks of the metronome.
    public var clocksPerClick: Int
    /// Thirty-second notes in what the file calls a quarter; 8 except in odd files.
    public var thirtySecondsPerQuarter: Int

    public init(numerator: Int, denominatorPower: Int, clocksPerClick: Int = 24, thirtySecondsPerQuarter: Int = 8) {
        self.numerator = numerator
        self.denominatorPower = denominatorPower
        self.clocksPerClick = clocksPerClick
        self.thirtySecondsPerQuarter = thirtySecondsPerQuarter
    }

    /// The signature as musicians write it, `TimeSignature(6, 8)`, with a click on each beat.
    ///
    /// - Precondition: the numerator is 1…255, and the denominator a power of two, 1…128.
    public init(_ numerator: Int, _ denominator: Int) {
        precondition(
            (1...255).contains(numerator) && (1...128).contains(denominator) && denominator.nonzeroBitCount == 1,
            "a time signature of \(numerator)/\(denominator): give 1…255 over a power of two up to 128")
        self.init(
            numerator: numerator, denominatorPower: denominator.trailingZeroBitCount,
            clocksPerClick: max(1, 96 / denominator))
    }

    /// 4/4, which a file without a time signature is in.
    public static let common = TimeSignature(4, 4)

    /// The note that is a beat: 4 for a quarter; nil beyond 128, where no music is and no bar can be counted.
    public var denominator: Int? {
        (0...7).contains(denominatorPower) ? 1 << denominatorPower : nil
    }

    /// Whether bars can be counted in it: a numerator above 0 and a denominator up to 128.
    public var isCountable: Bool {
        (1...255).contains(numerator) && denominator != nil
    }
}
