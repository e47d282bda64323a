import Harmony
import Testing

@Suite struct NoteNameTests {
    @Test func theLineOfFifthsNamesEveryNote() {
        for fifths in -15...19 {
            let name = NoteName(fifths: fifths)
            #expect(name.fifths == fifths)
            #expect(name.pitchClass == pitchClass(7 * fifths))
        }
        let names = (-8...12).map { NoteName(fifths: $0).description }.joined(separator: " ")
        #expect(names == "Fb Cb Gb Db Ab Eb Bb F C G D A E B F# C# G# D# A# E# B#")
    }

    @Test func usualNamesFollowLeadSheets() {
        #expect(
            (0..<12).map { NoteName.usual($0).description } == [
                "C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B",
            ])
        #expect(NoteName.usual(-1).description == "B")
    }
}
