import Numerics
import Testing

@testable import Sampling

/// The vector kernels of a draw against one number after the other, on every instruction set this processor has.
@Suite struct KeyKernelTests {
    private static let names = ["amx", "avx512bf16", "avx512", "avx2", "baseline"].filter {
        KeyKernels(named: $0) != nil
    }
    private static let counts = [0, 1, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 100, 1_003]

    private static func logits(_ count: Int, _ random: inout SplitMix64) -> [Float] {
        awkwardLogits(count, using: &random)
    }

    private static func key(_ token: Int, _ logit: Float) -> UInt64 {
        let bits = (logit + 0).bitPattern
        return UInt64(bits >> 31 == 1 ? bits : 0x7FFF_FFFF - bits) << 32 | UInt64(token)
    }

    private static func random() -> SplitMix64 {
        let seed = UInt64.random(in: 0..<1_000_000)
        print("key kernels: seed \(seed)")
        return SplitMix64(seed: seed)
    }

    @Test(arguments: names) func `each score becomes its key, and what is not finite is noticed`(name: String) throws {
        let kernels = try #require(KeyKernels(named: name))
        var random = Self.random()
        for count in Self.counts {
            var logits = Self.logits(count, &random)
            var keys = [UInt64](repeating: 0, count: count)
            let (first, isFinite) = kernels.write(logits.span, to: &keys)
            let expected = logits.enumerated().map { Self.key($0.offset, $0.element) }
            #expect(keys == expected && isFinite)
            #expect(first == expected.min() ?? .max)
            guard count > 0 else { continue }
            for odd in [Float.infinity, -.infinity, .nan, -.nan] {
                logits[Int(random.next() % UInt64(count))] = odd
                #expect(!kernels.write(logits.span, to: &keys).isFinite, "\(odd) of \(count)")
            }
        }
    }

    /// Also at temperatures that make weights denormal or nothing, and at one that divides to −∞.
    @Test(arguments: names, [0.05, 0.8, 1, 1.7, 30, 1e-300])
    func `weights have the bits of the exponential of one number`(name: String, temperature: Double) throws {
        let kernels = try #require(KeyKernels(named: name))
        var random = Self.random()
        for count in Self.counts.dropFirst() {
            // Steps of a third of a unit down to −748, besides those of all sizes.
            let far = (0..<count).map { Float($0 % 2_244) / -3 * Float(temperature) }
            for logits in [Self.logits(count, &random), far] {
                let largest = logits.max() ?? 0
                let keys = logits.enumerated().map { Self.key($0.offset, $0.element) }
                let expected = logits.map { exponential((Double($0 + 0) - Double(largest + 0)) / temperature) }
                let from = Int(random.next() % UInt64(count))
                var weights = [Double](repeating: -1, count: count)
                kernels.weigh(keys, from..<count, largest: largest, temperature: temperature, to: &weights)
                #expect(weights[from...].map(\.bitPattern) == expected[from...].map(\.bitPattern))
                #expect(weights[..<from].allSatisfy { $0 == -1 })
                var lanes = [0.0, 0, 0, 0]
                for index in 0..<count / 4 * 4 { lanes[index % 4] += expected[index] }
                let sum = expected[(count / 4 * 4)...].reduce(lanes[0] + lanes[1] + lanes[2] + lanes[3], +)
                let found = kernels.weightSum(keys, largest: largest, temperature: temperature)
                #expect(found.bitPattern == sum.bitPattern, "\(count)")
            }
        }
    }

    @Test(arguments: names) func `a split keeps the order of both parts`(name: String) throws {
        let kernels = try #require(KeyKernels(named: name))
        var random = Self.random()
        for count in Self.counts.dropFirst() {
            let keys = (0..<count).map { _ in random.next() % 50 }
            for last in [UInt64(0), 7, 49, 60] {
                let front = keys.filter { $0 <= last }, rest = keys.filter { $0 > last }
                var spare = [UInt64](repeating: 0, count: count + 3)
                var split = keys
                #expect(kernels.split(&split, after: last, most: front.count, spare: &spare) == front.count)
                #expect(split == front + rest, "\(count) keys, up to \(last)")
                guard !front.isEmpty else { continue }
                split = keys
                #expect(kernels.split(&split, after: last, most: front.count - 1, spare: &spare) == nil)
                #expect(split == keys)
            }
        }
    }
}
