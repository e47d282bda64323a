import Jazz
import Sampling
import Testing

@Suite struct MetricGridTests {
    @Test func swungEighthsAreStraightened() {
        #expect(MetricGrid.quantize([0.02, 0.62, 1.0, 1.58]) == [0, 6, 12, 18])
    }

    @Test func tripletsAndSixteenthsKeepTheirPlaces() {
        #expect(MetricGrid.quantize([0, 1 / 3.0, 2 / 3.0]) == [0, 4, 8])
        #expect(MetricGrid.quantize([4.01, 4.26, 4.49, 4.76]) == [48, 51, 54, 57])
    }

    @Test func anAnticipationBelongsToTheBeatItAnticipates() {
        #expect(MetricGrid.quantize([2.93]) == [36])
    }

    @Test func clusteredOnsetsGetSlotsOfTheirOwn() {
        #expect(
            MetricGrid.quantize([0.0, 0.01, 0.02]) == [0, 1, 2] || MetricGrid.quantize([0.0, 0.01, 0.02]) == [0, 2, 3])
        let crowd = MetricGrid.quantize((0..<14).map { Double($0) / 20 })
        #expect(crowd.prefix(12).compactMap { $0 } == Array(0..<12))
        #expect(crowd.suffix(2) == [nil, nil])
    }

    @Test func slotsAscendForAnyOnsets() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = Xoshiro256StarStar(seed: seed)
        for _ in 0..<200 {
            let onsets = (0..<40).map { _ in Double.random(in: 0..<16, using: &random) }.sorted()
            let slots = MetricGrid.quantize(onsets).compactMap { $0 }
            #expect(zip(slots, slots.dropFirst()).allSatisfy(<), "seed \(seed)")
        }
    }
}
