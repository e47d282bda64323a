import Glibc
import Numerics
import Testing

@testable import Recurrent

/// Products in bfloat16 against their definition, written down with the C library's fused multiply-add.
@Suite struct PairKernelTests {
    private static let names = Kernels.available.map(\.name) + ["tiles"].filter { Kernels(named: $0) != nil }

    /// To nearest even in eight bits, denormals to zero.
    private func rounded(_ x: Float) -> Float {
        if x.isNaN || x.isInfinite { return x }
        if x.magnitude < .leastNormalMagnitude { return x.sign == .minus ? -0.0 : 0 }
        let unit = 0x1p-7 * Double(x.binade)
        return Float((Double(x) / unit).rounded(.toNearestOrEven) * unit)
    }

    /// Denormals count as zero in the sums, too.
    private func flushed(_ x: Float) -> Float { x.magnitude < .leastNormalMagnitude ? 0 * x : x }

    private func product(_ a: [Float], _ b: [Float], from start: Float) -> Float {
        var sum = start
        for first in stride(from: 0, to: a.count, by: 32) {
            var chains: [Float] = [0, 0]
            for index in first..<min(a.count, first + 32) {
                let chain = (index - first) % 2
                chains[chain] = flushed(fmaf(rounded(a[index]), rounded(b[index]), chains[chain]))
            }
            sum = flushed(sum + flushed(chains[0] + chains[1]))
        }
        return sum
    }

    @Test(arguments: names, [1, 2, 31, 32, 33, 64, 70, 300])
    func `a product is what its definition says, bit for bit`(name: String, k: Int) throws {
        let kernels = try #require(Kernels(named: name))
        let seed = UInt64.random(in: 0..<1_000_000)
        var generator = SplitMix64(seed: seed)
        let (rows, groups, row) = (13, 4, (k + 15) / 16 * 16)
        for scale in [1, 0x1p-60, 0x1p30] as [Float] {
            func number() -> Float {
                scale * Float(generator.number()) * Float(sign: .plus, exponent: generator.below(12), significand: 1)
            }
            let (a, b, c) = (
                Buffer(count: rows * row), Buffer(count: k * groups * 16), Buffer(count: rows * groups * 16)
            )
            for i in 0..<rows { for p in 0..<k { a.view[i * row + p] = number() } }
            for index in 0..<k * groups * 16 { b.view[index] = number() }
            for index in 0..<rows * groups * 16 { c.view[index] = number() }
            let start = (0..<rows * groups * 16).map { c.view[$0] }
            let (aWords, bWords) = (Buffer(count: rows * row / 2), Buffer(count: Kernels.words(k) * groups * 16))
            flushingDenormals {
                kernels.roundRows(rows: rows, n: k, a.view, xRow: row, to: aWords.view, yRow: row / 2)
                kernels.roundPairs(
                    rows: k, groups: groups, b.view, xRow: groups * 16, to: bWords.view, yRow: groups * 16)
                kernels.pairProduct(
                    Kernels.Product(
                        rows: rows, groups: groups, k: Kernels.words(k), aRow: row / 2, bStep: groups * 16,
                        cRow: groups * 16, startRow: groups * 16),
                    aWords.view, bWords.view, to: c.view, start: c.view)
            }
            for i in 0..<rows {
                for j in 0..<groups * 16 {
                    let expected = product(
                        (0..<k).map { a.view[i * row + $0] }, (0..<k).map { b.view[$0 * groups * 16 + j] },
                        from: start[i * groups * 16 + j])
                    #expect(c.view[i * groups * 16 + j] == expected, "seed \(seed), row \(i), column \(j)")
                }
            }
        }
    }

    @Test(arguments: names, [(1, 1, 2), (13, 2, 40), (16, 3, 64), (29, 4, 130), (45, 1, 258), (70, 4, 300)])
    func `it is the same where the left operand lies across, and goes on from sums`(
        name: String, size: (rows: Int, groups: Int, k: Int)
    ) throws {
        let kernels = try #require(Kernels(named: name))
        let (rows, groups, k) = size
        let seed = UInt64.random(in: 0..<1_000_000)
        var generator = SplitMix64(seed: seed)
        let (width, padded) = (groups * 16, (rows + 15) / 16 * 16)
        let (a, b, c) = (Buffer(count: k * padded), Buffer(count: k * width), Buffer(count: rows * width))
        for p in 0..<k { for i in 0..<rows { a.view[p * padded + i] = Float(generator.number()) - 0.5 } }
        for index in 0..<k * width { b.view[index] = Float(generator.number()) - 0.5 }
        for index in 0..<rows * width { c.view[index] = Float(generator.number()) }
        let start = (0..<rows * width).map { c.view[$0] }
        let (aWords, bWords) = (
            Buffer(count: Kernels.words(k) * padded), Buffer(count: Kernels.words(k) * width)
        )
        flushingDenormals {
            kernels.roundPairs(rows: k, groups: padded / 16, a.view, xRow: padded, to: aWords.view, yRow: padded)
            kernels.roundPairs(rows: k, groups: groups, b.view, xRow: width, to: bWords.view, yRow: width)
            kernels.pairProduct(
                Kernels.Product(
                    rows: rows, groups: groups, k: Kernels.words(k), aRow: 1, aStep: padded, bStep: width, cRow: width,
                    startRow: width),
                aWords.view, bWords.view, to: c.view, start: c.view)
        }
        for i in 0..<rows {
            for j in 0..<width {
                let expected = product(
                    (0..<k).map { a.view[$0 * padded + i] }, (0..<k).map { b.view[$0 * width + j] },
                    from: start[i * width + j])
                #expect(c.view[i * width + j] == expected, "seed \(seed), row \(i), column \(j)")
            }
        }
    }

    @Test(arguments: names) func `rounding is to nearest even, and keeps what is no number`(name: String) throws {
        let kernels = try #require(Kernels(named: name))
        let numbers: [Float] = [
            1, 1 + 0x1p-8, 1 + 3 * 0x1p-8, 1 + 0x1p-8 + 0x1p-20, -1 - 0x1p-8 - 0x1p-20, .greatestFiniteMagnitude,
            .infinity, -.infinity, .leastNonzeroMagnitude, -1e-40, .leastNormalMagnitude, 0, -0.0, .pi, 1e-38, .nan,
        ]
        let (x, y) = (Buffer(count: 16), Buffer(count: 8))
        for (index, number) in numbers.enumerated() { x.view[index] = number }
        kernels.roundRows(rows: 1, n: 16, x.view, xRow: 16, to: y.view, yRow: 8)
        for (index, number) in numbers.enumerated() {
            let isTiled = ["amx", "tiles"].contains(name)
            let word = y.view[isTiled ? index / 2 : index / 4 * 2 + index % 2].bitPattern
            let isUpper = isTiled ? index % 2 == 1 : index % 4 < 2
            let found = Float(bitPattern: isUpper ? word & 0xFFFF_0000 : word << 16)
            if number.isNaN {
                #expect(found.isNaN)
            } else if number == .greatestFiniteMagnitude {
                #expect(found == .infinity)
            } else {
                #expect(found.bitPattern == rounded(number).bitPattern, "\(number)")
            }
        }
    }
}
