import Harmony
import Testing

@Suite struct ChangingMeterTests {
    @Test func aMetreHoldsFromItsBarOn() throws {
        let text = """
            time: 4/4
            [A] C | 2/4 G7 F7 | % | 4/4 Am7 D7
            time: 7/8 (3+2+2)
            |: Gm7 C7 :| 5/4(2+3) F6 Fm6
            """
        let chart = try ChartParser.parse(text)
        #expect(
            chart.barLines.meters.map(\.description)
                == ["4/4", "2/4", "2/4", "4/4", "7/8 (3+2+2)", "7/8 (3+2+2)", "5/4 (2+3)"])
        #expect(
            ChartParserTests.layout(chart)
                == ["0C", "0G7 1F7", "0G7 1F7", "0Am7 2D7", "0Gm7 3C7", "0Gm7 3C7", "0F6 2Fm6"])
        #expect(chart.barLines.starts == [0, 1920, 2880, 3840, 5760, 7440, 9120, 11520])
        // What is written is read as the same again, and so is what is moved or laid out otherwise.
        #expect(try ChartParser.parse(chart.text) == chart)
        #expect(chart.transposed(by: 2).barLines == chart.barLines)
        let waltz = try #require(Meter("3/4"))
        #expect(chart.relaid(in: waltz).barLines.isUniform && chart.relaid(in: waltz).bars.count == 7)
    }

    @Test(arguments: [
        ("C | 0/4 G7", "bar 2: the metre 0/4 is not played"), ("C | 4/3 G7 | C", "bar 2: the metre 4/3"),
        ("C | 7/8 (2+2) G7 | C", "bar 2: the metre 7/8(2+2)"),
        ("C | F\ntime: 17/8\nG7", "bar 3 (line 2): the metre 17/8"),
        ("C | 3/4 C D E F", "bar 2: 4 chords or held beats in a bar of 3 beats"),
        ("C | 999999999999999999999/4 F", "bar 2: the metre 9999"), ("C | 3/4", "nothing between"),
        ("C\nkey: F\nG7", "header"),
    ])
    func refusesMetresWithTheBar(_ text: String, _ says: String) {
        let error = #expect(throws: HarmonyError.self) { try ChartParser.parse(text) }
        #expect(error?.description.contains(says) == true, "\(error?.description ?? "")")
    }

    @Test func inDoubleTimeEachBarIsTwo() throws {
        let chart = try ChartParser.parse("[A] C6 | Dm7 G7 | 3/4 Am7 . D7 | 4/4 C6 . . G7").inDoubleTime()
        #expect(
            ChartParserTests.layout(chart)
                == ["0C6", "0C6", "0Dm7", "0G7", "0Am7", "0Am7 1D7", "0C6", "0C6 2G7"])
        #expect(chart.barLines.meters.map(\.beats) == [4, 4, 4, 4, 3, 3, 4, 4])
        #expect(chart.bars.map(\.section) == ["A", nil, nil, nil, nil, nil, nil, nil])
        #expect(chart.bars.map(\.startsForm) == [true] + Array(repeating: false, count: 7))
    }
}
