/// The note vocabulary of the lead: three decisions a note, in one vocabulary with the end-of-sequence token.
///
/// Every note is said in the order *rhythm, articulation, pitch*:
///
/// - **rhythm**: how far the next onset lies ahead, 1 to 48 slots; `wait` moves 48 slots on without a note, and `<eos>`
///   says that no onset follows.
/// - **articulation** and dynamics: how the note before sounded, now that its time is known: legato (up to the next onset) or one of eleven
///   lengths, at one of five loudness levels. Said after the rhythm, a length gives nothing away about the next onset.
/// - **pitch**: the interval from the note before, −18 to +18 semitones.
///
/// Intervals and chords are relative, so the model is the same in all twelve keys. A mask says which kind comes next.
package enum LeadVocabulary {
    /// What the next token decides.
    package enum Decision: Int, Sendable, CaseIterable {
        case rhythm, articulation, pitch
    }

    package static let endOfSequence = 0
    package static let wait = 1
    /// Slots that `wait` moves on, and the longest inter-onset interval that one rhythm token says.
    package static let longestInterOnset = 48
    /// The widest interval, in semitones; wider leaps keep their pitch class and fold by octaves.
    package static let widestInterval = 18
    /// Sounding lengths, in slots, of a note that stops before the next onset.
    static let lengths = [1, 2, 3, 4, 6, 9, 12, 18, 24, 36, 48]
    /// The MIDI velocities that the loudness levels stand for.
    static let velocities = [70, 82, 90, 98, 110]
    /// A note that fills this fraction of the time to the next onset is legato.
    private static let legatoFraction = 0.85

    private static let firstInterOnset = 2
    private static let firstArticulation = firstInterOnset + longestInterOnset
    private static let articulationCount = (lengths.count + 1) * velocities.count
    private static let firstInterval = firstArticulation + articulationCount
    /// The number of tokens.
    package static let count = firstInterval + 2 * widestInterval + 1

    /// The token of an onset `slots` after the one before; 1…48.
    package static func interOnset(_ slots: Int) -> Int {
        precondition(
            (1...longestInterOnset).contains(slots),
            "an inter-onset interval of \(slots) slots is not within 1…\(longestInterOnset)")
        return firstInterOnset + slots - 1
    }

    /// The token of an interval in semitones; wider ones fold by octaves.
    package static func interval(_ semitones: Int) -> Int {
        var folded = semitones
        while folded > widestInterval { folded -= 12 }
        while folded < -widestInterval { folded += 12 }
        return firstInterval + widestInterval + folded
    }

    /// The token of a note that sounded `length` slots, `interOnset` slots before the next onset.
    package static func articulation(length: Double, interOnset: Int, velocity: Int) -> Int {
        let kind: Int
        if length >= legatoFraction * Double(interOnset) {
            kind = 0
        } else {
            let nearest = lengths.indices.min { abs(Double(lengths[$0]) - length) < abs(Double(lengths[$1]) - length) }!
            kind = lengths[nearest] < interOnset ? nearest + 1 : 0
        }
        let level = velocities.indices.min { abs(velocities[$0] - velocity) < abs(velocities[$1] - velocity) }!
        return firstArticulation + kind * velocities.count + level
    }

    /// How long a note is played that an articulation token gives a length in slots, `interOnset` slots
    /// before the next onset.
    ///
    /// Between two eighths the token for 4 slots stands for 5 as well, which most of them are: players let go of an
    /// eighth after five sixths of it.
    static func played(length: Int, interOnset: Int) -> Int { length == 4 && interOnset == 6 ? 5 : length }

    /// What a token says.
    package enum Meaning: Equatable {
        case endOfSequence
        case wait
        case interOnset(Int)
        /// `length` in slots, `nil` for legato.
        case articulation(length: Int?, velocity: Int)
        case interval(Int)
    }

    /// What `token` says; a token is 0..<``count``.
    package static func meaning(of token: Int) -> Meaning {
        switch token {
        case endOfSequence: return .endOfSequence
        case wait: return .wait
        case ..<firstArticulation: return .interOnset(token - firstInterOnset + 1)
        case ..<firstInterval:
            let kind = (token - firstArticulation) / velocities.count
            return .articulation(
                length: kind == 0 ? nil : lengths[kind - 1],
                velocity: velocities[(token - firstArticulation) % velocities.count])
        default: return .interval(token - firstInterval - widestInterval)
        }
    }

    /// The tokens that can answer a decision.
    package static func tokens(for decision: Decision) -> Range<Int> {
        switch decision {
        case .rhythm: 0..<firstArticulation
        case .articulation: firstArticulation..<firstInterval
        case .pitch: firstInterval..<count
        }
    }

    /// The tokens' names, in order, as a model file stores them.
    package static let names: [String] = (0..<count).map { token in
        switch meaning(of: token) {
        case .endOfSequence: "<eos>"
        case .wait: "wait"
        case .interOnset(let slots): "d\(slots)"
        case .articulation(let length, let velocity): (length.map { "l\($0)" } ?? "legato") + " v\(velocity)"
        case .interval(let semitones): semitones > 0 ? "+\(semitones)" : "\(semitones)"
        }
    }
}
