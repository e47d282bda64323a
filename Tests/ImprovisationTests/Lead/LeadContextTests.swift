import Harmony
import Improvisation
import Music
import Numerics
import Testing

@Suite struct LeadContextTests {
    private func context(barSlots: Int = 48, endSlot: Int? = 96) throws -> LeadContext {
        let changes = Timeline([
            .init(start: 0, value: try ChordParser.parse("Dm7")), .init(start: 48, value: try ChordParser.parse("G7")),
        ])
        return LeadContext(
            LeadContext.Setting(changes: changes, barSlots: barSlots, tempo: 160, endSlot: endSlot), firstPitch: 62)
    }

    @Test func tokensMoveItOn() throws {
        var context = try context()
        #expect(context.slot == -12 && context.decision == .rhythm && context.noteCount == 0)
        context.accept(LeadVocabulary.interOnset(12))
        #expect(context.slot == 0 && context.decision == .pitch, "the first note has no note before to be told of")
        context.accept(LeadVocabulary.interval(3))
        #expect(context.lastPitch == 65 && context.noteCount == 1 && context.decision == .rhythm)
        context.accept(LeadVocabulary.wait)
        #expect(context.slot == 48 && context.interOnset == 48 && context.decision == .rhythm)
        context.accept(LeadVocabulary.interOnset(6))
        #expect(context.slot == 54 && context.interOnset == 54 && context.decision == .articulation)
        context.accept(LeadVocabulary.articulation(length: 6, interOnset: 54, velocity: 90))
        context.accept(LeadVocabulary.interval(-7))
        #expect(context.lastPitch == 58 && context.noteCount == 2 && context.interOnset == 0)
    }

    @Test func everyInputIsWithinItsField() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SplitMix64(seed: seed)
        for barSlots in [24, 36, 48, 60, 144] {
            var context = try context(barSlots: barSlots, endSlot: barSlots == 36 ? nil : 400)
            for step in 0..<300 {
                var inputs: [Int32] = []
                context.appendInputs(to: &inputs)
                #expect(inputs.count == LeadContext.fields.count)
                for (field, value) in zip(LeadContext.fields, inputs) {
                    #expect(value >= -1 && value < field.size, "\(field.name) at step \(step), seed \(seed)")
                }
                context.accept(LeadVocabulary.tokens(for: context.decision).randomElement(using: &random)!)
            }
        }
    }
}
