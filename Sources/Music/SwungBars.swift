public import Harmony

/// Swing through bars of several metres: each bar swings from its own beginning, and one of eighths not at all.
public struct SwungBars: Hashable, Sendable {
    private let lines: BarLines
    /// One for each bar, or one for all.
    private let swings: [Swing]
    /// Whether one function serves all bars: they are of quarters, so that all begin on a beat.
    private let isPlain: Bool

    /// The bars and what their quarters swing by: one for each, or one for all.
    public init(_ lines: BarLines, _ swings: [Swing]) {
        precondition(swings.count == 1 || swings.count == lines.meters.count, "\(swings.count) swings")
        self.lines = lines
        self.swings = swings
        isPlain = swings.count == 1 && lines.isQuartered
    }

    /// The swung tick of a straight one.
    public func callAsFunction(_ tick: Int) -> Int {
        guard !isPlain else { return swings[0](tick) }
        let bar = lines.bar(at: tick)
        guard !lines.meters[bar].countsEighths else { return tick }
        return lines.starts[bar] + (swings.count == 1 ? swings[0] : swings[bar])(tick - lines.starts[bar])
    }
}
