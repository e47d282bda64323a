import Sampling
import Testing

@Suite struct LengthLimitsTests {
    @Test("Impossible lengths are refused", arguments: [(0, -2), (-1, 5), (6, 5), (1, 0)])
    func impossible(minimum: Int, maximum: Int) {
        #expect(throws: SamplingError.self) { try LengthLimits(minimum: minimum, maximum: maximum) }
    }

    @Test("A minimum needs no maximum", arguments: [(0, 0), (5, 5), (1_000, -1)])
    func possible(minimum: Int, maximum: Int) throws {
        let limits = try LengthLimits(minimum: minimum, maximum: maximum)
        #expect(limits.minimum == minimum)
        #expect(limits.maximum == maximum)
    }
}
