import Harmony
import Improvisation
import Music
import Recurrent
import TestSupport
import Testing

@Suite struct BackwardLineTests {
    /// Six bars of changing metre, and their slots.
    private static func setting(_ text: String = "4/4 Dm7 G7 | 7/8 (3+2+2) Cmaj7 | 3/4 A7 . Eb7 | 4/4 Dm7 | G7 | C6")
        throws
        -> LeadContext.Setting
    {
        let bars = try ChartParser.parse(text).bars
        let lines = BarLines(bars, meter: .common)
        return LeadContext.Setting(
            changes: Timeline(bars, meter: .common, unit: MetricGrid.ticksPerSlot), bars: BarGrid(lines), tempo: 150,
            endSlot: lines.ticks / MetricGrid.ticksPerSlot, swings: true,
            bass: Timeline([.init(start: 0, value: 38), .init(start: 24, value: 43), .init(start: 100, value: 36)]),
            conditioning: LeadConditioning([.init(density: 3, register: 2), .init(density: 6)]))
    }

    /// Every place keeps its chord, its bass and its place in the bar, counted from the other end.
    @Test func whatHoldsHoldsAsFarFromTheEnd() throws {
        let setting = try Self.setting()
        let line = try #require(BackwardLine(setting))
        let end = try #require(setting.endSlot)
        // Six bars are filled up to eight; the two that are added are the first two once more.
        let all = setting.bars.start(of: 8)
        #expect(line.setting.endSlot == all && all > end)
        for slot in 0..<end {
            let turned = all - slot
            #expect(line.setting.changes.chord(at: turned) == setting.changes.chord(at: slot), "slot \(slot)")
            #expect(line.setting.bass.value(at: turned) == setting.bass.value(at: slot), "slot \(slot)")
            let (here, there) = (setting.bars.place(of: slot), line.setting.bars.place(of: turned))
            #expect(
                there.slot == (here.length - here.slot) % here.length && (here.slot == 0 || there.length == here.length)
            )
            #expect((here.slot == 0) == (there.slot == 0))
            if here.slot > 0 { #expect(there.bar == 7 - here.bar) }
            // A bar line lies between two bars, which may group their beats or not.
            if here.slot > 0 { #expect(setting.bars.beginsGroup(slot) == line.setting.bars.beginsGroup(turned)) }
        }
        // Nothing holds behind the end.
        #expect(line.setting.changes.chord(at: all - end) == nil)
        #expect(line.setting.conditioning.blocks == setting.conditioning.blocks.reversed())
        #expect(line.setting.tempo == 150 && line.setting.swings == true)
        var open = setting
        open.endSlot = nil
        #expect(BackwardLine(open) == nil)
    }

    /// Each note is said with its pitch, its place and its own length.
    @Test(arguments: [36, 48, 60]) func notesAreReadFromTheLast(barSlots: Int) throws {
        let solo = try LeadFixture.solo(seed: 9, bars: 5, barSlots: barSlots)
        // Unless it is asked for, nothing is told of what was played.
        var setting = solo.setting
        setting.conditioning = LeadConditioning()
        let line = try #require(BackwardLine(setting))
        let turned = line.notes(solo.notes)
        let all = 8 * barSlots
        #expect(turned.map(\.start) == solo.notes.reversed().map { all - $0.start })
        #expect(turned.map(\.pitch) == solo.notes.reversed().map(\.pitch))
        for (index, note) in solo.notes.reversed().enumerated().dropFirst() {
            #expect(turned[index - 1].duration == note.duration && turned[index - 1].velocity == note.velocity)
        }
        // The tokens lead through the same slots and pitches.
        let sequence = solo.encoded(isBackward: true)
        var context = LeadContext(line.setting, firstPitch: turned[0].pitch)
        var place = 0
        var told: [Int32] = []
        for index in sequence.targets.indices {
            context.appendInputs(to: &told)
            if context.decision == .pitch {
                #expect(context.slot == turned[place].start)
                let token = index == 0 || place == 0 ? LeadVocabulary.interval(0) : Int(sequence.targets[index])
                context.accept(token)
                #expect((context.lastPitch - turned[place].pitch) % 12 == 0)
                place += 1
            } else if sequence.targets[index] >= 0 {
                context.accept(Int(sequence.targets[index]))
            }
        }
        #expect(place == turned.count)
        #expect(told == sequence.inputs)
        #expect(sequence.targets != solo.encoded().targets)
    }

    /// The network hears nothing of a line but what comes after the place.
    @Test func whatStandsBeforeIsNotHeard() throws {
        let solo = try LeadFixture.solo(seed: 5, bars: 8)
        var other = solo
        for index in 0..<solo.notes.count / 2 { other.notes[index].pitch += index % 3 - 1 }
        let (one, two) = (solo.encoded(isBackward: true), other.encoded(isBackward: true))
        let same = zip(one.targets, two.targets).prefix { $0 == $1 }.count
        let fields = LeadContext.fields.count
        #expect(same > one.targets.count / 3 && same < one.targets.count)
        #expect(one.inputs.prefix(same * fields) == two.inputs.prefix(same * fields))
    }

    @Test func aSilentSoloHasNothing() throws {
        var solo = try LeadFixture.solo(seed: 5, bars: 8)
        solo.notes = []
        #expect(solo.encoded(isBackward: true).targets.isEmpty)
    }
}
