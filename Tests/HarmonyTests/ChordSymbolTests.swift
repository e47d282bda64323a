import Harmony
import Testing

@Suite struct ChordSymbolTests {
    static var everyChord: [Chord] {
        let tensions: [Tensions] = (0..<256).map { Tensions(rawValue: $0) }
        let root = NoteName(letter: 6, accidental: -1)
        return ChordQuality.allCases.flatMap { quality in
            quality == .none ? [] : tensions.map { Chord(rootName: root, quality: quality, tensions: $0) }
        }
    }

    @Test func everySymbolTheParserCanMeanReadsBackAsItself() throws {
        var count = 0
        for chord in Self.everyChord {
            // Not every combination can be written; whatever reads back must be stable from then on.
            guard let read = try? ChordParser.parse(chord.symbol) else { continue }
            count += 1
            #expect(try ChordParser.parse(read.symbol) == read, "\(chord.symbol) -> \(read.symbol)")
        }
        #expect(count > 3000)
    }

    @Test func symbolsOfSeventhChordsReadBackExactly() throws {
        let qualities: [ChordQuality] = [
            .dominant, .majorSeventh, .minorSeventh, .minorMajorSeventh, .halfDiminished, .augmentedSeventh,
            .augmentedMajorSeventh, .dominantSuspended,
        ]
        for chord in Self.everyChord where qualities.contains(chord.quality) && !chord.tensions.contains(.flatFive) {
            #expect(try ChordParser.parse(chord.symbol) == chord, "\(chord.symbol)")
        }
    }

    @Test(arguments: [
        ("D-7", "Dm7"), ("Bbj7", "Bbmaj7"), ("G79b", "G7b9"), ("A7alt", "A7alt"), ("Eo7", "Edim7"),
        ("Gsus7", "G7sus4"), ("F-7/Bb", "Fm7/Bb"), ("C+7", "C7#5"), ("E79#", "E7#9"), ("C79b13", "C13b9"),
        ("C-7911", "Cm11"), ("C-j7", "CmMaj7"), ("C69", "C6/9"), ("Cj7911#", "Cmaj9#11"), ("Cminb6", "Cm(addb13)"),
        ("C/C", "C"), ("C711", "C7(11)"), ("CΔ7(♯11)", "Cmaj7#11"),
    ])
    func printsOneCanonicalSpelling(_ symbol: String, _ canonical: String) throws {
        #expect(try ChordParser.parse(symbol).symbol == canonical)
    }
}
