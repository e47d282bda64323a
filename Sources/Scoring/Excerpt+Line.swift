import Numerics
import Harmony
import Music

/// How the line moves: its phrases, rests, intervals, range and pitch classes.
extension Excerpt {
    /// A silence of this many beats ends a phrase.
    private static let phraseEnd = 0.75
    /// So does this distance between onsets, however long the first note sounds.
    private static let longWait = Double(MetricGrid.phraseGap) / Double(MetricGrid.slotsPerBeat)
    /// A shorter gap between two notes is how they are tongued, not a rest.
    private static let articulation = 0.25

    var lineMeasures: [(Measure, Double?)] {
        let phrases = phrases
        let absolute = intervals.map { Double(abs($0)) }
        func fraction(_ holds: (Int) -> Bool) -> Double {
            Double(intervals.count(where: holds)) / Double(intervals.count)
        }
        let moves = intervals.filter { $0 != 0 }
        let turns = zip(moves, moves.dropFirst()).count { ($0 < 0) != ($1 < 0) }
        let pitches = notes.map { Double($0.pitch) }
        return [
            (.density, Double(notes.count) / Double(bars)),
            (.restRatio, restRatio),
            (.phraseNotes, mean(phrases.map { Double($0.count) })),
            (
                .phraseBars,
                mean(phrases.map { (end(notes[$0.upperBound - 1]) - onset(notes[$0.lowerBound])) / line.barBeats })
            ),
            (.meanAbsoluteInterval, mean(absolute)),
            (.stepRatio, fraction { (1...2).contains(abs($0)) }),
            (.leapsOverOctave, fraction { abs($0) > 12 }),
            (.repeatedNotes, fraction { $0 == 0 }),
            (.directionChange, moves.count > 1 ? Double(turns) / Double(moves.count - 1) : 0),
            (.range90, quantile(pitches, 0.95)! - quantile(pitches, 0.05)!),
        ]
    }

    private var restRatio: Double {
        var sounding = end(notes[notes.count - 1]) - onset(notes[notes.count - 1])
        for (note, next) in pairs {
            sounding += (onset(next) - end(note) < Self.articulation ? onset(next) : end(note)) - onset(note)
        }
        return max(0, 1 - sounding / (range.upperBound - range.lowerBound))
    }

    /// The phrases as ranges of notes.
    private var phrases: [Range<Int>] {
        var phrases: [Range<Int>] = []
        var start = 0
        for index in notes.indices.dropFirst() {
            let (last, note) = (notes[index - 1], notes[index])
            if onset(note) - end(last) >= Self.phraseEnd || onset(note) - onset(last) >= Self.longWait {
                phrases.append(start..<index)
                start = index
            }
        }
        return phrases + [start..<notes.count]
    }

    var pitchClassMeasures: [(Measure, Double?)] {
        var counts = [[Int]](repeating: [Int](repeating: 0, count: 12), count: bars)
        for index in notes.indices {
            let bar = position(index).bar
            if bar < bars { counts[bar][notes[index].pitch % 12] += 1 }
        }
        /// The mean entropy of every stretch of `length` bars that has notes.
        func meanEntropy(of length: Int) -> Double? {
            let length = min(length, bars)
            return mean(
                (0...bars - length).compactMap { start in
                    var sum = [Int](repeating: 0, count: 12)
                    for bar in counts[start..<start + length] {
                        for pitchClass in 0..<12 { sum[pitchClass] += bar[pitchClass] }
                    }
                    return sum.allSatisfy { $0 == 0 } ? nil : entropy(sum)
                })
        }
        return [(.entropy1, meanEntropy(of: 1)), (.entropy4, meanEntropy(of: 4))]
    }
}
