import Terminal
import Testing

@Suite struct NumberTextTests {
    @Test(
        "A fixed number of decimals, halves away from zero",
        arguments: [
            (1.8949, 2, "1.89"), (1.895, 1, "1.9"), (0.004, 2, "0.00"), (-0.004, 2, "0.00"), (-1.5, 0, "-2"),
            (0.05, 2, "0.05"), (12, 0, "12"), (99.999, 2, "100.00"), (1e300, 2, "1e+300"), (.infinity, 2, "∞"),
            (-.infinity, 2, "−∞"), (.nan, 2, "not a number"),
        ])
    func fixed(value: Double, decimals: Int, text: String) {
        #expect(NumberText.fixed(value, decimals: decimals) == text)
    }

    @Test(
        "Thousands are grouped",
        arguments: [
            (0, "0"), (999, "999"), (1_000, "1,000"), (1_115_394, "1,115,394"), (-12_345, "-12,345"),
            (.min, "-9,223,372,036,854,775,808"),
        ])
    func grouped(value: Int, text: String) {
        #expect(NumberText.grouped(value) == text)
    }

    @Test(
        "Large numbers keep two or three figures",
        arguments: [
            (0, "0"), (0.4, "0"), (999.4, "999"), (999.5, "1.0k"), (9_949, "9.9k"), (9_950, "10k"), (41_234, "41k"),
            (999_499, "999k"), (999_500, "1.0M"), (1.25e6, "1.3M"), (3e12, "3000G"),
        ])
    func compact(value: Double, text: String) {
        #expect(NumberText.compact(value) == text)
    }
}
