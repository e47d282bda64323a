public import Recurrent
import Sampling

/// How well a network foretells the changes of tunes, in nats a chord: the mean −ln p of what was said.
public struct ProgressionLoss: Sendable, Equatable {
    /// Root and quality together: what ``ProgressionBaseline`` foretells as well.
    public var chord: Double
    /// The length.
    public var length: Double
    /// The chords measured: those that do not only repeat an earlier section.
    public var chords: Int

    /// Measures a network.
    ///
    /// - Complexity: One step of the network for each token.
    public init(network: Network, tunes: [ProgressionTune]) {
        let engine = StepEngine(network)
        let fields = ProgressionContext.fields.count
        var sums = [0.0, 0.0]
        chords = 0
        var logits: [Float] = []
        for tune in tunes {
            let encoded = tune.encoded()
            var state = engine.zeroState(batch: 1)
            for (index, target) in encoded.targets.enumerated() {
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
