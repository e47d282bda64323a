public import Harmony

/// Bends straight eighths into swung ones: a function from ticks to ticks.
///
/// Within each quarter note the off-beat eighth moves later; the beat, the triplets and the sixteenths around it stay
/// where they are, and what lies between is stretched in proportion. The function never goes backwards, and maps every
/// beat, hence every bar, to itself.
public struct Swing: Hashable, Sendable {
    /// Ticks from the beat to the swung off-beat, 240 when straight.
    public let offbeat: Int

    /// Even eighths.
    public static let straight = Swing(ratio: 1)

    /// Swing by the ratio of the long eighth to the short one, 1 (even) to 2 (triplets).
    public init(ratio: Double) {
        let kept = min(max(ratio, 1), 2)
        offbeat = Int((480 * kept / (1 + kept)).rounded())
    }

    /// Ratios that can be asked for.
    public static let ratios = 1.0...3.0

    /// Swing by a ratio that is asked for, one of ``ratios``: beyond 2 sharper than triplets.
    public init(exactly ratio: Double) {
        precondition(Self.ratios.contains(ratio), "a swing ratio of \(ratio)")
        offbeat = Int((480 * ratio / (1 + ratio)).rounded())
    }

    /// The swing of a soloist, as the table of the style has it.
    public init(tempo: Double, style: Style) {
        self = Swing(style.table.eighths, tempo: tempo) ?? .straight
    }

    /// The swing that a table gives; nil where it leaves it to the drummer's.
    package init?(_ eighths: StyleTable.Eighths, tempo: Double) {
        switch eighths {
        case .even: self = .straight
        case .ratios(let ratios): self.init(exactly: Self.between(ratios.map { ($0.tempo, $0.ratio) }, at: tempo))
        case .drummer: return nil
        }
    }

    /// The swung tick of a straight one.
    public func callAsFunction(_ tick: Int) -> Int {
        let within = tick % 480 < 0 ? tick % 480 + 480 : tick % 480
        let beat = tick - within
        // Sharper than triplets, the off-beat pushes their last third on.
        let third = offbeat > 320 ? (offbeat + 480) / 2 : 320
        let knots = [(0, 0), (160, 160), (240, offbeat), (320, third), (480, 480)]
        for (low, high) in zip(knots, knots.dropFirst()) where within < high.0 {
            return beat + low.1 + (within - low.0) * (high.1 - low.1) / (high.0 - low.0)
        }
        return tick
    }

    /// The value at `x` of a line through points in rising order, level outside them.
    package static func between(_ points: [(Double, Double)], at x: Double) -> Double {
        for (low, high) in zip(points, points.dropFirst()) where x < high.0 {
            return low.1 + (high.1 - low.1) * max(0, x - low.0) / (high.0 - low.0)
        }
        return points[points.count - 1].1
    }
}
