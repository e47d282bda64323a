import Music

/// When the notes come.
extension Excerpt {
    /// Fewer pairs of eighths do not say how they swing.
    private static let fewestPairs = 4

    var rhythmMeasures: [(Measure, Double?)] {
        var classes = [Int](repeating: 0, count: Token.interOnsets)
        for token in tokens { classes[token.interOnset] += 1 }
        let total = Double(tokens.count)
        return [
            (.eighths, Double(classes[2]) / total),
            (.longInterOnsets, Double(classes[4] + classes[5]) / total),
            (.rhythmEntropy, entropy(classes)),
            (.offbeats, Double(slots.count { $0 % 12 != 0 }) / Double(slots.count)),
            (.swingRatio, swingRatio),
        ]
    }

    /// The median of first to second over the beats of exactly two onsets that are a pair of eighths.
    private var swingRatio: Double? {
        let onsets = notes.map(onset)
        var ratios: [Double] = []
        SwungGrid.forEachBeat(of: onsets) { beat, range in
            guard range.count == 2 else { return }
            let first = onsets[range.lowerBound] - beat
            let second = onsets[range.lowerBound + 1] - beat
            guard abs(first) < 0.12, SwungGrid.secondEighth.contains(second) else { return }
            ratios.append((second - first) / (1 - second + 1e-9))
        }
        return ratios.count >= Self.fewestPairs ? quantile(ratios, 0.5) : nil
    }
}
