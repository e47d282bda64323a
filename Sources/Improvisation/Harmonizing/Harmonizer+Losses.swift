package import Harmony
import Numerics
import Recurrent

extension Harmonizer {
    /// How well chords are foretold that are known.
    package struct Losses: Sendable {
        /// The sum of −ln p of the chords, each given those before it: by the network alone, by the melody alone, by both.
        package var network = 0.0
        package var melody = 0.0
        package var both = 0.0
        package var chords = 0
    }

    /// Foretells each chord, of all roots and qualities, from the real chords before it and the melody while it sounds.
    ///
    /// - Parameter chords: One for each span; stretches without a chord are left out.
    package func losses(of chords: [Chord], over melody: MelodySpans, meter: Meter, key: Key) -> Losses {
        var result = Losses()
        let evidence = evidence(melody)
        let sections = Self.sections(melody.bars.count - 1)
        let plan = Self.plan(sections, meter, key)
        var source = ContextSource(engine: engine, context: ProgressionContext(plan))
        var logits: [Float] = []
        var token = ProgressionVocabulary.start
        var span = 0
        while span < chords.count {
            guard let quality = ProgressionQuality(chords[span]) else { break }
            source.advance(token, logits: &logits)
            let bar = melody.spans[span].bar
            // As long as it lasts, up to the section's end.
            var end = span + 1
            while end < chords.count, chords[end] == chords[span] { end += 1 }
            let isHalf = melody.spans[span].beat == 0 && end == span + 1 && melody.bars[bar + 1] > end
            var bars = 0
            if !isHalf {
                let left = source.context.plan.sections[source.context.section].bars - source.context.bar
                bars = 1
                while bars < min(left, ProgressionVocabulary.mostBars), melody.bars[bar + bars] < end { bars += 1 }
                // Where it stops within a bar it is said again there.
                if melody.bars[bar + bars] > end, bars > 1 { bars -= 1 }
            }
            let next = isHalf ? end : melody.bars[bar + bars]
            let degree = modulo(chords[span].root - key.tonic.pitchClass, 12)
            let scores = scores(source, logits, evidence[span..<min(next, chords.count)], key)
            let index = chords[span].root * Self.qualities.count + quality.rawValue
            result.network -= scores.prior[index] - logSum(scores.prior)
            result.melody -= scores.heard[index] - logSum(scores.heard)
            let both = zip(scores.prior, scores.heard).map { $0 + $1 }
            result.both -= both[index] - logSum(both)
            result.chords += 1
            source.advance(ProgressionVocabulary.root(degree), logits: &logits)
            source.advance(ProgressionVocabulary.quality(quality), logits: &logits)
            token =
                isHalf
                ? ProgressionVocabulary.beats(MelodySpans.half(of: meter) ?? 1) : ProgressionVocabulary.bars(bars)
            span = next
        }
        return result
    }

    /// ln p of every chord by the network, and of the notes over each.
    private func scores(
        _ source: ContextSource<ProgressionContext>, _ rootLogits: [Float], _ evidence: ArraySlice<[Double]>, _ key: Key
    ) -> (prior: [Double], heard: [Double]) {
        let count = Self.qualities.count
        var prior = [Double](repeating: 0, count: 12 * count)
        var heard = prior
        var logits: [Float] = []
        for (degree, log) in Self.logProbabilities(rootLogits, .root).enumerated() {
            var source = source
            source.advance(ProgressionVocabulary.root(degree), logits: &logits)
            let row = modulo(key.tonic.pitchClass + degree, 12) * count
            for (quality, own) in Self.logProbabilities(logits, .quality).enumerated() {
                prior[row + quality] = log + own
            }
        }
        for row in evidence { for (index, value) in row.enumerated() { heard[index] += value } }
        return (prior, heard)
    }

    private func logSum(_ values: [Double]) -> Double {
        let most = values.max() ?? 0
        return most + naturalLogarithm(values.reduce(0) { $0 + exponential($1 - most) })
    }
}
