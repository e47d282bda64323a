/// Where the measures put an onset: on one of the places of a beat that jazz is written in, swing taken out.
///
/// ``MetricGrid`` gives every note a slot of its own, which the network needs, and moves neighbours for it. Here each
/// note goes to the place nearest to it, on sixteenths and triplets only, and two may share one: as the real bands were
/// taken.
enum SwungGrid {
    /// The places in a beat, in twelfths; 12 is the next beat.
    private static let positions = [0, 3, 4, 6, 8, 9, 12]
    /// How far before a beat an onset still belongs to it, in beats.
    static let anticipation = 0.10
    /// Where the second of two eighths may be, straight or swung.
    static let secondEighth = 0.40...0.78

    /// The place of each onset in twelfths of a beat from the start, not descending.
    ///
    /// - Parameter onsets: In beats, ascending, not negative.
    static func slots(_ onsets: [Double]) -> [Int] {
        var slots: [Int] = []
        slots.reserveCapacity(onsets.count)
        forEachBeat(of: onsets) { beat, range in
            let first = onsets[range.lowerBound] - beat
            let start = Int(beat) * 12
            if range.count == 2, first < 0.2, secondEighth.contains(onsets[range.lowerBound + 1] - beat) {
                slots += [start, start + 6]
            } else if range.count == 1, (0.45...0.75).contains(first) {
                slots.append(start + 6)
            } else {
                slots += onsets[range].map { start + nearest(to: $0 - beat) }
            }
        }
        return slots
    }

    /// Calls `body` for each beat that holds onsets, with the beat and the indices of its onsets.
    static func forEachBeat(of onsets: [Double], _ body: (_ beat: Double, _ range: Range<Int>) -> Void) {
        var first = 0
        while first < onsets.count {
            let beat = (onsets[first] + anticipation).rounded(.down)
            var end = first + 1
            while end < onsets.count, (onsets[end] + anticipation).rounded(.down) == beat { end += 1 }
            body(beat, first..<end)
            first = end
        }
    }

    private static func nearest(to fraction: Double) -> Int {
        var best = 0
        for position in positions where abs(Double(position) / 12 - fraction) < abs(Double(best) / 12 - fraction) {
            best = position
        }
        return best
    }
}
