/// What makes a line its player's: how far it lies from the mean of players in each of some respects.
///
/// A network that learned from many players plays as their mean, and all its pieces are alike. So it is told, while it learns, what
/// sixteen bars of a solo measure in each trait, and while it plays, what they are to measure. Every number counts in standard
/// deviations of players at the tempo, see ``MannerDistribution``; 0 leaves the trait to the network.
public struct Manner: Sendable, Equatable {
    /// What a manner is made of.
    public enum Trait: String, Sendable, CaseIterable {
        /// How many notes.
        case density
        /// Wide intervals rather than steps.
        case leaps
        /// Notes outside the chord's scale.
        case chromaticism
        /// Rests, and long notes.
        case space
        /// Notes struck again, and motifs taken up.
        case repetition
        /// Rhythms of many kinds rather than even runs.
        case variety
        /// Notes faster than eighths.
        case runs
        /// From how low to how high.
        case compass
        /// Notes off the beat.
        case syncopation
        /// Onsets in the same places bar after bar.
        case regularity
        /// How long the first of two swung eighths is.
        case swing
        /// How far behind the beat.
        case lag
        /// How far onsets stray.
        case scatter

        /// Those that a network is told of; of the others it knows nothing, since they are taken out as it reads.
        package static let told: [Trait] = [
            .leaps, .chromaticism, .space, .repetition, .variety, .runs, .compass, .syncopation, .regularity,
        ]
    }

    /// How far from the mean each trait may be.
    public static let range = -2.5...2.5
    /// Nothing is asked for: the network plays as it does.
    public static let average = Manner()

    private var values: [Double]

    public init() { values = [Double](repeating: 0, count: Trait.allCases.count) }

    /// A trait, in standard deviations above the mean of players; what lies beyond ``range`` is taken as its end.
    public subscript(trait: Trait) -> Double {
        get { values[Self.index(trait)] }
        set { values[Self.index(trait)] = min(Self.range.upperBound, max(Self.range.lowerBound, newValue)) }
    }

    static func index(_ trait: Trait) -> Int { Trait.allCases.firstIndex(of: trait)! }

    // MARK: As text

    /// Traits and numbers, such as `leaps=1.5 space=-0.5`; those that are 0 are left out.
    public var text: String {
        let parts = Trait.allCases.filter { self[$0] != 0 }.map { "\($0.rawValue)=\(self[$0])" }
        return parts.isEmpty ? "average" : parts.joined(separator: " ")
    }

    /// The manner that a text tells, parted by spaces or commas; nil where it is none, or tells a trait twice or out of ``range``.
    public init?(text: String) {
        self.init()
        guard text != "average" else { return }
        var told: Set<Trait> = []
        for part in text.split(whereSeparator: { $0 == " " || $0 == "," }) {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2, let trait = Trait(rawValue: String(halves[0])), let value = Double(halves[1]),
                Self.range.contains(value), told.insert(trait).inserted
            else { return nil }
            self[trait] = value
        }
        guard !told.isEmpty else { return nil }
    }
}
