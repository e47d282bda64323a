package import Numerics
package import Sampling

/// What makes a line its player's: how far it lies from the mean of players in each of some respects.
///
/// A network that learned from many players plays as their mean, and all its pieces are alike. A manner leans the draws: it
/// adds to the scores of intervals and of distances between onsets, and so moves what a line measures. Every number counts in
/// standard deviations of windows of sixteen bars of transcribed solos; 0 is their mean. How far a score has to be moved for one of
/// them was found by measuring pieces, see Documentation/Lead.md.
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
    }

    /// How far from the mean each trait may be.
    public static let range = -2.5...2.5
    /// The mean of players in everything.
    public static let average = Manner()

    private var values: [Double]

    public init() { values = [Double](repeating: 0, count: Trait.allCases.count) }

    /// A trait, in standard deviations above the mean of players; what lies beyond ``range`` is taken as its end.
    public subscript(trait: Trait) -> Double {
        get { values[Self.index(trait)] }
        set { values[Self.index(trait)] = min(Self.range.upperBound, max(Self.range.lowerBound, newValue)) }
    }

    private static func index(_ trait: Trait) -> Int { Trait.allCases.firstIndex(of: trait)! }

    /// Where players of a school lie.
    public enum School: String, Sendable, CaseIterable {
        case traditional, swing, cool, bebop, hardBop = "hard-bop", postBop = "post-bop", fusion

        /// The means of its solos, in the order of ``Trait``.
        var means: [Double] {
            switch self {
            case .traditional: [-0.46, 0.39, -0.58, 0.04, -0.10, 0.08]
            case .swing: [-0.16, 0.26, -0.03, -0.25, -0.22, 0.26]
            case .cool: [-0.33, -0.24, -0.58, -0.07, -0.09, -0.15]
            case .bebop: [0.37, -0.24, -0.15, -0.10, 0.08, -0.15]
            case .hardBop: [0.10, -0.16, -0.17, 0.06, 0.01, 0.23]
            case .postBop: [0.19, 0.01, 0.41, 0.04, 0.05, -0.11]
            case .fusion: [0.08, -0.09, 0.15, 0.66, 0.44, 0.08]
            }
        }
    }

    /// The manner of a player drawn at random: traits go together as they do in players.
    ///
    /// - Parameters:
    ///   - school: Where the player comes from; anywhere where nil.
    ///   - random: Draws one normal number a trait.
    package init(in school: School? = nil, using random: inout Xoshiro256StarStar) {
        self.init()
        let independent = Trait.allCases.map { _ in random.nextNormal() }
        for (index, trait) in Trait.allCases.enumerated() {
            let deviation = zip(Self.scatter[index], independent).reduce(0) { $0 + $1.0 * $1.1 }
            let value = (school?.means[index] ?? 0) + Self.drawn * deviation + Self.middle[index]
            // As it is told.
            self[trait] = (value * 100).rounded() / 100
        }
    }

    /// What is to be drawn of a player's deviation: the rest comes about by itself, from line to line.
    private static let drawn = 0.7
    /// Where the middle of the draws lies: a trait does more on one side than on the other, and this brings the middle of what is
    /// played back to that of players.
    private static let middle = [-0.4, 0, 0, -0.3, 0, 0.1]

    /// The Cholesky factor of the correlations of the traits' measures in the solos, a row a trait.
    private static let scatter: [[Double]] = [
        [1], [0, 1], [0.07, -0.14, 0.99], [-0.43, -0.08, 0.06, 0.9], [0.31, -0.28, -0.11, 0.06, 0.9],
        [-0.45, -0.02, -0.04, 0.14, -0.09, 0.87],
    ]

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

    // MARK: What it does

    /// The notes that are played, as a multiple of what is played otherwise.
    package var densityFactor: Double { exponential(0.3 * self[.density]) }

    /// How often a motif is taken up where it is so often otherwise.
    func motifFraction(_ usual: Double) -> Double { min(1, max(0, usual * (1 + 0.9 * self[.repetition]))) }

    /// The draws of the rhythm.
    func leaning(rhythm options: SamplingOptions) -> SamplingOptions {
        let (variety, space) = (0.12 * self[.variety], 0.26 * self[.space])
        guard variety != 0 || space != 0 else { return options }
        // Within the temperatures that are possible, so the fallback is never taken.
        let temperature = options.temperature * (1 + variety)
        var leaning =
            (try? SamplingOptions(temperature: temperature, topK: options.topK, topP: options.topP)) ?? options
        leaning.bias = options.bias
        for slots in 1...LeadVocabulary.longestInterOnset {
            // By the octave: a half note is as far from a quarter as that is from an eighth.
            let length = (Double(slots) / 6).binaryLogarithm
            leaning.bias[LeadVocabulary.interOnset(slots), default: 0] += Float(space * min(2.5, max(-0.5, length)))
        }
        leaning.bias[LeadVocabulary.wait, default: 0] += Float(space * 2.5)
        return leaning
    }

    /// The draws of the pitches, apart from what the chord has to say; see ``scaleBias``.
    func leaning(pitch options: SamplingOptions) -> SamplingOptions {
        var options = options
        let (leaps, repetition) = (0.11 * self[.leaps], 0.3 * self[.repetition])
        guard leaps != 0 || repetition != 0 else { return options }
        for semitones in -LeadVocabulary.widestInterval...LeadVocabulary.widestInterval {
            let width = min(12, Double(abs(semitones)))
            let bias = leaps * (width - 2.5) + (semitones == 0 ? repetition : 0)
            options.bias[LeadVocabulary.interval(semitones), default: 0] += Float(bias)
        }
        return options
    }

    /// What is added to the scores of pitches in the chord's scale.
    var scaleBias: Float { Float(-0.52 * self[.chromaticism]) }
}

extension Double {
    /// log₂ of a number above zero.
    fileprivate var binaryLogarithm: Double { naturalLogarithm(self) / 0.6931471805599453 }
}
