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
        case .dominantSuspendedSecond: text += "7sus2" + parenthesised(tensions.names)
        case .majorSeventhSuspendedSecond: text += "maj7sus2" + parenthesised(tensions.names)
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
        case .major: return tensions == [.nine] ? "add9" : triad("")
        case .minor: return tensions.isSubset(of: [.nine]) && !tensions.isEmpty ? "min(add9)" : triad("m")
        case .diminished: return triad("dim")
        case .augmented: return triad("+")
        case .suspendedSecond: return triad("sus2")
        case .suspendedFourth: return triad("sus4")
        case .power: return triad("5")
        case .sixth: return sixthMarker("6")
        case .minorSixth: return sixthMarker("m6")
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
        case .dominantSuspendedSecond: return separated("7sus2")
        case .majorSeventhSuspendedSecond: return separated("maj7sus2")
        case .diminishedSeventh: return separated("dim7")
        case .diminishedMajorSeventh: return separated("dimM7")
        case .altered: return separated("7alt")
        case .none: return ""
        }
    }

    /// A triad's marker with what is added to it.
    ///
    /// Simple readers take an 11 or a 13 for a sign of a seventh chord: as 4 and 6 they are not.
    private func triad(_ base: String) -> String {
        guard !tensions.isEmpty else { return base }
        let names = tensions.names.map(Self.smallName)
        // "madd9" reads as "ma".
        return (base == "m" && names[0].hasPrefix("add") ? "min" : base) + parenthesised(names)
    }

    private func sixthMarker(_ base: String) -> String {
        let rest = tensions.subtracting(.nine)
        return base + (tensions.contains(.nine) ? "9" : "") + parenthesised(rest.names.map(Self.smallName))
    }

    /// The name of a tension below the octave.
    private static func smallName(_ name: String) -> String {
        switch name {
        case "9": "add9"
        case "b9", "#9": "add" + name
        case "11": "add4"
        case "#11": "#4"
        case "b13": "b6"
        case "13": "add6"
        default: name
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

    private func parenthesised(_ names: [String], after first: [String] = []) -> String {
        let names = first + names
        return names.isEmpty ? "" : "(\(names.joined(separator: ",")))"
    }

    private func added(_ base: String) -> String {
        if base.isEmpty, tensions == [.nine] { return "add9" }
        return base
            + parenthesised(
                tensions.subtracting(.alterations).names.map { $0.hasPrefix("add") ? $0 : "add\($0)" },
                after: tensions.intersection(.alterations).names)
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
        } else if tensions.contains(.eleven), hasNine, !prefix.isEmpty {
            number = "11"
            rest.subtract(hasAlteredNine ? .eleven : [.nine, .eleven])
        } else if tensions.contains(.nine) {
            number = "9"
            rest.subtract(.nine)
        }
        let naturals = rest.intersection([.nine, .eleven, .thirteen, .majorSeventh, .noThird, .noFifth])
        let alterations = rest.subtracting(naturals)
        let isSuspended = suffix == "sus4"
        if isSuspended { return prefix + number + suffix + parenthesised(rest.names) }
        return prefix + number + suffix + alterations.names.joined() + parenthesised(naturals.names)
    }
}
