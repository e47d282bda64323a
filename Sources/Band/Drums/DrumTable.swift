/// How drummers play, as counts and quantiles: what `jazz train-drums` learns from performances.
///
/// A feel holds, for each limb, how often each pattern of a beat follows each other one, on each beat of the bar; how
/// loud the limb strikes at each place of the bar; and how early or late. A pattern is a set of the beat's slots, slot 0
/// being bit 0. Nothing longer than two beats is kept, so no performance can be had back.
public struct DrumTable: Sendable, Hashable {
    /// The manners of playing that have a table of their own.
    package enum Feel: String, Sendable, CaseIterable {
        /// Swung, up to 160 quarter notes a minute.
        case swing
        /// Swung and faster.
        case fast
        /// Swung, in three.
        case waltz
        /// Even sixteenths, which the bossa takes its touch from.
        case even

        /// Slots in a beat: triplets, of which the third is the swung eighth, or sixteenths.
        package var slots: Int { self == .even ? 4 : 3 }
        /// Beats in a bar.
        package var beats: Int { self == .waltz ? 3 : 4 }
        /// Patterns of a beat.
        package var patterns: Int { 1 << slots }
    }

    /// The points of a distribution that are kept, as percentages.
    package static let quantiles = [5, 25, 50, 75, 95]

    /// How one limb plays in a feel.
    package struct LimbTable: Sendable, Hashable {
        /// How often: beat × pattern of the beat before × pattern.
        package var follows: [Int]
        /// How often: the partner's pattern in the same beat × pattern.
        package var given: [Int]
        /// How often in a thousand beats the limb simply does what it did in the same beat of the bar before.
        package var habit: [Int]
        /// Velocities: slot of the bar × quantile.
        package var velocity: [Int]
        /// Median and spread (half of what lies between the 16th and the 84th percentile) in tenths of a millisecond: slot of the beat × 2; early is negative.
        package var timing: [Int]

        package init(_ feel: Feel) {
            let count = feel.patterns
            follows = [Int](repeating: 0, count: feel.beats * count * count)
            given = [Int](repeating: 0, count: count * count)
            habit = [0]
            velocity = [Int](repeating: 60, count: feel.beats * feel.slots * DrumTable.quantiles.count)
            timing = [Int](repeating: 0, count: feel.slots * 2)
        }
    }

    /// How fills go in a feel.
    package struct FillTable: Sendable, Hashable {
        /// How often: slot of the beat × the hands' stroke before × stroke.
        package var strokes: [Int]
        /// How often the kick is silent, and sounds: slot of the beat × whether the hands rest × 2.
        package var kick: [Int]
        /// Velocities: stroke × quantile.
        package var velocity: [Int]

        package init(_ feel: Feel) {
            let count = FillStroke.allCases.count
            strokes = [Int](repeating: 0, count: feel.slots * count * count)
            kick = [Int](repeating: 0, count: feel.slots * 2 * 2)
            velocity = [Int](repeating: 60, count: count * DrumTable.quantiles.count)
        }
    }

    /// A feel's limbs, by ``DrumLimb``, and its fills.
    package struct FeelTable: Sendable, Hashable {
        package var limbs: [LimbTable]
        package var fill: FillTable

        package init(_ feel: Feel) {
            limbs = DrumLimb.allCases.map { _ in LimbTable(feel) }
            fill = FillTable(feel)
        }
    }

    /// The feels, by their order.
    private var feels: [FeelTable]

    /// The ride's swing: tempo in quarter notes a minute and ratio of the long to the short eighth in thousandths, by
    /// rising tempo.
    package var swing: [(tempo: Int, ratio: Int)] {
        get { swingPoints.map { ($0[0], $0[1]) } }
        set { swingPoints = newValue.map { [$0.tempo, $0.ratio] } }
    }
    private var swingPoints: [[Int]] = []

    /// What there is to say of it, by a word: `name`, `data`, `attribution`, `date`, `program`.
    public var about: [String: String] = [:]

    /// A table without any counts.
    package init() {
        feels = Feel.allCases.map(FeelTable.init)
    }

    package subscript(feel: Feel) -> FeelTable {
        get { feels[Self.index(feel)] }
        set { feels[Self.index(feel)] = newValue }
    }

    private static func index(_ feel: Feel) -> Int {
        switch feel {
        case .swing: 0
        case .fast: 1
        case .waltz: 2
        case .even: 3
        }
    }
}
