import Harmony
import Testing

@Suite struct PitchClassSetTests {
    @Test func holdsPitchClasses() {
        let set: PitchClassSet = [0, 4, 7, 16, -1]
        #expect(set.members == [0, 4, 7, 11])
        #expect(set.count == 4 && !set.isEmpty && set.contains(-5) && !set.contains(1))
        #expect(set.transposed(by: 2).members == [1, 2, 6, 9])
        #expect(set.transposed(by: -14) == set.transposed(by: 10))
        #expect(set.union([1]).members == [0, 1, 4, 7, 11])
        #expect(set.intersection([4, 5, 11]).members == [4, 11])
        #expect(PitchClassSet(bits: 0xFFFF).count == 12)
    }
}
