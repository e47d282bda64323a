import Harmony
import Testing

/// Introduction, verse and coda of a chart.
@Suite struct ChartFrameTests {
    private let all = Set(ChartFrame.Part.allCases)
    private static let tune = """
        title: Once
        key: C
        time: 4/4
        to coda: after bar 6
        [Intro] G7 | Ab7
        [Verse] Am7 | Dm7
        [A] Cmaj7 | D7
        [B] Em7 | A7
        [Coda] F6 | C6 | C6
        """

    private func roots(_ bars: [ChartBar]) -> String { bars.map { $0.chord(at: 0).symbol }.joined(separator: " ") }

    @Test func whatIsPlayedOnceIsSetApart() throws {
        let chart = try ChartParser.parse(Self.tune)
        #expect(chart.bars.count == 11 && chart.barsToCoda == 6)
        let framed = chart.framed(all)
        #expect(roots(framed.bars) == "Cmaj7 D7 Em7 A7")
        #expect(roots(framed.frame.introduction) == "G7 Ab7" && roots(framed.frame.verse) == "Am7 Dm7")
        #expect(roots(framed.frame.coda) == "F6 C6 C6" && framed.frame.barsToCoda == 2)
        #expect(framed.bars[0].startsForm && !framed.frame.introduction[0].startsForm)
        #expect(roots(framed.performed(choruses: 8)) == "Am7 Dm7 Cmaj7 D7 Em7 A7 Cmaj7 D7 F6 C6 C6")
        // A chorus that is cut before the way to the coda goes there from where it is.
        #expect(roots(framed.performed(choruses: 5)) == "Am7 Dm7 Cmaj7 D7 Em7 A7 Cmaj7 F6 C6 C6")
        #expect(roots(chart.framed([]).performed(choruses: 8)) == "Cmaj7 D7 Em7 A7 Cmaj7 D7 Em7 A7")
        #expect(chart.framed([.verse]).frame.introduction.isEmpty)
    }

    @Test func aFramedChartIsWrittenAndReadAsItIs() throws {
        let framed = try ChartParser.parse(Self.tune).framed(all)
        #expect(try ChartParser.parse(framed.text).framed(all) == framed)
        #expect(try ChartParser.parse(framed.sheet).framed(all) == framed)
        let moved = framed.transposed(by: 2)
        #expect(roots(moved.frame.introduction) == "A7 Bb7" && moved.frame.barsToCoda == 2)
        #expect(roots(moved.frame.coda) == "G6 D6 D6")
        let double = framed.whole.inDoubleTime().framed(all)
        #expect(double.bars.count == 8 && double.frame.barsToCoda == 4 && double.frame.verse.count == 4)
        let three = try ChartParser.parse(Self.tune).relaid(in: Meter("3/4")!).framed(all)
        #expect(three.frame.barsToCoda == 2 && three.frame.coda.count == 3)
    }

    @Test(arguments: [
        ("[Verse] C | F\n[Chorus] G | C", 4), ("[Verse] C | F\n[Chorus] G | C\n[Verse] C | F\n[Chorus] G | C", 8),
        ("[Intro] C | F", 2), ("[A] C | F\n[Intro] G | C", 4), ("C | F\n[Intro] G | C", 4),
        ("[Verse 1] C | F\n[Verse 2] C | F", 4), ("[Coda] C | F", 2), ("[Coda] C | F\n[A] G | C", 4),
        ("[Introspection] C | F\n[A] G | C", 4),
    ])
    func theFormOfASongStaysWhole(_ text: String, _ bars: Int) throws {
        let chart = try ChartParser.parse(text)
        #expect(chart.framed([]) == chart && chart.bars.count == bars)
    }

    @Test(arguments: [
        ("[Introduction] C | F\n[A] G | C", 2), ("Intro:\nC | F\nA:\nG | C", 2), ("[intro 1] C\n[Intro 2] F\n[A] G", 1),
        ("[Verse] C | F\n[Refrain] G | C", 2), ("G | C\n[Outro] F | C", 2), ("[verse] C\n[A1] F\n[coda] G", 1),
    ])
    func otherNamesAreUnderstood(_ text: String, _ bars: Int) throws {
        #expect(try ChartParser.parse(text).framed([]).bars.count == bars)
    }

    @Test(arguments: [
        "to coda: after bar 9\n[A] C | F\n[Coda] G | C", "to coda: after bar 2\n[A] C | F\n[Coda] G | C",
        "to coda: after bar 1\nC | F", "to coda: bar 1\nC | F\n[Coda] C", "to coda: after bar 0\nC | F\n[Coda] C",
    ])
    func aWayToNoCodaIsRefused(_ text: String) {
        let error = #expect(throws: HarmonyError.self) { try ChartParser.parse(text) }
        #expect(error?.description.contains("to coda") ?? false)
    }

    /// What the app plays in its first and in its last chorus only.
    @Test(arguments: [
        ("*i[G7 |Ab7 ]*v[A-7 |D-7 ]*A[C^7 |D7 |QE-7 |A7 ]Q[F6 |C6 Z", "G7 Ab7/Am7 Dm7/Cmaj7 D7 Em7 A7/F6 C6/2"),
        ("[*AC |D |QE |F ]Q[G |A Z", "//C D E F/G A/2"),
        ("[*AC |D |E Q|F ]Q[G |A Z", "//C D E F/G A/3"),
        ("{*AC |QD |N1E }|N2F ]Q[G Z", "//C D E C D F/G/4"),
        ("[*AC |D Q]Q[G |A Z", "//C D/G A/-"),
        ("*v[C |D ]*A[E |F Z", "/C D/E F//-"),
        // The jump is part of each chorus, and so is its coda.
        ("[*AC |QD |E <D.C. al Coda>]Q[G |A Z", "//C D E C G A//-"),
        ("[C |D Z", "//C D//-"),
    ])
    func aLinkHasWhatTheAppPlaysOnce(_ music: String, _ expected: String) throws {
        let song = IRealSong(
            title: "T", composer: "N", style: "Medium Swing", key: "C", tempo: nil, music: "T44" + music)
        let chart = try song.wholeChart()
        let framed = chart.framed(all)
        let parts = [framed.frame.introduction, framed.frame.verse, framed.bars, framed.frame.coda].map(roots)
        let way = framed.frame.barsToCoda.map { "\($0)" } ?? "-"
        #expect((parts + [way]).joined(separator: "/") == expected)
        #expect(try song.chart() == chart.framed([]))
        // To the app and back.
        let link = try framed.iRealLink()
        let back = try #require(try IRealLink.songs(in: link).first).wholeChart().framed(all)
        #expect(back.frame == framed.frame && back.bars == framed.bars)
    }
}
