import CKernels
import Glibc
import Numerics
import Testing

/// The plain functions against libm's.
@Suite struct ElementaryTests {
    /// Doubles of all sizes, and many in the range where the functions bend.
    private static let doubles: [Double] = {
        var generator = SplitMix64(seed: 77)
        return (0..<1_000_000).map { index in
            switch index % 4 {
            case 0: 30 * generator.number()
            case 1: 710 * generator.number()
            case 2: 2 * generator.number()
            default: Double(bitPattern: generator.next())
            }
        }.filter { !$0.isNaN } + [0, -0.0, .infinity, -.infinity, 1, -1, .leastNonzeroMagnitude]
    }()

    /// The error in units in the last place of the true result; results that are denormal are to be 0 or near it.
    private static func error(_ found: Double, _ expected: Double) -> Double {
        if expected.magnitude < .leastNormalMagnitude {
            return abs(found) <= 2 * .leastNormalMagnitude ? 0 : .infinity
        }
        if expected.isInfinite { return found == expected ? 0 : .infinity }
        return abs(found - expected) / expected.ulp
    }

    @Test func `exp is within 1.5 units in the last place`() {
        // libm's own half unit comes on top.
        #expect(Self.doubles.map { Self.error(ck_exp_f64($0), exp($0)) }.max()! < 2)
    }

    @Test func `tanh is within 3 units in the last place, near zero too`() {
        #expect(Self.doubles.map { Self.error(ck_tanh_f64($0), tanh($0)) }.max()! < 3.5)
        #expect(Self.doubles.allSatisfy { abs(ck_tanh_f64($0)) <= 1 && ck_tanh_f64(-$0) == -ck_tanh_f64($0) })
        #expect(ck_tanh_f64(-0.0).sign == .minus)
    }

    @Test func `sigmoid is within 3 units in the last place`() {
        // The comparison itself rounds three times.
        #expect(Self.doubles.map { Self.error(ck_sigmoid_f64($0), 1 / (1 + exp(-$0))) }.max()! < 4.5)
        #expect(ck_sigmoid_f64(0) == 0.5)
    }

    @Test func `log is within 2.5 units in the last place, denormals too`() {
        #expect(Self.doubles.filter { $0 > 0 }.map { Self.error(ck_log_f64($0), log($0)) }.max()! < 3)
        #expect(ck_log_f64(1) == 0)
        #expect(ck_log_f64(0) == -.infinity)
        #expect(ck_log_f64(-.leastNonzeroMagnitude).isNaN)
        #expect(ck_log_f64(.infinity) == .infinity)
    }

    @Test func `at the edges exp goes to zero and infinity without denormals`() {
        #expect(ck_exp_f64(709.782712893384).isFinite)
        #expect(ck_exp_f64(709.782712893385) == .infinity)
        #expect(ck_exp_f64(-708.3964185322642) == 0)
        #expect(ck_exp_f64(-.infinity) == 0)
    }

    @Test func `not-a-number stays one`() {
        #expect(ck_exp_f64(.nan).isNaN)
        #expect(ck_tanh_f64(.nan).isNaN)
        #expect(ck_sigmoid_f64(.nan).isNaN)
        #expect(ck_log_f64(.nan).isNaN)
    }
}
