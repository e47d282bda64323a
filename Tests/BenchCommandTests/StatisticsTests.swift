import BenchCommand
import Testing

@Suite struct StatisticsTests {
    @Test(
        "The median is the one in the middle, or half-way between the two",
        arguments: [([3], 3), ([1, 9], 5), ([9, 1, 2], 2), ([4, 1, 3, 2], 2.5), ([7, 7, 7, 1, 100], 7)]
            as [([Double], Double)])
    func median(values: [Double], expected: Double) {
        #expect(Statistics.median(values) == expected)
        #expect(Statistics.median(values.reversed()) == expected)
    }

    @Test func nothingHasNoMedian() {
        #expect(Statistics.median([]) == nil)
        #expect(Statistics.medianRatio([], to: []) == nil)
    }

    @Test("A round in which both were slowed down does not change the ratio") func ratio() {
        #expect(Statistics.medianRatio([20, 2, 21], to: [10, 1, 10]) == 2)
        #expect(Statistics.medianRatio([1, 8], to: [1, 2]) == 2.5)
        #expect(Statistics.medianRatio([1, 8], to: [1, 0]) == nil)
    }
}
