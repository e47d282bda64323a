/// A spelled pitch class: a letter and its accidentals, such as "Bb" or "F#".
public struct NoteName: Hashable, Sendable, CustomStringConvertible {
    /// The letter's place in C D E F G A B, 0…6.
    public let letter: Int
    /// Sharps when positive, flats when negative, −2…2.
    public let accidental: Int

    private static let letters = "CDEFGAB".map { $0 }
    private static let letterPitches = [0, 2, 4, 5, 7, 9, 11]
    /// Places of the letters on the line of fifths, C = 0.
    private static let letterFifths = [0, 2, 4, -1, 1, 3, 5]

    /// The name of a letter place 0…6 with up to two accidentals.
    public init(letter: Int, accidental: Int) {
        precondition((0..<7).contains(letter), "letter \(letter) is not in 0..<7")
        precondition((-2...2).contains(accidental), "accidental \(accidental) is not in -2...2")
        self.letter = letter
        self.accidental = accidental
    }

    /// The name at a place on the line of fifths: F = −1, C = 0, G = 1, F♯ = 6, B♭ = −2.
    ///
    /// - Parameter fifths: −15…19, so that two accidentals suffice.
    public init(fifths: Int) {
        let sevens = (fifths + 1 + 70) / 7 - 10
        let natural = fifths - 7 * sevens
        let letter = Self.letterFifths.firstIndex(of: natural) ?? 0
        self.init(letter: letter, accidental: sevens)
    }

    /// The pitch class, 0…11.
    public var pitchClass: Int {
        Harmony.pitchClass(Self.letterPitches[letter] + accidental)
    }

    /// The place on the line of fifths, C = 0.
    public var fifths: Int { Self.letterFifths[letter] + 7 * accidental }

    /// The name in ASCII, flats as "b".
    public var description: String {
        String(Self.letters[letter]) + String(repeating: accidental < 0 ? "b" : "#", count: abs(accidental))
    }

    /// The spelling a lead sheet uses where no key says otherwise.
    public static func usual(_ pitch: Int) -> NoteName {
        let fifths = [0, -5, 2, -3, 4, -1, 6, 1, -4, 3, -2, 5]
        return NoteName(fifths: fifths[Harmony.pitchClass(pitch)])
    }
}
