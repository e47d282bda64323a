extension Chord {
    /// The chord scale as intervals 0…11 above the root: the notes that sound inside on this chord.
    ///
    /// The basic chord and its written tensions are always part of it. Empty for "N.C.".
    public var relativeScale: PitchClassSet {
        PitchClassSet(scaleIntervals).union(relativeTones).union(PitchClassSet(tensions.intervals))
    }

    /// The chord scale as pitch classes.
    public var scale: PitchClassSet { relativeScale.transposed(by: root) }

    private var scaleIntervals: [Int] {
        let isLydian = tensions.contains(.sharpEleven) || tensions.contains(.flatFive)
        switch quality {
        case .major, .sixth, .majorSeventh, .majorSeventhSuspended:
            return isLydian ? [0, 2, 4, 6, 7, 9, 11] : [0, 2, 4, 5, 7, 9, 11]
        case .augmentedMajorSeventh: return [0, 2, 4, 6, 8, 9, 11]
        case .augmented: return [0, 2, 4, 6, 8, 10]
        case .dominant: return dominantScale(isLydian: isLydian)
        case .altered: return [0, 1, 3, 4, 6, 8, 10]
        case .augmentedSeventh:
            let hasAlteredNine = !tensions.isDisjoint(with: [.flatNine, .sharpNine])
            return hasAlteredNine ? [0, 1, 3, 4, 6, 8, 10] : [0, 2, 4, 6, 8, 10]
        case .minor, .minorSeventh:
            if tensions.contains(.flatThirteen) { return [0, 2, 3, 5, 7, 8, 10] }
            return [0, 2, 3, 5, 7, 9, 10]
        case .minorSixth, .minorMajorSeventh: return [0, 2, 3, 5, 7, 9, 11]
        case .halfDiminished:
            return tensions.contains(.nine) ? [0, 2, 3, 5, 6, 8, 10] : [0, 1, 3, 5, 6, 8, 10]
        case .diminished, .diminishedSeventh, .diminishedMajorSeventh: return [0, 2, 3, 5, 6, 8, 9, 11]
        case .suspendedSecond, .suspendedFourth, .dominantSuspended:
            if tensions.contains(.flatNine) {
                return tensions.contains(.thirteen) ? [0, 1, 3, 5, 7, 9, 10] : [0, 1, 3, 5, 7, 8, 10]
            }
            return [0, 2, 4, 5, 7, 9, 10]
        case .power: return [0, 2, 4, 5, 7, 9, 10]
        case .none: return []
        }
    }

    private func dominantScale(isLydian: Bool) -> [Int] {
        let hasFlatThirteen = tensions.contains(.flatThirteen)
        if tensions.contains(.sharpNine) {
            // Half step, whole step; with a lowered thirteenth the altered scale.
            return hasFlatThirteen ? [0, 1, 3, 4, 6, 8, 10] : [0, 1, 3, 4, 6, 7, 9, 10]
        }
        if tensions.contains(.flatNine) {
            if tensions.contains(.thirteen) || isLydian { return [0, 1, 3, 4, 6, 7, 9, 10] }
            // The fifth mode of harmonic minor, with the raised ninth that players mix in.
            return [0, 1, 3, 4, 5, 7, 8, 10]
        }
        if hasFlatThirteen { return isLydian ? [0, 2, 4, 6, 8, 10] : [0, 2, 4, 5, 7, 8, 10] }
        return isLydian ? [0, 2, 4, 6, 7, 9, 10] : [0, 2, 4, 5, 7, 9, 10]
    }
}
