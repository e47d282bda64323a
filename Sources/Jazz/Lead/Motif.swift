import Sampling

/// The idea that a line comes back to: how its first phrase began.
///
/// At the start of a later phrase, at the same place in the beat, the motif may return: its rhythm as it was, its contour
/// within a semitone, so that the network can fit it to the chords.
struct Motif: Sendable {
    private struct Place: Sendable {
        var slot: Int
        var pitch: Int
    }

    /// Notes in a motif.
    private static let length = 5
    /// Onsets that lie so far apart belong to different phrases.
    private static let phraseGap = 24
    /// Bars that pass before it returns.
    private static let restBars = 3

    private let barSlots: Int
    private let share: Double
    private var random: Xoshiro256StarStar
    private var phrase: [Place] = []
    private var motif: [Place] = []
    private var lastUse = 0
    /// How many of its notes have been played again; 0 while it rests.
    private var position = 0

    init(barSlots: Int, share: Double, seed: UInt64) {
        self.barSlots = barSlots
        self.share = share
        random = Xoshiro256StarStar(seed: seed)
    }

    /// The distance to the onset that the motif wants next.
    var distance: Int? { position > 0 ? motif[position].slot - motif[position - 1].slot : nil }

    /// The interval to the pitch that the motif wants next.
    var interval: Int? { position > 0 ? motif[position].pitch - motif[position - 1].pitch : nil }

    /// Notes what was played.
    mutating func note(slot: Int, pitch: Int) {
        let place = Place(slot: slot, pitch: pitch)
        if let last = phrase.last, slot - last.slot < Self.phraseGap {
            if position > 0 {
                let kept = slot - last.slot == motif[position].slot - motif[position - 1].slot
                position = kept && position + 1 < motif.count ? position + 1 : 0
            }
            phrase.append(place)
            if motif.isEmpty, phrase.count == Self.length {
                motif = phrase
                lastUse = slot
            }
            return
        }
        position = 0
        phrase = [place]
        guard let first = motif.first, slot - lastUse >= Self.restBars * barSlots,
            modulo(slot - first.slot, MetricGrid.slotsPerBeat) == 0
        else { return }
        guard random.nextUniform() < share else { return }
        position = 1
        lastUse = slot
    }
}
