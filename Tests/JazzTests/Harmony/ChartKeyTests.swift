import Jazz
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

    @Test(arguments: [
        ("Dm7 | G7 | Cmaj7 | A7", "C6/9", "Dm7 G7 Cmaj7 C6/9"), ("Cm6 | F7 | Dm7b5 | G7", "Cm6", "Cm6 F7 Dm7b5 Cm6"),
        ("Dm7 | G7 | C6", "C6", "Dm7 G7 C6"), ("key: C\nDm7 | G7", "C6/9", "Dm7 C6/9"),
        ("key: Am\nDm7 | E7", "Am6/9", "Dm7 Am6/9"), ("key: F\nF7 | N.C.", "F7", "F7 F7"),
    ])
    func endsOnTheTonic(_ text: String, _ tonic: String, _ played: String) throws {
        let chart = try ChartParser.parse(text)
        #expect(chart.tonicChord.symbol == tonic)
        let bars = chart.resolved(chart.bars)
        #expect(bars.map { $0.chords[0].chord.symbol }.joined(separator: " ") == played)
        #expect(bars.last?.chords.count == 1 && chart.resolved(bars) == bars)
    }
}
