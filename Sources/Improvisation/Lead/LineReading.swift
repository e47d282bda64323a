import Harmony
package import Music
import Numerics
package import Recurrent
import Sampling

/// What a network thinks of a note that somebody has played.
package struct NoteReading: Sendable {
    /// How surprising its onset is, in bits.
    package var rhythmBits = 0.0
    /// How surprising its pitch is, in bits; nil for the first note, before which nothing says where a line begins.
    package var pitchBits: Double?
    /// The probability of its pitch.
    package var probability: Double?
    /// The pitches that the network holds likeliest there, the likeliest first.
    package var alternatives: [(pitch: Int, probability: Double)] = []
}

/// A line read by the lead's network, note by note.
package enum LineReading {
    /// Pitches that are told of each note.
    private static let told = 6

    /// What the network thinks of each note, knowing those before it.
    ///
    /// - Parameter notes: In slots, ascending.
    /// - Complexity: Some three steps of the network a note.
    package static func read(
        _ notes: [PartNote], engine: StepEngine, setting: LeadContext.Setting
    ) -> [NoteReading] {
        guard let first = notes.first else { return [] }
        typealias Said = (token: Int, decision: LeadVocabulary.Decision, note: Int, lastPitch: Int, isFirst: Bool)
        var said: [Said] = []
        var context = LeadContext(setting, firstPitch: first.pitch)
        context.say(notes) { token, isFirst, context in
            said.append((token, context.decision, context.noteCount, context.lastPitch, isFirst))
        }
        var source = ContextSource(engine: engine, context: LeadContext(setting, firstPitch: first.pitch))
        var logits = [Float](repeating: 0, count: LeadVocabulary.count)
        var last = LeadVocabulary.endOfSequence
        var readings = [NoteReading](repeating: NoteReading(), count: notes.count)
        for step in said {
            source.advance(last, logits: &logits)
            last = step.token
            guard step.decision != .articulation, readings.indices.contains(step.note) else { continue }
            let tokens = LeadVocabulary.tokens(for: step.decision)
            let most = tokens.map { logits[$0] }.max() ?? 0
            let weights = tokens.map { exponential(Double(logits[$0] - most)) }
            let sum = weights.reduce(0, +)
            let probability = weights[step.token - tokens.lowerBound] / sum
            let bits = -naturalLogarithm(max(probability, 1e-30)) * 1.442695040888963387
            guard step.decision == .pitch else {
                readings[step.note].rhythmBits += bits
                continue
            }
            if !step.isFirst {
                readings[step.note].pitchBits = bits
                readings[step.note].probability = probability
            }
            let likeliest = weights.indices.sorted { (weights[$0], -$0) > (weights[$1], -$1) }.prefix(told)
            readings[step.note].alternatives = likeliest.compactMap { place in
                guard case .interval(let semitones) = LeadVocabulary.meaning(of: tokens.lowerBound + place),
                    (0...127).contains(step.lastPitch + semitones)
                else { return nil }
                return (step.lastPitch + semitones, weights[place] / sum)
            }
        }
        return readings
    }

    /// Bits a note, for rhythm and pitch, that notes cost after others.
    ///
    /// - Parameters:
    ///   - notes: At least one; in slots, ascending, after those before.
    ///   - memory: What the network remembers with, before the first note.
    package static func bits(
        of notes: [PartNote], after before: [PartNote], engine: StepEngine, setting: LeadContext.Setting,
        memory: LeadMemory
    ) -> Double {
        let all = before + notes
        let start = LeadContext(setting, firstPitch: all[0].pitch)
        var source = LeadSource(engine: engine, context: start, memory: memory)
        var context = start
        var logits = [Float](repeating: 0, count: LeadVocabulary.count)
        var last = LeadVocabulary.endOfSequence
        var bits = 0.0
        context.say(all) { token, isFirst, context in
            source.advance(last, logits: &logits)
            last = token
            let isHeard = context.noteCount >= before.count && !isFirst
            guard isHeard, context.decision != .articulation else { return }
            bits -= logProbability(of: token, logits: logits) * 1.442695040888963387
        }
        return bits / Double(notes.count)
    }
}
