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
        let networks = InfillTrial.Networks(
            forward: StepEngine(try LeadFixture.network(seed: 1)),
            backward: StepEngine(try LeadFixture.network(seed: 2)))
        let gaps = try InfillTrial(networks, judge: networks).gaps(of: solo, seed: 1)
        #expect(gaps.count == 2)
        for gap in gaps {
            let (first, forward, both) = (gap.joins[1], gap.joins[2], gap.joins[3])
            // The first line that is drawn is one of those that are compared.
            #expect(gap.joins.count == InfillTrial.Line.allCases.count && gap.joins[0].behind > 0)
            #expect(forward.behind <= min(first.behind, both.behind) && both.bits <= min(first.bits, forward.bits))
            #expect(gap.judged == gap.joins && gap.leaps.count == 4 && gap.leaps.allSatisfy { $0 >= 0 })
            #expect((0...1).contains(gap.beaten.forward) && (0...1).contains(gap.beaten.both))
        }
        let alone = try InfillTrial(.init(forward: networks.forward)).gaps(of: solo, seed: 1)
        #expect(alone.map { $0.joins[2].behind } == gaps.map { $0.joins[2].behind })
        #expect(
            alone.allSatisfy { $0.judged.isEmpty && $0.joins.count == 3 && $0.joins.allSatisfy { $0.ending == nil } })
        #expect(alone.map(\.beaten.both) == alone.map(\.beaten.forward))
    }

    @Test func whatIsShortOrSilentHasNone() throws {
        let engine = StepEngine(try LeadFixture.network(seed: 1))
        #expect(try InfillTrial(.init(forward: engine)).gaps(of: LeadFixture.solo(seed: 4, bars: 15), seed: 1).isEmpty)
        var silent = try LeadFixture.solo(seed: 4, bars: 16)
        silent.notes.removeAll { (4 * 48..<8 * 48).contains($0.start) }
        #expect(try InfillTrial(.init(forward: engine)).gaps(of: silent, seed: 1).isEmpty)
        silent.notes = []
        #expect(try InfillTrial(.init(forward: engine)).gaps(of: silent, seed: 1).isEmpty)
    }
}
