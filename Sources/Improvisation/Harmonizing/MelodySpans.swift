package import Harmony
package import Music

/// A melody cut into the stretches that can have chords of their own: half bars where a bar has halves, else bars.
package struct MelodySpans: Hashable, Sendable {
    /// A note as far as a chord has to bear it.
    package struct Note: Hashable, Sendable {
        package var pitchClass: Int
        /// Whether it begins on a beat.
        package var isOnBeat: Bool
        /// By how much it counts: that of an eighth is 1.
        package var weight: Double
    }

    /// A stretch.
    package struct Span: Hashable, Sendable {
        package var bar: Int
        /// The beat of the bar, from 0.
        package var beat: Int
        /// In slots.
        package var slots: Range<Int>
        package var notes: [Note] = []
    }

    package private(set) var spans: [Span] = []
    /// The first span of each bar, and behind them their number.
    package private(set) var bars: [Int] = []

    /// - Parameters:
    ///   - melody: In slots, by onset.
    ///   - meters: Of each bar.
    package init(_ melody: [PartNote], meters: [Meter]) {
        var start = 0
        for (bar, meter) in meters.enumerated() {
            bars.append(spans.count)
            let end = start + meter.barTicks / MetricGrid.ticksPerSlot
            if let half = Self.half(of: meter) {
                let middle = start + half * meter.beatTicks / MetricGrid.ticksPerSlot
                spans.append(Span(bar: bar, beat: 0, slots: start..<middle))
                spans.append(Span(bar: bar, beat: half, slots: middle..<end))
            } else {
                spans.append(Span(bar: bar, beat: 0, slots: start..<end))
            }
            start = end
        }
        bars.append(spans.count)
        var first = 0
        for note in melody where note.duration > 0 {
            while first < spans.count, spans[first].slots.upperBound <= note.start { first += 1 }
            var index = first
            while index < spans.count, spans[index].slots.lowerBound < note.end {
                let slots = spans[index].slots
                let sounding = min(note.end, slots.upperBound) - max(note.start, slots.lowerBound)
                let isIn = slots.contains(note.start)
                // What only reaches over a bar line is heard there from an eighth on, and what comes an eighth before it
                // belongs behind it.
                let isAhead =
                    isIn && index + 1 < spans.count && note.end - slots.upperBound > sounding && sounding <= Self.eighth
                if isIn || sounding >= Self.eighth, !isAhead {
                    let isOnBeat = !isIn || note.start % MetricGrid.slotsPerBeat == 0
                    let weight = min(2, (Double(sounding) / Double(Self.eighth)).squareRoot())
                    spans[index].notes.append(
                        Note(pitchClass: modulo(note.pitch, 12), isOnBeat: isOnBeat, weight: weight))
                }
                index += 1
            }
        }
    }

    /// Whether all bars are of the same stretches.
    var isUniform: Bool {
        let lengths = zip(bars, bars.dropFirst()).map { spans[$0..<$1].map(\.slots.count) }
        return lengths.allSatisfy { $0 == lengths[0] }
    }

    /// The first bars.
    func first(bars count: Int) -> MelodySpans {
        var result = self
        result.bars = Array(bars.prefix(count + 1))
        result.spans = Array(spans.prefix(bars[count]))
        return result
    }

    private static let eighth = MetricGrid.slotsPerBeat / 2

    /// The beat on which the second half of a bar begins; nil where it has no halves.
    static func half(of meter: Meter) -> Int? {
        guard meter.beats >= 4 else { return nil }
        let beat = meter.evenBeats(2)[1]
        return beat <= ProgressionVocabulary.mostBeats ? beat : nil
    }
}
