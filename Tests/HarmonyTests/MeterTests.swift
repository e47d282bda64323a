import Harmony
import Testing

@Suite struct MeterTests {
    @Test(arguments: [
        ("4/4", 1920, 480, 480, 4), ("3/4", 1440, 480, 480, 3), ("2/2", 1920, 960, 480, 4), ("7/4", 3360, 480, 480, 7),
        ("6/8", 1440, 240, 720, 2), ("12/8", 2880, 240, 720, 4),
    ])
    func countsTicksAndPulses(_ text: String, _ bar: Int, _ beat: Int, _ pulse: Int, _ pulses: Int) throws {
        let meter = try #require(Meter(text))
        #expect(meter.barTicks == bar && meter.beatTicks == beat && meter.pulseTicks == pulse && meter.pulses == pulses)
        #expect(meter.description == text)
    }

    @Test(arguments: ["", "4", "0/4", "13/4", "4/3", "7/8", "4/16", "4/4/4", "-4/4", "x/4", "99999999999999999999/4"])
    func refusesOthers(_ text: String) {
        #expect(Meter(text) == nil)
    }
}
