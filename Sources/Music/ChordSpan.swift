public import Harmony

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

/// The chords of a piece by tick.
public struct Changes: Hashable, Sendable {
    /// The chords in order, without gaps; a chord that returns at once is one span.
    public let spans: [ChordSpan]

    /// The chords of bars.
    public init(bars: [ChartBar], meter: Meter) {
        var entries: [(chord: Chord, start: Int)] = []
        for (index, bar) in bars.enumerated() {
            for entry in bar.chords where entry.beat < meter.beats && entries.last?.chord != entry.chord {
                entries.append((entry.chord, index * meter.barTicks + entry.beat * meter.beatTicks))
            }
        }
        let end = bars.count * meter.barTicks
        spans = entries.enumerated().map { index, entry in
            let next = index + 1 < entries.count ? entries[index + 1].start : end
            return ChordSpan(chord: entry.chord, start: entry.start, end: next)
        }
    }

    /// The index of the span that sounds at a tick; the last one from the end on. O(log n).
    public func index(at tick: Int) -> Int {
        var low = 0
        var high = spans.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if spans[middle].start <= tick { low = middle } else { high = middle }
        }
        return low
    }

    /// The chord that sounds at a tick; "N.C." in an empty piece.
    public func chord(at tick: Int) -> Chord {
        spans.isEmpty ? .noChord : spans[index(at: tick)].chord
    }
}
