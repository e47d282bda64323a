import Harmony
import Testing

@Suite struct StyleTableTests {
    @Test func theStylesOfTheProgramAreTables() throws {
        #expect(
            Style.allCases.map(\.name)
                == [
                    "swing", "bebop", "ballad", "waltz", "bossa", "even", "shuffle", "samba", "latin", "afro", "funk",
                    "new-orleans",
                ])
        for style in Style.allCases {
            #expect(try Style(style.text).table == style.table && style.isBuiltIn)
            #expect(style.table.tempos == style.table.tempos.sorted() && style.table.piano.cells.count == 4)
        }
        #expect(Style.swing.table.tempos == [90, 110, 150, 190, 230] && Style.ballad.table.bass.loudness == 72)
        #expect(Style.bossa.table.drums.clave == [[0, 3, 6], [2, 5]] && Style.waltz.table.isInThrees)
        // What a table leaves out is the other style's.
        #expect(
            Style.bebop.table.piano == Style.swing.table.piano && Style.bebop.table.eighths == Style.swing.table.eighths
        )
    }

    @Test func aTableOfOnesOwnChangesWhatItSays() throws {
        let style = try Style(
            """
            # mine
            style: slow-latin
            based on: latin
            tempos: 60 70 80 90 100
            eighths: 100=1.5 200=1.2   # a little

            [bass]
            4: R...5... 2
            4: R-5-R-5-
            [drums]
            slots: 3
            kick: x..5..X..o..
            kick loudness: 60
            """)
        let table = style.table
        #expect(style.name == "slow-latin" && !style.isBuiltIn && table.words.isEmpty)
        #expect(table.tempos == [60, 70, 80, 90, 100] && table.piano == StyleTests.style("latin").table.piano)
        #expect(table.eighths == .ratios([.init(tempo: 100, ratio: 1.5), .init(tempo: 200, ratio: 1.2)]))
        #expect(table.bass.figures[4]?.map(\.weight) == [2, 1] && table.bass.figures[2]?.count == 1)
        #expect(table.drums.rows.map(\.key) == [36])
        #expect(table.drums.rows[0].chances == [1, 0, 0, 0.5, 0, 0, 1, 0, 0, 1, 0, 0])
        #expect(table.drums.rows[0].loudness == [60, 60, 60, 60, 60, 60, 78, 60, 60, 34, 60, 60])
    }

    @Test(arguments: [
        ("", "the table has no name"), ("tempos: 1", "line 1: a table begins with its name"),
        ("style: My Swing\n", "line 1: a style has one name"), ("style: a", "says nothing"),
        ("style: a\nbased on: polka", "line 2: there is no style \"polka\""),
        ("style: a\ntempos: 60 70 80 90", "line 2: tempos has 4 numbers; it takes 5"),
        ("style: a\ntempos: 60 70 80 90 1000", "line 2: \"1000\" is not possible for tempos; choose 30 to 400"),
        ("style: a\ntempos: 60 70 80 nan 90", "line 2: \"nan\""),
        ("style: a\ntempo: 60", "line 2: \"tempo:\" is not known"),
        ("style: a\n\nswing 2", "line 3: \"swing 2\" has no colon"),
        ("style: a\neighths: 4", "line 2: eighths are even"),
        ("style: a\n[horns]", "line 2: \"[horns]\" is no part"),
        ("style: a\n[bass]\n4: R..x....", "line 3: a figure is of"),
        ("style: a\n[bass]\n4: R....", "line 3: a figure is of"),
        ("style: a\n[bass]\n5: R.........", "line 3: patterns are of 1"),
        ("style: a\n[piano]\n4: x..x", "line 3: a rhythm of 4 beats is of 8 signs"),
        ("style: a\n[piano]\n4: x..x.... 0", "the piano has no rhythm of 4 beats"),
        ("style: a\n[piano]\nloudness: 0", "line 3: \"0\" is not possible for loudness"),
        ("style: a\n[drums]\nkick: x...", "line 3: kick has 4 signs; a bar has 16"),
        ("style: a\n[drums]\nkick: x...y...........", "line 3: \"y\" means nothing here"),
        ("style: a\n[drums]\nkick loudness: 3", "line 3: kick loudness stands without kick:"),
        ("style: a\n[drums]\nplays: rows", "the drums play rows, and there are none"),
        ("style: a\n[drums]\ngong: x", "line 3: \"gong:\" is not known"),
        ("style: a\n[drums]\nfills: 0.8 0.4", "line 3: fills and cues come to 1"),
        ("style: a\n[bass]\nloudness: 60\nloudness: 70", "line 4: \"loudness:\" is said twice"),
    ])
    func saysWhatIsWrongAndInWhichLine(_ text: String, _ says: String) {
        let error = #expect(throws: HarmonyError.self) { try Style(text) }
        #expect(error?.description.contains(says) == true, "\(error?.description ?? "")")
    }

    @Test func aSectionHasAStyleOfItsOwn() throws {
        let text = """
            style: swing
            [A] C6 | G7
            [B] style: latin
            Dm7 | G7
            [C] C6 | %
            style: Slow Samba
            Am7 | D7
            """
        let chart = try ChartParser.parse(text)
        #expect(chart.bars.map { $0.style?.name } == [nil, nil, "latin", nil, nil, nil, "samba", nil])
        #expect(chart.bars.map(\.section) == ["A", nil, "B", nil, "C", nil, nil, nil] && chart.style == .swing)
        #expect(try ChartParser.parse(chart.text) == chart)
        #expect(chart.transposed(by: 3).bars.map(\.style) == chart.bars.map(\.style))
        let error = #expect(throws: HarmonyError.self) { try ChartParser.parse("C | G\n[B] style: polka\nF") }
        #expect(error?.description.hasPrefix("line 2: the header \"style: polka\" is not understood") == true)
        #expect(throws: HarmonyError.self) { try ChartParser.parse("C | G\n[B] style: latin") }
    }

    @Test func survivesDamage() {
        let text = StyleTests.style("funk").text
        var damaged = 0
        for index in text.indices {
            for sign in ["", "9", ":", "x", "\n", "["] {
                var other = text
                other.replaceSubrange(index...index, with: sign)
                do { _ = try Style(other) } catch { damaged += 1 }
            }
        }
        #expect(damaged > 1000)
    }
}
