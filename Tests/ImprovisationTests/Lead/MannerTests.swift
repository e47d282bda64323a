import Numerics
import Sampling
import Testing

@testable import Improvisation

@Suite struct MannerTests {
    @Test func textTellsItAll() {
        var manner = Manner()
        #expect(manner.text == "average" && Manner(text: "average") == manner)
        manner[.leaps] = 1.5
        manner[.space] = -0.1
        #expect(manner.text == "leaps=1.5 space=-0.1")
        #expect(Manner(text: manner.text) == manner)
        #expect(Manner(text: "space=-0.1,leaps=1.5") == manner)
        var random = Xoshiro256StarStar(seed: 3)
        let drawn = Manner(using: &random)
        #expect(Manner(text: drawn.text) == drawn)
    }

    @Test(arguments: [
        "", "leaps", "leaps=", "leaps=x", "leaps=nan", "leaps=2.6", "leaps=1,leaps=1", "loud=1", "leaps=1=2", "Average",
    ])
    func otherTextsAreRefused(text: String) {
        #expect(Manner(text: text) == nil)
    }

    @Test func whatIsBeyondReachIsItsEnd() {
        var manner = Manner()
        manner[.density] = 9
        #expect(manner[.density] == Manner.range.upperBound)
    }

    /// Traits are drawn with the spread and the correlations that are said, and a school lies where its solos do.
    @Test func drawsScatterAsPlayersDo() {
        var random = Xoshiro256StarStar(seed: 5)
        let draws = (0..<4000).map { _ in Manner(using: &random) }
        func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
        func deviation(_ trait: Manner.Trait) -> [Double] {
            let values = draws.map { $0[trait] }
            let middle = mean(values)
            return values.map { $0 - middle }
        }
        func covariance(_ one: Manner.Trait, _ other: Manner.Trait) -> Double {
            mean(zip(deviation(one), deviation(other)).map { $0 * $1 })
        }
        for trait in Manner.Trait.allCases {
            let spread = covariance(trait, trait).squareRoot()
            #expect(abs(spread - 0.7) < 0.04, "\(trait): \(spread)")
        }
        func correlation(_ one: Manner.Trait, _ other: Manner.Trait) -> Double {
            covariance(one, other) / (covariance(one, one) * covariance(other, other)).squareRoot()
        }
        #expect(abs(correlation(.density, .space) + 0.43) < 0.05)
        #expect(abs(correlation(.density, .variety) + 0.45) < 0.05)
        #expect(abs(correlation(.density, .leaps)) < 0.05)
        var other = Xoshiro256StarStar(seed: 5)
        let school = (0..<4000).map { _ in Manner(in: .traditional, using: &other) }
        let shift = mean(school.map { $0[.leaps] }) - mean(draws.map { $0[.leaps] })
        #expect(abs(shift - 0.39) < 0.03, "\(shift)")
    }

    @Test func theAverageLeavesEveryDrawAsItIs() {
        let options = SamplingOptions.plain
        #expect(Manner.average.leaning(rhythm: options) == options)
        #expect(Manner.average.leaning(pitch: options) == options)
        #expect(Manner.average.scaleBias == 0 && Manner.average.densityFactor == 1)
        #expect(Manner.average.motifFraction(0.3) == 0.3)
    }

    @Test func traitsLeanTheDraws() {
        var manner = Manner()
        manner[.leaps] = 1
        manner[.space] = -1
        manner[.variety] = 1
        let pitch = manner.leaning(pitch: .plain).bias, rhythm = manner.leaning(rhythm: .plain)
        let fifth = pitch[LeadVocabulary.interval(7)] ?? 0, step = pitch[LeadVocabulary.interval(-1)] ?? 0
        #expect(fifth > 0 && step < 0)
        let half = rhythm.bias[LeadVocabulary.interOnset(24)] ?? 0,
            sixteenth = rhythm.bias[LeadVocabulary.interOnset(3)] ?? 0
        #expect(half < 0 && sixteenth > 0 && rhythm.temperature > 1)
    }
}
