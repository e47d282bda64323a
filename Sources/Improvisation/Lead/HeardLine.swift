package import Music
package import Recurrent
import Sampling

/// A line that a network has heard, and from which it foretells others.
package struct HeardLine: Sendable {
    private let engine: StepEngine
    private let setting: LeadContext.Setting
    private let notes: [PartNote]
    /// The network after these notes, with how many tokens said them; nil where there are none, which tells not where a line
    /// begins.
    private var heard: (source: ContextSource<LeadContext>, tokens: Int, last: Int)?

    /// Has a network hear notes.
    ///
    /// - Parameter notes: In slots, ascending.
    package init(_ notes: [PartNote], engine: StepEngine, setting: LeadContext.Setting) {
        self.engine = engine
        self.setting = setting
        self.notes = notes
        guard !notes.isEmpty else { return }
        var (source, last) = start(notes[0].pitch)
        var logits = [Float](repeating: 0, count: LeadVocabulary.count)
        let tokens = tokens(notes)
        for token in tokens {
            source.advance(last, logits: &logits)
            last = token
        }
        heard = (source, tokens.count, last)
    }

    /// Bits of each note for rhythm and pitch, were they to follow.
    ///
    /// - Parameter more: In slots, ascending, behind those that were heard.
    /// - Complexity: Some three steps of the network a note.
    package func bits(of more: [PartNote]) -> [Double] {
        guard let first = (notes + more).first, !more.isEmpty else { return [] }
        var (source, last) = heard.map { ($0.source, $0.last) } ?? start(first.pitch)
        var logits = [Float](repeating: 0, count: LeadVocabulary.count)
        var bits = [0.0]
        for token in tokens(notes + more).dropFirst(heard?.tokens ?? 0) {
            source.advance(last, logits: &logits)
            last = token
            switch LeadVocabulary.meaning(of: token) {
            case .articulation: continue
            case .interval:
                bits[bits.count - 1] += Self.bits(of: token, logits)
                bits.append(0)
            default: bits[bits.count - 1] += Self.bits(of: token, logits)
            }
        }
        return bits.dropLast()
    }

    private func start(_ pitch: Int) -> (source: ContextSource<LeadContext>, last: Int) {
        (
            ContextSource(engine: engine, context: LeadContext(setting, firstPitch: pitch)),
            LeadVocabulary.endOfSequence
        )
    }

    private func tokens(_ notes: [PartNote]) -> [Int] {
        var context = LeadContext(setting, firstPitch: notes[0].pitch)
        var tokens: [Int] = []
        context.say(notes) { token, _, _ in tokens.append(token) }
        return tokens
    }

    private static func bits(of token: Int, _ logits: [Float]) -> Double {
        -logProbability(of: token, logits: logits) * 1.442695040888963387
    }
}
