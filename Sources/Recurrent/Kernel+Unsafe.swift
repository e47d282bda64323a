internal import CKernels

/// The kernels that know nothing of cells, checked: every region must lie within its array.
enum Kernel {
    /// c[m,n] += a[m,k] · b[n,k]ᵀ.
    static func addProduct(
        _ a: [Double], _ ra: Region, transposed b: [Double], _ rb: Region, to c: inout [Double], _ rc: Region
    ) {
        check(a, ra, b, rb, c, rc, ra.rows == rc.rows && rb.rows == rc.columns && ra.columns == rb.columns)
        unsafe product(a, ra, b, rb, &c, rc) { a, b, c in
            unsafe ck_add_product_nt_f64(rc.rows, rc.columns, ra.columns, a, ra.stride, b, rb.stride, c, rc.stride)
        }
    }

    /// c[m,n] += a[m,k] · b[k,n].
    static func addProduct(
        _ a: [Double], _ ra: Region, _ b: [Double], _ rb: Region, to c: inout [Double], _ rc: Region
    ) {
        check(a, ra, b, rb, c, rc, ra.rows == rc.rows && rb.columns == rc.columns && ra.columns == rb.rows)
        unsafe product(a, ra, b, rb, &c, rc) { a, b, c in
            unsafe ck_add_product_nn_f64(rc.rows, rc.columns, ra.columns, a, ra.stride, b, rb.stride, c, rc.stride)
        }
    }

    /// c[m,n] += a[k,m]ᵀ · b[k,n].
    static func addProduct(
        transposed a: [Double], _ ra: Region, _ b: [Double], _ rb: Region, to c: inout [Double], _ rc: Region
    ) {
        check(a, ra, b, rb, c, rc, ra.columns == rc.rows && rb.columns == rc.columns && ra.rows == rb.rows)
        unsafe product(a, ra, b, rb, &c, rc) { a, b, c in
            unsafe ck_add_product_tn_f64(rc.rows, rc.columns, ra.rows, a, ra.stride, b, rb.stride, c, rc.stride)
        }
    }

    /// b = aᵀ, b holding just that.
    static func transpose(_ a: [Double], _ ra: Region, to b: inout [Double]) {
        precondition(a.has(ra) && b.count == ra.rows * ra.columns, "transpose: \(ra) to \(b.count) numbers")
        unsafe a.withUnsafeBufferPointer { a in
            unsafe b.withUnsafeMutableBufferPointer { b in
                guard let a = a.baseAddress, let b = b.baseAddress else { return }
                unsafe ck_transpose_f64(ra.rows, ra.columns, a + ra.start, ra.stride, b, ra.rows)
            }
        }
    }

    /// Each row of c becomes the vector.
    static func setRows(of c: inout [Double], _ rc: Region, to b: [Double], _ rb: Region) {
        precondition(b.has(rb) && c.has(rc) && rb.rows == 1 && rb.columns == rc.columns, "rows: \(rb), \(rc)")
        unsafe vector(b, rb, &c, rc) { b, c in unsafe ck_set_rows_f64(rc.rows, rc.columns, b, c, rc.stride) }
    }

    /// Each row of c has the vector added.
    static func addRows(of c: inout [Double], _ rc: Region, _ b: [Double], _ rb: Region) {
        precondition(b.has(rb) && c.has(rc) && rb.rows == 1 && rb.columns == rc.columns, "rows: \(rb), \(rc)")
        unsafe vector(b, rb, &c, rc) { b, c in unsafe ck_add_rows_f64(rc.rows, rc.columns, b, c, rc.stride) }
    }

    /// The vector in c has the sum of the rows of a added.
    static func addColumnSums(_ a: [Double], _ ra: Region, to c: inout [Double], _ rc: Region) {
        precondition(a.has(ra) && c.has(rc) && rc.rows == 1 && ra.columns == rc.columns, "sums: \(ra), \(rc)")
        unsafe vector(a, ra, &c, rc) { a, c in unsafe ck_add_column_sums_f64(ra.rows, ra.columns, a, ra.stride, c) }
    }

    /// c[rows,units] += for each id of a row its column of `table` [units, entries].
    static func addEntries(
        _ ids: [Int32], _ starts: [Int32], columnsOf table: [Double], _ rt: Region, to c: inout [Double], _ rc: Region
    ) {
        precondition(table.has(rt) && c.has(rc) && rt.rows == rc.columns, "entries: \(rt), \(rc)")
        checkIds(ids, starts, rows: rc.rows, entries: rt.columns)
        unsafe vector(table, rt, &c, rc) { table, c in
            unsafe ck_add_entries_f64(rc.rows, rc.columns, starts.count, ids, starts, table, 1, rt.stride, c, rc.stride)
        }
    }

    /// c[rows,units] += for each id of a row its row of `table` [entries, units].
    static func addEntries(
        _ ids: [Int32], _ starts: [Int32], rowsOf table: [Double], _ rt: Region, to c: inout [Double], _ rc: Region
    ) {
        precondition(table.has(rt) && c.has(rc) && rt.columns == rc.columns, "entries: \(rt), \(rc)")
        checkIds(ids, starts, rows: rc.rows, entries: rt.rows)
        unsafe vector(table, rt, &c, rc) { table, c in
            unsafe ck_add_entries_f64(rc.rows, rc.columns, starts.count, ids, starts, table, rt.stride, 1, c, rc.stride)
        }
    }

