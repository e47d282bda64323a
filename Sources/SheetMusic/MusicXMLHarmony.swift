import Harmony

/// Chords as MusicXML's harmony elements write them: a kind, and degrees that are added, altered or left out.
///
/// MusicXML 4.0, "kind-value" and "degree".
enum MusicXMLHarmony {
    /// A degree of a chord: value 1…13, alteration in semitones, and what is done with it.
    struct Degree: Hashable {
        enum Use: String { case add, alter, subtract }
        var value: Int
        var alter: Int
        var use: Use
    }

    /// The kinds that are whole chords of ours, each first under the name that is written.
    private static let kinds: [(kind: String, quality: ChordQuality, tensions: Tensions)] = [
        ("major", .major, []), ("major-sixth", .sixth, []), ("major-seventh", .majorSeventh, []),
        ("dominant", .dominant, []), ("augmented-seventh", .augmentedSeventh, []), ("minor", .minor, []),
        ("minor-sixth", .minorSixth, []), ("minor-seventh", .minorSeventh, []),
        ("major-minor", .minorMajorSeventh, []), ("half-diminished", .halfDiminished, []),
        ("diminished", .diminished, []), ("diminished-seventh", .diminishedSeventh, []),
        ("augmented", .augmented, []), ("suspended-second", .suspendedSecond, []),
        ("suspended-fourth", .suspendedFourth, []), ("power", .power, []), ("none", .none, []),
        ("dominant-ninth", .dominant, [.nine]), ("major-ninth", .majorSeventh, [.nine]),
        ("minor-ninth", .minorSeventh, [.nine]), ("dominant-11th", .dominantSuspended, [.nine]),
        ("major-11th", .majorSeventh, [.nine, .eleven]), ("minor-11th", .minorSeventh, [.nine, .eleven]),
        ("dominant-13th", .dominant, [.nine, .thirteen]), ("major-13th", .majorSeventh, [.nine, .thirteen]),
        ("minor-13th", .minorSeventh, [.nine, .thirteen]),
    ]

    /// Qualities that are a kind with degrees.
    private static let composed: [ChordQuality: (kind: String, degrees: [Degree])] = [
        .augmentedMajorSeventh: ("major-seventh", [Degree(value: 5, alter: 1, use: .alter)]),
        .diminishedMajorSeventh: ("diminished", [Degree(value: 7, alter: 1, use: .add)]),
        .dominantSuspended: ("suspended-fourth", [Degree(value: 7, alter: 0, use: .add)]),
        .majorSeventhSuspended: ("suspended-fourth", [Degree(value: 7, alter: 1, use: .add)]),
        .dominantSuspendedSecond: ("suspended-second", [Degree(value: 7, alter: 0, use: .add)]),
        .majorSeventhSuspendedSecond: ("suspended-second", [Degree(value: 7, alter: 1, use: .add)]),
        .altered: ("dominant", alteredDegrees),
    ]

    private static let alteredDegrees = [
        Degree(value: 5, alter: 1, use: .alter), Degree(value: 9, alter: -1, use: .add),
        Degree(value: 9, alter: 1, use: .add),
    ]

    private static let tensionDegrees: [(tension: Tensions, degree: Degree)] = [
        (.flatFive, Degree(value: 5, alter: -1, use: .alter)), (.sharpFive, Degree(value: 5, alter: 1, use: .alter)),
        (.flatNine, Degree(value: 9, alter: -1, use: .add)), (.nine, Degree(value: 9, alter: 0, use: .add)),
        (.sharpNine, Degree(value: 9, alter: 1, use: .add)), (.eleven, Degree(value: 11, alter: 0, use: .add)),
        (.sharpEleven, Degree(value: 11, alter: 1, use: .add)),
        (.flatThirteen, Degree(value: 13, alter: -1, use: .add)), (.thirteen, Degree(value: 13, alter: 0, use: .add)),
        (.majorSeventh, Degree(value: 7, alter: 1, use: .add)), (.noThird, Degree(value: 3, alter: 0, use: .subtract)),
        (.noFifth, Degree(value: 5, alter: 0, use: .subtract)),
    ]

    /// The kind and the degrees of a chord.
    static func kind(of chord: Chord) -> (kind: String, degrees: [Degree]) {
        let base: (kind: String, degrees: [Degree])
        var tensions = chord.tensions
        if let composed = composed[chord.quality] {
            base = composed
        } else {
            // The fullest kind that the tensions hold.
            let row = kinds.filter { $0.quality == chord.quality && $0.tensions.isSubset(of: tensions) }
                .max { $0.tensions.rawValue.nonzeroBitCount < $1.tensions.rawValue.nonzeroBitCount }
            base = (row?.kind ?? "other", [])
            tensions.subtract(row?.tensions ?? [])
        }
        return (base.kind, base.degrees + tensionDegrees.filter { tensions.contains($0.tension) }.map(\.degree))
    }

