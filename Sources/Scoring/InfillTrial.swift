package import Improvisation
package import Recurrent
package import Sampling
internal import Music
internal import Numerics

/// How well bars that are written anew join what stands behind them, beside those that players played there.
///
/// Of every sixteen bars of a solo the fifth to the eighth are taken out and written anew. Counted are the bits a note of
/// the first three notes behind them, ``LineInfill/joined``: after the bars as they were played, after the first line that is
/// drawn, which does not know of the end, and after the one that is kept of ``LineInfill/candidates``.
package struct InfillTrial: Sendable {
    /// One gap.
    package struct Join: Sendable {
        /// In bits a note: as played, with the first line drawn, with the line kept.
        package var bits: (played: Double, first: Double, kept: Double)
        /// As another network foretells them; nil without one. It took no part in choosing.
        package var judged: (played: Double, first: Double, kept: Double)?
        /// Semitones from the last note of the gap, or before it, to the first one behind it.
        package var leap: (played: Int, first: Int, kept: Int)
    }

    private let lead: StepEngine
    private let judge: StepEngine?
    private let copies: CopyIndex

    /// Bars of a window, and those of them that are written anew.
    package static let bars = (window: 16, gap: 4..<8)
    /// Notes that must stand before a gap and within it, for there to be a line.
    private static let fewestNotes = 4

    /// - Parameters:
    ///   - judge: Another network that foretells the notes as well.
    ///   - copies: What must not be repeated.
    package init(lead: StepEngine, judge: StepEngine? = nil, copies: CopyIndex = CopyIndex()) {
        self.lead = lead
        self.judge = judge
        self.copies = copies
    }

    /// The gaps of a solo; none where it is too short or silent around them.
    package func joins(of solo: Solo, seed: UInt64) throws(SamplingError) -> [Join] {
        var joins: [Join] = []
        for start in stride(from: 0, through: solo.barCount - Self.bars.window, by: Self.bars.window) {
            let excerpt = solo.excerpt(bars: start..<start + Self.bars.window)
            if let join = try join(excerpt, seed: seed &+ UInt64(start)) { joins.append(join) }
        }
        return joins
    }

    private func join(_ solo: Solo, seed: UInt64) throws(SamplingError) -> Join? {
        let gap = Self.bars.gap.lowerBound * solo.barSlots..<Self.bars.gap.upperBound * solo.barSlots
        let before = solo.notes.filter { $0.start < gap.lowerBound }
        let inside = solo.notes.filter { gap.contains($0.start) }
        let after = solo.notes.filter { $0.start >= gap.upperBound }
        let three = Array(after.prefix(LineInfill.joined))
        guard before.count >= Self.fewestNotes, inside.count >= Self.fewestNotes, three.count == LineInfill.joined,
            let low = solo.notes.map(\.pitch).min(), let high = solo.notes.map(\.pitch).max()
        else { return nil }
        let options = LeadOptions(range: low...high, copies: copies)
        let infill = LineInfill(engine: lead, setting: solo.setting, options: options)
        var random = Xoshiro256StarStar(seed: seed)
        var same = random
        let first = try infill.notes(between: before, and: after, in: gap, isJoined: false, random: &same).notes
        let kept = try infill.notes(between: before, and: after, in: gap, random: &random).notes
        func all<Value>(_ value: ([PartNote]) -> Value?) -> (played: Value, first: Value, kept: Value)? {
            guard let played = value(before + inside), let first = value(before + first),
                let kept = value(before + kept)
            else { return nil }
            return (played, first, kept)
        }
        let judging = judge.map { LineInfill(engine: $0, setting: solo.setting, options: options) }
        guard let bits = all({ infill.bits(of: three, after: $0) }),
            let leap = all({ line in line.last.map { abs(three[0].pitch - $0.pitch) } })
        else { return nil }
        return Join(
            bits: bits, judged: judging.flatMap { judge in all { judge.bits(of: three, after: $0) } }, leap: leap)
    }
}
