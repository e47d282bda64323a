import Harmony
import Improvisation
import Music
import Numerics
import TestSupport
import Recurrent
import Testing

@Suite struct LeadImprovisorTests {
    static func line(
        seed: UInt64, bars: Int, barSlots: Int = 48, options: LeadOptions = LeadOptions()
    ) throws -> [PartNote] {
        let changes = Timeline([.init(start: 0, value: try ChordParser.parse("Cmaj7"))])
        let setting = LeadContext.Setting(
            changes: changes, barSlots: barSlots, tempo: 140, endSlot: bars * barSlots)
        var improvisor = try LeadImprovisor(
            engine: StepEngine(LeadFixture.network(seed: seed % 7)), setting: setting, options: options,
            random: Xoshiro256StarStar(seed: seed))
        return try improvisor.notes()
    }

    @Test(arguments: [24, 36, 48, 60])
    func everyLineKeepsItsLimits(barSlots: Int) throws {
        let seed = UInt64.random(in: 0...1 << 40)
        let options = LeadOptions()
        for offset in 0..<40 {
            let bars = 1 + offset % 20
            let notes = try Self.line(seed: seed + UInt64(offset), bars: bars, barSlots: barSlots, options: options)
            let comment: Comment = "seed \(seed + UInt64(offset)), \(bars) bars of \(barSlots)"
            let end = bars * barSlots
            #expect(!notes.isEmpty, comment)
            #expect(notes.allSatisfy { options.range.contains($0.pitch) && (1...127).contains($0.velocity) }, comment)
            #expect(notes[0].start >= 0 && notes[0].start < barSlots / 2, comment)
            for (note, next) in zip(notes, notes.dropFirst()) {
                #expect(note.end <= next.start, comment)
                #expect(next.start - note.start <= 2 * barSlots, comment)
            }
            #expect(notes[notes.count - 1].end == end, comment)
            #expect(end - notes[notes.count - 1].start <= barSlots, comment)
        }
    }

    @Test func noPitchIsStruckForEver() throws {
        var options = LeadOptions()
        options.mostRepeats = 2
        let pitches = try Self.line(seed: 3, bars: 64, options: options).map(\.pitch)
        for index in pitches.indices.dropFirst(2) {
            #expect(!(pitches[index] == pitches[index - 1] && pitches[index] == pitches[index - 2]))
        }
    }

    @Test func theSameSeedPlaysTheSameLine() throws {
        #expect(try Self.line(seed: 11, bars: 12) == Self.line(seed: 11, bars: 12))
        #expect(try Self.line(seed: 11, bars: 12) != Self.line(seed: 12, bars: 12))
    }

    @Test func aLineWithoutAnEndGoesOn() throws {
        let setting = LeadContext.Setting(changes: Timeline([]), barSlots: 48, tempo: 140, endSlot: nil)
        var improvisor = try LeadImprovisor(
            engine: StepEngine(LeadFixture.network(seed: 1)), setting: setting, options: LeadOptions(),
            random: Xoshiro256StarStar(seed: 1))
        for _ in 0..<2000 { #expect(try improvisor.next() != nil) }
    }
}
