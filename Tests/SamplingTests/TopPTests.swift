import Testing

@testable import Sampling

@Suite struct TopPTests {
    /// Logits whose weights are exactly 1, 1, 1, 1: every cumulative sum is exact.
    @Test(
        "The crossing candidate stays; an exact sum does not take one more",
        arguments: [
            (0.0, 1), (0.1, 1), (0.25, 1), (0.2500001, 2), (0.5, 2), (0.75, 3), (0.7500001, 4), (0.999, 4), (1.0, 4),
        ])
    func quarters(p: Double, kept: Int) {
        var set = candidates([2, 2, 2, 2])
        TopP(p: p).apply(to: &set)
        set.sort()
        #expect(tokens(set) == Array(0..<kept))
    }

    /// Probabilities 0.0900, 0.2447, 0.6652 by hand.
    @Test(
        "The sum runs from the most likely down",
        arguments: [(0.6, [2]), (0.67, [2, 1]), (0.9, [2, 1]), (0.92, [2, 1, 0])])
    func known(p: Double, expected: [Int]) {
        var set = candidates([1, 2, 3])
        TopP(p: p).apply(to: &set)
        #expect(tokens(set) == expected)
    }

    @Test("The distribution is that of the candidates left, not of the vocabulary") func renormalised() {
        var set = candidates([2, 2, 2, 2])
        TopK(k: 2).apply(to: &set)
        TopP(p: 0.5).apply(to: &set)
        #expect(tokens(set) == [0])
    }

    @Test("Just below 1 keeps all when rounding falls short of the sum") func rounding() {
        var set = candidates([Float](repeating: 0, count: 1_000))
        TopP(p: 1 - 0x1p-53).apply(to: &set)
        #expect(set.count == 1_000)
    }
}
