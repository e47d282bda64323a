import CKernels
import Numerics
import Testing

/// The C products called directly, on arrays of exactly the size they may touch.
@Suite struct ProductTests {
    enum Form: CaseIterable { case aTransposedB, plain }

    /// Small whole numbers: every order of adding gives the same, exactly.
    private func numbers(_ count: Int, _ generator: inout SplitMix64) -> [Double] {
        (0..<count).map { _ in Double(generator.below(17)) - 8 }
    }

    @Test(
        arguments: Form.allCases,
        [(1, 1, 1), (1, 4, 4), (1, 9, 5), (3, 7, 2), (4, 8, 128), (5, 9, 129), (16, 66, 33), (19, 13, 300), (6, 1, 7)])
    func `products are right for whole tiles and remainders, and stay inside`(form: Form, size: (Int, Int, Int)) {
        var generator = SplitMix64(seed: 4)
        let (m, n, k) = size
        let a = numbers(m * k, &generator)
        let b = numbers(n * k, &generator)
        let c = numbers(m * n, &generator)
        // A border that must stay as it is.
        let border = 5
        var found = [Double](repeating: 99, count: border) + c + [Double](repeating: 99, count: border)
        unsafe found.withUnsafeMutableBufferPointer { found in
            let c = unsafe found.baseAddress! + border
            switch form {
            case .aTransposedB: unsafe ck_add_product_nt_f64(m, n, k, a, k, b, k, c, n)
            case .plain: unsafe ck_add_product_nn_f64(m, n, k, a, k, b, n, c, n)
            }
        }
        var expected = c
        for i in 0..<m {
            for j in 0..<n {
                for p in 0..<k {
                    let left = a[i * k + p]
                    let right = form == .aTransposedB ? b[j * k + p] : b[p * n + j]
                    expected[i * n + j] += left * right
                }
            }
        }
        #expect(Array(found.dropFirst(border).dropLast(border)) == expected)
        #expect((found.prefix(border) + found.suffix(border)).allSatisfy { $0 == 99 })
    }

    @Test func `a row of a product has the same bits whatever the number of rows`() {
        var generator = SplitMix64(seed: 6)
        let (m, n, k) = (21, 30, 203)
        let a = (0..<m * k).map { _ in Double(generator.number()) }
        let b = (0..<n * k).map { _ in Double(generator.number()) }
        var all = [Double](repeating: 0, count: m * n)
        unsafe ck_add_product_nt_f64(m, n, k, a, k, b, k, &all, n)
        for i in 0..<m {
            var one = [Double](repeating: 0, count: n)
            unsafe ck_add_product_nt_f64(1, n, k, Array(a[i * k..<(i + 1) * k]), k, b, k, &one, n)
            #expect(one == Array(all[i * n..<(i + 1) * n]))
        }
    }

    @Test func `denormals are flushed until the former mode is restored`() {
        /// Twice the smallest normal number less one and a half times that: a denormal, computed when running.
        func difference() -> Double {
            var c = [2 * Double.leastNormalMagnitude]
            unsafe ck_add_product_nt_f64(1, 1, 1, [-1.5 * Double.leastNormalMagnitude], 1, [1], 1, &c, 1)
            return c[0]
        }
        #expect(difference() != 0)
        let mode = ck_flush_denormals()
        let flushed = difference()
        ck_restore_denormals(mode)
        #expect(flushed == 0)
        #expect(difference() != 0)
    }
}
