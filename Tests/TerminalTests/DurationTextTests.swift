import Terminal
import Testing

@Suite struct DurationTextTests {
    @Test(
        "As a clock",
        arguments: [
            (-1, "0:00"), (0, "0:00"), (6.2, "0:07"), (59.5, "1:00"), (725, "12:05"), (3_723, "1:02:03"),
            (.infinity, "-:--"), (.nan, "-:--"),
        ])
    func clock(seconds: Double, text: String) {
        #expect(DurationText.clock(seconds) == text)
    }

    @Test(
        "In words",
        arguments: [
            (0.04, "0.0 s"), (0.44, "0.4 s"), (9.96, "10 s"), (42, "42 s"), (60, "1 min"), (125, "2 min 5 s"),
            (3_600, "1 h"), (3_720, "1 h 2 min"), (.nan, "a long time"),
        ])
    func words(seconds: Double, text: String) {
        #expect(DurationText.words(seconds) == text)
    }

    @Test(
        "Read with and without units",
        arguments: [
            ("90", 90), ("90s", 90), ("1.5m", 90), ("3m", 180), ("1h30m", 5_400), ("2h5s", 7_205), ("0.5", 0.5),
        ])
    func read(text: String, seconds: Double) {
        #expect(DurationText.seconds(text) == seconds)
    }

    @Test(
        "Anything else is refused",
        arguments: ["", "0", "0s", "-5", "m", "3m2", "5s3m", "1m1m", "1..5", "nan", "inf", "3 m", "1e3", "m5"])
    func refused(text: String) {
        #expect(DurationText.seconds(text) == nil)
    }
}