    /// The reverse of `addEntries(_:_:columnsOf:_:to:_:)`.
    static func addToEntries(
        _ ids: [Int32], _ starts: [Int32], from c: [Double], _ rc: Region, columnsOf table: inout [Double], _ rt: Region
    ) {
        precondition(table.has(rt) && c.has(rc) && rt.rows == rc.columns, "entries: \(rt), \(rc)")
        checkIds(ids, starts, rows: rc.rows, entries: rt.columns)
        unsafe vector(c, rc, &table, rt) { c, table in
            unsafe ck_add_to_entries_f64(
                rc.rows, rc.columns, starts.count, ids, starts, table, 1, rt.stride, c, rc.stride)
        }
    }

    /// The reverse of `addEntries(_:_:rowsOf:_:to:_:)`.
    static func addToEntries(
        _ ids: [Int32], _ starts: [Int32], from c: [Double], _ rc: Region, rowsOf table: inout [Double], _ rt: Region
    ) {
        precondition(table.has(rt) && c.has(rc) && rt.columns == rc.columns, "entries: \(rt), \(rc)")
        checkIds(ids, starts, rows: rc.rows, entries: rt.rows)
        unsafe vector(c, rc, &table, rt) { c, table in
            unsafe ck_add_to_entries_f64(
                rc.rows, rc.columns, starts.count, ids, starts, table, rt.stride, 1, c, rc.stride)
        }
    }

    /// Summed cross-entropy of rows of logits, which become the gradient of (that sum × scale).
    static func crossEntropy(
        _ logits: inout [Double], rows: Int, targets: [Int32], from first: Int, scale: Double
    ) -> BatchLoss {
        let v = logits.count / rows
        precondition(first >= 0 && first + rows <= targets.count, "\(rows) targets from \(first) of \(targets.count)")
        for target in targets[first..<first + rows] { precondition(Int(target) < v, "target \(target) of \(v)") }
        var loss = BatchLoss()
        unsafe logits.withUnsafeMutableBufferPointer { logits in
            unsafe targets.withUnsafeBufferPointer { targets in
                guard let logits = logits.baseAddress, let targets = targets.baseAddress else { return }
                loss.sum = unsafe ck_cross_entropy_f64(rows, v, logits, targets + first, scale, &loss.count)
            }
        }
        return loss
    }

    private static func checkIds(_ ids: [Int32], _ starts: [Int32], rows: Int, entries: Int) {
        precondition(!starts.isEmpty && ids.count == rows * starts.count, "\(ids.count) ids for \(rows) rows")
        var field = 0
        for id in ids {
            let end = field + 1 == starts.count ? entries : Int(starts[field + 1])
            precondition(Int(id) < end - Int(starts[field]), "id \(id) in field \(field)")
            field = field + 1 == starts.count ? 0 : field + 1
        }
    }

    private static func check(
        _ a: [Double], _ ra: Region, _ b: [Double], _ rb: Region, _ c: [Double], _ rc: Region, _ fit: Bool
    ) {
        precondition(fit && a.has(ra) && b.has(rb) && c.has(rc), "product: \(ra), \(rb) to \(rc)")
    }

    @unsafe private static func product(
        _ a: [Double], _ ra: Region, _ b: [Double], _ rb: Region, _ c: inout [Double], _ rc: Region,
        _ body: (UnsafePointer<Double>, UnsafePointer<Double>, UnsafeMutablePointer<Double>) -> Void
    ) {
        unsafe b.withUnsafeBufferPointer { b in
            guard let b = b.baseAddress else { return }
            unsafe vector(a, ra, &c, rc) { a, c in unsafe body(a, b + rb.start, c) }
        }
    }

    @unsafe private static func vector(
        _ a: [Double], _ ra: Region, _ c: inout [Double], _ rc: Region,
        _ body: (UnsafePointer<Double>, UnsafeMutablePointer<Double>) -> Void
    ) {
        unsafe a.withUnsafeBufferPointer { a in
            unsafe c.withUnsafeMutableBufferPointer { c in
                guard let a = a.baseAddress, let c = c.baseAddress else { return }
                unsafe body(a + ra.start, c + rc.start)
            }
        }
    }
}

extension [Double] {
    /// Whether a region lies within the array.
    func has(_ region: Region) -> Bool {
        region.start >= 0 && region.rows >= 0 && region.columns >= 0 && region.stride >= region.columns
            && region.end <= count
    }

    /// Zeroes a range.
    mutating func fillZero(_ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "\(range) of \(count) numbers")
        unsafe withUnsafeMutableBufferPointer { unsafe $0[range].update(repeating: 0) }
    }

    /// Overwrites the numbers from `place` on with all of `other`.
    mutating func copy(_ other: [Double], at place: Int) {
        precondition(place >= 0 && place + other.count <= count, "\(other.count) numbers at \(place) of \(count)")
        unsafe withUnsafeMutableBufferPointer { to in
            unsafe other.withUnsafeBufferPointer { from in
                guard let to = to.baseAddress, let start = from.baseAddress else { return }
                unsafe (to + place).update(from: start, count: from.count)
            }
        }
    }

    /// Overwrites all numbers with those of `other` from `place` on.
    mutating func copy(_ other: [Double], from place: Int) {
        precondition(place >= 0 && place + count <= other.count, "\(count) numbers at \(place) of \(other.count)")
        unsafe withUnsafeMutableBufferPointer { to in
            unsafe other.withUnsafeBufferPointer { from in
                guard let start = to.baseAddress, let from = from.baseAddress else { return }
                unsafe start.update(from: from + place, count: to.count)
            }
        }
    }

    /// Adds the numbers of `other` from `place` on to all of these.
    mutating func add(_ other: [Double], from place: Int) {
        let row = Region(start: 0, rows: 1, columns: count)
        Kernel.addRows(of: &self, row, other, Region(start: place, rows: 1, columns: count))
    }
}
