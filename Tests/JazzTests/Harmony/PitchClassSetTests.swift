import Jazz
import Testing

@Suite struct PitchClassSetTests {
    @Test func holdsPitchClasses() {
        let set: PitchClassSet = [0, 4, 7, 16, -1]
        #expect(Array(set) == [0, 4, 7, 11])
        #expect(set.count == 4 && !set.isEmpty && set.contains(-5) && !set.contains(1))
        #expect(Array(set.transposed(by: 2)) == [1, 2, 6, 9])
        #expect(set.transposed(by: -14) == set.transposed(by: 10))
        #expect(Array(set.union([1])) == [0, 1, 4, 7, 11])
        #expect(Array(set.intersection([4, 5, 11])) == [4, 11])
        #expect(PitchClassSet(bits: 0xFFFF).count == 12)
    }
}
