internal import CKernels
internal import Numerics
import Synchronization

/// The vector kernels of one instruction set, with the length of every argument checked.
///
/// The bits of a result do not depend on which set it is.
@safe public struct Kernels: @unchecked Sendable {
    let table: UnsafePointer<ck_kernels>

    private static let choice = Mutex<Kernels>(unsafe Kernels(table: ck_kernels_named(nil)))

    /// Those that engines use unless they are given others: the best for this processor, or those that ``use(_:)`` set.
    public static var chosen: Kernels { choice.withLock { $0 } }

    /// Makes `kernels` the choice for engines that are made from now on.
    public static func use(_ kernels: Kernels) { choice.withLock { $0 = kernels } }

    /// The kernels for an instruction set: amx, avx512bf16, avx512, avx2, baseline, or tiles, which is amx in memory and slow; nil where
    /// the processor has not got it.
    public init?(named name: String) {
        guard let table = unsafe ck_kernels_named(name) else { return nil }
        unsafe self.table = unsafe table
    }

    private init(table: UnsafePointer<ck_kernels>) {
        unsafe self.table = unsafe table
    }

    /// All that this processor has, best first; without tiles in memory, which are for tests.
    public static var available: [Kernels] {
        ["amx", "avx512bf16", "avx512", "avx2", "baseline"].compactMap { Kernels(named: $0) }
    }

    /// amx, avx512bf16, avx512, avx2, baseline or tiles.
    public var name: String { unsafe String(cString: table.pointee.name) }

    /// The elementary functions that the gates are made of.
    package enum Elementary: CaseIterable, Sendable {
        case exp, tanh, sigmoid
    }

    /// One of them, of each number.
    package func values(_ function: Elementary, of numbers: [Float]) -> [Float] {
        var values = [Float](repeating: 0, count: numbers.count)
        switch function {
        case .exp: unsafe table.pointee.exp(numbers.count, numbers, &values)
        case .tanh: unsafe table.pointee.tanh(numbers.count, numbers, &values)
        case .sigmoid: unsafe table.pointee.sigmoid(numbers.count, numbers, &values)
        }
        return values
    }

    /// A matrix of up to four groups of sixteen columns: where it starts, and how far apart its rows are.
    struct Product {
        var rows: Int
        var groups: Int
        /// The length of the sums within a block.
        var k: Int
        var blocks = 1
        /// Where the left operand's elements are.
        var aRow: Int
        var aStep = 1
        var aBlock = 0
        /// The distance between rows of the right operand, of the result, and of what the sums start from.
        var bStep: Int
        var cRow: Int
        var startRow = 0
    }

    /// C = start + A·B.
    @inline(__always)
    func product(_ p: Product, _ a: View, _ b: View, to c: View, start: View?) {
        guard p.rows > 0, p.k > 0 else { return }
        let columns = p.groups * 16
        let a = unsafe a.pointer((p.blocks - 1) * p.aBlock + (p.rows - 1) * p.aRow + (p.k - 1) * p.aStep + 1)
        let b = unsafe b.pointer((p.blocks * p.k - 1) * p.bStep + columns)
        let c = unsafe c.pointer((p.rows - 1) * p.cRow + columns)
        let start = unsafe start?.pointer((p.rows - 1) * p.startRow + columns)
        unsafe table.pointee.product(
            p.rows, p.groups, p.k, p.blocks, p.aRow, p.aStep, p.aBlock, p.bStep, p.cRow, p.startRow, a, b, c, start)
    }

    /// Adds one row times several panels of [k, groups·16].
    func rowProducts(panels: Int, groups: Int, k: Int, _ a: View, _ b: View, to c: View, cPanel: Int) {
        guard panels > 0, k > 0 else { return }
        let width = groups * 16
        unsafe table.pointee.row_products(
            panels, groups, k, a.pointer(k), b.pointer(panels * k * width), k * width,
            c.pointer((panels - 1) * cPanel + width), cPanel)
    }

    @inline(__always)
    func gather(
        rows: Int, groups: Int, _ ids: IDs, table: View, entry: Int, bias: View, to c: View, cRow: Int
    ) {
        guard rows > 0 else { return }
        unsafe self.table.pointee.gather(
            rows, groups, ids.fields, ids.pointer(rows), ids.starts, table.pointer(ids.entries * entry), entry,
            bias.pointer(groups * 16), c.pointer((rows - 1) * cRow + groups * 16), cRow)
    }

