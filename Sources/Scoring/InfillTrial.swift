package import Improvisation
package import Recurrent
package import Sampling
internal import Music
internal import Numerics

/// How well bars that are written anew join what stands around them, beside those that players played there.
///
/// Of every sixteen bars of a solo the fifth to the eighth are taken out and written anew. Each line that may stand there is
/// measured by its ``LineInfill/Join``: the bars as they were played, the first line that is drawn, which does not know of
/// the end, and the lines that are kept of ``LineInfill/candidates`` by the network that reads forward alone and by both.
package struct InfillTrial: Sendable {
    /// What may stand in a gap.
    package enum Line: Int, Sendable, CaseIterable {
        case played, first, keptForward, keptBoth
    }

    /// One gap; of everything an entry for each ``Line``, without the last where no network reads backward.
    package struct Gap: Sendable {
        /// As the networks that choose foretell them.
        package var joins: [LineInfill.Join]
        /// As other networks foretell them, which took no part in choosing; empty without.
        package var judged: [LineInfill.Join]
        /// Semitones from the last note of the gap, or before it, to the first one behind it.
        package var leaps: [Int]
        /// The fraction of the candidates that join worse than what was played, by the network that reads forward alone and by
        /// both: 0.5 where they cannot tell.
        package var beaten: (forward: Double, both: Double)
    }

    /// Two networks, one of which reads backward.
    package struct Networks: Sendable {
        package var forward: StepEngine
        package var backward: StepEngine?

        package init(forward: StepEngine, backward: StepEngine? = nil) {
            self.forward = forward
            self.backward = backward
        }
    }

    private let networks: Networks
    private let judge: Networks?
    private let copies: CopyIndex

    /// Bars of a window, and those of them that are written anew.
    package static let bars = (window: 16, gap: 4..<8)
    /// Notes that must stand before a gap and within it, for there to be a line.
    private static let fewestNotes = 4

    /// - Parameters:
    ///   - judge: Other networks that foretell the notes as well.
    ///   - copies: What must not be repeated.
    package init(_ networks: Networks, judge: Networks? = nil, copies: CopyIndex = CopyIndex()) {
        self.networks = networks
        self.judge = judge
        self.copies = copies
    }

    /// The gaps of a solo; none where it is too short or silent around them.
    package func gaps(of solo: Solo, seed: UInt64) throws(SamplingError) -> [Gap] {
        var gaps: [Gap] = []
        for start in stride(from: 0, through: solo.barCount - Self.bars.window, by: Self.bars.window) {
            let excerpt = solo.excerpt(bars: start..<start + Self.bars.window)
            if let gap = try gap(excerpt, seed: seed &+ UInt64(start)) { gaps.append(gap) }
        }
        return gaps
    }

    private func gap(_ solo: Solo, seed: UInt64) throws(SamplingError) -> Gap? {
        let gap = Self.bars.gap.lowerBound * solo.barSlots..<Self.bars.gap.upperBound * solo.barSlots
        let before = solo.notes.filter { $0.start < gap.lowerBound }
        let played = solo.notes.filter { gap.contains($0.start) }
        let after = solo.notes.filter { $0.start >= gap.upperBound }
        guard before.count >= Self.fewestNotes, played.count >= Self.fewestNotes, after.count >= LineInfill.joined,
            let low = solo.notes.map(\.pitch).min(), let high = solo.notes.map(\.pitch).max()
        else { return nil }
        let options = LeadOptions(range: low...high, copies: copies)
        func infill(_ networks: Networks) -> LineInfill {
            LineInfill(
                engine: networks.forward, backward: networks.backward, setting: solo.setting, options: options)
        }
        let choosing = infill(networks)
        var random = Xoshiro256StarStar(seed: seed)
        let candidates = try choosing.candidates(between: before, and: after, in: gap, random: &random)
        guard let join = choosing.join(played, between: before, and: after),
            let forward = candidates.min(by: { $0.join.behind < $1.join.behind }),
            let both = candidates.min(by: { $0.join.bits < $1.join.bits })
        else { return nil }
        let lines =
            [played, candidates[0].notes, forward.notes] + (networks.backward == nil ? [] : [both.notes])
        let judging = judge.map(infill)
        func beaten(_ bits: (LineInfill.Join) -> Double) -> Double {
            Double(candidates.count { bits($0.join) > bits(join) }) / Double(candidates.count)
        }
        return Gap(
            joins: lines.compactMap { choosing.join($0, between: before, and: after) },
            judged: judging.map { judge in lines.compactMap { judge.join($0, between: before, and: after) } } ?? [],
            leaps: lines.compactMap { line in (before + line).last.map { abs(after[0].pitch - $0.pitch) } },
            beaten: (beaten(\.behind), beaten(\.bits)))
    }
}
