import Testing

@testable import Sampling

@Suite struct TopKTests {
    @Test(
        "Keeps exactly k, ties to the lower id; 0 and k ≥ V are off",
        arguments: [
            (0, [1, 3, 0, 2, 4]), (1, [1]), (2, [1, 3]), (3, [1, 3, 0]), (4, [1, 3, 0, 2]), (5, [1, 3, 0, 2, 4]),
            (6, [1, 3, 0, 2, 4]), (Int.max, [1, 3, 0, 2, 4]),
        ])
    func table(k: Int, expected: [Int]) {
        var set = candidates([2, 7, 2, 7, 1])
        TopK(k: k).apply(to: &set)
        set.sort()
        #expect(tokens(set) == expected)
    }
}
