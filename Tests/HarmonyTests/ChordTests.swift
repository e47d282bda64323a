import Harmony
import Testing

@Suite struct ChordTests {
    @Test(arguments: [
        ("Dm7", [2, 5, 9, 0], [5, 0]), ("G7", [7, 11, 2, 5], [11, 5]), ("C6", [0, 4, 7, 9], [4, 9]),
        ("C", [0, 4, 7], [4, 7]), ("F#m7b5", [6, 9, 0, 4], [9, 4]), ("Bdim7", [11, 2, 5, 8], [2, 8]),
        ("C7sus4", [0, 5, 7, 10], [5, 10]), ("C7b5", [0, 4, 6, 10], [4, 10]), ("Csus2", [0, 2, 7], [2, 7]),
        ("E7#5", [4, 8, 0, 2], [8, 2]), ("C5", [0, 7], [7]),
    ])
    func hasTonesAndGuideTones(_ symbol: String, _ tones: [Int], _ guides: [Int]) throws {
        let chord = try ChordParser.parse(symbol)
        #expect(chord.tones == PitchClassSet(tones))
        #expect(chord.guideTones == PitchClassSet(guides))
        #expect(chord.tones.transposed(by: -chord.root) == chord.relativeTones)
    }

    @Test(arguments: [
        ("C", ChordFamily.major), ("C6", .major), ("Cmaj7", .major), ("Cm", .minor), ("CmMaj7", .minor),
        ("C7", .dominant),
        ("C7alt", .dominant), ("C7#5", .dominant), ("Cm7b5", .halfDiminished), ("Cdim", .diminished),
        ("Cdim7", .diminished), ("Csus4", .suspended), ("C9sus", .suspended), ("C+", .augmented),
        ("Cmaj7#5", .augmented), ("N.C.", ChordFamily.none),
    ])
    func belongsToAFamily(_ symbol: String, _ family: ChordFamily) throws {
        #expect(try ChordParser.parse(symbol).family == family)
    }

    @Test func familiesKeepTheirNumbers() {
        #expect(ChordFamily.allCases.map(\.rawValue) == Array(0..<8))
        #expect(ChordFamily.dominant.rawValue == 2 && ChordFamily.none.rawValue == 7)
    }

    @Test func transposesRootAndBass() throws {
        let chord = try ChordParser.parse("Am7/G")
        #expect(chord.transposed(by: 1).symbol == "Bbm7/Ab")
        #expect(chord.transposed(by: -13).symbol == "Abm7/F#")
        #expect(chord.transposed(by: 4, in: Key("E")).symbol == "C#m7/B")
        #expect(Chord.noChord.transposed(by: 5) == .noChord)
    }
}
