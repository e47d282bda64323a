/// The vocabulary of a walking bass: one token a beat.
///
/// `rest` says that the bass is silent, every other token how far the note lies from the one before, an octave down to
/// an octave up. The same note again is either struck again or held: the band decides which, see ``BassDuty``.
/// Intervals and chords are relative, so the model is the same in all twelve keys.
package enum BassVocabulary {
    /// No note on this beat.
    package static let rest = 0
    /// The widest interval, in semitones; wider leaps keep their pitch class and fold by octaves.
    package static let widestInterval = 12
    /// The number of tokens.
    package static let count = 2 + 2 * widestInterval

    /// The token of an interval in semitones; wider ones fold by octaves.
    package static func interval(_ semitones: Int) -> Int {
        var folded = semitones
        while folded > widestInterval { folded -= 12 }
        while folded < -widestInterval { folded += 12 }
        return 1 + widestInterval + folded
    }

    /// The interval that a token says, in semitones; nil for `rest`.
    package static func semitones(of token: Int) -> Int? {
        token == rest ? nil : token - 1 - widestInterval
    }

    /// The tokens' names, in order, as a model file stores them.
    package static let names: [String] = (0..<count).map { token in
        semitones(of: token).map { $0 > 0 ? "+\($0)" : "\($0)" } ?? "rest"
    }
}
