import Harmony
import Improvisation
import Music
import Numerics
import Recurrent
import TestSupport
import Testing

@Suite struct LineInfillTests {
    private static func setting() throws -> LeadContext.Setting {
        let chart = try ChartParser.parse("Dm7 | G7 | Cmaj7 | A7 | Dm7 | G7 | Cmaj7 | Cmaj7")
        let bars = chart.bars(count: 16)
        return LeadContext.Setting(
            changes: Timeline(bars, meter: .common, unit: MetricGrid.ticksPerSlot), barSlots: 48, tempo: 150,
            endSlot: 16 * 48, swings: true)
    }

    /// A line with a gap of four bars.
    private static func gap(_ seed: UInt64, _ infill: LineInfill, _ engine: StepEngine) throws -> (
        before: [PartNote], played: [PartNote], after: [PartNote], slots: Range<Int>
    ) {
        var improvisor = try LeadImprovisor(
            engine: engine, setting: try setting(), options: LeadOptions(motifFraction: 0),
            random: Xoshiro256StarStar(seed: seed))
        let line = try improvisor.notes()
        let gap = 4 * 48..<8 * 48
        return (
            line.filter { $0.start < gap.lowerBound }, line.filter { gap.contains($0.start) },
            line.filter { $0.start >= gap.upperBound }, gap
        )
    }

    /// Bits of the notes around the end of a gap of four bars, heard from both sides; jazz score-infill measures them on solos.
    @Test func theEndOfAGapIsMet() throws {
        let engine = StepEngine(try LeadFixture.shipped())
        let backward = StepEngine(try LeadFixture.shippedBackward())
        let infill = LineInfill(
            engine: engine, backward: backward, setting: try Self.setting(), options: LeadOptions(motifFraction: 0))
        var (original, single, best) = (0.0, 0.0, 0.0)
        let seeds: Range<UInt64> = 0..<8
        for seed in seeds {
            var random = Xoshiro256StarStar(seed: seed)
            let (before, played, after, gap) = try Self.gap(seed, infill, engine)
            func bits(_ notes: [PartNote]) throws -> Double {
                try #require(infill.join(notes, between: before, and: after)).bits
            }
            original += try bits(played)
            let one = try infill.notes(between: before, and: after, in: gap, isJoined: false, random: &random)
            single += try bits(one)
            let chosen = try infill.notes(between: before, and: after, in: gap, random: &random)
            best += try bits(chosen)
            for notes in [one, chosen] {
                #expect(notes.allSatisfy { gap.contains($0.start) && $0.end <= gap.upperBound })
                for (note, next) in zip(notes, notes.dropFirst()) { #expect(note.end <= next.start) }
                #expect((notes.first?.start ?? gap.lowerBound) >= before.last?.end ?? 0)
            }
        }
        let count = Double(seeds.count)
        let said: Comment = "original \(original / count), first \(single / count), best \(best / count)"
        #expect(best < single && best / count <= original / count + 0.6, said)
    }

    /// What stands behind a gap is heard whole by the network that reads backward, and the line is kept that joins best.
    @Test func bothSidesAreHeard() throws {
        let engine = StepEngine(try LeadFixture.network(seed: 3))
        let backward = StepEngine(try LeadFixture.network(seed: 4))
        let setting = try Self.setting()
        let both = LineInfill(engine: engine, backward: backward, setting: setting, options: LeadOptions())
        let alone = LineInfill(engine: engine, setting: setting, options: LeadOptions())
        let (before, played, after, gap) = try Self.gap(1, both, engine)
        var (random, same, third) = (
            Xoshiro256StarStar(seed: 7), Xoshiro256StarStar(seed: 7), Xoshiro256StarStar(seed: 7)
        )
        let candidates = try both.candidates(between: before, and: after, in: gap, random: &random)
        #expect(candidates.count == LineInfill.candidates)
        let kept = try both.notes(between: before, and: after, in: gap, random: &same)
        let best = try #require(candidates.min { $0.join.bits < $1.join.bits })
        #expect(kept == best.notes)
        #expect(both.join(kept, between: before, and: after) == best.join && best.join.ending != nil)
        // An end that is likelier from behind than from before joins better.
        for (one, other) in zip(candidates, candidates.dropFirst()) {
            func gain(_ join: LineInfill.Join) throws -> Double {
                try #require(join.unjoined) - #require(join.ending)
            }
            let (gainOne, gainOther) = (try gain(one.join), try gain(other.join))
            if one.join.behind <= other.join.behind, gainOne > gainOther { #expect(one.join.bits < other.join.bits) }
        }
        let forward = try alone.notes(between: before, and: after, in: gap, random: &third)
        #expect(forward == candidates.min { $0.join.behind < $1.join.behind }?.notes)
        // The last note of all is heard by the one and not by the other.
        var changed = after
        changed[changed.count - 1].pitch += 1
        func join(_ infill: LineInfill, _ after: [PartNote]) -> LineInfill.Join? {
            infill.join(played, between: before, and: after)
        }
        #expect(join(both, after)?.behind == join(both, changed)?.behind)
        #expect(join(both, after)?.ending != join(both, changed)?.ending && join(alone, after)?.ending == nil)
        #expect(join(both, after)?.unjoined == join(both, changed)?.unjoined)
        // A gap that stays empty has no end to be foretold.
        let silent = try #require(both.join([], between: before, and: after))
        #expect(silent.ending == nil && silent.bits == silent.behind)
        #expect(both.join([], between: [], and: after) != nil && both.join(played, between: before, and: []) == nil)
    }

    @Test func theRhythmIsKeptOnOtherPitches() throws {
        let engine = StepEngine(try LeadFixture.network(seed: 3))
        let infill = LineInfill(engine: engine, setting: try Self.setting(), options: LeadOptions())
        var random = Xoshiro256StarStar(seed: 1)
        let line = (0..<40).map { PartNote(start: 12 * $0, duration: 7, pitch: 60 + $0 % 5, velocity: 70 + $0) }
        let kept = Array(line[16..<32])
        let notes = try infill.notes(withRhythmOf: kept, between: Array(line[..<16]), random: &random)
        #expect(notes.map(\.start) == kept.map(\.start) && notes.map(\.duration) == kept.map(\.duration))
        #expect(notes.map(\.velocity) == kept.map(\.velocity) && notes.map(\.pitch) != kept.map(\.pitch))
        #expect(notes.allSatisfy { LeadOptions().range.contains($0.pitch) })
    }
}
