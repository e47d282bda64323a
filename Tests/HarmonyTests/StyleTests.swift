import Harmony
import Music
import Testing

@Suite struct StyleTests {
    static func style(_ name: String) -> Style { Style.named(name)! }

    @Test(arguments: [
        ("swing", Style.swing, nil), ("Medium Swing", .swing, 150), ("Slow Swing", .swing, 90),
        ("Up Tempo Swing", .swing, 230), ("Medium Up Swing", .swing, 190), ("Fast Swing", .swing, 230),
        ("Bossa Nova", .bossa, nil), ("bossa-nova", .bossa, nil), ("Slow Bossa", .bossa, 104),
        ("jazz waltz", .waltz, nil), ("bebop", .bebop, nil), ("Bop", .bebop, nil), ("slow ballad", .ballad, 56),
        ("Rock Ballad", .ballad, nil), ("Swing (♩=144)", .swing, 144), ("Blues", .swing, nil),
        ("Even 8ths", StyleTests.style("even"), nil), ("Straight 8ths", StyleTests.style("even"), nil),
        ("Funk", StyleTests.style("funk"), nil), ("Slow Funk", StyleTests.style("funk"), 80),
        ("Samba", StyleTests.style("samba"), nil), ("Fast Samba", StyleTests.style("samba"), 250),
        ("Latin", StyleTests.style("latin"), nil), ("Latin/Swing", StyleTests.style("latin"), nil),
        ("Cha Cha", StyleTests.style("latin"), nil), ("Afro 12/8", StyleTests.style("afro"), nil),
        ("Shuffle", StyleTests.style("shuffle"), nil), ("Medium Shuffle", StyleTests.style("shuffle"), 126),
        ("New Orleans Swing", StyleTests.style("new-orleans"), nil),
        ("Second Line", StyleTests.style("new-orleans"), nil),
    ])
    func readsMusiciansWords(_ text: String, _ style: Style, _ tempo: Double?) throws {
        let named = try #require(StyleName(text))
        #expect(named.style == style && named.tempo == tempo && named.isExact, "\(text)")
        #expect(named.note(text) == nil)
    }

    @Test(arguments: [
        ("Rock", StyleTests.style("funk")), ("Pop", StyleTests.style("funk")), ("Reggae", StyleTests.style("funk")),
        ("Gypsy Jazz", .swing), ("Gypsy Swing", .swing), ("Dixieland", StyleTests.style("new-orleans")),
        ("R&B", StyleTests.style("funk")), ("Tango", StyleTests.style("latin")), ("ECM", StyleTests.style("even")),
        ("Choro", StyleTests.style("samba")), ("Bolero", .bossa),
    ])
    func saysWhatItPlaysInstead(_ text: String, _ style: Style) throws {
        let named = try #require(StyleName(text))
        #expect(named.style == style && !named.isExact, "\(text)")
        #expect(named.note(text)?.contains("is played as \(style.name)") == true)
    }

    @Test func refusesOthersAndReadsItsOwnNames() {
        for text in ["", "polka", "Frob", "Medium", "Newer Orleans"] { #expect(StyleName(text) == nil, "\(text)") }
        for style in Style.allCases {
            let named = StyleName(style.name)
            #expect(named?.style == style && named?.isExact == true && named?.tempo == nil)
        }
    }
}
