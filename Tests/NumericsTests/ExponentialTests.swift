import Glibc
import Numerics
import Testing

/// The distance between two doubles in units of the last place of the second.
func ulps(_ value: Double, _ reference: Double) -> Double {
    value == reference ? 0 : abs(value - reference) / reference.ulp
}

@Suite struct ExponentialTests {
    @Test("Is within 1 ulp of the C library's, over the whole range") func accuracy() {
        let seed = UInt64.random(in: 0..<1_000_000)
        print("exponential: seed \(seed)")
        var generator = SplitMix64(seed: seed)
        var worst = (error: 0.0, at: 0.0)
        for range in [-1.0...1.0, -40...0, -708...709.7, -1e-8...1e-8] {
            for _ in 0..<200_000 {
                let x = range.lowerBound + (range.upperBound - range.lowerBound) * generator.nextUniform()
                let error = ulps(exponential(x), exp(x))
                if error > worst.error { worst = (error, x) }
            }
        }
        #expect(worst.error <= 1, "\(worst)")
    }

    @Test("Subnormal results are right to their last place but one") func subnormal() {
        for step in 0..<3_700 {
            let x = -708.3 - Double(step) / 100
            #expect(abs(exponential(x) - exp(x)) <= .leastNonzeroMagnitude, "exp(\(x))")
        }
    }

    @Test("The ends of the range") func ends() {
        #expect(exponential(0) == 1)
        #expect(exponential(-.infinity) == 0)
        #expect(exponential(-746) == 0)
        #expect(exponential(-745.13) == .leastNonzeroMagnitude)
        #expect(exponential(.infinity) == .infinity)
        #expect(exponential(709.79) == .infinity)
        #expect(exponential(709.782712893384).isFinite)
        #expect(exponential(.nan).isNaN)
    }

    @Test("The bits are these on every machine") func bits() {
        var generator = SplitMix64(seed: 1)
        var hash: UInt64 = 0
        for _ in 0..<10_000 {
            hash = hash &* 31 &+ exponential(generator.nextUniform() * -60).bitPattern
        }
        #expect(hash == 12_171_373_318_430_954_713)
    }
}
