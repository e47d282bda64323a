import Harmony
package import Music
package import Numerics
package import Recurrent
package import Sampling

/// Writes a stretch of a line anew, between what stands before and after it.
///
/// The network reads forward only. So that the end of the stretch is met, many candidates are drawn, and the one is kept
/// after which the network foretells what stands behind best: by the bits of its first three notes.
package struct LineInfill {
    let engine: StepEngine
    let setting: LeadContext.Setting
    let options: LeadOptions

    /// Candidates that are drawn.
    package static let candidates = 24
    /// Notes behind the stretch that are foretold.
    package static let joined = 3

    package init(engine: StepEngine, setting: LeadContext.Setting, options: LeadOptions) {
        self.engine = engine
        self.setting = setting
        self.options = options
    }

    /// The notes of a stretch, and the bits a note that those behind it then cost; nil where none are.
    ///
    /// - Parameters:
    ///   - before: All notes before it, in slots.
    ///   - after: All behind it.
    ///   - stretch: Slots; notes begin within it and end with it.
    ///   - isJoined: Whether the candidates are compared; else the first one is kept.
    package func notes(
        between before: [PartNote], and after: [PartNote], in stretch: Range<Int>, isJoined: Bool = true,
        random: inout Xoshiro256StarStar
    ) throws(SamplingError) -> (notes: [PartNote], bits: Double?) {
        let free = max(stretch.lowerBound, before.last?.end ?? 0)
        var best: (notes: [PartNote], bits: Double?)?
        for _ in 0..<(isJoined && !after.isEmpty ? Self.candidates : 1) {
            var improvisor = try LeadImprovisor(
                engine: engine, setting: setting, options: options, after: before,
                random: Xoshiro256StarStar(seed: random.next()))
            var notes: [PartNote] = []
            while let note = try improvisor.next(), note.start < stretch.upperBound { notes.append(note) }
            notes = notes.dropFirst(before.count).filter { $0.start >= free && $0.start < stretch.upperBound }
            if let last = notes.indices.last {
                notes[last].duration = max(1, min(notes[last].duration, stretch.upperBound - notes[last].start))
            }
            let bits = self.bits(of: Array(after.prefix(Self.joined)), after: before + notes)
            if best == nil || bits ?? .infinity < best?.bits ?? .infinity { best = (notes, bits) }
        }
        return best ?? ([], nil)
    }

    /// The notes of a stretch with the rhythm, the lengths and the loudness that they have, on other pitches.
    package func notes(
        withRhythmOf kept: [PartNote], between before: [PartNote], random: inout Xoshiro256StarStar
    ) throws(SamplingError) -> [PartNote] {
        var improvisor = try LeadImprovisor(
            engine: engine, setting: setting, options: options, after: before, keepingRhythmOf: kept,
            random: Xoshiro256StarStar(seed: random.next()))
        var pitches: [Int] = []
        while pitches.count < before.count + kept.count, let note = try improvisor.next() { pitches.append(note.pitch) }
        return zip(kept, pitches.dropFirst(before.count)).map { note, pitch in
            PartNote(start: note.start, duration: note.duration, pitch: pitch, velocity: note.velocity)
        }
    }

    /// Bits a note, for rhythm and pitch, that notes cost after others; nil of none.
    package func bits(of notes: [PartNote], after before: [PartNote]) -> Double? {
        guard let first = (before + notes).first, !notes.isEmpty else { return nil }
        func tokens(_ notes: [PartNote]) -> [Int] {
            var context = LeadContext(setting, firstPitch: first.pitch)
            var tokens: [Int] = []
            context.say(notes) { token, _, _ in tokens.append(token) }
            return tokens
        }
        let known = tokens(before).count
        let all = tokens(before + notes)
        var source = ContextSource(engine: engine, context: LeadContext(setting, firstPitch: first.pitch))
        var logits = [Float](repeating: 0, count: LeadVocabulary.count)
        var bits = 0.0
        var last = LeadVocabulary.endOfSequence
        for (index, token) in all.enumerated() {
            source.advance(last, logits: &logits)
            last = token
            guard index >= known else { continue }
            if case .articulation = LeadVocabulary.meaning(of: token) { continue }
            let most = Double(logits.max() ?? 0)
            let sum = logits.reduce(0.0) { $0 + exponential(Double($1) - most) }
            bits += (naturalLogarithm(sum) + most - Double(logits[token])) * 1.442695040888963387
        }
        return bits / Double(notes.count)
    }
}
