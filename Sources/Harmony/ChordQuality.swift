/// What a chord is made of, tensions apart.
public enum ChordQuality: String, Hashable, Sendable, CaseIterable {
    case major, sixth, majorSeventh
    case dominant, altered, augmentedSeventh
    case minor, minorSixth, minorSeventh, minorMajorSeventh
    case halfDiminished, diminished, diminishedSeventh, diminishedMajorSeventh
    case augmented, augmentedMajorSeventh
    case suspendedSecond, suspendedFourth, dominantSuspended, majorSeventhSuspended
    case power
    /// No chord: the band is silent.
    case none

    /// The intervals above the root in semitones, root first, rising.
    public var intervals: [Int] {
        switch self {
        case .major: [0, 4, 7]
        case .sixth: [0, 4, 7, 9]
        case .majorSeventh: [0, 4, 7, 11]
        case .dominant: [0, 4, 7, 10]
        case .altered, .augmentedSeventh: [0, 4, 8, 10]
        case .minor: [0, 3, 7]
        case .minorSixth: [0, 3, 7, 9]
        case .minorSeventh: [0, 3, 7, 10]
        case .minorMajorSeventh: [0, 3, 7, 11]
        case .halfDiminished: [0, 3, 6, 10]
        case .diminished: [0, 3, 6]
        case .diminishedSeventh: [0, 3, 6, 9]
        case .diminishedMajorSeventh: [0, 3, 6, 11]
        case .augmented: [0, 4, 8]
        case .augmentedMajorSeventh: [0, 4, 8, 11]
        case .suspendedSecond: [0, 2, 7]
        case .suspendedFourth: [0, 5, 7]
        case .dominantSuspended: [0, 5, 7, 10]
        case .majorSeventhSuspended: [0, 5, 7, 11]
        case .power: [0, 7]
        case .none: []
        }
    }

    /// Whether the chord is a triad or less, so that an added ninth is written "add9".
    public var isTriad: Bool { intervals.count <= 3 }

    /// The coarse class of the chord.
    public var family: ChordFamily {
        switch self {
        case .major, .sixth, .majorSeventh, .power: .major
        case .dominant, .altered, .augmentedSeventh: .dominant
        case .minor, .minorSixth, .minorSeventh, .minorMajorSeventh: .minor
        case .halfDiminished: .halfDiminished
        case .diminished, .diminishedSeventh, .diminishedMajorSeventh: .diminished
        case .augmented, .augmentedMajorSeventh: .augmented
        case .suspendedSecond, .suspendedFourth, .dominantSuspended, .majorSeventhSuspended: .suspended
        case .none: .none
        }
    }
}

/// The coarse class of a chord; the raw values are stable, models store them.
public enum ChordFamily: Int, Hashable, Sendable, CaseIterable {
    case major, minor, dominant, halfDiminished, diminished, suspended, augmented, none
}

/// The notes a chord symbol adds to its basic chord.
public struct Tensions: OptionSet, Hashable, Sendable {
    /// One bit for each tension.
    public let rawValue: UInt16

    /// Tensions from their bits.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// A lowered fifth in place of the perfect one.
    public static let flatFive = Tensions(rawValue: 1 << 0)
    /// ♭9
    public static let flatNine = Tensions(rawValue: 1 << 1)
    /// 9
    public static let nine = Tensions(rawValue: 1 << 2)
    /// ♯9
    public static let sharpNine = Tensions(rawValue: 1 << 3)
    /// 11
    public static let eleven = Tensions(rawValue: 1 << 4)
    /// ♯11
    public static let sharpEleven = Tensions(rawValue: 1 << 5)
    /// ♭13
    public static let flatThirteen = Tensions(rawValue: 1 << 6)
    /// 13
    public static let thirteen = Tensions(rawValue: 1 << 7)

    /// Every tension with its spelling and its interval above the root, in the order in which symbols list them.
    package static let table: [(tension: Tensions, name: String, interval: Int)] = [
        (.flatFive, "b5", 6), (.flatNine, "b9", 1), (.nine, "9", 2), (.sharpNine, "#9", 3), (.eleven, "11", 5),
        (.sharpEleven, "#11", 6), (.flatThirteen, "b13", 8), (.thirteen, "13", 9),
    ]

    /// The intervals above the root, 0…11, in symbol order.
    public var intervals: [Int] {
        Self.table.filter { contains($0.tension) }.map(\.interval)
    }

    /// The spellings, in symbol order: "b9", "#11", …
    public var names: [String] {
        Self.table.filter { contains($0.tension) }.map(\.name)
    }
}
