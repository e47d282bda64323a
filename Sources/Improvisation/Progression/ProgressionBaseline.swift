import Numerics
/// Counts of one, two and three chords in a row: what the network is compared with.
///
/// A chord is a degree with a quality, as the network says it. Each order falls back on the one below by Witten and Bell's
/// rule, the lowest on equal shares.
package struct ProgressionBaseline: Sendable {
    /// The number of chords.
    static let symbols = 12 * ProgressionQuality.allCases.count
    /// What stands before the first chord.
    private static let nothing = symbols

    private struct Row: Sendable {
        var counts: [Int: Int] = [:]
        var total = 0
    }

    private var rows: [[Int: Row]]

    /// Counts the chords of tunes, without those that only repeat.
    package init(_ tunes: [ProgressionTune]) {
        rows = [[:], [:], [:]]
        for tune in tunes {
            var history = [Self.nothing, Self.nothing]
            for (symbol, isNew) in tune.symbols {
                if isNew {
                    for order in 0..<3 {
                        let context = Self.context(history, order)
                        rows[order][context, default: Row()].counts[symbol, default: 0] += 1
                        rows[order][context, default: Row()].total += 1
                    }
                }
                history = [history[1], symbol]
            }
        }
    }

    /// The mean −ln p of the chords of other tunes, those that only repeat left out, by 0, 1 or 2 chords before.
    package func loss(_ tunes: [ProgressionTune], history length: Int) -> Double {
        precondition((0...2).contains(length), "a history of \(length) chords")
        var sum = 0.0
        var count = 0
        for tune in tunes {
            var history = [Self.nothing, Self.nothing]
            for (symbol, isNew) in tune.symbols {
                if isNew {
                    sum -= naturalLogarithm(probability(symbol, history, length))
                    count += 1
                }
                history = [history[1], symbol]
            }
        }
        return count == 0 ? 0 : sum / Double(count)
    }

    private func probability(_ symbol: Int, _ history: [Int], _ order: Int) -> Double {
        let lower = order == 0 ? 1 / Double(Self.symbols) : probability(symbol, history, order - 1)
        guard let row = rows[order][Self.context(history, order)] else { return lower }
        let kinds = Double(row.counts.count)
        return (Double(row.counts[symbol] ?? 0) + kinds * lower) / (Double(row.total) + kinds)
    }

    private static func context(_ history: [Int], _ order: Int) -> Int {
        switch order {
        case 0: 0
        case 1: history[1]
        default: history[0] * (symbols + 1) + history[1]
        }
    }
}
