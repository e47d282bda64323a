package import Harmony

/// The chord qualities that the progression network tells apart; what a chart writes beyond them is colour.
package enum ProgressionQuality: Int, Hashable, Sendable, CaseIterable {
    case major, sixth, majorSeventh
    case dominant, flatNine, sharpNine, altered, sharpFive, sharpEleven, flatThirteen, suspended
    case minor, minorSixth, minorSeventh, minorMajorSeventh
    case halfDiminished, diminished, augmented

    /// The nearest quality of a chord; nil for "N.C.".
    package init?(_ chord: Chord) {
        let tensions = chord.tensions
        switch chord.quality {
        case .none: return nil
        case .major, .power, .suspendedSecond: self = .major
        case .sixth: self = .sixth
        case .majorSeventh, .augmentedMajorSeventh, .majorSeventhSuspended: self = .majorSeventh
        case .dominant:
            self =
                tensions.contains(.sharpNine)
                ? .sharpNine
                : tensions.contains(.flatNine)
                    ? .flatNine
                    : tensions.contains(.flatThirteen)
                        ? .flatThirteen
                        : tensions.isDisjoint(with: [.sharpEleven, .flatFive]) ? .dominant : .sharpEleven
        case .altered: self = .altered
        case .augmentedSeventh: self = tensions.isDisjoint(with: [.flatNine, .sharpNine]) ? .sharpFive : .altered
        case .suspendedFourth, .dominantSuspended: self = .suspended
        case .minor: self = .minor
        case .minorSixth: self = .minorSixth
        case .minorSeventh: self = .minorSeventh
        case .minorMajorSeventh: self = .minorMajorSeventh
        case .halfDiminished: self = .halfDiminished
        case .diminished, .diminishedSeventh, .diminishedMajorSeventh: self = .diminished
        case .augmented: self = .augmented
        }
    }

    /// The chord of this quality on a root.
    package func chord(on root: NoteName) -> Chord {
        let (quality, tensions): (ChordQuality, Tensions) =
            switch self {
            case .major: (.major, [])
            case .sixth: (.sixth, [])
            case .majorSeventh: (.majorSeventh, [])
            case .dominant: (.dominant, [])
            case .flatNine: (.dominant, .flatNine)
            case .sharpNine: (.dominant, .sharpNine)
            case .altered: (.altered, [])
            case .sharpFive: (.augmentedSeventh, [])
            case .sharpEleven: (.dominant, .sharpEleven)
            case .flatThirteen: (.dominant, .flatThirteen)
            case .suspended: (.dominantSuspended, [])
            case .minor: (.minor, [])
            case .minorSixth: (.minorSixth, [])
            case .minorSeventh: (.minorSeventh, [])
            case .minorMajorSeventh: (.minorMajorSeventh, [])
            case .halfDiminished: (.halfDiminished, [])
            case .diminished: (.diminishedSeventh, [])
            case .augmented: (.augmented, [])
            }
        return Chord(rootName: root, quality: quality, tensions: tensions)
    }
}
