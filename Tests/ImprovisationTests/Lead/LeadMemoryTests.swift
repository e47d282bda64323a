import Harmony
import Music
import Numerics
import Recurrent
import TestSupport
import Testing

@testable import Improvisation

/// What a line remembers, beside a slow and plain version of the same.
@Suite struct LeadMemoryTests {
    /// Every decision of a line so far, kept as it was.
    private struct Said {
        var decision: LeadVocabulary.Decision
        var state: [Float]
        var slot: Int
        var lastPitch: Int
        var isFirst: Bool
        var token: Int
    }

    /// The probabilities of the tokens that can answer, from the definition.
    private func reference(
        _ logits: [Float], _ state: [Float], _ context: LeadContext, past: [Said], amount: Double, persistence: Double
    ) -> [Double] {
        let answers = Array(LeadVocabulary.tokens(for: context.decision))
        let sum = answers.reduce(0.0) { $0 + exponential(Double(logits[$1])) }
        let kept = past.filter {
            $0.decision == context.decision && !($0.decision == .pitch && $0.isFirst)
        }
        let weights = kept.map { said in
            exponential(0.9 * zip(said.state, state).reduce(0.0) { $0 + Double($1.0) * Double($1.1) })
        }
        let all = weights.reduce(0, +)
        let share = amount * 0.4 * Double(kept.count) / (Double(kept.count) + 80)
        let notes = past.filter { $0.decision == .pitch && context.slot - $0.slot < 4 * 48 }
        let mixed = answers.map { token in
            let recalled = zip(kept, weights).reduce(0.0) { $0 + ($1.0.token == token ? $1.1 / all : 0) }
            var probability = (1 - share) * exponential(Double(logits[token])) / sum + share * recalled
            if case .interval(let semitones) = LeadVocabulary.meaning(of: token), !notes.isEmpty {
                let pitch = context.lastPitch + semitones
                let same = notes.count { said in
                    guard case .interval(let other) = LeadVocabulary.meaning(of: said.token) else { return false }
                    return (said.lastPitch + other - pitch) % 12 == 0
                }
                probability *= exponential(
                    persistence * naturalLogarithm(12 * Double(same + 1) / Double(notes.count + 12)))
            }
            return probability
        }
        let total = mixed.reduce(0, +)
        return mixed.map { $0 / total }
    }

    @Test(arguments: [(1.0, 0.3), (0.5, 0.0), (0.0, 0.7), (0.0, 0.0), (1.0, -0.2)])
    func whatIsRecalledIsWhatTheDefinitionSays(amount: Double, persistence: Double) throws {
        let seed = UInt64.random(in: 0...1 << 40)
        print("seed \(seed)")
        let solo = try LeadFixture.solo(seed: seed, bars: 12)
        let setting = LeadContext.Setting(
            changes: solo.changes, barSlots: solo.barSlots, tempo: solo.tempo, endSlot: solo.barCount * solo.barSlots)
        var context = LeadContext(setting, firstPitch: solo.notes[0].pitch)
        var tokens: [Int] = []
        var told = context
        told.say(solo.notes) { token, _, _ in tokens.append(token) }
        var memory = LeadMemory(amount: amount, persistence: persistence)
        var random = Xoshiro256StarStar(seed: seed)
        var past: [Said] = []
        for token in tokens {
            // States of 20 units: more than one group of lanes, and not a whole number of them.
            let state = (0..<20).map { _ in Float(random.nextNormal()) * 0.5 }
            let scores = (0..<LeadVocabulary.count).map { _ in Float(random.nextNormal()) }
            var logits = scores
            memory.recall(state, context, logits: &logits)
            let answers = LeadVocabulary.tokens(for: context.decision)
            let expected = reference(
                scores, state, context, past: past, amount: amount, persistence: persistence)
            let before = answers.reduce(0.0) { $0 + exponential(Double(scores[$1])) }
            for (answer, probability) in zip(answers, expected) {
                #expect(abs(exponential(Double(logits[answer])) / before - probability) < 1e-5, "seed \(seed)")
            }
            // What cannot answer is left alone.
            for other in scores.indices where !answers.contains(other) { #expect(logits[other] == scores[other]) }
            memory.note(token)
            past.append(
                Said(
                    decision: context.decision, state: state, slot: context.slot, lastPitch: context.lastPitch,
                    isFirst: context.noteCount == 0, token: token))
            context.accept(token)
        }
        #expect(past.count > 30)
    }

    @Test func itKeepsABoundedPast() throws {
        var memory = LeadMemory(amount: 1)
        let setting = LeadContext.Setting(changes: Timeline([]), barSlots: 48, tempo: 140, endSlot: nil)
        var context = LeadContext(setting, firstPitch: 60)
        var logits = [Float](repeating: 0, count: LeadVocabulary.count)
        // A scale up and down for ever: what follows is known by the state, which tells the place.
        for step in 0..<9_000 {
            var state = [Float](repeating: 0, count: 16)
            state[step % 3 == 2 ? 0 : 1] = 3
            logits = [Float](repeating: 0, count: LeadVocabulary.count)
            memory.recall(state, context, logits: &logits)
            let token: Int
            switch context.decision {
            case .rhythm: token = LeadVocabulary.interOnset(6)
            case .articulation: token = LeadVocabulary.articulation(length: 6, interOnset: 6, velocity: 90)
            case .pitch: token = LeadVocabulary.interval(context.noteCount % 2 == 0 ? 2 : -2)
            }
            memory.note(token)
            context.accept(token)
        }
        let rhythm = LeadVocabulary.tokens(for: .rhythm)
        if context.decision == .rhythm {
            #expect(rhythm.max { logits[$0] < logits[$1] } != nil)
        }
        let size = Mirror(reflecting: memory).children.first { $0.label == "tokens" }?.value as? [[Int]]
        #expect(size?.allSatisfy { $0.count <= 2 * LeadMemory.remembered && $0.count >= LeadMemory.remembered } == true)
    }

    @Test func aLineWithACacheIsAnotherOneAndKeepsItsLimits() throws {
        var options = LeadOptions()
        let plain = try LeadImprovisorTests.line(seed: 5, bars: 24, options: options)
        options.memory = 1
        let recalling = try LeadImprovisorTests.line(seed: 5, bars: 24, options: options)
        #expect(plain != recalling)
        #expect(recalling == (try LeadImprovisorTests.line(seed: 5, bars: 24, options: options)))
        #expect(recalling.allSatisfy { options.range.contains($0.pitch) })
        #expect(recalling.last?.end == 24 * 48)
    }
}
