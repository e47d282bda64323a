import Music
import Testing

@Suite struct DistributionTests {
    @Test func quantilesLieBetweenNeighbours() {
        #expect(quantile([3, 1, 2, 4], 0.5) == 2.5)
        #expect(quantile([3, 1, 2], 0.5) == 2)
        #expect(quantile([0, 10], 0.05) == 0.5)
        #expect(quantile([7.0], 0.95) == 7)
        #expect(quantile([Double](), 0.5) == nil)
        #expect(quantile([5, 1], 0) == 1 && quantile([5, 1], 1) == 5)
    }
}
