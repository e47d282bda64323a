import Harmony
package import Music
import Numerics
/// What a line comes back to: how its first phrase began, and turns it has played before.
///
/// At the start of a later phrase, at the same place in the beat, the motif may return: its rhythm as it was, its
/// intervals where they fit the chord. And where the last three intervals have been played before, the line may go on as
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
    /// How many of its notes have been played again; 0 while it rests.
    private var position = 0
    private var intervals: [Int] = []
    /// The interval that followed when the last three were played before, if the line is to do as it did then.
    package private(set) var echo: Int?

    package init(bars: BarGrid, fraction: Double, seed: UInt64) {
        self.bars = bars
        self.fraction = fraction
        random = Xoshiro256StarStar(seed: seed)
    }

    /// The inter-onset interval to the note that the motif wants next, in slots.
    package var interOnset: Int? { position > 0 ? motif[position].slot - motif[position - 1].slot : nil }

    /// The interval to the pitch that the motif wants next.
    package var interval: Int? { position > 0 ? motif[position].pitch - motif[position - 1].pitch : nil }

    /// Notes what was played.
    package mutating func note(slot: Int, pitch: Int, interval: Int?) {
        let onset = Onset(slot: slot, pitch: pitch)
        if let interval { intervals.append(interval) }
        echo = nextEcho()
        if let last = phrase.last, slot - last.slot < Self.longestRest {
            if position > 0 {
                let kept = slot - last.slot == motif[position].slot - motif[position - 1].slot
                position = kept && position + 1 < motif.count ? position + 1 : 0
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
        position = 1
        lastUse = slot
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
