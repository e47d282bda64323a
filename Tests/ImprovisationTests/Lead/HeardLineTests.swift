import Improvisation
import Music
import Recurrent
import TestSupport
import Testing

@Suite struct HeardLineTests {
    /// What is heard once and gone on from costs what the whole line costs, note by note.
    @Test func bitsAreThoseOfTheWholeLine() throws {
        let engine = StepEngine(try LeadFixture.network(seed: 2))
        let solo = try LeadFixture.solo(seed: 3, bars: 8)
        let all = LineReading.read(solo.notes, engine: engine, setting: solo.setting)
        let count = solo.notes.count / 2
        let heard = HeardLine(Array(solo.notes[..<count]), engine: engine, setting: solo.setting)
        let bits = heard.bits(of: Array(solo.notes[count...]))
        #expect(bits.count == solo.notes.count - count)
        // The readings leave out what is none of the decision at hand, so theirs are a little fewer bits.
        for (mine, reading) in zip(bits, all[count...]) {
            #expect(mine >= reading.rhythmBits + (reading.pitchBits ?? 0) - 1e-6)
        }
        // Heard twice it costs the same, and from nothing as well.
        #expect(heard.bits(of: Array(solo.notes[count...])) == bits)
        let none = HeardLine([], engine: engine, setting: solo.setting)
        #expect(Array(none.bits(of: solo.notes)[count...]) == bits)
        #expect(none.bits(of: []).isEmpty && heard.bits(of: []).isEmpty)
    }
}
