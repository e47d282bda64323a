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

    /// Bits of the three notes behind a gap of four bars; jazz score-infill measures them on solos.
    @Test func theEndOfAGapIsMet() throws {
        let engine = StepEngine(try LeadFixture.shipped())
        let setting = try Self.setting()
        let infill = LineInfill(engine: engine, setting: setting, options: LeadOptions(motifFraction: 0))
        var (original, single, best) = (0.0, 0.0, 0.0)
        let seeds: Range<UInt64> = 0..<8
        for seed in seeds {
            var random = Xoshiro256StarStar(seed: seed)
            var improvisor = try LeadImprovisor(
                engine: engine, setting: setting, options: LeadOptions(motifFraction: 0),
                random: Xoshiro256StarStar(seed: random.next()))
            let line = try improvisor.notes()
            let gap = 4 * 48..<8 * 48
            let before = line.filter { $0.start < gap.lowerBound }
            let after = line.filter { $0.start >= gap.upperBound }
            let three = Array(after.prefix(LineInfill.joined))
            original += try #require(infill.bits(of: three, after: line.filter { $0.start < gap.upperBound }))
            let one = try infill.notes(between: before, and: after, in: gap, isJoined: false, random: &random)
            single += try #require(one.bits)
            let chosen = try infill.notes(between: before, and: after, in: gap, random: &random)
            best += try #require(chosen.bits)
            for notes in [one.notes, chosen.notes] {
                #expect(notes.allSatisfy { gap.contains($0.start) && $0.end <= gap.upperBound })
                for (note, next) in zip(notes, notes.dropFirst()) { #expect(note.end <= next.start) }
                #expect((notes.first?.start ?? gap.lowerBound) >= before.last?.end ?? 0)
            }
        }
        let count = Double(seeds.count)
        let said: Comment = "original \(original / count), first \(single / count), best \(best / count)"
        #expect(best < single && best / count <= original / count + 0.3, said)
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
