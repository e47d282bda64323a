import Harmony
import Scoring
import Testing

@Suite struct MeasuredChordTests {
    struct Row: CustomTestStringConvertible {
        var symbols: [String]
        var tones: PitchClassSet
        var scale: PitchClassSet
        var testDescription: String { symbols.joined(separator: " ") }
    }

    static let rows = [
        Row(symbols: ["C", "Cadd9", "C5"], tones: [0, 4, 7], scale: [0, 2, 4, 5, 7, 9, 11]),
        Row(symbols: ["C6", "C69", "C6/9"], tones: [0, 4, 7, 9], scale: [0, 2, 4, 5, 7, 9, 11]),
        Row(symbols: ["Cj7", "Cmaj9", "Cj7911#", "C+j7"], tones: [0, 4, 7, 11], scale: [0, 2, 4, 5, 7, 9, 11]),
        Row(symbols: ["C-", "Cm"], tones: [0, 3, 7], scale: [0, 2, 3, 5, 7, 9, 10]),
        Row(symbols: ["C-7", "Cm7(9)", "C-7911", "C-79b"], tones: [0, 3, 7, 10], scale: [0, 2, 3, 5, 7, 9, 10]),
        Row(symbols: ["C-6", "C-69"], tones: [0, 3, 7, 9], scale: [0, 2, 3, 5, 7, 9, 10, 11]),
        Row(symbols: ["C-j7", "CmM7"], tones: [0, 3, 7, 11], scale: [0, 2, 3, 5, 7, 9, 11]),
        Row(symbols: ["Cm7b5", "Cø"], tones: [0, 3, 6, 10], scale: [0, 1, 3, 5, 6, 8, 10]),
        Row(symbols: ["Co", "Co7", "Cdim7"], tones: [0, 3, 6, 9], scale: [0, 2, 3, 5, 6, 8, 9, 11]),
        Row(symbols: ["C7", "C9", "C13", "C7913"], tones: [0, 4, 7, 10], scale: [0, 2, 4, 5, 7, 9, 10]),
        Row(symbols: ["Csus", "Csus7", "Csus7913", "Csus2"], tones: [0, 5, 7, 10], scale: [0, 2, 4, 5, 7, 9, 10]),
        Row(
            symbols: ["C79b", "C7b9", "C79#", "C7(b9,13)", "C7(#9,b13)"], tones: [0, 4, 7, 10],
            scale: [0, 1, 3, 4, 5, 7, 8, 9, 10]),
        Row(symbols: ["C7913b", "C7b13"], tones: [0, 4, 7, 10], scale: [0, 2, 4, 5, 7, 8, 10]),
        Row(symbols: ["C7911#", "C7#11", "C7b5"], tones: [0, 4, 7, 10], scale: [0, 2, 4, 6, 7, 9, 10]),
        Row(symbols: ["C+7", "C7#5", "C+79"], tones: [0, 4, 8, 10], scale: [0, 2, 4, 5, 7, 8, 10]),
        Row(symbols: ["C+79#", "C+79b", "C7#5#9"], tones: [0, 4, 8, 10], scale: [0, 1, 3, 4, 6, 8, 10]),
        Row(symbols: ["C7alt", "C79b13b", "C79b13", "C13b9"], tones: [0, 4, 10], scale: [0, 1, 3, 4, 6, 8, 10]),
        Row(symbols: ["C+", "Caug"], tones: [0, 4, 8], scale: [0, 2, 4, 6, 8, 10]),
    ]

    @Test(arguments: rows) func everySymbolHasItsTonesAndScale(_ row: Row) throws {
        for symbol in row.symbols {
            let chord = try #require(MeasuredChord(ChordParser.parse(symbol), writtenAs: symbol))
            #expect(chord.root == 0)
            #expect(chord.relativeTones == row.tones, "\(symbol)")
            #expect(chord.relativeScale == row.scale.union(row.tones), "\(symbol)")
        }
    }

    @Test func theAccidentalOfTheRootIsNoAlteration() throws {
        for symbol in ["Db9", "Db13", "D♭13"] {
            let chord = try #require(MeasuredChord(ChordParser.parse(symbol), writtenAs: symbol))
            #expect(chord.root == 1 && chord.relativeScale == [0, 2, 4, 5, 7, 9, 10], "\(symbol)")
        }
    }

    @Test func aMarkerMeansWhatItsChordDoes() throws {
        for quality in ChordQuality.allCases {
            for bits in 0..<UInt16(256) {
                let chord = Chord(
                    rootName: NoteName(letter: 1, accidental: -1), quality: quality, tensions: Tensions(rawValue: bits))
                let read = try ChordParser.parse(chord.marker)
                #expect(MeasuredChord(read) == MeasuredChord(read, writtenAs: chord.marker), "\(chord.marker)")
            }
        }
    }

    @Test func noChordIsNone() {
        #expect(MeasuredChord(.noChord) == nil)
    }
}
