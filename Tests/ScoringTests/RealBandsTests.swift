import TestSupport
import Music
import Scoring
import Testing

@Suite struct RealBandsTests {
    @Test func theTablesAscend() {
        for bands in [RealBands.core8, .core16, .core32] {
            for measure in Measure.allCases {
                let band = bands[measure]
                let points = [band.p10, band.p25, band.median, band.p75, band.p90]
                #expect(points == points.sorted(), "\(measure) in \(bands.windowBars) bars")
            }
        }
        #expect(RealBands.core16[.density].median == 5.5 && RealBands.core16[.chordTonesOnStrongBeats].p10 == 0.3636)
    }

    @Test func theBandsOfTheNearestLengthAreTaken() {
        #expect(
            [4, 8, 11, 12, 16, 23, 24, 32, 500].map { RealBands.core(nearest: $0).windowBars }
                == [8, 8, 8, 16, 16, 16, 32, 32, 32])
    }

    @Test func aValueIsBelowWithinOrAbove() {
        let band = RealBands.core16[.density]
        #expect(band.position(of: 3.93) == .below && band.position(of: 3.9375) == .within)
        #expect(band.position(of: 7.5) == .within && band.position(of: 7.51) == .above)
        #expect(abs(band.distance(of: 5.5 + 2 * (6.3125 - 4.625)) - 2) < 1e-12)
    }

    @Test func aSetIsJudgedByItsMedians() throws {
        func piece(_ notes: Int) -> SoloMeasures {
            LineFixture.measures(LineFixture.eighths((0..<notes).map { 60 + $0 % 7 }), bars: 16)
        }
        let set = [piece(32), piece(64), piece(120)]
        let distance = RealBands.core16.distance(of: set)
        let density = try #require(distance.parts.first { $0.measure == .density })
        #expect(density.value == 4 && abs(density.distance - 1.5 / 1.6875) < 1e-9)
        #expect(distance.parts.map(\.distance) == distance.parts.map(\.distance).sorted(by: >))
        // Without chords there is nothing to say of them.
        #expect(!distance.parts.contains { $0.measure == .scaleRatio } && distance.parts.count == 14)
        let mean = distance.parts.reduce(0) { $0 + $1.distance } / 14
        #expect(abs(try #require(distance.mean) - mean) < 1e-12)
        // One piece is a set of one.
        #expect(RealBands.core16.distance(of: set[1]).mean == RealBands.core16.distance(of: [set[1]]).mean)
        #expect(RealBands.core16.distance(of: []).mean == nil)
    }

    @Test func alikePiecesHaveNoSpread() throws {
        func piece(_ notes: Int) -> SoloMeasures {
            LineFixture.measures(LineFixture.eighths((0..<notes).map { 60 + $0 % 7 }), bars: 16)
        }
        #expect(RealBands.core16.spread(of: [piece(64)]) == nil)
        #expect(RealBands.core16.spread(of: [piece(64), piece(64), piece(64)]) == 0)
        let spread = try #require(RealBands.core16.spread(of: (1...20).map { piece(6 * $0) }))
        #expect(spread > 0)
    }
}
