import Numerics
import Harmony
import TestSupport
import Testing

@Suite struct ChartParserTests {
    /// "bar: beat chord beat chord" lines, for comparison.
    static func layout(_ chart: Chart) -> [String] {
        chart.bars.map { bar in bar.chords.map { "\($0.beat)\($0.chord.symbol)" }.joined(separator: " ") }
    }

    @Test func readsOneLine() throws {
        let chart = try ChartParser.parse("Dm7 | G7 | Cmaj7 | A7")
        #expect(Self.layout(chart) == ["0Dm7", "0G7", "0Cmaj7", "0A7"])
        #expect(chart.meter == .common && chart.key == nil && chart.tempo == nil && chart.style == nil)
        #expect(chart.bars.map(\.startsForm) == [true, false, false, false])
    }

    @Test(arguments: [
        ("4/4", "C Dm", "0C 2Dm"), ("4/4", "C Dm Em", "0C 2Dm 3Em"), ("4/4", "C Dm Em F", "0C 1Dm 2Em 3F"),
        ("3/4", "C Dm", "0C 2Dm"), ("3/4", "C Dm Em", "0C 1Dm 2Em"), ("5/4", "C Dm", "0C 3Dm"),
        ("7/4", "C Dm Em", "0C 3Dm 5Em"), ("6/8", "C Dm", "0C 3Dm"), ("2/2", "C Dm", "0C 1Dm"),
        ("4/4", "Dm7 . G7 .", "0Dm7 2G7"), ("4/4", "Dm7 . . G7", "0Dm7 3G7"), ("4/4", "Dm7 / / /", "0Dm7"),
        ("4/4", "Dm7 G7 .", "0Dm7 1G7"), ("3/4", "Dm7 . G7", "0Dm7 2G7"), ("4/4", "C/E F/A", "0C/E 2F/A"),
        ("4/4", "Dm7 N.C. . .", "0Dm7 1N.C."), ("12/8", "C", "0C"), ("4/4", "Dm7 - - -", "0Dm7"),
        ("4/4", "Dm7 - G7 –", "0Dm7 2G7"), ("4/4", "C7 b9 F7", "0C7b9 2F7"), ("4/4", "C major", "0C"),
        ("4/4", "G7 (b9, b13) C6", "0G7b9b13 2C6"), ("4/4", "C7[b9] F", "0C7b9 2F"), ("4/4", "(Dm7)", "0Dm7"),
        ("4/4", "C (Dm7 G7)", "0C 2Dm7 3G7"), ("4/4", "C, G7; F", "0C 2G7 3F"), ("4/4", "cm7 f7", "0Cm7 2F7"),
        ("4/4", "C7 add 13 F", "0C7(13) 2F"), ("4/4", "Dm7 (G7)", "0Dm7 2G7"), ("4/4", "C -7 F7", "0Cm7 2F7"),
        ("4/4", "Bb maj7 G 7", "0Bbmaj7 2G7"), ("4/4", "C7 #9 F7", "0C7#9 2F7"), ("4/4", "C7 b9 #5", "0C7#5b9"),
        ("4/4", "C7 (b9 #5) F", "0C7#5b9 2F"), ("4/4", "C min 7 b 5 F7", "0Cm7b5 2F7"),
        ("4/4", "C7 flat 9 F", "0C7b9 2F"),
        ("4/4", "C7 sharp 9 F", "0C7#9 2F"), ("4/4", "C7 F7 # 9 bars", "0C7 2F7"),
        ("4/4", "C7 F7 #once more", "0C7 2F7"),
        ("4/4", "b 7 e7", "0B7 2E7"),
    ])
    func spreadsChordsOverTheBar(_ time: String, _ bar: String, _ expected: String) throws {
        #expect(Self.layout(try ChartParser.parse("time: \(time)\n\(bar)")) == [expected])
    }

