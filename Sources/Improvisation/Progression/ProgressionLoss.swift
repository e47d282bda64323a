package import Recurrent
import Sampling

/// How well a network predicts the changes of tunes, in nats a chord: the mean −ln p of what was said.
package struct ProgressionLoss: Sendable, Equatable {
    /// Root and quality together: what ``ProgressionBaseline`` predicts as well.
    package var chord: Double
    /// The length.
    package var length: Double
    /// The chords measured: those that do not only repeat an earlier section.
    package var chords: Int

    /// The mean of several measurements, each counting by its chords.
    package init(mean parts: [ProgressionLoss]) {
        let chords = parts.reduce(0) { $0 + $1.chords }
        func mean(_ loss: (ProgressionLoss) -> Double) -> Double {
            chords == 0 ? 0 : parts.reduce(0) { $0 + loss($1) * Double($1.chords) } / Double(chords)
        }
        self.chords = chords
        chord = mean(\.chord)
        length = mean(\.length)
    }

    /// Measures a network on tunes as ``ProgressionTune/encoded()`` writes them; nil once `shouldStop` is true.
    ///
    /// - Complexity: One step of the network for each token.
    package init?(network: Network, tunes: [TokenSequence], unless shouldStop: () -> Bool = { false }) {
        let engine = StepEngine(network)
        let fields = ProgressionContext.fields.count
        var sums = [0.0, 0.0]
        chords = 0
        var logits: [Float] = []
        for encoded in tunes {
            var state = engine.zeroState(batch: 1)
            for (index, target) in encoded.targets.enumerated() {
                if shouldStop() { return nil }
                engine.step(
                    Array(encoded.inputs[(index * fields)..<((index + 1) * fields)]), state: &state, logits: &logits)
                guard target >= 0 else { continue }
                let isLength = ProgressionVocabulary.tokens(for: .length).contains(Int(target))
                sums[isLength ? 1 : 0] -= logProbability(of: Int(target), logits: logits)
                if isLength { chords += 1 }
            }
        }
        chord = chords == 0 ? 0 : sums[0] / Double(chords)
        length = chords == 0 ? 0 : sums[1] / Double(chords)
    }
}
