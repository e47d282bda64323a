import Numerics
import Testing

@Suite struct GroupingTests {
    @Test func placesOfOneKeyAreTogetherInTheOrderOfTheirFirst() {
        #expect(["b", "a", "b", "c", "a"].placesGrouped { $0 } == [[0, 2], [1, 4], [3]])
        #expect([String]().placesGrouped { $0 } == [])
    }

    @Test func whatHasNoKeyStandsAlone() {
        #expect([1, 0, 1, 0].placesGrouped { $0 == 0 ? nil : $0 } == [[0, 2], [1], [3]])
    }
}
