import Harmony
import Testing

@Suite struct ChartKeyTests {
    @Test(arguments: [
        ("Dm7 | G7 | Cmaj7", "C"), ("Am7 | D7 | G7", "Am"), ("C7 | F7", "C"), ("N.C. | G7", "G"),
        ("key: Bb\nC | G", "Bb"),
        ("Cm7 | Fm7", "Fm"), ("Dm7 | G7 | Cmaj7 | A7", "C"), ("N.C.", "C"), ("Bm7b5 | E7 | Am6 | F7", "Am"),
    ])
    func guessesTheKeyFromCadencesEndAndBeginning(_ text: String, _ key: String) throws {
        #expect(try ChartParser.parse(text).impliedKey.description == key)
    }
}