    func scatter(rows: Int, groups: Int, _ ids: IDs, to table: View, entry: Int, from c: View, cRow: Int) {
        guard rows > 0 else { return }
        unsafe self.table.pointee.scatter(
            rows, groups, ids.fields, ids.pointer(rows), ids.starts,
            table.pointer((ids.entries - 1) * entry + groups * 16),
            entry, c.pointer((rows - 1) * cRow + groups * 16), cRow)
    }

    func fill(rows: Int, groups: Int, with b: View, _ c: View, cRow: Int) {
        guard rows > 0 else { return }
        unsafe table.pointee.fill(
            rows, groups, b.pointer(groups * 16), c.pointer((rows - 1) * cRow + groups * 16), cRow)
    }

    func columnSums(rows: Int, groups: Int, _ c: View, cRow: Int, to b: View) {
        guard rows > 0 else { return }
        unsafe table.pointee.column_sums(
            rows, groups, c.pointer((rows - 1) * cRow + groups * 16), cRow, b.pointer(groups * 16))
    }

    /// Y[p, i] = X[i, p] for up to sixteen rows of X, zero for rows that are not there.
    func interleave(rows: Int, n: Int, _ x: View, xRow: Int, to y: View, yStep: Int) {
        guard n > 0 else { return }
        unsafe table.pointee.interleave(
            rows, n, x.pointer(rows > 0 ? (rows - 1) * xRow + n : 0), xRow, y.pointer((n - 1) * yStep + 16), yStep)
    }

    func separate(rows: Int, n: Int, _ y: View, yStep: Int, to x: View, xRow: Int) {
        guard n > 0, rows > 0 else { return }
        unsafe table.pointee.separate(
            rows, n, y.pointer((n - 1) * yStep + 16), yStep, x.pointer((rows - 1) * xRow + n), xRow)
    }

    /// The cross-entropy −log softmax(logits)[target]; the logits become its gradient × scale.
    func crossEntropy(_ n: Int, _ logits: View, target: Int32, scale: Float) -> Double {
        precondition(Int(target) < n, "target \(target) of \(n)")
        let row = unsafe table.pointee.cross_entropy(n, logits.pointer((n + 15) / 16 * 16), target, scale)
        return naturalLogarithm(Double(row.sum)) - Double(row.chosen)
    }

    func dropped(_ n: Int, key: UInt32, threshold: UInt32, kept: Float, _ x: View, to y: View) {
        unsafe table.pointee.drop(n, key, threshold, kept, x.pointer(n), y.pointer(n))
    }

    func squares(_ n: Int, _ x: View) -> Double {
        unsafe table.pointee.squares(n, x.pointer(n))
    }
}

/// The ids of some rows: K a row, and where each field's entries begin in the tables.
@safe struct IDs: @unchecked Sendable {
    let fields: Int
    /// The entries of a table, all fields together.
    let entries: Int
    fileprivate let starts: UnsafePointer<Int32>
    private let base: UnsafePointer<Int32>
    private let count: Int

    private init(
        fields: Int, entries: Int, starts: UnsafePointer<Int32>, base: UnsafePointer<Int32>, count: Int
    ) {
        self.fields = fields
        self.entries = entries
        unsafe self.starts = unsafe starts
        unsafe self.base = unsafe base
        self.count = count
    }

    /// Lends ids for the time of `body`; each must be below its field's size.
    static func lend<Result>(
        _ ids: [Int32], starts: [Int32], entries: Int, _ body: (IDs) -> Result
    ) -> Result {
        unsafe ids.withUnsafeBufferPointer { ids in
            unsafe starts.withUnsafeBufferPointer { starts in
                unsafe body(
                    IDs(
                        fields: starts.count, entries: entries, starts: starts.baseAddress!, base: ids.baseAddress!,
                        count: ids.count))
            }
        }
    }

    /// Those from a row on.
    @inline(__always)
    func from(row: Int) -> IDs {
        precondition(row * fields <= count, "row \(row) of \(count / fields)")
        return unsafe IDs(
            fields: fields, entries: entries, starts: starts, base: base + row * fields, count: count - row * fields)
    }

    @inline(__always)
    fileprivate func pointer(_ rows: Int) -> UnsafePointer<Int32> {
        precondition(rows * fields <= count, "\(rows) rows of \(count / fields)")
        return unsafe base
    }
}
