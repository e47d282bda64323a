import Harmony
package import Music
import Numerics
/// What a line comes back to: how its first phrase began, figures and turns it has played before.
///
/// At the start of a later phrase, at the same place in the beat, the motif may return: its rhythm as it was, its
/// intervals where they fit the chord. On a note that was played at the same place of the beat, the line may go on as it did
/// then, in rhythm and pitch, for four notes or more: players dwell on a figure. And where the last three intervals have been played before, the line may go on as
/// it did then: players have their turns of phrase.
package struct Motif: Sendable {
    private struct Onset: Sendable {
        var slot: Int
        var pitch: Int
    }

    /// Notes in a motif.
    private static let length = 5
    /// Onsets that lie so far apart are no turn of phrase any more: less than ``MetricGrid/phraseGap``, for a motif that
    /// is heard as one has no rest in it.
    private static let longestRest = 24
    /// Bars that pass before it returns.
    private static let restBars = 3

    private let bars: BarGrid
    private let fraction: Double
    private var random: Xoshiro256StarStar
    private var phrase: [Onset] = []
    private var motif: [Onset] = []
    private var lastUse = 0
    /// What is played once more: the motif, or something else that was played; and how many of its notes have been, 0 while
    /// nothing is.
    private var figure: [Onset] = []
    private var position = 0
    /// What was played of late.
    private var past: [Onset] = []
    private let recall: Double
    private var intervals: [Int] = []
    /// The interval that followed when the last three were played before, if the line is to do as it did then.
    package private(set) var echo: Int?

    /// - Parameters:
    ///   - fraction: How often a phrase that might take up the motif does.
    ///   - recall: How often a note that was played at the same place of the beat is followed by what followed then.
    package init(bars: BarGrid, fraction: Double, recall: Double = 0, seed: UInt64) {
        self.recall = recall
        self.bars = bars
        self.fraction = fraction
        random = Xoshiro256StarStar(seed: seed)
    }

    /// The inter-onset interval to the note that the motif wants next, in slots.
    package var interOnset: Int? { position > 0 ? figure[position].slot - figure[position - 1].slot : nil }

    /// The interval to the pitch that the motif wants next.
    package var interval: Int? { position > 0 ? figure[position].pitch - figure[position - 1].pitch : nil }

    /// Notes what was played.
    package mutating func note(slot: Int, pitch: Int, interval: Int?) {
        let onset = Onset(slot: slot, pitch: pitch)
        if let interval { intervals.append(interval) }
        echo = nextEcho()
        past.append(onset)
        if past.count > 2 * Self.remembered { past.removeFirst(Self.remembered) }
        if let last = phrase.last, slot - last.slot < Self.longestRest {
            if position > 0 {
                let kept = slot - last.slot == figure[position].slot - figure[position - 1].slot
                position = kept && position + 1 < figure.count ? position + 1 : 0
            } else if recall > 0 {
                takeUp(onset)
            }
            phrase.append(onset)
            if motif.isEmpty, phrase.count == Self.length {
                motif = phrase
                lastUse = slot
            }
            return
        }
        position = 0
        phrase = [onset]
        guard let first = motif.first, slot - lastUse >= Self.restBars * bars.length(at: slot),
            modulo(slot - first.slot, MetricGrid.slotsPerBeat) == 0
        else { return }
        guard random.nextUniform() < fraction else { return }
        figure = motif
        position = 1
        lastUse = slot
    }

    /// Notes that are remembered, at least, and the fewest and most of them that are played once more.
    private static let remembered = 64
    private static let figureNotes = 4...12

    /// Goes on as after the last note of the same pitch at the same place of the beat.
    private mutating func takeUp(_ onset: Onset) {
        guard random.nextUniform() < recall else { return }
        for start in stride(from: past.count - Self.figureNotes.lowerBound - 1, through: 0, by: -1)
        where past[start].pitch == onset.pitch
            && modulo(onset.slot - past[start].slot, MetricGrid.slotsPerBeat) == 0
            && onset.slot - past[start].slot >= 2 * MetricGrid.slotsPerBeat
        {
            let length = Self.figureNotes.lowerBound + Int(random.next() % UInt64(Self.figureNotes.count))
            let end = min(start + length, past.count)
            let rest = (start + 1..<end).first { past[$0].slot - past[$0 - 1].slot >= Self.longestRest } ?? end
            guard rest - start >= Self.figureNotes.lowerBound else { return }
            figure = Array(past[start..<rest])
            position = 1
            return
        }
    }

    /// Intervals that are recognised.
    private static let echoed = 3

    private mutating func nextEcho() -> Int? {
        // Kept to what is recent enough to be remembered, so that a session does not grow slower.
        if intervals.count > 400 { intervals.removeFirst(200) }
        let last = intervals.suffix(Self.echoed)
        guard intervals.count > 3 * Self.echoed, last.contains(where: { $0 != last.first }) else { return nil }
        let latest = intervals.count - 2 * Self.echoed
        for start in stride(from: latest, through: 0, by: -1)
        where intervals[start..<start + Self.echoed].elementsEqual(last) {
            return random.nextUniform() < fraction ? intervals[start + Self.echoed] : nil
        }
        return nil
    }
}