    @Test(arguments: [
        ("C | % | %", "C C C"), ("C G | %", "C,G C,G"), ("C | . . G .", "C C,G"), ("| C | G |", "C G"),
        ("C || G ||", "C G"), ("C\nG\nF", "C G F"), ("C |\nG |\n| F", "C G F"), ("|: C | G :|", "C G C G"),
        ("F |: C | G :| A", "F C G C G A"), ("|: C :|: G :|", "C C G G"), ("|: C :| |: G :|", "C C G G"),
        ("|: C |1. G :|2. F", "C G C F"), ("|: C | D |1. G | A :|2. F | E | B", "C D G A C D F E B"),
        ("|: C |1. G :|2. F :|", "C G C F"), ("|: C |1. G :|2. F :|3. A | B", "C G C F C A B"),
        ("|: C |1. G :|2. F :|3. A :| B", "C G C F C A B"), ("|: C |1. G :|2. F | D |: A :|", "C G C F D A A"),
        ("|: C | % |1. G :|2. % | D", "C C G C C C D"), ("|: C |\n1. G :|\n2. F", "C G C F"), ("|: C", "unclosed"),
        ("|: Am :|", "Am Am"), ("Am :| C", "unopened"), ("[: C | G :]", "C G C G"), ("[| C | G |]", "C G"),
        ("C | x | G | X", "C C G G"), ("𝄆 C | G 𝄇", "C G C G"), ("C ‖ G", "C G"), ("[: C :] F", "C C F"),
    ])
    func playsRepeats(_ text: String, _ expected: String) throws {
        if expected == "unclosed" {
            let fault = HarmonyError.bar(.unclosedRepeat, location: ChartLocationFixture.bar(1))
            #expect(throws: fault) { try ChartParser.parse(text) }
        } else if expected == "unopened" {
            let fault = HarmonyError.bar(.closingWithoutOpening, location: ChartLocationFixture.bar(1))
            #expect(throws: fault) { try ChartParser.parse(text) }
        } else {
            let chart = try ChartParser.parse(text)
            let names = chart.bars.map { $0.chords.map(\.chord.symbol).joined(separator: ",") }
            #expect(names.joined(separator: " ") == expected)
        }
    }

    @Test func readsHeadersSectionsAndComments() throws {
        let chart = try ChartParser.parse(
            """
            # a comment
            Title: Sharp Corners   # not part of it
            composer: nobody
            key: F# minor
            time: 3/4
            tempo: 152.5 bpm
            style: jazz waltz
            form: two bars

            [A] F#m7 | B7 # C7
            [Bridge  two]
            |: C#m7 :|
            """)
        #expect(chart.title == "Sharp Corners")
        #expect(chart.key == Key(tonic: NoteName(letter: 3, accidental: 1), isMinor: true))
        #expect(chart.meter == Meter(beats: 3, unit: 4))
        #expect(chart.tempo == 152.5)
        #expect(chart.style == .waltz)
        #expect(Self.layout(chart) == ["0F#m7", "0B7", "0C#m7", "0C#m7"])
        #expect(chart.sections.map(\.label) == ["A", "Bridge two", "Bridge two"])
        #expect(chart.sections.map(\.bars) == [0..<2, 2..<3, 3..<4])
    }

    /// A chord with a space in its brackets is music, wherever it stands.
    @Test(arguments: ["C(add 9)", "Cmaj7(add 13)", "C7(b9 b13)", "C7(omit 3)", "Cdim7(add ma7)", "C7 (b9, b13)"])
    func aLineOfOneChordIsNoTitle(_ symbol: String) throws {
        let alone = try ChartParser.parse("title: x\n\(symbol)\n")
        let first = try ChartParser.parse("\(symbol)\nF7 Bb7\n")
        let chord = try ChartParser.parse("\(symbol) | F7 Bb7").bars[0].chord(at: 0)
        #expect(alone.title == "x" && alone.bars.map { $0.chord(at: 0) } == [chord])
        #expect(first.title.isEmpty && first.bars.count == 2 && first.bars[0].chord(at: 0) == chord)
        let named = try ChartParser.parse("Bird (slow)\n\(symbol)\nF7 Bb7\n")
        #expect(named.title == "Bird (slow)" && named.bars.count == 2)
    }

    @Test func readsATypedLeadSheet() throws {
        let chart = try ChartParser.parse(
            """
            Tin Roof Blues in B
            Medium Up Swing
            3/4
            after Nobody

            Intro:
            | Cm7 | F7 |
            A
            | Bbmaj7 | Ebmaj7 |
            B: Am7b5 | D7 |
            Solo 2
            Gm7 | %
            """)
        #expect(chart.title == "Tin Roof Blues in B" && chart.style == .swing && chart.tempo == 190)
        #expect(chart.meter.description == "3/4" && chart.bars.count == 8)
        #expect(chart.sections.map(\.label) == ["Intro", "A", "B", "Solo 2"])
        #expect(chart.sections.map(\.bars) == [0..<2, 2..<4, 4..<6, 6..<8])
        #expect(chart.notes.count == 1 && chart.notes[0].hasPrefix("line 4, “after Nobody”, is not read"))
        let other = try ChartParser.parse("Slow Swing\nq = 100\nC | G")
        #expect(other.title.isEmpty && other.tempo == 100 && other.style == .swing)
    }

