/// A key: a spelled tonic and whether it is minor. It decides how transposed chords are spelled.
public struct Key: Hashable, Sendable, CustomStringConvertible {
    /// The tonic's name.
    public let tonic: NoteName
    /// Whether the key is minor.
    public let isMinor: Bool

    /// A key from its tonic and mode.
    public init(tonic: NoteName, isMinor: Bool) {
        self.tonic = tonic
        self.isMinor = isMinor
    }

    /// The key written as "C", "Bb major", "F#m", "E-min" or "A minor"; nil for anything else.
    public init?(_ text: String) {
        var reader = NoteNameReader(text)
        guard let tonic = reader.noteName() else { return nil }
        switch reader.rest.lowercased().filter({ $0 != " " }) {
        case "m" where reader.rest.contains("M"): self.init(tonic: tonic, isMinor: false)
        case "", "maj", "major", "-maj", "-major": self.init(tonic: tonic, isMinor: false)
        case "m", "-", "min", "minor", "-min", "-minor": self.init(tonic: tonic, isMinor: true)
        default: return nil
        }
    }

    /// The key signature in sharps (positive) or flats (negative).
    public var signature: Int { isMinor ? tonic.fifths - 3 : tonic.fifths }

    /// The key as a lead sheet names it: "Bb", "F#m".
    public var description: String { "\(tonic)\(isMinor ? "m" : "")" }

    /// The key `semitones` higher, with the tonic spelled so that the signature stays small.
    public func transposed(by semitones: Int) -> Key {
        let major = [0, -5, 2, -3, 4, -1, -6, 1, -4, 3, -2, 5]
        let minor = [0, 7, 2, -3, 4, -1, 6, 1, 8, 3, -2, 5]
        let target = pitchClass(tonic.pitchClass + semitones)
        if target == tonic.pitchClass { return self }
        return Key(tonic: NoteName(fifths: isMinor ? minor[target] : major[target]), isMinor: isMinor)
    }

    /// The spelling of a pitch class in this key.
    ///
    /// Twelve neighbours on the line of fifths are candidates: from the flat second to the raised fourth of the
    /// (relative) major key, one or two places sharper in minor keys and for leading-tone chords.
    ///
    /// - Parameter leading: whether the note is the root of a diminished chord, which usually rises.
    public func spelling(of pitch: Int, leading: Bool = false) -> NoteName {
        let lowest = signature - 5 + (isMinor ? 1 : 0) + (leading ? 2 : 0)
        let wanted = pitchClass(pitch)
        var fifths = lowest
        while pitchClass(fifths * 7) != wanted { fifths += 1 }
        // Roots such as Fb, E# and B#, and Cb outside of keys of many flats, are harder to read than the keys they come from are to respect.
        if fifths < (signature > -5 ? -6 : -7) { fifths += 12 }
        if fifths > 10 { fifths -= 12 }
        return NoteName(fifths: fifths)
    }
}

/// Reads a note name from the start of a text.
struct NoteNameReader {
    private var scalars: Substring.UnicodeScalarView

    init(_ text: String) {
        scalars = text[...].unicodeScalars
    }

    var rest: String { String(Substring(scalars)) }

    mutating func noteName() -> NoteName? {
        guard let first = scalars.first, let letter = Array("CDEFGAB".unicodeScalars).firstIndex(of: first) else {
            return nil
        }
        scalars.removeFirst()
        var accidental = 0
        while let next = scalars.first, let step = Self.accidental(next), abs(accidental + step) <= 2,
            accidental * step >= 0
        {
            accidental += step
            scalars.removeFirst()
        }
        return NoteName(letter: letter, accidental: accidental)
    }

    static func accidental(_ scalar: Unicode.Scalar) -> Int? {
        switch scalar {
        case "b", "\u{266D}": -1
        case "#", "\u{266F}": 1
        default: nil
        }
    }
}
