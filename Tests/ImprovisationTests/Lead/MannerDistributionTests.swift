import Music
import Numerics
import TestSupport
import Testing

@testable import Improvisation

@Suite struct MannerDistributionTests {
    private static let leaps = Manner.index(.leaps), space = Manner.index(.space), density = Manner.index(.density)

    /// Windows whose leaps and space go together, and whose density falls with the tempo.
    private static func windows(_ count: Int = 2000) -> [MannerDistribution.Window] {
        var random = Xoshiro256StarStar(seed: 7)
        return (0..<count).map { _ in
            let tempo = 80 + 200 * random.nextUniform()
            var values = Manner.Trait.allCases.map { _ in Double?.some(random.nextNormal()) }
            let common = random.nextNormal()
            values[leaps] = 3 + 0.5 * (0.8 * common + 0.6 * random.nextNormal())
            values[space] = 0.3 + 0.1 * common
            values[density] = 10 - tempo / 40 + 0.4 * random.nextNormal()
            values[Manner.index(.swing)] = random.next() % 2 == 0 ? nil : 1.3 + 0.1 * random.nextNormal()
            return .init(tempo: tempo, values: values)
        }
    }

    private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

    private static func correlation(_ one: [Double], _ other: [Double]) -> Double {
        let (a, b) = (mean(one), mean(other))
        let product = zip(one, other).reduce(0) { $0 + ($1.0 - a) * ($1.1 - b) }
        let squares = one.reduce(0) { $0 + ($1 - a) * ($1 - a) } * other.reduce(0) { $0 + ($1 - b) * ($1 - b) }
        return product / squares.squareRoot()
    }

    @Test func drawsGoTogetherAsPlayersDo() throws {
        let manners = try #require(MannerDistribution(Self.windows()))
        var random = Xoshiro256StarStar(seed: 1)
        let draws = (0..<4000).map { _ in manners.draw(using: &random) }
        #expect(abs(Self.correlation(draws.map { $0[.leaps] }, draws.map { $0[.space] }) - 0.8) < 0.06)
        #expect(abs(Self.correlation(draws.map { $0[.leaps] }, draws.map { $0[.runs] })) < 0.08)
        var other = Xoshiro256StarStar(seed: 1)
        let school = (0..<4000).map { _ in manners.draw(in: .traditional, using: &other) }
        let shift = Self.mean(school.map { $0[.leaps] }) - Self.mean(draws.map { $0[.leaps] })
        #expect(abs(shift - Manner.School.traditional.means[Self.leaps]) < 0.05, "\(shift)")
        for school in Manner.School.allCases { #expect(school.means.count == Manner.Trait.allCases.count) }
    }

    /// A trait of 0 is players' mean at the tempo, and a window measures what its manner says.
    @Test func traitsCountFromPlayersAtTheTempo() throws {
        let manners = try #require(MannerDistribution(Self.windows()))
        for tempo in [100.0, 160, 240] {
            #expect(abs(manners.value(.density, of: .average, tempo: tempo) - (10 - tempo / 40)) < 0.35)
        }
        for window in Self.windows(50) {
            let manner = manners.manner(of: window)
            let leaps = try #require(window.values[Self.leaps])
            let told = manners.value(.leaps, of: manner, tempo: window.tempo)
            #expect(abs(told - leaps) < 0.02 || abs(manner[.leaps]) >= 2.3, "\(told) for \(leaps)")
            #expect(window.values[Manner.index(.swing)] != nil || manner[.swing] == 0)
            let (one, other) = (manners.classes(of: window), manners.classes(of: manner, tempo: window.tempo))
            for (a, b) in zip(one, other) where b >= 0 { #expect(abs(a - b) <= 1) }
        }
    }

    @Test func whatIsNotAskedForIsLeftToTheNetwork() throws {
        let manners = try #require(MannerDistribution(Self.windows()))
        #expect(manners.classes(of: .average, tempo: 160).allSatisfy { $0 == -1 })
        var manner = Manner()
        manner[.leaps] = 2
        let high = manners.classes(of: manner, tempo: 160)
        manner[.leaps] = -2
        let low = manners.classes(of: manner, tempo: 160)
        #expect(high.count { $0 >= 0 } == 1 && high[0] == MannerDistribution.classes - 1 && low[0] == 0)
    }

    @Test func textTellsItAllAndDamageIsSeen() throws {
        let manners = try #require(MannerDistribution(Self.windows()))
        #expect(MannerDistribution(text: manners.text) == manners)
        for damaged in [
            "", "leaps 1", String(manners.text.dropFirst()), String(manners.text.dropLast(60)),
            manners.text.replacing("leaps", with: "loud"), manners.text.replacing("scatter ", with: "scatter nan "),
            manners.text.replacing("space ", with: "space 1e300 "),
        ] { #expect(MannerDistribution(text: damaged) == nil, "\(damaged.prefix(20))") }
    }

    @Test func fewWindowsSayNothing() {
        #expect(MannerDistribution(Self.windows(MannerDistribution.fewestWindows - 1)) == nil)
        let alike = [MannerDistribution.Window](
            repeating: .init(tempo: 120, values: Manner.Trait.allCases.map { _ in 1 }), count: 200)
        let manners = MannerDistribution(alike)
        #expect(manners != nil && manners.map { MannerDistribution(text: $0.text) == $0 } == true)
    }

    /// A line of even eighths up and down a scale, and one of leaps with rests, measure what they are.
    @Test func linesMeasureWhatTheyAre() throws {
        var solo = try LeadFixture.solo(seed: 1, bars: 16)
        solo.notes = (0..<128).map {
            .init(start: 6 * $0, duration: 6, pitch: 62 + [0, 2, 3, 5, 7, 5, 3, 2][$0 % 8], velocity: 90)
        }
        let even = try #require(solo.meanWindow).values
        func value(_ values: [Double?], _ trait: Manner.Trait) -> Double { values[Manner.index(trait)] ?? .nan }
        #expect(value(even, .density) == 8 && value(even, .space) == 0 && value(even, .runs) == 0)
        #expect(value(even, .variety) == 0 && value(even, .syncopation) == 0.5 && value(even, .regularity) == 1)
        #expect(value(even, .compass) == 7 && value(even, .repetition) == 1 && value(even, .leaps) < 2)
        solo.notes = (0..<64).map { .init(start: 12 * $0, duration: 6, pitch: 60 + 7 * ($0 % 2), velocity: 90) }
        let leaping = try #require(solo.meanWindow).values
        #expect(value(leaping, .leaps) == 7 && abs(value(leaping, .space) - 0.5) < 0.01)
        #expect(value(leaping, .density) == 4 && value(leaping, .syncopation) == 0)
        #expect(solo.windows.count == 1 && even[Manner.index(.swing)] == nil)
        solo.notes.removeLast(50)
        #expect(solo.meanWindow == nil)
    }
}
