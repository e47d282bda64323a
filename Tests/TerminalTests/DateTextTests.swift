import Terminal
import Testing

@Suite struct DateTextTests {
    @Test(
        "The day in UTC, leap years included",
        arguments: [
            (0, "1970-01-01"), (-1, "1969-12-31"), (86_399, "1970-01-01"), (951_782_400, "2000-02-29"),
            (951_868_800, "2000-03-01"), (1_709_164_800, "2024-02-29"), (1_795_219_200, "2026-11-21"),
            (4_107_542_400, "2100-03-01"), (-62_135_596_800, "0001-01-01"),
        ])
    func day(seconds: Int, text: String) {
        #expect(DateText.day(secondsSince1970: seconds) == text)
    }
}
