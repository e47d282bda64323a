import Numerics
import Testing

@Suite struct BinarySearchTests {
    @Test func agreesWithLookingAtEveryElement() {
        for count in 0...40 {
            for cut in 0...count {
                let values = Array(100..<100 + count)
                #expect(values.partitioningIndex { $0 >= 100 + cut } == cut)
                let slice = Array(0..<count + 7)[7...]
                #expect(slice.partitioningIndex { $0 >= 7 + cut } == 7 + cut)
            }
        }
    }
}
