public import Jazz
public import Sound

/// Has the band follow a person who plays: with its loudness, with its chords, or with both, at each bar line.
///
/// What the person has played in the bar before decides, so that the band answers as players do who listen: a bar late,
/// and never to a single note.
public struct Follower: Sendable {
    public enum What: String, Sendable, CaseIterable {
        case loudness, chords, both
    }

    private let what: What
    private let listener: Listener
    /// How loud the band is, in terms of its own velocities.
    private var loudness = 1.0
    private var isThin = false

    public init(_ what: What, listener: Listener) {
        self.what = what
        self.listener = listener
    }

    /// How a bar is played, by what was heard of the person in the last one.
    ///
    /// - Parameter time: When it begins.
    mutating func follow(_ bar: inout LiveBar, beginning time: Double, after last: BarQueue.Heard?) {
        if let last { listen(to: listener.notes(from: last.beats[0] - Self.pickUp, to: time), over: last) }
        if what != .chords { bar.loudness = loudness }
        if what != .loudness { bar.isThin = isThin }
    }

    /// Takes in what a person has played over a bar.
    package mutating func listen(to heard: [HeardNote], over bar: BarQueue.Heard) {
        let melody = HeardNote.melody(of: heard)
        guard !melody.isEmpty else {
            // The lead answers as loudly as it was called. Who rests in a turn of their own is not followed any more.
            if bar.bar.turn != .lead { loudness += (1 - loudness) / 4 }
            isThin = false
            return
        }
        let quarters = Double(bar.bar.meter.barTicks) / Double(Meter.ticksPerQuarter)
        let velocity = Double(heard.reduce(0) { $0 + $1.velocity }) / Double(heard.count)
        let density = Double(melody.count) / quarters
        // A person who plays twice as many notes is followed like one who strikes a fifth harder.
        let wanted = velocity / Self.usualVelocity * Self.power(density / Self.usualDensity)
        loudness += (min(max(wanted, Self.softest), Self.loudest) - loudness) / 2
        guard melody.count >= Self.leastNotes, let share = Self.outside(melody, of: bar) else { return }
        isThin = isThin ? share > Self.insideShare : share > Self.outsideShare
    }

    /// The band's velocities are meant for a lead that strikes like this, in eighths.
    private static let usualVelocity = 80.0
    private static let usualDensity = 2.0
    private static let softest = 0.6
    private static let loudest = 1.3
    /// Seconds by which a note may come before its bar.
    private static let pickUp = 0.06
    /// Fewer notes say nothing about where a person is. A line with many passing notes is a quarter outside; one that is
    /// shifted by a semitone is so for five notes of seven.
    private static let leastNotes = 3
    private static let outsideShare = 0.45
    private static let insideShare = 0.25

    /// The fourth root, by which density counts.
    private static func power(_ value: Double) -> Double { value.squareRoot().squareRoot() }

    /// How much of what was played, by its length, is in the scale neither of its chord nor of the next beat's; nil where
    /// there is no chord.
    private static func outside(_ melody: [HeardNote], of heard: BarQueue.Heard) -> Double? {
        let beats = heard.beats
        let end = beats[beats.count - 1]
        var lengths = (all: 0.0, outside: 0.0)
        for note in melody {
            let beat = min(max(beats.dropLast().count { $0 <= note.start } - 1, 0), beats.count - 2)
            let scales = [beat, min(beat + 1, beats.count - 2)].map { heard.bar.chords.chord(at: $0).scale }
            guard scales.allSatisfy({ !$0.isEmpty }) else { continue }
            let length = max(min(note.end ?? end, end) - note.start, 0.05)
            lengths.all += length
            if !scales.contains(where: { $0.contains(note.pitch % 12) }) { lengths.outside += length }
        }
        return lengths.all > 0 ? lengths.outside / lengths.all : nil
    }
}

extension HeardNote {
    /// One note at a time: of notes struck at once the highest is the melody.
    static func melody(of heard: [HeardNote]) -> [HeardNote] {
        var melody: [HeardNote] = []
        for note in heard.sorted(by: { $0.start < $1.start }) {
            guard let last = melody.last, note.start - last.start < 0.035 else {
                melody.append(note)
                continue
            }
            if note.pitch > last.pitch { melody[melody.count - 1] = note }
        }
        return melody
    }
}
