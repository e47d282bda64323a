import Harmony
import Testing

@Suite struct MeterTests {
    @Test(arguments: [
        ("4/4", 1920, 480, 480, 4), ("3/4", 1440, 480, 480, 3), ("2/2", 1920, 960, 480, 4), ("7/4", 3360, 480, 480, 7),
        ("6/8", 1440, 240, 720, 2), ("12/8", 2880, 240, 720, 4), ("3/8", 720, 240, 720, 1), ("5/8", 1200, 240, 720, 2),
        ("7/8", 1680, 240, 480, 3), ("5/4 (2+3)", 2400, 480, 480, 5),
    ])
    func countsTicksAndPulses(_ text: String, _ bar: Int, _ beat: Int, _ pulse: Int, _ pulses: Int) throws {
        let meter = try #require(Meter(text))
        #expect(
            meter.barTicks == bar && meter.beatTicks == beat && meter.pulseLengths[0] == pulse && meter.pulses == pulses
        )
        #expect(meter.description == text)
    }

    @Test(arguments: [
        "", "4", "0/4", "13/4", "4/3", "1/8", "13/8", "4/16", "4/4/4", "-4/4", "x/4", "99999999999999999999/4",
        "7/8 (2+2)",
        "7/8 (2+5)", "7/8 (", "7/8 ()", "7/8 (1+3+3)", "2+2/8 (2+2)", "5/4 (3+2+)", "0+4/4",
    ])
    func refusesOthers(_ text: String) {
        #expect(Meter(text) == nil)
    }

    @Test(arguments: [
        ("7/8", [480, 480, 720]), ("7/8 (3+2+2)", [720, 480, 480]), ("2+3+2/8", [480, 720, 480]), ("5/8", [720, 480]),
        ("5/8 (2+3)", [480, 720]), ("(2+2+2+3)/8", [480, 480, 480, 720]), ("8/8", [720, 720, 480]),
        ("11/8", [720, 720, 720, 480]), ("8/8 (4+4)", [480, 480, 480, 480]), ("3/4", [480, 480, 480]),
    ])
    func eighthsAreFeltInTheirGroups(_ text: String, _ lengths: [Int]) throws {
        #expect(try #require(Meter(text)).pulseLengths == lengths)
    }

    @Test func theUsualGroupingIsTheMetreItself() {
        #expect(Meter("7/8 (2+2+3)") == Meter("7/8") && Meter("6/8 (3+3)") == Meter("6/8"))
        #expect(Meter("7/8 (2+3+2)")?.description == "7/8 (2+3+2)" && Meter("7/8 (2+3+2)")?.signature == "7/8")
        #expect(
            Meter("7/8")?.isCompound == false && Meter("9/8")?.isCompound == true && Meter("3/4")?.isCompound == false)
    }

    /// Worked out by hand: each chord where a group begins, as near as there is one to where it would be.
    @Test(arguments: [
        ("7/8", 2, [0, 4]), ("7/8 (3+2+2)", 2, [0, 3]), ("7/8 (2+3+2)", 2, [0, 5]), ("7/8", 3, [0, 2, 4]),
        ("7/8", 4, [0, 2, 4, 6]), ("5/4", 2, [0, 3]), ("5/4 (2+3)", 2, [0, 2]), ("7/4 (2+2+3)", 2, [0, 4]),
        ("9/8", 2, [0, 6]), ("6/8", 2, [0, 3]), ("12/8", 3, [0, 6, 9]), ("4/4", 3, [0, 2, 3]), ("3/4", 2, [0, 2]),
        ("6/8", 3, [0, 2, 4]),
    ])
    func chordsOfABarEnterWithItsGroups(_ text: String, _ count: Int, _ beats: [Int]) throws {
        #expect(try #require(Meter(text)).evenBeats(count) == beats)
    }
}
