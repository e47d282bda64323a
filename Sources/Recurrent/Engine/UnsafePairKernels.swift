internal import CKernels
import Glibc

/// Products of bfloat16 numbers, two of which share a word; see `pairs.h` for which, and for the order of the sums. Views of words
/// are views of as many floats.
extension Kernels {
    /// The words that so many numbers take.
    static func words(_ numbers: Int) -> Int { (numbers + 3) / 4 * 2 }

    /// C = start + A·B; the lengths and distances of `p` that concern A and B are in words.
    @inline(__always)
    func pairProduct(_ p: Product, _ a: View, _ b: View, to c: View, start: View?) {
        guard p.rows > 0, p.k > 0 else { return }
        let columns = p.groups * 16
        let a = unsafe a.words((p.blocks - 1) * p.aBlock + (p.rows - 1) * p.aRow + (p.k - 1) * p.aStep + 1)
        let b = unsafe b.words((p.blocks * p.k - 1) * p.bStep + columns)
        let c = unsafe c.pointer((p.rows - 1) * p.cRow + columns)
        let start = unsafe start?.pointer((p.rows - 1) * p.startRow + columns)
        unsafe table.pointee.pair_product(
            p.rows, p.groups, p.k, p.blocks, p.aRow, p.aStep, p.aBlock, p.bStep, p.cRow, p.startRow, a, b, c, start)
    }

    /// Rows of n numbers, rounded, to rows of words along the row: a left operand.
    func roundRows(rows: Int, n: Int, _ x: View, xRow: Int, to y: View, yRow: Int) {
        guard rows > 0, n > 0 else { return }
        unsafe table.pointee.round_rows(
            rows, n, x.pointer((rows - 1) * xRow + n), xRow, y.words((rows - 1) * yRow + (n + 15) / 16 * 8), yRow)
    }

    /// Rows of numbers, rounded, to rows of words across the rows: a right operand, or a left one transposed.
    func roundPairs(rows: Int, groups: Int, _ x: View, xRow: Int, to y: View, yRow: Int) {
        guard rows > 0 else { return }
        unsafe table.pointee.round_pairs(
            rows, groups, x.pointer((rows - 1) * xRow + groups * 16), xRow,
            y.words((Self.words(rows) - 1) * yRow + groups * 16), yRow)
    }
}

extension Kernels {
    /// The time of a product in bfloat16, the rounding of one operand included, as a fraction of that in single precision. Processor time
    /// of this thread, the least of several: what else runs on the machine has little to say.
    var pairTimeFraction: Double {
        let p = Product(rows: 32, groups: 4, k: 256, aRow: 272, bStep: 64, cRow: 64)
        let (a, b, c) = (Buffer(count: p.rows * p.aRow), Buffer(count: p.k * p.bStep), Buffer(count: p.rows * p.cRow))
        let (aWords, bWords) = (Buffer(count: p.rows * p.aRow / 2), Buffer(count: p.k / 2 * p.bStep))
        func least(_ body: () -> Void) -> Double {
            (0..<8).reduce(.infinity) { least, _ in
                let start = Self.processorSeconds
                body()
                return min(least, Self.processorSeconds - start)
            }
        }
        let plain = least { product(p, a.view, b.view, to: c.view, start: nil) }
        let paired = least {
            roundRows(rows: p.rows, n: p.k, a.view, xRow: p.aRow, to: aWords.view, yRow: p.aRow / 2)
            pairProduct(p.inWords, aWords.view, bWords.view, to: c.view, start: nil)
        }
        return paired / max(plain, 1e-9)
    }

    private static var processorSeconds: Double {
        var now = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) * 1e-9
    }
}

extension View {
    @inline(__always)
    fileprivate func words(_ needed: Int) -> UnsafeMutablePointer<UInt32> {
        unsafe UnsafeMutableRawPointer(pointer(needed)).assumingMemoryBound(to: UInt32.self)
    }
}

extension Kernels.Product {
    /// The same product of operands in words: rows of the left one along its row, of the right one across its rows.
    var inWords: Kernels.Product {
        var p = self
        p.k = Kernels.words(k)
        p.aRow = aRow / 2
        p.aBlock = aBlock / 2
        return p
    }
}
