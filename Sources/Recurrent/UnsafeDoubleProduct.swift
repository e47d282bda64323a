internal import CKernels

/// Products of matrices in double precision, checked: every region must lie within its array.
enum DoubleProduct {
    /// c[m,n] += a[m,k] · b[n,k]ᵀ.
    static func add(
        _ a: [Double], _ ra: Region, transposed b: [Double], _ rb: Region, to c: inout [Double], _ rc: Region
    ) {
        check(a, ra, b, rb, c, rc, ra.rows == rc.rows && rb.rows == rc.columns && ra.columns == rb.columns)
        unsafe product(a, ra, b, rb, &c, rc) { a, b, c in
            unsafe ck_add_product_nt_f64(rc.rows, rc.columns, ra.columns, a, ra.stride, b, rb.stride, c, rc.stride)
        }
    }

    /// c[m,n] += a[m,k] · b[k,n].
    static func add(
        _ a: [Double], _ ra: Region, _ b: [Double], _ rb: Region, to c: inout [Double], _ rc: Region
    ) {
        check(a, ra, b, rb, c, rc, ra.rows == rc.rows && rb.columns == rc.columns && ra.columns == rb.rows)
        unsafe product(a, ra, b, rb, &c, rc) { a, b, c in
            unsafe ck_add_product_nn_f64(rc.rows, rc.columns, ra.columns, a, ra.stride, b, rb.stride, c, rc.stride)
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
        unsafe a.withUnsafeBufferPointer { a in
            unsafe b.withUnsafeBufferPointer { b in
                unsafe c.withUnsafeMutableBufferPointer { c in
                    guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else { return }
                    unsafe body(a + ra.start, b + rb.start, c + rc.start)
                }
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
}
