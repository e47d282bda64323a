package import Harmony
import Sampling

/// What the bass does on a beat, and which tokens that leaves it.
package enum BassDuty: Sendable, Equatable {
    /// Nothing: there is no chord.
    case rest
    /// The note before goes on.
    case hold
    /// A note of one of these pitch classes is struck; where the habits of players leave it, one of those wanted.
    case strike(PitchClassSet, wanted: PitchClassSet = PitchClassSet(bits: .max))

    /// E1 to F3: what the transcribed basses play.
    package static let range = 28...53
    /// The most times that a note is struck in a row.
    package static let mostRepeats = 2

    /// Forbids every token that the duty does not allow.
    ///
    /// - Parameter repeats: How often the last note has been struck in a row.
    func limit(_ mask: inout TokenMask, after context: BassContext, repeats: Int) {
        let allowed: [Int]
        switch self {
        case .rest: allowed = [BassVocabulary.rest]
        case .hold: allowed = [BassVocabulary.interval(0)]
        case .strike(let classes, let wanted):
            let intervals = Self.intervals(to: classes, after: context, repeats: repeats)
            let best = intervals.filter { wanted.contains(context.lastPitch + $0) }
            allowed = (best.isEmpty ? intervals : best).map(BassVocabulary.interval)
        }
        for token in 0..<mask.count where !allowed.contains(token) { mask.forbid(token, rule: "the bass's duty") }
    }

    /// The intervals to the notes that may be struck next.
    ///
    /// They lie in the range and are of the pitch classes asked for. Of these, where any are left, those that follow the
    /// habits of bass players: a note is not struck over and over, a note outside the scale goes on by step unless the
    /// next chord takes it in, and notes outside the scale fall between the strong beats and the changes of chord.
    ///
    /// - Precondition: `classes` is not empty.
    package static func intervals(to classes: PitchClassSet, after context: BassContext, repeats: Int) -> [Int] {
        let beats = context.setting.beats
        let (now, last) = (beats[context.beat], context.lastPitch)
        var choices = (-BassVocabulary.widestInterval...BassVocabulary.widestInterval).filter {
            range.contains(last + $0) && classes.contains(last + $0)
        }
        func prefer(_ isGood: (Int) -> Bool) {
            let good = choices.filter(isGood)
            if !good.isEmpty { choices = good }
        }
        if repeats >= mostRepeats { prefer { $0 != 0 } }
        guard context.beat > 0 else { return choices }
        let before = beats[context.beat - 1].chord
        let isForeign = !before.isNoChord && !before.scale.contains(last) && !now.chord.scale.contains(last)
        if isForeign { prefer { (1...2).contains(abs($0)) } }
        let isStrong = now.position % 2 == 0 || now.chord != before
        if isStrong { prefer { now.chord.scale.contains(last + $0) } }
        return choices
    }
}
