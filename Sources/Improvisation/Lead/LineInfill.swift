import Harmony
package import Music
package import Numerics
package import Recurrent
package import Sampling

/// Writes a stretch of a line anew, between what stands before and after it.
///
/// Each candidate is drawn by the network that reads forward, which has heard what stands before. Of many the one is kept that
/// joins best, see ``Join``: that network foretells what stands behind the stretch, and one that reads backward and has heard
/// what stands there foretells the end of the stretch.
package struct LineInfill {
    let engine: StepEngine
    let backward: StepEngine?
    let setting: LeadContext.Setting
    let options: LeadOptions

    /// Candidates that are drawn.
    package static let candidates = 24
    /// Notes behind the stretch that are foretold.
    package static let joined = 3
    /// Notes at its end that are, read backward.
    package static let ending = 8

    /// - Parameter backward: The network that reads backward, see ``BackwardLine``; nil where the other decides alone.
    package init(
        engine: StepEngine, backward: StepEngine? = nil, setting: LeadContext.Setting, options: LeadOptions
    ) {
        self.engine = engine
        self.backward = backward
        self.setting = setting
        self.options = options
    }

    /// What a stretch may be.
    package struct Candidate: Sendable {
        package var notes: [PartNote]
        package var join: Join
    }

    /// How well a line is foretold where it is joined, in bits a note for rhythm and pitch.
    package struct Join: Sendable, Equatable {
        /// The first ``joined`` notes behind the stretch, read forward.
        package var behind: Double
        /// The last ``ending`` notes of the stretch, read backward; nil where no network does, or where there are none.
        package var ending: Double?
        /// The same notes, read forward.
        package var unjoined: Double?

        /// By which joins are compared.
        ///
        /// A line *g* between *a* and *b* is as likely as p(g | a) p(b | a, g), or p(g | a) p(g | b) / p(g) where *g* is all that
        /// joins *a* and *b*. Candidates are drawn by p(g | a), so what is left to weigh is either: how likely *b* is after *g*,
        /// or how much likelier *g* is before *b*. By p(g | b) alone the plainest line would win. What *g* is worth without *b*
        /// is taken from the forward network, which has heard *a*.
        package var bits: Double {
            guard let ending, let unjoined else { return behind }
            return behind + LineInfill.weight * (ending - unjoined)
        }
    }

    /// How much the reading backward counts; Lead.md tells what others measured.
    fileprivate static let weight = 0.5

    /// The notes of a stretch: of many lines the one that joins best.
    ///
    /// - Parameters:
    ///   - before: All notes before it, in slots.
    ///   - after: All behind it.
    ///   - stretch: Slots; notes begin within it and end with it.
    ///   - isJoined: Whether candidates are compared; else the first one is kept.
    package func notes(
        between before: [PartNote], and after: [PartNote], in stretch: Range<Int>, isJoined: Bool = true,
        random: inout Xoshiro256StarStar
    ) throws(SamplingError) -> [PartNote] {
        guard isJoined, !after.isEmpty else {
            return try draw(after: before, in: stretch, random: &random)
        }
        let candidates = try candidates(between: before, and: after, in: stretch, random: &random)
        return candidates.min { $0.join.bits < $1.join.bits }?.notes ?? []
    }

    /// ``candidates`` lines, and how each joins.
    ///
    /// - Parameter after: At least one note.
    package func candidates(
        between before: [PartNote], and after: [PartNote], in stretch: Range<Int>, random: inout Xoshiro256StarStar
    ) throws(SamplingError) -> [Candidate] {
        let joins = Joins(self, before: before, after: after)
        var candidates: [Candidate] = []
        for _ in 0..<Self.candidates {
            let notes = try draw(after: before, in: stretch, random: &random)
            candidates.append(Candidate(notes: notes, join: joins.join(with: notes)))
        }
        return candidates
    }

    private func draw(
        after before: [PartNote], in stretch: Range<Int>, random: inout Xoshiro256StarStar
    ) throws(SamplingError) -> [PartNote] {
        let free = max(stretch.lowerBound, before.last?.end ?? 0)
        var improvisor = try LeadImprovisor(
            engine: engine, setting: setting, options: options, after: before,
            random: Xoshiro256StarStar(seed: random.next()))
        var notes: [PartNote] = []
        while let note = try improvisor.next(), note.start < stretch.upperBound { notes.append(note) }
        notes = notes.dropFirst(before.count).filter { $0.start >= free && $0.start < stretch.upperBound }
        if let last = notes.indices.last {
            notes[last].duration = max(1, min(notes[last].duration, stretch.upperBound - notes[last].start))
        }
        return notes
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

    /// How a stretch joins what stands around it; nil where nothing stands behind it.
    package func join(_ notes: [PartNote], between before: [PartNote], and after: [PartNote]) -> Join? {
        after.isEmpty ? nil : Joins(self, before: before, after: after).join(with: notes)
    }

    /// What stands around a stretch, as the networks have heard it.
    private struct Joins {
        private let next: [PartNote]
        private let forward: HeardLine
        private let backward: (line: BackwardLine, heard: HeardLine)?

        init(_ infill: LineInfill, before: [PartNote], after: [PartNote]) {
            next = Array(after.prefix(LineInfill.joined))
            forward = HeardLine(before, engine: infill.engine, setting: infill.setting)
            backward = infill.backward.flatMap { engine in
                BackwardLine(infill.setting).map { line in
                    (line, HeardLine(line.notes(after), engine: engine, setting: line.setting))
                }
            }
        }

        func join(with notes: [PartNote]) -> Join {
            func mean(_ bits: some Collection<Double>) -> Double { bits.reduce(0, +) / Double(max(1, bits.count)) }
            let bits = forward.bits(of: notes + next)
            var join = Join(behind: mean(bits.suffix(next.count)))
            if let backward, !notes.isEmpty {
                let last = Array(notes.suffix(LineInfill.ending))
                join.ending = mean(backward.heard.bits(of: backward.line.notes(last)))
                join.unjoined = mean(bits.prefix(notes.count).suffix(last.count))
            }
            return join
        }
    }
}
