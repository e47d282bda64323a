import Glibc
import Numerics
import Testing

@Suite struct NaturalLogarithmTests {
    @Test("Is within 2 ulp of the C library's, over the whole range") func accuracy() {
        let seed = UInt64.random(in: 0..<1_000_000)
        print("naturalLogarithm: seed \(seed)")
        var generator = SplitMix64(seed: seed)
        var worst = (error: 0.0, at: 0.0)
        func check(_ x: Double) {
            let error = ulps(naturalLogarithm(x), log(x))
            if error > worst.error { worst = (error, x) }
        }
        for range in [0.5...2.0, 0.99...1.01, 0...1, 1...1e6] {
            for _ in 0..<200_000 {
                check(range.lowerBound + (range.upperBound - range.lowerBound) * generator.nextUniform())
            }
        }
        for _ in 0..<200_000 { check(abs(Double(bitPattern: generator.next() >> 1 % 0x7FF0_0000_0000_0000))) }
        #expect(worst.error <= 2, "\(worst)")
    }

    @Test("Undoes the exponential") func inverse() {
        for step in -600...600 {
            let x = Double(step)
            #expect(abs(naturalLogarithm(exponential(x)) - x) <= 1e-13 * max(1, abs(x)))
        }
    }

    @Test("The ends of the range") func ends() {
        #expect(naturalLogarithm(1) == 0)
        #expect(naturalLogarithm(0) == -.infinity)
        #expect(naturalLogarithm(.infinity) == .infinity)
        #expect(naturalLogarithm(-1).isNaN)
        #expect(naturalLogarithm(.nan).isNaN)
        #expect(ulps(naturalLogarithm(.leastNonzeroMagnitude), -744.4400719213812) <= 1)
    }
}
