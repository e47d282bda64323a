import Harmony
import Testing

@Suite struct ChordScaleTests {
    @Test(arguments: [
        ("Cmaj7", "0 2 4 5 7 9 11"), ("Cmaj7#11", "0 2 4 6 7 9 11"), ("Dm7", "0 2 4 5 7 9 11"),
        ("G7", "0 2 4 5 7 9 11"),
        ("Bm7b5", "0 2 4 5 7 9 11"), ("C7#11", "0 2 4 6 7 9 10"), ("C7alt", "0 1 3 4 6 8 10"),
        ("C13b9", "0 1 3 4 6 7 9 10"), ("C7b13", "0 2 4 5 7 8 10"), ("C7#5", "0 2 4 6 8 10"),
        ("Cdim7", "0 2 3 5 6 8 9 11"), ("CmMaj7", "0 2 3 5 7 9 11"), ("G7sus4", "0 2 4 5 7 9 11"),
        ("C7sus4(b9)", "0 1 3 5 7 8 10"), ("Cm9b5", "0 2 3 5 6 8 10"), ("C7b9", "0 1 3 4 5 7 8 10"), ("N.C.", ""),
    ])
    func isTheScaleAPlayerWouldChoose(_ symbol: String, _ scale: String) throws {
        let expected = PitchClassSet(scale.split(separator: " ").compactMap { Int($0) })
        #expect(try ChordParser.parse(symbol).scale == expected)
    }

    @Test func holdsTheTonesAndTensionsOfEveryChord() {
        for chord in ChordSymbolTests.everyChord {
            let inside = chord.relativeTones.union(PitchClassSet(chord.tensions.intervals))
            #expect(chord.relativeScale.intersection(inside) == inside, "\(chord)")
            #expect(chord.relativeScale.count >= 6)
            #expect(chord.scale == chord.relativeScale.transposed(by: 10))
        }
    }
}
