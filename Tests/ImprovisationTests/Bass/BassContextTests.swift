import Harmony
import Improvisation
import TestSupport
import Testing

@Suite struct BassContextTests {
    private static let symbols = ["Dm7", "Dm7", "G7", "G7", "C/E", "C/E", "C", "C"]

    @Test func theFieldsSayWhereTheLineStands() throws {
        var context = BassContext(try BassFixture.setting(Self.symbols), firstPitch: 38)
        context.accept(BassVocabulary.interval(0))
        var inputs: [Int32] = []
        context.appendInputs(to: &inputs)
        // On D2 on the second beat: Dm7 on the note itself, G7 a fourth above, C in the next bar, G7 next.
        let dominant = Int32(5 * 8 + ChordFamily.dominant.rawValue)
        let minor = Int32(ChordFamily.minor.rawValue)
        let major = Int32(10 * 8 + ChordFamily.major.rawValue)
        #expect(inputs == [Int32(BassVocabulary.interval(0)), 1, 3, minor, dominant, major, 0, -1, 4, 3, 0, 5])
        #expect(inputs.count == BassContext.fields.count)
    }

    @Test func everyInputIsWithinItsField() throws {
        var context = BassContext(try BassFixture.setting(Self.symbols + ["N.C.", "F#7b9"], length: 5), firstPitch: 53)
        for token in [1, 25, 13, 0, 25, 1, 1, 25, 0, 0, 13] {
            var inputs: [Int32] = []
            context.appendInputs(to: &inputs)
            for (input, field) in zip(inputs, BassContext.fields) {
                #expect(input >= -1 && input < field.size, "\(field.name)")
            }
            context.accept(token)
        }
    }

    @Test func allKeysLookTheSame() throws {
        let register = try #require(BassContext.fields.firstIndex { $0.name == "register" })
        func inputs(_ semitones: Int) throws -> [[Int32]] {
            var context = BassContext(
                try BassFixture.setting(Self.symbols, transposed: semitones), firstPitch: 38 + semitones)
            return [0, 5, -2, 7, 1, -12, 3].map { interval in
                var inputs: [Int32] = []
                context.appendInputs(to: &inputs)
                context.accept(BassVocabulary.interval(interval))
                inputs[register] = 0
                return inputs
            }
        }
        let original = try inputs(0)
        for semitones in 1..<12 { #expect(try inputs(semitones) == original) }
    }
}
