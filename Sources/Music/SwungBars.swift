public import Harmony

/// Swing through bars of several metres: each bar swings from its own beginning, and one of eighths not at all.
public struct SwungBars: Hashable, Sendable {
    private let lines: BarLines
    private let swing: Swing
    /// Whether one function serves all bars: they are of quarters, so that all begin on a beat.
    private let isPlain: Bool

    /// The bars and what their quarters swing by.
    public init(_ lines: BarLines, _ swing: Swing) {
        self.lines = lines
        self.swing = swing
        isPlain = !lines.meters.contains(where: \.countsEighths)
    }

    /// The swung tick of a straight one.
    public func callAsFunction(_ tick: Int) -> Int {
        guard !isPlain else { return swing(tick) }
        guard swing != .straight else { return tick }
        let bar = lines.bar(at: tick)
        guard !lines.meters[bar].countsEighths else { return tick }
        return lines.starts[bar] + swing(tick - lines.starts[bar])
    }
}
