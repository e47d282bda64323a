package import Numerics

/// How the manners of players are distributed: what each trait measures, how that depends on the tempo, how far players lie from
/// each other, and which traits go together.
///
/// Learned from the sixteen-bar windows of the solos that a model learned from, and kept with the model. A measure is taken as a
/// normal score, by the octiles of all windows; its mean moves in a line with the logarithm of the tempo, and what is left is
/// jointly normal.
public struct MannerDistribution: Sendable, Equatable {
    /// What sixteen bars measure, in the order of ``Manner/Trait``; nil where they tell nothing of a trait.
    package struct Window: Sendable, Equatable {
        package var tempo: Double
        package var values: [Double?]

        package init(tempo: Double, values: [Double?]) {
            self.tempo = tempo
            self.values = values
        }
    }

    /// The octiles of each trait's measure.
    private var octiles: [[Double]]
    /// Mean score at ``middleTempo`` and what an octave of tempo adds to it, for each trait.
    private var lines: [[Double]]
    /// The Cholesky factor of the covariance of what is left, a row a trait.
    private var factor: [[Double]]

    /// Classes in which a network is told of a trait.
    package static let classes = 8
    /// The octiles of the normal distribution.
    private static let scores = [-1.1503, -0.6745, -0.3186, 0, 0.3186, 0.6745, 1.1503]
    private static let furthest = 2.5
    private static let middleTempo = 160.0
    /// With fewer windows nothing can be said of how traits go together.
    package static let fewestWindows = 100