    @Test func ofManyUnreadLinesTheFirstAreNamed() throws {
        let lines = (1...40).map { "verse number \($0) of the words" }.joined(separator: "\n")
        let chart = try ChartParser.parse("A Long Song\n\(lines)\n| Cm7 | F7 |")
        #expect(chart.notes.count == 6)
        #expect(chart.notes[0].hasPrefix("line 2, “verse number 1"))
        #expect(chart.notes[5] == "35 more lines are not read")
    }

    @Test func lettersAreSectionsOnlyWhereTheyStandInOrder() throws {
        #expect(try ChartParser.parse("A\nC | G\nB\nF | C").sections.map(\.label) == ["A", "B"])
        // G is no section of a chart that has no A.
        #expect(Self.layout(try ChartParser.parse("C | F\nG\nC")) == ["0C", "0F", "0G", "0C"])
        #expect(Self.layout(try ChartParser.parse("A\nD\nE")) == ["0A", "0D", "0E"])
    }

    @Test func labelsInsideALineBeginABar() throws {
        let chart = try ChartParser.parse("[A] C6 | F7 [B] Am7 | G7[C]D7 C")
        #expect(Self.layout(chart) == ["0C6", "0F7", "0Am7", "0G7", "0D7 2C"])
        #expect(chart.sections.map(\.label) == ["A", "B", "C"] && chart.sections.map(\.bars.lowerBound) == [0, 2, 4])
    }

    @Test func readsBAsAGermanOneWhereAnHIsWritten() throws {
        let chart = try ChartParser.parse("Hm7 | E7 | B7 | F/B Bes7")
        #expect(Self.layout(chart) == ["0Bm7", "0E7", "0Bb7", "0F/Bb 2Bb7"] && chart.notes.count == 1)
        #expect(Self.layout(try ChartParser.parse("Hm7 | Bb7")) == ["0Bm7", "0Bb7"])
        let english = try ChartParser.parse("Bm7 | B7")
        #expect(Self.layout(english) == ["0Bm7", "0B7"] && english.notes.isEmpty)
    }

    @Test func saysWhichStyleIsPlayedInstead() throws {
        let gospel = try ChartParser.parse("style: gospel\nC")
        #expect(gospel.style?.name == "funk" && gospel.notes.first?.contains("“gospel” is played as funk") == true)
        let slow = try ChartParser.parse("style: slow swing\nC")
        #expect(slow.style == .swing && slow.tempo == 90 && slow.notes.isEmpty)
        #expect(try ChartParser.parse("tempo: 100\nstyle: slow swing\nC").tempo == 100)
        #expect(try ChartParser.parse("style: slow swing\ntempo: 100\nC").tempo == 100)
    }

