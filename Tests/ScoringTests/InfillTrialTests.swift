import Harmony
import Improvisation
import Music
import Recurrent
import Scoring
import TestSupport
import Testing

@Suite struct InfillTrialTests {
    /// A solo of 36 bars: two windows of sixteen, and a rest that is none.
    @Test func everySixteenBarsHaveAGap() throws {
        let solo = try LeadFixture.solo(seed: 4, bars: 36)
        let engine = StepEngine(try LeadFixture.network(seed: 1))
        let joins = try InfillTrial(lead: engine, judge: engine).joins(of: solo, seed: 1)
        #expect(joins.count == 2)
        for join in joins {
            // The first line that is drawn is one of those that are compared.
            #expect(join.bits.kept <= join.bits.first && join.bits.played > 0)
            let judged = try #require(join.judged)
            #expect(judged == join.bits)
            #expect(join.leap.played >= 0 && join.leap.kept >= 0)
        }
        let again = try InfillTrial(lead: engine).joins(of: solo, seed: 1)
        #expect(again.map(\.bits.kept) == joins.map(\.bits.kept) && again.allSatisfy { $0.judged == nil })
    }

    @Test func whatIsShortOrSilentHasNone() throws {
        let engine = StepEngine(try LeadFixture.network(seed: 1))
        #expect(try InfillTrial(lead: engine).joins(of: LeadFixture.solo(seed: 4, bars: 15), seed: 1).isEmpty)
        var silent = try LeadFixture.solo(seed: 4, bars: 16)
        silent.notes.removeAll { (4 * 48..<8 * 48).contains($0.start) }
        #expect(try InfillTrial(lead: engine).joins(of: silent, seed: 1).isEmpty)
        silent.notes = []
        #expect(try InfillTrial(lead: engine).joins(of: silent, seed: 1).isEmpty)
    }
}
