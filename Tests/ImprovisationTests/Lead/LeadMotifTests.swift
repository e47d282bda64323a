import Harmony
import Music
import Numerics
import Recurrent
import Sampling
import TestSupport
import Testing

@testable import Improvisation

@Suite struct LeadMotifTests {
    private let changes = Timeline<Chord>(
        (0..<8).map { .init(start: $0 * 48, value: Chord(rootName: .usual($0 * 5 % 12), quality: .dominant)) })

    @Test func linesBeginWithItAndGoOn() throws {
        for seed in 1...12 as ClosedRange<UInt64> {
            var random = SplitMix64(seed: seed)
            var notes: [PartNote] = []
            var slot = Int.random(in: 0...60, using: &random)
            for _ in 0..<Int.random(in: 1...14, using: &random) {
                let step = Int.random(in: 1...70, using: &random)
                guard slot + step < 6 * 48 else { break }
                notes.append(
                    PartNote(
                        start: slot, duration: Int.random(in: 1...step, using: &random),
                        pitch: Int.random(in: 30...100, using: &random),
                        velocity: Int.random(in: 1...127, using: &random)))
                slot += step
            }
            var options = LeadOptions()
            options.prime = LeadMotif(notes)
            let setting = LeadContext.Setting(changes: changes, barSlots: 48, tempo: 160, endSlot: 8 * 48)
            var lead = try LeadImprovisor(
                engine: .init(LeadFixture.network(seed: seed)), setting: setting, options: options,
                random: Xoshiro256StarStar(seed: seed))
            let line = try lead.notes()
            #expect(Array(line.prefix(notes.count - 1)) == Array(notes.dropLast()), "seed \(seed)")
            let last = line[notes.count - 1]
            #expect(last.start == notes[notes.count - 1].start && last.pitch == notes[notes.count - 1].pitch)
            #expect(line.count > notes.count && line[line.count - 1].start < 8 * 48)
        }
    }

    @Test func textIsReadBack() {
        let motif = LeadMotif([
            PartNote(start: 0, duration: 9, pitch: 60, velocity: 90),
            PartNote(start: 6, duration: 6, pitch: 64, velocity: 1),
            PartNote(start: 6, duration: 6, pitch: 67, velocity: 80),
        ])
        #expect(motif.text == "0,6,60,90 6,6,64,1" && LeadMotif(text: motif.text) == motif && motif.lastSlot == 6)
        for text in ["0,6,60", "0,6,200,90", "-1,6,60,90", "0,0,60,90", "x"] { #expect(LeadMotif(text: text) == nil) }
    }
}
