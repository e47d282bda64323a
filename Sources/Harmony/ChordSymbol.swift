extension Chord {
    /// The canonical lead-sheet spelling: "Dm7", "G13b9", "Bbmaj7#11/D", "N.C.". `ChordParser` reads it back.
    public var symbol: String {
        if isNoChord { return "N.C." }
        var text = rootName.description
        switch quality {
        case .major: text += added("")
        case .minor: text += added("m")
        case .diminished: text += added("dim")
        case .augmented: text += added("+")
        case .suspendedSecond: text += added("sus2")
        case .suspendedFourth: text += added("sus4")
        case .power: text += added("5")
        case .sixth: text += sixth("6")
        case .minorSixth: text += sixth("m6")
        case .dominant: text += extended("", "")
        case .augmentedSeventh: text += extended("", "#5")
        case .majorSeventh: text += extended("maj", "")
        case .augmentedMajorSeventh: text += extended("maj", "#5")
        case .minorSeventh: text += extended("m", "")
        case .minorMajorSeventh: text += extended("mMaj", "")
        case .halfDiminished: text += extended("m", "b5")
        case .dominantSuspended: text += extended("", "sus4")
        case .majorSeventhSuspended: text += extended("maj", "sus4")
        case .diminishedSeventh: text += "dim7" + parenthesised(tensions.names)
        case .diminishedMajorSeventh: text += "dimMaj7" + parenthesised(tensions.names)
        case .altered: text += "7alt" + parenthesised(tensions.names)
        case .none: break
        }
        return text + slash
    }

    /// The spelling for a marker in a MIDI file: "Dm7(9)", "G7(b9,13)".
    ///
    /// It spells the basic chord out before the tensions and separates them, so that readers that search the symbol
    /// for "9b" or "b13" do not find what is not there ("13b9" holds both "b9" and "13b").
    public var marker: String {
        if isNoChord { return "N.C." }
        return rootName.description + markerQuality + slash
    }

    private var slash: String { bassName.map { "/\($0)" } ?? "" }

    private var markerQuality: String {
        switch quality {
        // Simple readers take a sixth or an eleventh added to a triad for a seventh chord: such colours stay out.
        case .major: return tensions.contains(.nine) ? "add9" : ""
        case .minor: return tensions.contains(.nine) ? "min(add9)" : "m"
        case .diminished: return "dim"
        case .augmented: return "+"
        case .suspendedSecond: return "sus2"
        case .suspendedFourth: return "sus4"
        case .power: return "5"
        case .sixth: return tensions.contains(.nine) ? "69" : "6"
        case .minorSixth: return tensions.contains(.nine) ? "m69" : "m6"
        case .dominant:
            switch tensions {
            case [.nine]: return "9"
            case [.nine, .thirteen]: return "13"
            default: return separated("7")
            }
        case .majorSeventh: return tensions == [.nine] ? "maj9" : separated("maj7")
        case .augmentedSeventh: return separated("7#5")
        case .augmentedMajorSeventh: return separated("maj7#5")
        case .minorSeventh: return separated("m7")
        case .minorMajorSeventh: return separated("mM7")
        case .halfDiminished: return separated("m7b5")
        case .dominantSuspended: return separated("7sus4")
        case .majorSeventhSuspended: return separated("maj7sus4")
        case .diminishedSeventh: return "dim7"
        case .diminishedMajorSeventh: return "dimM7"
        case .altered: return "7alt"
        case .none: return ""
        }
    }

    private func separated(_ base: String) -> String {
        let names = tensions.names
        if names.count == 1, let only = names.first, only.first == "b" || only.first == "#",
            base == "7" || base == "maj7"
        {
            return base + only
        }
        return base + parenthesised(names)
    }

    private func parenthesised(_ names: [String]) -> String {
        names.isEmpty ? "" : "(\(names.joined(separator: ",")))"
    }

    private func added(_ base: String) -> String {
        if base.isEmpty, tensions == [.nine] { return "add9" }
        return base + parenthesised(tensions.names.map { $0 == "b5" ? $0 : "add\($0)" })
    }

    private func sixth(_ base: String) -> String {
        guard tensions.contains(.nine) else { return base + parenthesised(tensions.names) }
        return "\(base)/9" + parenthesised(tensions.subtracting(.nine).names)
    }

    /// "maj" + the highest natural extension + the alterations, naturals that the extension does not imply at the end.
    private func extended(_ prefix: String, _ suffix: String) -> String {
        let hasAlteredNine = !tensions.isDisjoint(with: [.flatNine, .sharpNine])
        let hasNine = hasAlteredNine || tensions.contains(.nine)
        var rest = tensions
        var number = "7"
        if tensions.contains(.thirteen), hasNine {
            number = "13"
            rest.subtract(hasAlteredNine ? .thirteen : [.nine, .thirteen])
        } else if tensions.contains(.eleven), hasNine {
            number = "11"
            rest.subtract(hasAlteredNine ? .eleven : [.nine, .eleven])
        } else if tensions.contains(.nine) {
            number = "9"
            rest.subtract(.nine)
        }
        let naturals = rest.intersection([.nine, .eleven, .thirteen])
        let alterations = rest.subtracting(naturals)
        let isSuspended = suffix == "sus4"
        if isSuspended { return prefix + number + suffix + parenthesised(rest.names) }
        return prefix + number + suffix + alterations.names.joined() + parenthesised(naturals.names)
    }
}