    /// The chord of a kind with degrees; nil where it is none of ours.
    ///
    /// - Parameter text: The symbol that stands behind the root, which tells an altered chord from one with degrees, and
    ///   is all there is to kinds without a name.
    static func chord(root: NoteName, kind: String, text: String?, degrees: [Degree], bass: NoteName?) -> Chord? {
        guard var chord = plain(root, kind, text, hasDegrees: !degrees.isEmpty) else { return nil }
        if chord.isNoChord { return chord }
        if let text, text.lowercased().contains("alt"), let named = try? ChordParser.parse("\(root)\(text)"),
            named.quality == .altered
        {
            // All its degrees are altered ones, so the symbol says more than they do.
            (chord, chord.bassName) = (named, bass.flatMap { $0.pitchClass == root.pitchClass ? nil : $0 })
            return chord
        }
        // The seventh first, for a suspended chord with it is of another quality.
        for degree in degrees.sorted(by: {
            ($0.value == 7 ? 0 : $0.value, $0.alter) < ($1.value == 7 ? 0 : $1.value, $1.alter)
        }) {
            guard apply(degree, to: &chord) else { return nil }
        }
        chord.bassName = bass.flatMap { $0.pitchClass == root.pitchClass ? nil : $0 }
        return chord
    }

    private static func plain(_ root: NoteName, _ kind: String, _ text: String?, hasDegrees: Bool) -> Chord? {
        if let row = kinds.first(where: { $0.kind == kind }) {
            if row.quality == .none { return .noChord }
            return Chord(rootName: root, quality: row.quality, tensions: row.tensions)
        }
        // A kind that is none of the format's, such as "minor-major", is what the symbol says.
        guard let text, !hasDegrees else { return nil }
        return try? ChordParser.parse("\(root)\(text)")
    }

    private static func apply(_ degree: Degree, to chord: inout Chord) -> Bool {
        if degree.value == 7, degree.use != .subtract, let quality = seventh(degree.alter, on: chord.quality) {
            chord.quality = quality
            return true
        }
        if degree.value == 5, degree.use != .subtract, degree.alter == 1 {
            switch chord.quality {
            case .dominant: chord.quality = .augmentedSeventh
            case .majorSeventh: chord.quality = .augmentedMajorSeventh
            case .major: chord.quality = .augmented
            case .augmented, .augmentedSeventh, .augmentedMajorSeventh: break
            default: chord.tensions.insert(.sharpFive)
            }
            return true
        }
        if degree.value == 6, degree.use == .add, degree.alter == 0 {
            switch chord.quality {
            case .major: chord.quality = .sixth
            case .minor: chord.quality = .minorSixth
            default: chord.tensions.insert(.thirteen)
            }
            return true
        }
        var degree = degree
        switch degree.value {
        case 2, 4, 6: degree.value += 7
        case 3 where degree.use == .subtract, 5 where degree.use == .subtract: degree.alter = 0
        default: break
        }
        // What is altered need not have been there; what is added to a fifth alters it.
        let use: Degree.Use = degree.value == 5 ? (degree.use == .add ? .alter : degree.use) : degree.use
        let isTension = degree.value > 7 && use != .subtract
        guard
            let row = tensionDegrees.first(where: {
                $0.degree.value == degree.value && $0.degree.alter == degree.alter
                    && ($0.degree.use == use || isTension)
            })
        else { return false }
        if degree.value > 7, degree.use == .alter {
            // An altered ninth stands in place of the natural one.
            let natural = tensionDegrees.first { $0.degree.value == degree.value && $0.degree.alter == 0 }
            chord.tensions.subtract(natural?.tension ?? [])
        }
        chord.tensions.insert(row.tension)
        return true
    }

    /// A chord with a seventh added; nil where that is no quality of its own.
    private static func seventh(_ alter: Int, on quality: ChordQuality) -> ChordQuality? {
        switch (quality, alter) {
        case (.major, 0): .dominant
        case (.major, 1): .majorSeventh
        case (.minor, 0): .minorSeventh
        case (.minor, 1): .minorMajorSeventh
        case (.diminished, 0): .halfDiminished
        case (.diminished, -1): .diminishedSeventh
        case (.diminished, 1): .diminishedMajorSeventh
        case (.augmented, 0): .augmentedSeventh
        case (.augmented, 1): .augmentedMajorSeventh
        case (.suspendedFourth, 0): .dominantSuspended
        case (.suspendedFourth, 1): .majorSeventhSuspended
        case (.suspendedSecond, 0): .dominantSuspendedSecond
        case (.suspendedSecond, 1): .majorSeventhSuspendedSecond
        default: nil
        }
    }
}
