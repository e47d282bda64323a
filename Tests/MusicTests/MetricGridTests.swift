import Music
import Numerics
import Testing

@Suite struct MetricGridTests {
    static func slots(_ onsets: [Double], tempo: Double = 120) -> [Int?] {
        MetricGrid.transcribe(onsets, tempo: tempo).slots
    }

    @Test func swungEighthsAreStraightened() {
        #expect(Self.slots([0.02, 0.62, 1.0, 1.58]) == [0, 6, 12, 18])
    }

    @Test func tripletsAndSixteenthsKeepTheirPlaces() {
        #expect(Self.slots([0, 1 / 3.0, 2 / 3.0], tempo: 100) == [0, 4, 8])
        #expect(Self.slots([4.01, 4.26, 4.49, 4.76]) == [48, 51, 54, 57])
    }

    @Test func anAnticipationBelongsToTheBeatItAnticipates() {
        #expect(Self.slots([2.93]) == [36])
    }

    @Test func layingBackIsNoSyncopation() {
        // Sixteen bars of eighths, an eighth of a beat behind: 31 ms at this tempo.
        let onsets = (0..<128).map { Double($0) / 2 + 0.12 }
        let read = MetricGrid.transcribe(onsets, tempo: 240)
        #expect(read.slots == (0..<128).map { 6 * $0 })
        #expect(read.lags.allSatisfy { abs($0 - 0.12) <= 0.021 })
        let early = MetricGrid.transcribe((0..<64).map { Double($0) / 2 + 0.98 }, tempo: 240)
        #expect(early.slots == (0..<64).map { 12 + 6 * $0 })
    }

    @Test func clusteredOnsetsGetSlotsOfTheirOwn() {
        let cluster = Self.slots([0.0, 0.01, 0.02]).compactMap { $0 }
        #expect(cluster.count == 3 && zip(cluster, cluster.dropFirst()).allSatisfy(<) && cluster[2] <= 6)
        let crowd = Self.slots((0..<14).map { Double($0) / 20 })
        #expect(crowd.compactMap { $0 }.count == 12)
        #expect(crowd.filter { $0 == nil }.count == 2)
    }

    @Test func aLongSilenceCostsNothing() {
        let slots = Self.slots([0, 0.5, 1e9, 1e9 + 0.5])
        #expect(slots == [0, 6, 12_000_000_000, 12_000_000_006])
    }

    @Test func slotsAscendForAnyOnsets() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = Xoshiro256StarStar(seed: seed)
        for _ in 0..<200 {
            let onsets = (0..<40).map { _ in Double.random(in: 0..<16, using: &random) }.sorted()
            let slots = Self.slots(onsets, tempo: Double.random(in: 1..<1000, using: &random)).compactMap { $0 }
            #expect(zip(slots, slots.dropFirst()).allSatisfy(<), "seed \(seed)")
        }
    }
}
