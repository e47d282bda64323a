import Harmony
import Improvisation
import Recurrent
import TestSupport
import Testing

@Suite struct BassLineTests {
    @Test func tokensSayTheLineBack() throws {
        let symbols = [String](repeating: "Dm7", count: 8) + [String](repeating: "G7", count: 4)
        let pitches: [Int?] = [nil, 38, 38, 40, 41, nil, nil, 55, 31, 43, 30, 28]
        let line = BassLine(name: "x", pitches: pitches, setting: try BassFixture.setting(symbols))
        let encoded = line.encoded()
        #expect(encoded.inputs.count == 12 * BassContext.fields.count)
        // Neither rests nor the first note are to be foretold.
        #expect(
            encoded.targets.map { $0 < 0 } == [true, true] + [false, false, false, true, true] + [
                false, false, false, false, false,
            ])
        let said = encoded.targets.filter { $0 >= 0 }.map { BassVocabulary.semitones(of: Int($0)) }
        // 14 up folds to 2 up; from there 31 is an octave nearer.
        #expect(said == [0, 2, 1, 2, -12, 12, -1, -2])
    }

    @Test func aSilentLineSaysNothing() throws {
        let line = BassLine(name: "x", pitches: [nil, nil], setting: try BassFixture.setting(["C", "C"]))
        #expect(line.encoded().inputs.isEmpty && line.encoded().targets.isEmpty)
        #expect(line.noteCount == 0)
    }

    @Test func clarityTellsALineOnTheRootsFromOneAgainstThem() throws {
        let symbols = (0..<64).map { ["Dm7", "G7", "Cmaj7", "A7"][$0 / 4 % 4] }
        let beats = try BassFixture.beats(symbols)
        let clear = beats.map { Int?(36 + $0.chord.root) }
        #expect(BassLine.clarity(clear, on: beats).allSatisfy { $0 == 1 })
        let against = beats.map { Int?(37 + $0.chord.root) }
        #expect(BassLine.clarity(against, on: beats).allSatisfy { $0 < 0.2 })
        #expect(BassLine.clarity([Int?](repeating: nil, count: 64), on: beats).allSatisfy { $0 == 0 })
    }
}
