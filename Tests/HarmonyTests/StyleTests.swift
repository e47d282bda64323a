import Harmony
import Music
import Testing

@Suite struct StyleTests {
    @Test(arguments: [
        ("swing", Style.swing, nil), ("Medium Swing", .swing, 150), ("Slow Swing", .swing, 90),
        ("Up Tempo Swing", .swing, 230), ("Medium Up Swing", .swing, 190), ("Fast Swing", .swing, 230),
        ("Bossa Nova", .bossa, nil), ("bossa-nova", .bossa, nil), ("Slow Bossa", .bossa, 104),
        ("jazz waltz", .waltz, nil), ("bebop", .bebop, nil), ("Bop", .bebop, nil), ("slow ballad", .ballad, 56),
        ("Rock Ballad", .ballad, nil), ("Swing (♩=144)", .swing, 144), ("Blues", .swing, nil),
    ])
    func readsMusiciansWords(_ text: String, _ style: Style, _ tempo: Double?) throws {
        let named = try #require(StyleName(text))
        #expect(named.style == style && named.tempo == tempo && named.isExact, "\(text)")
        #expect(named.note(text) == nil)
    }

    @Test(arguments: [
        ("Even 8ths", Style.bossa), ("Funk", .bossa), ("Rock", .bossa), ("Latin", .bossa), ("Samba", .bossa),
        ("Afro 12/8", .bossa), ("Pop", .bossa), ("Reggae", .bossa), ("Cha Cha", .bossa), ("Shuffle", .swing),
        ("New Orleans Swing", .swing), ("Gypsy Jazz", .swing), ("Dixieland", .swing), ("Latin/Swing", .bossa),
        ("R&B", .bossa), ("Straight 8ths", .bossa), ("Second Line", .bossa),
    ])
    func saysWhatItPlaysInstead(_ text: String, _ style: Style) throws {
        let named = try #require(StyleName(text))
        #expect(named.style == style && !named.isExact, "\(text)")
        #expect(named.note(text)?.contains("is played as \(style.rawValue)") == true)
    }

    @Test func refusesOthersAndReadsItsOwnNames() {
        for text in ["", "polka", "Frob", "Medium", "Newer Orleans"] { #expect(StyleName(text) == nil, "\(text)") }
        for style in Style.allCases {
            let named = StyleName(style.rawValue)
            #expect(named?.style == style && named?.isExact == true && named?.tempo == nil)
        }
    }
}
