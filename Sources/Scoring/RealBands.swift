import Music

/// What real solos measure: for each measure five points of its distribution over windows of one length.
public struct RealBands: Sendable {
    /// Five points of a distribution.
    public struct Band: Sendable, Hashable {
        /// The value that a tenth of the real windows stay below.
        public let p10: Double
        public let p25: Double
        public let median: Double
        public let p75: Double
        /// The value that a tenth of the real windows exceed.
        public let p90: Double

        /// The distance between the quartiles.
        public var quartileRange: Double { max(1e-6, p75 - p25) }

        /// How many quartile ranges a value is from the median.
        public func distance(of value: Double) -> Double { abs(value - median) / quartileRange }

        /// Where a value lies.
        public func position(of value: Double) -> Position { value < p10 ? .below : value > p90 ? .above : .within }
    }

    /// Where a value lies: within the band that eight of ten real windows are in, or outside.
    public enum Position: String, Sendable {
        case below, within, above
    }

    /// How far something is from real solos: 0 is their middle.
    public struct Distance: Sendable {
        /// The mean of the parts; nil where there are none.
        public let mean: Double?
        /// For each measure of ``Measure/inDistance`` that has a value, how many quartile ranges it is off; farthest first.
        public let parts: [(measure: Measure, value: Double, distance: Double)]
    }

    /// The length of the windows, in bars.
    public let windowBars: Int
    /// How many windows there were.
    public let windows: Int
    private let bands: [Measure: Band]

    /// The band of a measure.
    public subscript(measure: Measure) -> Band { bands[measure]! }

    /// Bands of a table with a row for every measure.
    init(windowBars: Int, windows: Int, _ rows: [(Measure, Double, Double, Double, Double, Double)]) {
        self.windowBars = windowBars
        self.windows = windows
        bands = Dictionary(
            uniqueKeysWithValues: rows.map { measure, p10, p25, median, p75, p90 in
                (measure, Band(p10: p10, p25: p25, median: median, p75: p75, p90: p90))
            })
        precondition(bands.count == Measure.allCases.count, "\(bands.count) bands for \(windowBars) bars")
    }

    /// The bands of the window length nearest to `bars`.
    public static func core(nearest bars: Int) -> RealBands {
        bars < 12 ? .core8 : bars < 24 ? .core16 : .core32
    }

    /// D: how far a set of pieces is from real solos.
    ///
    /// The mean, over the measures of ``Measure/inDistance``, of the distance between the median of the set and that of
    /// real solos, in quartile ranges of the real ones. Held-out real solos come to about 0.1. It takes twenty pieces to
    /// mean something: a set that varies as real solos do is near, while each piece of it may be far.
    public func distance(of set: [SoloMeasures]) -> Distance {
        distance { measure in quantile(set.compactMap { $0[measure] }, 0.5) }
    }

    /// How far the pieces of a set lie apart, as a fraction of how far real solos do: below 1 they are too much alike.
    ///
    /// The median, over the measures of ``Measure/inDistance``, of the range that eight of ten windows lie in, divided by that of
    /// real solos. `D` does not see it. It takes twenty pieces to mean something; nil for fewer than two.
    public func spread(of set: [SoloMeasures]) -> Double? {
        guard set.count > 1 else { return nil }
        let ratios = Measure.inDistance.compactMap { measure -> Double? in
            let values = set.compactMap { $0[measure] }
            guard let low = quantile(values, 0.1), let high = quantile(values, 0.9) else { return nil }
            let real = self[measure].p90 - self[measure].p10
            return real > 0 ? (high - low) / real : nil
        }
        return quantile(ratios, 0.5)
    }

    /// How far one piece is from the middle of real solos.
    ///
    /// Windows of 16 bars of transcribed solos are themselves 0.65 from it at the median, eight of ten 0.4 to 1.1.
    public func distance(of piece: SoloMeasures) -> Distance { distance { piece[$0] } }

    private func distance(_ value: (Measure) -> Double?) -> Distance {
        let parts = Measure.inDistance.compactMap { measure -> (measure: Measure, value: Double, distance: Double)? in
            guard let value = value(measure) else { return nil }
            return (measure, value, self[measure].distance(of: value))
        }
        let order = parts.enumerated().sorted { ($1.element.distance, $0.offset) < ($0.element.distance, $1.offset) }
        return Distance(mean: Music.mean(parts.map(\.distance)), parts: order.map(\.element))
    }
}
