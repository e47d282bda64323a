import Harmony
import Improvisation
import Music
import TestSupport
import Testing

@Suite struct SoloExcerptTests {
    @Test func barsAreCutWithWhatHoldsInThem() throws {
        var solo = try LeadFixture.solo(seed: 2, bars: 12)
        let chords = try ["Dm7", "G7", "Cmaj7"].map { try ChordParser.parse($0) }
        solo.changes = Timeline([
            .init(start: 24, value: chords[0]), .init(start: 100, value: chords[1]),
            .init(start: 240, value: chords[2]),
        ])
        solo.bass = Timeline([.init(start: 190, value: 40), .init(start: 200, value: 43)])
        let part = solo.excerpt(bars: 4..<8)
        #expect(part.barCount == 4 && part.barSlots == 48 && part.tempo == solo.tempo)
        // Bar 5 begins in slot 192.
        #expect(part.changes.entries == [.init(start: 0, value: chords[1]), .init(start: 48, value: chords[2])])
        #expect(part.bass.entries == [.init(start: 0, value: 40), .init(start: 8, value: 43)])
        let inside = solo.notes.filter { (192..<384).contains($0.start) }
        #expect(
            part.notes.map(\.start) == inside.map { $0.start - 192 } && part.notes.map(\.pitch) == inside.map(\.pitch))
        #expect(part.notes.allSatisfy { $0.end <= 192 })
        #expect(solo.excerpt(bars: 0..<1).changes.entries == [.init(start: 24, value: chords[0])])
        #expect(solo.excerpt(bars: 0..<12).notes == solo.notes)
    }

    @Test func theSettingIsThatOfTheBars() throws {
        let part = try LeadFixture.solo(seed: 2, bars: 12).excerpt(bars: 4..<8)
        let setting = part.setting
        #expect(setting.endSlot == 192 && setting.changes == part.changes && setting.tempo == part.tempo)
        #expect(setting.conditioning.blocks.count == 1 && setting.conditioning.blocks[0].density != nil)
    }
}