    @Test(arguments: [
        ("Dm7 | G7x | C", "bar 2: unknown chord \"G7x\" at \"x\" (character 3); understood are C, Cm"),
        ("Dm7\n\nBridges", "bar 2 (line 3): unknown chord \"Bridges\" at \"r\" (character 2); understood"),
        ("Dm7\n\nBridge", "bar 2 (line 3): nothing between"),
        ("Tin Roof\nC | G7x", "bar 2 (line 2): unknown chord \"G7x\""),
        ("Dm7 G7x\nC | G", "bar 1 (line 1): unknown chord \"G7x\""),
        ("C D E F G", "bar 1: 5 chords or held beats in a bar of 4 beats"), ("C | | D", "bar 2: nothing between"),
        ("% | C", "bar 1: \"%\" has no chord before it"), (". C", "bar 1: \".\" has no chord before it"),
        ("C | % D", "bar 2: \"%\" repeats a whole bar"), ("|: C |: D :|", "bar 2: \"|:\" inside a repeat"),
        ("C | D :|", "bar 2: \":|\" without \"|:\""), ("C :|: D :|", "bar 1: \":|\" without"),
        ("C |\n|: D | E", "bar 2 (line 2): \"|:\" is never closed"), ("C |:", "bar 2: \"|:\" is never closed"),
        ("", "the chart has no bars"), ("# only\n# comments", "the chart has no bars"),
        ("[A]", "bar 1: nothing between"),
        ("1. C", "bar 1: ending 1. is not inside a repeat"), ("|: C |2. D :|", "bar 2: ending 2. where ending 1."),
        ("|: C |1. D :| E", "bar 2: ending 2. must follow"), ("|: C |1. D :|3. E", "bar 3: ending 3. where ending 2."),
        ("|: C |1. D | E |2. F :|", "bar 4: ending 2."), ("[A C", "bar 1: \"[A C\" is not a section label"),
        ("C [] D", "bar 2: \"[]\" is not a section label"), ("C:maj7 | D", "bar 2: \":\" is not a bar line"),
        ("C |||: D", "bar 2: \"|||:\" is not a bar line"), ("tempo: fast\nC", "line 1: the header \"tempo: fast\""),
        ("tempo: 0\nC", "line 1: the header"), ("tempo: nan\nC", "line 1: the header"), ("time: 4\nC", "line 1: the"),
        ("time: 0/4\nC", "line 1: the header"), ("time: 13/4\nC", "line 1: the header"), ("key: H\nC", "line 1: the"),
        ("style: polka\nC", "line 1: the header \"style: polka\" is not understood; write one of swing, bebop, ballad"),
        ("mood: blue\nC", "line 1: the header \"mood: blue\" is not understood; write one of title:, composer:"),
        ("C\ntempo: 120", "bar 2 (line 2): the header \"tempo:\" must stand before"), ("\u{0}\u{1}", "bar 1: unknown"),
    ])
    func namesWhatIsWrongAndWhere(_ text: String, _ start: String) {
        let error = #expect(throws: HarmonyError.self) { try ChartParser.parse(text) }
        let words = error?.description ?? ""
        #expect(words.hasPrefix(start), "\(words)")
        #expect(!words.contains("\n") && words.utf8.count < 400)
    }

    @Test func limitsTheLength() throws {
        let bars = Array(repeating: "C", count: 4096).joined(separator: "|")
        #expect(try ChartParser.parse(bars).bars.count == 4096)
        #expect(throws: HarmonyError.tooManyBars(limit: 4096)) { try ChartParser.parse(bars + "|C") }
        #expect(throws: HarmonyError.tooManyBars(limit: 4096)) { try ChartParser.parse("|:" + bars + ":|") }
        let long = String(repeating: "C", count: 300_000)
        #expect(throws: HarmonyError.tooLong(characters: 300_000, limit: 262_144)) { try ChartParser.parse(long) }
    }

    @Test func survivesGarbage() {
        let pieces = [
            "C", "Dm7", "G7b9", "N.C.", "|", "|:", ":|", "||", "%", ".", "/", "1.", "2.", "3.", "[A]", "[", "]", "\n",
            " ",
            "#", "key: C\n", "time: 3/4\n", "time: 12/8\n", "title:", ":", "\r\n", "é", "\u{0}", "7", "b",
        ]
        let seed = UInt64.random(in: 0...UInt64.max)
        var generator = SplitMix64(seed: seed)
        print("ChartParserTests.survivesGarbage seed \(seed)")
        var read = 0
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...24, using: &generator)
            let text = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined(separator: " ")
            guard let chart = try? ChartParser.parse(text) else { continue }
            read += 1
            for bar in chart.bars {
                let meter = bar.meter ?? chart.meter
                #expect(bar.chords.allSatisfy { $0.beat < meter.beats })
            }
        }
        #expect(read > 100)
    }

    @Test func survivesEveryCutOfASample() throws {
        let text = try #require(PackageFiles.text(PackageFiles.path("samples/rhythm-changes.chart")))
        let characters = Array(text)
        for length in characters.indices {
            _ = try? ChartParser.parse(String(characters[..<length]))
            var flipped = characters
            flipped[length] = flipped[length] == "|" ? "7" : "|"
            _ = try? ChartParser.parse(String(flipped))
        }
    }
}

enum ChartLocationFixture {
    static func bar(_ bar: Int, line: Int? = nil) -> ChartLocation { ChartLocation(bar: bar, line: line) }
}
