import Music

/// How alike the bars of a stretch are.
extension Excerpt {
    /// Bars this far apart may answer each other.
    private static let lags = [1, 2, 4, 8]

    var likenessMeasures: [(Measure, Double?)] {
        var onsets = [BarPattern](repeating: BarPattern(size: barSlots), count: bars)
        var pitches = [BarPattern](repeating: BarPattern(size: barSlots * 12), count: bars)
        for index in notes.indices {
            let (bar, slot) = position(index)
            guard bar < bars else { continue }
            onsets[bar].insert(slot)
            pitches[bar].insert(slot * 12 + notes[index].pitch % 12)
        }
        return [(.selfSimilarity, selfSimilarity(pitches))] + grooveMeasures(onsets)
    }

    private func grooveMeasures(_ onsets: [BarPattern]) -> [(Measure, Double?)] {
        var likeness = 0.0
        var jaccard = 0.0
        var pairsOfBars = 0
        var soundingPairs = 0
        for first in 0..<bars {
            for second in first + 1..<max(bars, first + 1) {
                let common = onsets[first].common(with: onsets[second])
                let either = onsets[first].count + onsets[second].count - common
                likeness += 1 - Double(either - common) / Double(barSlots)
                pairsOfBars += 1
                guard onsets[first].count > 0, onsets[second].count > 0 else { continue }
                jaccard += Double(common) / Double(either)
                soundingPairs += 1
            }
        }
        return [
            (.grooveSimilarity, pairsOfBars > 0 ? likeness / Double(pairsOfBars) : nil),
            (.grooveJaccard, soundingPairs > 0 ? jaccard / Double(soundingPairs) : nil),
        ]
    }

    private func selfSimilarity(_ patterns: [BarPattern]) -> Double? {
        Self.lags.compactMap { lag -> Double? in
            guard lag < bars else { return nil }
            return mean(
                (0..<bars - lag).compactMap { bar in
                    let common = patterns[bar].common(with: patterns[bar + lag])
                    let either = patterns[bar].count + patterns[bar + lag].count - common
                    return either > 0 ? Double(common) / Double(either) : nil
                })
        }.max()
    }
}

/// Which of the places of a bar are taken, as bits.
private struct BarPattern {
    private var words: [UInt64]
    /// How many places are taken.
    private(set) var count = 0

    init(size: Int) {
        words = [UInt64](repeating: 0, count: (size + 63) / 64)
    }

    mutating func insert(_ element: Int) {
        let bit: UInt64 = 1 << UInt64(element % 64)
        if words[element / 64] & bit == 0 { count += 1 }
        words[element / 64] |= bit
    }

    /// How many places are taken in both.
    func common(with other: BarPattern) -> Int {
        var sum = 0
        for index in words.indices { sum += (words[index] & other.words[index]).nonzeroBitCount }
        return sum
    }
}
