import Harmony
import Music
import Testing

@Suite struct StyleTests {
    @Test(arguments: [
        ("swing", Style.swing), ("Medium Swing", .swing), ("Bossa Nova", .bossa), ("bossa-nova", .bossa),
        ("jazz waltz", .waltz), ("bebop", .bebop), ("Bop", .bebop), ("slow ballad", .ballad),
    ])
    func readsMusiciansWords(_ text: String, _ style: Style) {
        #expect(Style(text) == style)
    }

    @Test func refusesOthersAndReadsItsOwnNames() {
        #expect(Style("") == nil && Style("polka") == nil)
        for style in Style.allCases { #expect(Style(style.rawValue) == style) }
    }
}
