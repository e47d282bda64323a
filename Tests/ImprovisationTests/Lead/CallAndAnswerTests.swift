import Improvisation
import Music
import Recurrent
import TestSupport
import Testing

@Suite struct CallAndAnswerTests {
    /// Solos each of which stays with a figure and a register of its own.
    private static func solos(_ count: Int) throws -> [Solo] {
        try (0..<count).map { index in
            var solo = try LeadFixture.solo(seed: 1, bars: 16)
            let step = 4 + 2 * (index % 3)
            let figure = [0, 2 + index % 4, 4 + index % 5, 7]
            solo.notes = stride(from: 0, to: 16 * 48, by: step).enumerated().map { place, slot in
                PartNote(
                    start: slot, duration: step, pitch: 55 + index + figure[place % 4], velocity: 90)
            }
            return solo
        }
    }

    @Test func aNetworkThatListensForetellsTheAnswerBetterAfterItsOwnCall() throws {
        let engine = StepEngine(try LeadFixture.shipped())
        let found = try #require(CallAndAnswer(engine: engine, solos: try Self.solos(9)))
        #expect(found.stretches == 18 && found.notes > 18 * 20)
        #expect(found.own + 0.05 < found.foreign, "\(found)")
        #expect(try found == CallAndAnswer(engine: engine, solos: Self.solos(9)))
    }

    @Test func aNetworkThatKnowsNothingHearsNoDifference() throws {
        let engine = StepEngine(try LeadFixture.network(seed: 4))
        let found = try #require(CallAndAnswer(engine: engine, solos: try Self.solos(9)))
        #expect(abs(found.own - found.foreign) < 0.05 && found.own > 5, "\(found)")
    }

    @Test func withoutAnotherSoloThereIsNothingToCompareWith() throws {
        let engine = StepEngine(try LeadFixture.network(seed: 4))
        #expect(CallAndAnswer(engine: engine, solos: []) == nil)
        #expect(CallAndAnswer(engine: engine, solos: try Self.solos(1)) == nil)
    }
}
