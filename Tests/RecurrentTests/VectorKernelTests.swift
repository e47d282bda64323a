import Glibc
import Recurrent
import Testing

/// The vector kernels' own functions against libm's in double precision, on every instruction set this processor has.
@Suite struct VectorKernelTests {
    private static let names = Kernels.available.map(\.name)

    /// Every 4099th float there is, zeros, denormals and infinities among them, and many near zero.
    private static let numbers: [Float] = {
        var numbers: [Float] = [0, -0.0, .infinity, -.infinity, .leastNonzeroMagnitude]
        for bits in stride(from: UInt64(0), through: UInt64(UInt32.max), by: 4099) {
            let number = Float(bitPattern: UInt32(bits))
            if !number.isNaN { numbers.append(number) }
        }
        for index in 0..<20_000 {
            let small = Float(index) * 1e-6, large = Float(index) * 5e-3
            numbers += [small, -small, large, -large]
        }
        return numbers
    }()

    private static func values(
        _ name: String, _ function: Kernels.Elementary, of numbers: [Float] = numbers
    ) throws -> [Float] {
        try #require(Kernels(named: name)).values(function, of: numbers)
    }

    /// The largest error in units in the last place; results that are denormal are to be 0 or near it.
    private static func error(
        _ name: String, _ function: Kernels.Elementary, upTo limit: Float = .infinity, _ expected: (Double) -> Double
    ) throws -> Double {
        var largest = 0.0
        for (number, value) in zip(numbers, try values(name, function)) where number <= limit {
            let wanted = expected(Double(number))
            if wanted.magnitude < Double(Float.leastNormalMagnitude) {
                if value.magnitude > 2 * Float.leastNormalMagnitude { return .infinity }
                continue
            }
            let unit = Double(Float(wanted.magnitude).ulp)
            largest = max(largest, abs(Double(value) - wanted) / unit)
        }
        return largest
    }

    @Test(arguments: names) func `exp is within 1.5 units in the last place`(name: String) throws {
        #expect(try Self.error(name, .exp, upTo: 88.37) { exp($0) } < 1.5)
        // From there on it stays where it is.
        let large = try Self.values(name, .exp, of: [89, 1e30, .infinity])
        #expect(large.allSatisfy { $0 > 2e38 && $0.isFinite })
    }

    @Test(arguments: names) func `tanh is within 3 units in the last place, near zero too`(name: String) throws {
        #expect(try Self.error(name, .tanh) { tanh($0) } < 3)
        let found = try Self.values(name, .tanh)
        #expect(found.allSatisfy { abs($0) <= 1 })
        #expect(zip(Self.numbers, found).allSatisfy { $0.sign == $1.sign })
    }

    @Test(arguments: names) func `sigmoid is within 3 units in the last place`(name: String) throws {
        #expect(try Self.error(name, .sigmoid) { 1 / (1 + exp(-$0)) } < 3)
    }

    @Test(arguments: Kernels.Elementary.allCases)
    func `the bits are the same on every instruction set`(function: Kernels.Elementary) throws {
        let first = try Self.values(Self.names[0], function).map(\.bitPattern)
        for name in Self.names.dropFirst() {
            #expect(try Self.values(name, function).map(\.bitPattern) == first, "\(name)")
        }
    }

    @Test(arguments: names) func `not-a-number stays one`(name: String) throws {
        for function in Kernels.Elementary.allCases {
            let values = try Self.values(name, function, of: [.nan, 1, -.nan])
            #expect(values[0].isNaN && !values[1].isNaN && values[2].isNaN)
        }
    }

    @Test func `an unknown instruction set is none`() {
        #expect(Kernels(named: "sse5") == nil)
        #expect(Kernels(named: "baseline") != nil)
    }
}
