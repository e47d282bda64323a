public import Harmony

extension Timeline where Value == Chord {
    /// The changes of bars, one after the other, once or for ever.
    ///
    /// - Parameters:
    ///   - meter: That of the bars that name none.
    ///   - unit: Ticks in the unit of time: 1, or ``MetricGrid/ticksPerSlot``.
    public init(_ bars: [ChartBar], meter: Meter, unit: Int = 1, repeats: Bool = false) {
        let lines = BarLines(bars, meter: meter)
        self.init(
            bars.enumerated().flatMap { index, bar in
                bar.chords.filter { $0.beat < lines.meters[index].beats }.map {
                    Entry(start: lines.tick(bar: index, beat: $0.beat) / unit, value: $0.chord)
                }
            }, period: repeats ? lines.ticks / unit : nil)
    }

    /// The chord that sounds at a time; nil before the first one and where there is no chord.
    ///
    /// - Complexity: O(log *n*).
    public func chord(at time: Int) -> Chord? {
        value(at: time).flatMap { $0.isNoChord ? nil : $0 }
    }

    /// The chords in order, without gaps; one that returns at once is one span.
    ///
    /// - Parameter end: When the last of them ends.
    public func spans(until end: Int) -> [ChordSpan] {
        var spans: [ChordSpan] = []
        for (index, entry) in entries.enumerated() {
            let next = index + 1 < entries.count ? entries[index + 1].start : end
            if let last = spans.last, last.chord == entry.value {
                spans[spans.count - 1] = ChordSpan(chord: last.chord, start: last.start, end: next)
            } else {
                spans.append(ChordSpan(chord: entry.value, start: entry.start, end: next))
            }
        }
        return spans
    }
}

/// A chord and the ticks through which it sounds.
public struct ChordSpan: Hashable, Sendable {
    /// The chord.
    public let chord: Chord
    /// Its first tick.
    public let start: Int
    /// The tick at which the next chord takes over, or the piece ends.
    public let end: Int

    /// A chord from one tick to another.
    public init(chord: Chord, start: Int, end: Int) {
        self.chord = chord
        self.start = start
        self.end = end
    }
}
