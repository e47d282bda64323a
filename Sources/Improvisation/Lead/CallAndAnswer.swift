package import Music
import Numerics
package import Recurrent

/// Whether a lead's network hears what was played before it: how well it foretells the true continuation of a phrase, after
/// the phrase itself and after one of another solo, in bits a note.
///
/// Solos are cut into stretches of eight bars, of which the first four are the call and the others the answer. The answer's
/// first note is no target: where it lies and how far its pitch is from the call's last would tell the two apart without
/// the network having listened. The network is told nothing of density and register.
package struct CallAndAnswer: Sendable, Equatable {
    /// Bits a note of the answers after their own calls.
    package private(set) var own = 0.0
    /// The same after calls of other solos, over the same chords.
    package private(set) var foreign = 0.0
    /// Notes measured, and stretches.
    package private(set) var notes = 0
    package private(set) var stretches = 0

    private struct Stretch {
        var solo: Int
        var call: [PartNote]
        var answer: [PartNote]
        var setting: LeadContext.Setting
    }

    private static let turn = 4
    private static let fewestNotes = 6

    /// - Complexity: Linear in the notes.
    package init?(engine: StepEngine, solos: [Solo], seed: UInt64 = 1, unless shouldStop: () -> Bool = { false }) {
        var random = Xoshiro256StarStar(seed: seed)
        let all = solos.enumerated().flatMap { Self.stretches($0.element, $0.offset) }
        for stretch in all {
            if shouldStop() { return nil }
            let others = (0..<20).compactMap { _ in all.randomElement(using: &random) }
            guard let other = others.first(where: { $0.solo != stretch.solo }) else { continue }
            own += Self.bits(stretch.call, stretch.answer, stretch.setting, engine)
            foreign += Self.bits(other.call, stretch.answer, stretch.setting, engine)
            notes += stretch.answer.count - 1
            stretches += 1
        }
        guard notes > 0 else { return nil }
        own /= Double(notes)
        foreign /= Double(notes)
    }

    private static func stretches(_ solo: Solo, _ index: Int) -> [Stretch] {
        let length = 2 * turn * solo.barSlots
        return stride(from: 0, through: solo.barCount * solo.barSlots - length, by: length).compactMap { start in
            func part(_ range: Range<Int>) -> [PartNote] {
                solo.notes.filter { range.contains($0.start) }.map { note in
                    var moved = note
                    moved.start -= start
                    return moved
                }
            }
            let call = part(start..<start + length / 2)
            let answer = part(start + length / 2..<start + length)
            guard call.count >= fewestNotes, answer.count >= fewestNotes else { return nil }
            let setting = LeadContext.Setting(
                changes: solo.changes.shifted(by: -start), barSlots: solo.barSlots, tempo: solo.tempo, endSlot: nil,
                swings: solo.swings, bass: solo.bass.shifted(by: -start))
            return Stretch(solo: index, call: call, answer: answer, setting: setting)
        }
    }

    /// Bits for an answer but its first note, after a call.
    private static func bits(
        _ call: [PartNote], _ answer: [PartNote], _ setting: LeadContext.Setting, _ engine: StepEngine
    ) -> Double {
        var context = LeadContext(setting, firstPitch: call[0].pitch)
        var state = engine.zeroState(batch: 1)
        var logits: [Float] = []
        var bits = 0.0
        var count = 0
        // A call of other bars may be longer than this one's.
        let heard = call.filter { $0.start < answer[0].start }
        context.say(heard + answer) { token, _, context in
            var inputs: [Int32] = []
            context.appendInputs(to: &inputs)
            engine.step(inputs, state: &state, logits: &logits)
            if count > heard.count { bits += Self.bits(of: token, logits) }
            if case .interval = LeadVocabulary.meaning(of: token) { count += 1 }
        }
        return bits
    }

    private static func bits(of token: Int, _ logits: [Float]) -> Double {
        let most = logits.max() ?? 0
        let sum = logits.reduce(0.0) { $0 + exponential(Double($1 - most)) }
        return (naturalLogarithm(sum) - Double(logits[token] - most)) * 1.442695040888963387
    }
}