    /// The distribution of windows; nil where there are too few.
    package init?(_ windows: [Window]) {
        guard windows.count >= Self.fewestWindows else { return nil }
        let traits = Manner.Trait.allCases.indices
        octiles = traits.map { trait in
            let sorted = windows.compactMap { $0.values[trait] }.sorted()
            guard sorted.count >= Self.classes else { return Self.scores }
            return (1..<Self.classes).map { Self.rounded(sorted[sorted.count * $0 / Self.classes]) }
        }
        lines = traits.map { _ in [0, 0] }
        factor = []
        let octaves = windows.map { Self.octaves($0.tempo) }
        var residuals: [[Double]] = []
        for trait in traits {
            let scores = windows.map { $0.values[trait].map { score(of: $0, trait) } }
            let known = zip(octaves, scores).compactMap { pair in pair.1.map { (pair.0, $0) } }
            let count = Double(max(1, known.count))
            let (meanX, meanY) = (
                known.reduce(0) { $0 + $1.0 } / count, known.reduce(0) { $0 + $1.1 } / count
            )
            let square = known.reduce(0) { $0 + ($1.0 - meanX) * ($1.0 - meanX) }
            let slope = square > 0 ? known.reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) } / square : 0
            lines[trait] = [Self.rounded(meanY - slope * meanX), Self.rounded(slope)]
            // A window that tells nothing of a trait says nothing of what it goes with.
            residuals.append(
                zip(octaves, scores).map { octave, score in score.map { $0 - meanY - slope * (octave - meanX) } ?? 0 })
        }
        factor = Self.cholesky(residuals)
    }

    /// The lower triangle whose product with its transpose is the covariance.
    private static func cholesky(_ deviations: [[Double]]) -> [[Double]] {
        let count = Double(max(1, deviations.first?.count ?? 0))
        var rows: [[Double]] = []
        for row in deviations.indices {
            var values: [Double] = []
            for column in 0...row {
                var sum = zip(deviations[row], deviations[column]).reduce(0) { $0 + $1.0 * $1.1 } / count
                for before in 0..<column { sum -= values[before] * (column == row ? values : rows[column])[before] }
                // A trait that all windows share has no deviation.
                values.append(
                    column == row
                        ? max(sum, 1e-6).squareRoot() : rows[column][column] > 0 ? sum / rows[column][column] : 0)
            }
            rows.append(values.map(rounded))
        }
        return rows
    }

    private static func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }

    private static func octaves(_ tempo: Double) -> Double {
        naturalLogarithm(tempo / middleTempo) / 0.6931471805599453
    }

    /// How much further than players the draws reach in what a network is told: it goes only part of the way.
    private static let reach = 1.3
    /// Where it goes another part of the way.
    private static let reaches: [Manner.Trait: Double] = [.space: 0.9, .compass: 1.4]
    /// Where the middle of the draws lies, so that the middle of what is played is that of players.
    private static let middle: [Manner.Trait: Double] = [
        .density: -0.35, .runs: -0.35, .space: -0.3, .compass: -0.15,
    ]

    // MARK: Between measures, scores and traits

    /// A measure as a normal score.
    private func score(of value: Double, _ trait: Int) -> Double {
        Self.bounded(Self.interpolate(value, from: octiles[trait], to: Self.scores))
    }

    private static func bounded(_ score: Double) -> Double { min(furthest, max(-furthest, score)) }

    /// Along straight lines through points in rising order, the outermost going on as they are.
    private static func interpolate(_ x: Double, from: [Double], to: [Double]) -> Double {
        let index = min(max(0, (from.lastIndex { $0 <= x } ?? 0)), from.count - 2)
        let width = from[index + 1] - from[index]
        guard width > 0 else { return to[index] }
        return to[index] + (x - from[index]) * (to[index + 1] - to[index]) / width
    }

    /// The standard deviation of players in a trait.
    private func deviation(_ trait: Int) -> Double { factor[trait].reduce(0) { $0 + $1 * $1 }.squareRoot() }

    private func score(of manner: Manner, _ trait: Manner.Trait, tempo: Double) -> Double {
        let index = Manner.index(trait)
        let mean = lines[index][0] + lines[index][1] * Self.octaves(tempo)
        return Self.bounded(mean + deviation(index) * manner[trait])
    }

    /// What a trait measures at a tempo.
    package func value(_ trait: Manner.Trait, of manner: Manner, tempo: Double) -> Double {
        Self.interpolate(
            score(of: manner, trait, tempo: tempo), from: Self.scores, to: octiles[Manner.index(trait)])
    }

    /// What a network is told of a manner, a class for each of ``Manner/Trait/told``, −1 where a trait is left to it.
    package func classes(of manner: Manner, tempo: Double) -> [Int] {
        Manner.Trait.told.map { trait in
            guard manner[trait] != 0 else { return -1 }
            let score = score(of: manner, trait, tempo: tempo)
            return Self.scores.firstIndex { score < $0 } ?? Self.scores.count
        }
    }

    /// What a network is told of a window, in the same classes.
    package func classes(of window: Window) -> [Int] {
        Manner.Trait.told.map { trait in
            let index = Manner.index(trait)
            guard let value = window.values[index] else { return -1 }
            return octiles[index].firstIndex { value < $0 } ?? octiles[index].count
        }
    }

    /// The manner of a line that measures so much.
    package func manner(of window: Window) -> Manner {
        var manner = Manner()
        for (index, trait) in Manner.Trait.allCases.enumerated() {
            guard let value = window.values[index], deviation(index) > 0.01 else { continue }
            let mean = lines[index][0] + lines[index][1] * Self.octaves(window.tempo)
            let deviations = (score(of: value, index) - mean) / deviation(index)
            manner[trait] = (deviations * 100).rounded() / 100
        }
        return manner
    }

    /// The manner of a player drawn at random: traits go together as they do in players.
    ///
    /// - Parameters:
    ///   - school: Where the player comes from; anywhere where nil.
    ///   - random: Draws one normal number a trait.
    package func draw(in school: Manner.School? = nil, using random: inout Xoshiro256StarStar) -> Manner {
        var manner = Manner()
        let independent = factor.map { _ in random.nextNormal() }
        for (index, trait) in Manner.Trait.allCases.enumerated() {
            let deviation = zip(factor[index], independent).reduce(0) { $0 + $1.0 * $1.1 } / deviation(index)
            let reach = Manner.Trait.told.contains(trait) ? Self.reaches[trait] ?? Self.reach : 1
            let value = (school?.means[index] ?? 0) + reach * deviation + (Self.middle[trait] ?? 0)
            // As it is told.
            manner[trait] = (value * 100).rounded() / 100
        }
        return manner
    }

    // MARK: As text

    /// A line for each trait: its name, octiles, line and row.
    package var text: String {
        Manner.Trait.allCases.enumerated().map { index, trait in
            let numbers = octiles[index] + lines[index] + factor[index]
            return "\(trait.rawValue) " + numbers.map { "\($0)" }.joined(separator: " ")
        }.joined(separator: "\n")
    }

    /// The distribution that a text tells; nil where it tells none.
    package init?(text: String) {
        (octiles, lines, factor) = ([], [], [])
        let rows = text.split(separator: "\n")
        guard rows.count == Manner.Trait.allCases.count else { return nil }
        for (index, trait) in Manner.Trait.allCases.enumerated() {
            let parts = rows[index].split(separator: " ")
            let numbers = parts.dropFirst().compactMap { Double($0) }
            let known = Self.scores.count
            guard parts.first.map(String.init) == trait.rawValue, numbers.count == parts.count - 1,
                numbers.count == known + 2 + index + 1, numbers.allSatisfy({ abs($0) < 1e6 }),
                zip(numbers, numbers.dropFirst()).prefix(known - 1).allSatisfy({ $0 <= $1 })
            else { return nil }
            octiles.append(Array(numbers[..<known]))
            lines.append(Array(numbers[known..<known + 2]))
            factor.append(Array(numbers[(known + 2)...]))
            guard deviation(index) > 0 else { return nil }
        }
    }
}
