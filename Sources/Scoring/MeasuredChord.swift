public import Harmony

/// A chord as the measures understand it: which notes are chord tones and which are in the scale.
///
/// ``Chord/tones`` and ``Chord/scale`` are finer: they hear a lowered fifth, tell the dominant scales apart by their
/// thirteenths and give a triad three tones. The real bands were taken with the coarser table below, which has one
/// entry for a quality and a few for altered dominants, so the measures have to be taken with it too. It agrees with the
/// reading they were taken with on every symbol of those solos and on every ``Chord/marker``; that reading took "Cm9"
/// for a triad, which is not repeated here.
public struct MeasuredChord: Hashable, Sendable {
    /// The root's pitch class, 0…11.
    public let root: Int
    /// The chord tones as intervals 0…11 above the root.
    public let relativeTones: PitchClassSet
    /// The scale as intervals 0…11 above the root, chord tones included.
    public let relativeScale: PitchClassSet

    /// What the measures take `chord` for; nil for "N.C.".
    ///
    /// - Parameter symbol: The chord as it was written. An accidental between two numbers ("79b13") is one number's
    ///   for ``ChordParser``; the bands were taken with both numbers altered. Left out, ``Chord/marker``, in which no
    ///   accidental stands so.
    public init?(_ chord: Chord, writtenAs symbol: String? = nil) {
        guard !chord.isNoChord else { return nil }
        var chord = chord
        if let symbol { chord.tensions.formUnion(Self.alterations(in: symbol)) }
        let (tones, scale) = Self.notes(of: chord)
        root = chord.root
        relativeTones = tones
        relativeScale = scale.union(tones)
    }

    /// Whether a pitch is a chord tone.
    func hasTone(_ pitch: Int) -> Bool { relativeTones.contains(pitch - root) }

    /// Whether a pitch is in the scale.
    func hasInScale(_ pitch: Int) -> Bool { relativeScale.contains(pitch - root) }

    /// The alterations that a symbol spells out, every accidental taken with the numbers on both its sides.
    private static func alterations(in symbol: String) -> Tensions {
        let afterRoot = symbol.dropFirst().drop { "b#♭♯".contains($0) }
        let quality = afterRoot.prefix { $0 != "/" }.filter { !"() ".contains($0) }
        var found: Tensions = []
        for (tension, spellings) in [
            (Tensions.flatNine, ["9b", "b9"]), (.sharpNine, ["9#", "#9"]), (.sharpEleven, ["11#", "#11"]),
            (.flatThirteen, ["13b", "b13"]),
        ] where spellings.contains(where: quality.contains) { found.insert(tension) }
        return found
    }

    private static let major: PitchClassSet = [0, 2, 4, 5, 7, 9, 11]
    private static let dorian: PitchClassSet = [0, 2, 3, 5, 7, 9, 10]
    private static let mixolydian: PitchClassSet = [0, 2, 4, 5, 7, 9, 10]
    private static let altered: PitchClassSet = [0, 1, 3, 4, 6, 8, 10]

    private static func notes(of chord: Chord) -> (tones: PitchClassSet, scale: PitchClassSet) {
        switch chord.quality {
        case .halfDiminished: ([0, 3, 6, 10], [0, 1, 3, 5, 6, 8, 10])
        case .diminished, .diminishedSeventh, .diminishedMajorSeventh: ([0, 3, 6, 9], [0, 2, 3, 5, 6, 8, 9, 11])
        case .minorMajorSeventh: ([0, 3, 7, 11], [0, 2, 3, 5, 7, 9, 11])
        case .minorSixth: ([0, 3, 7, 9], [0, 2, 3, 5, 7, 9, 10, 11])
        case .minorSeventh: ([0, 3, 7, 10], dorian)
        case .minor: ([0, 3, 7], dorian)
        case .majorSeventh, .augmentedMajorSeventh, .majorSeventhSuspended: ([0, 4, 7, 11], major)
        case .suspendedSecond, .suspendedFourth, .dominantSuspended: ([0, 5, 7, 10], mixolydian)
        case .altered: ([0, 4, 10], altered)
        case .augmentedSeventh: augmentedSeventh(chord.tensions)
        case .dominant: dominant(chord.tensions)
        case .sixth: ([0, 4, 7, 9], major)
        case .augmented: ([0, 4, 8], [0, 2, 4, 6, 8, 10])
        case .major, .power, .none: ([0, 4, 7], major)
        }
    }

    private static func augmentedSeventh(_ tensions: Tensions) -> (PitchClassSet, PitchClassSet) {
        ([0, 4, 8, 10], tensions.isDisjoint(with: [.flatNine, .sharpNine]) ? [0, 2, 4, 5, 7, 8, 10] : altered)
    }

    private static func dominant(_ tensions: Tensions) -> (PitchClassSet, PitchClassSet) {
        if tensions.isSuperset(of: [.flatNine, .flatThirteen]) { return ([0, 4, 10], altered) }
        let scale: PitchClassSet =
            if !tensions.isDisjoint(with: [.flatNine, .sharpNine]) {
                [0, 1, 3, 4, 5, 7, 8, 9, 10]
            } else if tensions.contains(.flatThirteen) {
                [0, 2, 4, 5, 7, 8, 10]
            } else if !tensions.isDisjoint(with: [.sharpEleven, .flatFive]) {
                [0, 2, 4, 6, 7, 9, 10]
            } else {
                mixolydian
            }
        return ([0, 4, 7, 10], scale)
    }
}
