import Numerics

/// Where bars begin that may be of several metres, in ticks.
public struct BarLines: Hashable, Sendable {
    /// The metre of each bar.
    public let meters: [Meter]
    /// The tick on which each begins, and behind them the one on which the last ends.
    public let starts: [Int]

    /// The lines of bars one after the other.
    ///
    /// - Parameter meter: That of the bars that name none.
    public init(_ bars: [ChartBar], meter: Meter) {
        meters = bars.map { $0.meter ?? meter }
        var starts = [0]
        starts.reserveCapacity(bars.count + 1)
        for meter in meters { starts.append(starts[starts.count - 1] + meter.barTicks) }
        self.starts = starts
    }

    /// The length of all in ticks.
    public var ticks: Int { starts[starts.count - 1] }

    /// Whether all are of one metre.
    public var isUniform: Bool { meters.allSatisfy { $0 == meters.first } }

    /// Whether all bars are of whole quarter notes, so that their beats lie on one grid.
    public var isQuartered: Bool { !meters.contains(where: \.countsEighths) }

    /// The bar in which a tick lies; the first before them, the last behind.
    ///
    /// - Complexity: O(log *n*).
    public func bar(at tick: Int) -> Int {
        min(max(0, starts.partitioningIndex { $0 > tick } - 1), max(0, meters.count - 1))
    }

    /// The tick on which a beat of a bar begins.
    public func tick(bar: Int, beat: Int) -> Int { starts[bar] + beat * meters[bar].beatTicks }
}
