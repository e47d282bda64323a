package import Harmony
package import Numerics
/// The sections of a tune in order, and which of them come back.
package struct FormPlan: Hashable, Sendable {
    /// A section.
    package struct Section: Hashable, Sendable {
        /// The letter, from 0 for A; ``FormPlan/otherLetter`` for introductions, verses and codas.
        package var letter: Int
        /// Its length in bars, at least 1.
        package var bars: Int
        /// The earlier section of the same letter that it repeats; nil where it is new.
        package var source: Int?
        /// The bars at its start that are those of its source; what follows is an ending of its own.
        package var copiedBars: Int

        package init(letter: Int, bars: Int, source: Int? = nil, copiedBars: Int = 0) {
            precondition(bars > 0, "a section of \(bars) bars")
            self.letter = letter
            self.bars = bars
            self.source = source
            self.copiedBars = source == nil ? 0 : copiedBars
        }

        /// "A", "B", …
        package var label: String {
            letter < FormPlan.otherLetter ? String(Character(Unicode.Scalar(UInt8(65 + letter)))) : "X"
        }
    }

    /// A bar whose first beat has a certain chord.
    package struct Anchor: Hashable, Sendable {
        package var section: Int
        package var bar: Int
        /// Semitones above the tonic.
        package var degree: Int
        package var qualities: [ProgressionQuality]
    }

    /// The letter of sections that are not A, B, C or D.
    package static let otherLetter = 4

    /// In order; never empty.
    package var sections: [Section]
    package var meter: Meter
    package var isMinor: Bool
    /// In order of their bars.
    package var anchors: [Anchor]

    package init(sections: [Section], meter: Meter, isMinor: Bool, anchors: [Anchor] = []) {
        precondition(!sections.isEmpty, "a form without sections")
        self.sections = sections
        self.meter = meter
        self.isMinor = isMinor
        self.anchors = anchors
    }

    /// The bars of all sections.
    package var bars: Int { sections.reduce(0) { $0 + $1.bars } }

    /// The chords on which a tune can end.
    static func home(isMinor: Bool) -> [ProgressionQuality] {
        isMinor ? [.minor, .minorSixth, .minorSeventh, .minorMajorSeventh] : [.major, .sixth, .majorSeventh]
    }
}

/// The forms in which changes are invented.
package enum InventedForm: String, Hashable, Sendable, CaseIterable {
    case aaba, abac, ab, abcd, sixteen, blues
    case minorBlues = "minor-blues"

    /// The form drawn as often as standards have it.
    package static func pick(using generator: inout Xoshiro256StarStar) -> InventedForm {
        let weights: [(InventedForm, Double)] = [
            (.aaba, 32), (.abac, 14), (.ab, 8), (.sixteen, 6), (.blues, 5), (.minorBlues, 2), (.abcd, 2),
        ]
        return weights[generator.weighted(weights.map(\.1))].0
    }

    /// The mode the form has; nil for either.
    package var isMinor: Bool? {
        switch self {
        case .blues: false
        case .minorBlues: true
        default: nil
        }
    }

    /// What the form is, in words.
    package var summary: String {
        switch self {
        case .aaba: "32 bars, three times A around a bridge"
        case .abac: "32 bars in two halves that begin alike"
        case .ab: "two sections of 16 bars"
        case .abcd: "four sections of 8 bars"
        case .sixteen: "16 bars in one"
        case .blues: "12 bars"
        case .minorBlues: "12 bars in minor"
        }
    }

    /// A plan of the form; the generator decides how long the endings are in which an A differs from the one before.
    package func plan(meter: Meter, isMinor: Bool, using generator: inout Xoshiro256StarStar) -> FormPlan {
        typealias Section = FormPlan.Section
        var sections: [Section]
        switch self {
        case .aaba:
            let ending = [1, 2, 2, 2, 3, 4][generator.below(6)]
            sections = [
                Section(letter: 0, bars: 8), Section(letter: 0, bars: 8, source: 0, copiedBars: 8 - ending),
                Section(letter: 1, bars: 8), Section(letter: 0, bars: 8, source: 1, copiedBars: 6),
            ]
        case .abac:
            let copied = [8, 8, 8, 6][generator.below(4)]
            sections = [
                Section(letter: 0, bars: 8), Section(letter: 1, bars: 8),
                Section(letter: 0, bars: 8, source: 0, copiedBars: copied), Section(letter: 2, bars: 8),
            ]
        case .ab: sections = [Section(letter: 0, bars: 16), Section(letter: 1, bars: 16)]
        case .abcd: sections = (0..<4).map { Section(letter: $0, bars: 8) }
        case .sixteen: sections = [Section(letter: 0, bars: 16)]
        case .blues, .minorBlues: sections = [Section(letter: 0, bars: 12)]
        }
        let last = sections.count - 1
        let end = sections[last].bars - 1
        var anchors: [FormPlan.Anchor] = []
        var home = FormPlan.home(isMinor: isMinor)
        if self == .blues || self == .minorBlues {
            if !isMinor { home = [.dominant] }
            let subdominant = isMinor ? home : [.dominant]
            anchors = [
                .init(section: 0, bar: 0, degree: 0, qualities: home),
                .init(section: 0, bar: 4, degree: 5, qualities: subdominant),
                .init(section: 0, bar: 10, degree: 0, qualities: home),
            ]
        }
        anchors.append(.init(section: last, bar: end, degree: 0, qualities: home))
        return FormPlan(sections: sections, meter: meter, isMinor: isMinor, anchors: anchors)
    }
}

extension Key {
    /// A key drawn as often as standards are in it.
    ///
    /// - Parameter isMinor: The mode; nil to draw it too.
    package static func pick(isMinor: Bool?, using generator: inout Xoshiro256StarStar) -> Key {
        let drawn = generator.chance(0.15)
        let isMinor = isMinor ?? drawn
        // Places on the line of fifths.
        let tonics: [(fifths: Int, weight: Double)] =
            isMinor
            ? [(0, 5), (2, 4), (1, 3), (-1, 4), (3, 2), (4, 2), (-2, 1)]
            : [(-1, 5), (-2, 4.5), (-3, 5), (0, 6), (-4, 2.5), (1, 3), (-5, 1), (2, 1)]
        return Key(tonic: NoteName(fifths: tonics[generator.weighted(tonics.map(\.weight))].fifths), isMinor: isMinor)
    }
}
