import Jazz
import Numerics
import Recurrent
import Sampling
import Testing

@Suite struct LeadEncoderTests {
    /// A solo of random notes over two chords.
    static func solo(seed: UInt64, bars: Int = 8, barSlots: Int = 48) throws -> Solo {
        var random = Xoshiro256StarStar(seed: seed)
        var notes: [SoloNote] = []
        var slot = Int.random(in: 0..<12, using: &random)
        var pitch = 60
        while slot < bars * barSlots - 1 {
            let distance = Int.random(in: 1...(random.next() % 8 == 0 ? 70 : 12), using: &random)
            let length = Int.random(in: 1...distance, using: &random)
            notes.append(SoloNote(slot: slot, length: length, pitch: pitch, velocity: 90))
            slot += distance
            pitch = min(84, max(48, pitch + Int.random(in: -9...9, using: &random)))
        }
        let changes = ChordTimeline([
            .init(slot: 0, chord: try ChordParser.parse("Dm7")), .init(slot: 48, chord: try ChordParser.parse("G7")),
        ])
        return Solo(
            name: "random", notes: notes, changes: changes, barSlots: barSlots, tempo: 160, barCount: bars)
    }

    @Test func tokensSayTheSoloBack() throws {
        let seed = UInt64.random(in: 0 ... .max)
        for offset in 0..<20 {
            let solo = try Self.solo(seed: seed &+ UInt64(offset))
            let encoded = solo.encoded()
            let fields = LeadContext.fields.count
            #expect(encoded.inputs.count == encoded.targets.count * fields)
            var slot = LeadContext.startSlot
            var said: [(slot: Int, pitch: Int)] = []
            var pitch = solo.notes[0].pitch
            for target in encoded.targets {
                switch target < 0 ? .interval(0) : LeadVocabulary.meaning(of: Int(target)) {
                case .wait: slot += 48
                case .distance(let slots): slot += slots
                case .interval(let semitones):
                    pitch += semitones
                    said.append((slot, pitch))
                case .touch, .endOfSequence: break
                }
            }
            #expect(said.map(\.slot) == solo.notes.map(\.slot), "seed \(seed)")
            #expect(said.map(\.pitch) == solo.notes.map(\.pitch), "seed \(seed)")
            #expect(encoded.targets.last == Int32(LeadVocabulary.endOfSequence))
        }
    }

    @Test func inputsStayWithinTheirFields() throws {
        let seed = UInt64.random(in: 0 ... .max)
        for barSlots in [24, 36, 42, 48, 60, 84] {
            let inputs = try Self.solo(seed: seed, barSlots: barSlots).encoded().inputs
            let sizes = LeadContext.fields.map(\.size)
            for (index, id) in inputs.enumerated() {
                #expect((-1..<Int32(sizes[index % sizes.count])).contains(id), "seed \(seed), \(barSlots) slots a bar")
            }
        }
    }

    @Test func transposingChangesOnlyTheRegister() throws {
        let solo = try Self.solo(seed: 5)
        var higher = solo
        for index in higher.notes.indices { higher.notes[index].pitch += 1 }
        higher.changes = ChordTimeline(
            solo.changes.changes.map { .init(slot: $0.slot, chord: $0.chord.transposed(by: 1)) })
        let register = LeadContext.fields.firstIndex { $0.name == "register" }!
        let fields = LeadContext.fields.count
        let (low, high) = (solo.encoded(), higher.encoded())
        #expect(low.targets == high.targets)
        for index in low.inputs.indices where index % fields != register {
            #expect(low.inputs[index] == high.inputs[index])
        }
    }
}
