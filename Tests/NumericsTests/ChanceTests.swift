import Numerics
import Testing

private struct Constant: RandomNumberGenerator {
    let value: UInt64
    var calls = 0
    mutating func next() -> UInt64 {
        calls += 1
        return value
    }
}

@Suite struct ChanceTests {
    @Test("Uses the upper 53 bits, never reaches 1, and calls next once") func bits() {
        var smallest = Constant(value: 0x7FF)
        #expect(smallest.nextUniform() == 0)
        var largest = Constant(value: .max)
        #expect(largest.nextUniform() == 1 - 0x1p-53)
        var half = Constant(value: 1 << 63)
        #expect(half.nextUniform() == 0.5)
        #expect(half.calls == 1)
    }
}
