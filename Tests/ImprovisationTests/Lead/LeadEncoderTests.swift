import Harmony
import Improvisation
import Music
import Numerics
import Recurrent
import Sampling
import TestSupport
import Testing

@Suite struct LeadEncoderTests {
    @Test func tokensSayTheSoloBack() throws {
        let seed = UInt64.random(in: 0 ... .max)
        for offset in 0..<20 {
            let solo = try LeadFixture.solo(seed: seed &+ UInt64(offset))
            let encoded = solo.encoded()
            let fields = LeadContext.fields.count
            #expect(encoded.inputs.count == encoded.targets.count * fields)
            var slot = LeadContext.startSlot
            var said: [(slot: Int, pitch: Int)] = []
            var pitch = solo.notes[0].pitch
            for target in encoded.targets {
                switch target < 0 ? .interval(0) : LeadVocabulary.meaning(of: Int(target)) {
                case .wait: slot += 48
                case .interOnset(let slots): slot += slots
                case .interval(let semitones):
                    pitch += semitones
                    said.append((slot, pitch))
                case .articulation, .endOfSequence: break
                }
            }
            #expect(said.map(\.slot) == solo.notes.map(\.start), "seed \(seed)")
            #expect(said.map(\.pitch) == solo.notes.map(\.pitch), "seed \(seed)")
            #expect(encoded.targets.last == Int32(LeadVocabulary.endOfSequence))
        }
    }

    @Test func inputsStayWithinTheirFields() throws {
        let seed = UInt64.random(in: 0 ... .max)
        for barSlots in [24, 36, 42, 48, 60, 84] {
            let inputs = try LeadFixture.solo(seed: seed, barSlots: barSlots).encoded().inputs
            let sizes = LeadContext.fields.map(\.size)
            for (index, id) in inputs.enumerated() {
                #expect((-1..<Int32(sizes[index % sizes.count])).contains(id), "seed \(seed), \(barSlots) slots a bar")
            }
        }
    }

    @Test func transposingChangesOnlyTheRegister() throws {
        let solo = try LeadFixture.solo(seed: 5)
        var higher = solo
        for index in higher.notes.indices { higher.notes[index].pitch += 1 }
        higher.changes = Timeline(
            solo.changes.entries.map { .init(start: $0.start, value: $0.value.transposed(by: 1)) })
        let register = LeadContext.fields.firstIndex { $0.name == "register" }!
        let fields = LeadContext.fields.count
        let (low, high) = (solo.encoded(), higher.encoded())
        #expect(low.targets == high.targets)
        for index in low.inputs.indices where index % fields != register {
            #expect(low.inputs[index] == high.inputs[index])
        }
    }
}
