import Harmony
import Testing

@Suite struct ChartMeterTests {
    @Test(arguments: [
        ("4/4", "C", "3/4", "0C"), ("4/4", "C F", "3/4", "0C 2F"), ("3/4", "C F", "4/4", "0C 2F"),
        ("4/4", "C F G Am", "3/4", "0C 1G 2Am"), ("4/4", "C F G Am", "5/4", "0C 2F 3G 4Am"),
        ("4/4", "C . . F", "3/4", "0C 2F"), ("4/4", "C F", "6/8", "0C 3F"), ("4/4", "C F G", "2/4", "0C 1F"),
    ])
    func laysTheChordsOfABarAnew(_ old: String, _ bar: String, _ new: String, _ expected: String) throws {
        let chart = try ChartParser.parse("time: \(old)\n\(bar)").relaid(in: #require(Meter(new)))
        #expect(chart.meter.description == new)
        #expect(ChartParserTests.layout(chart) == [expected])
    }

    @Test func keepsSectionsAndCountsWhatIsLost() throws {
        let chart = try ChartParser.parse("style: swing\n[A] C F G Am | C\n[B] F G Am Dm")
        let waltz = try chart.relaid(in: #require(Meter("3/4")))
        #expect(waltz.sections.map(\.label) == ["A", "B"] && waltz.style == nil)
        #expect(try chart.chordsLost(in: #require(Meter("3/4"))) == 2)
        #expect(chart.relaid(in: .common) == chart && chart.chordsLost(in: .common) == 0)
    }
}
