internal import CKernels

/// Float or Double: the numbers networks are computed in, and the C kernels for each.
///
/// Networks run in Float; Double serves finite differences. The requirements that take pointers are called by the
/// checked functions in `Kernel+Unsafe.swift` and nowhere else.
package protocol NetworkScalar: BinaryFloatingPoint, Sendable {
    /// An array of zeros; a requirement so that it stays a memset even in unspecialised code.
    static func zeros(_ count: Int) -> [Self]
    static func naturalLogarithm(_ x: Self) -> Self

    typealias In = UnsafePointer<Self>
    typealias Out = UnsafeMutablePointer<Self>
    typealias Ids = UnsafePointer<Int32>

    @unsafe static func addProductNT(
        _ m: Int, _ n: Int, _ k: Int, _ a: In, _ lda: Int, _ b: In, _ ldb: Int, _ c: Out, _ ldc: Int)
    @unsafe static func addProductNN(
        _ m: Int, _ n: Int, _ k: Int, _ a: In, _ lda: Int, _ b: In, _ ldb: Int, _ c: Out, _ ldc: Int)
    @unsafe static func addProductTN(
        _ m: Int, _ n: Int, _ k: Int, _ a: In, _ lda: Int, _ b: In, _ ldb: Int, _ c: Out, _ ldc: Int)
    @unsafe static func transpose(_ m: Int, _ n: Int, _ a: In, _ lda: Int, _ b: Out, _ ldb: Int)
    @unsafe static func setRows(_ m: Int, _ n: Int, _ b: In, _ c: Out, _ ldc: Int)
    @unsafe static func addRows(_ m: Int, _ n: Int, _ b: In, _ c: Out, _ ldc: Int)
    @unsafe static func addColumnSums(_ m: Int, _ n: Int, _ a: In, _ lda: Int, _ b: Out)
    @unsafe static func addEntries(
        _ m: Int, _ n: Int, _ fields: Int, _ ids: Ids, _ first: Ids, _ table: In, _ entry: Int, _ unit: Int, _ c: Out,
        _ ldc: Int)
    @unsafe static func addToEntries(
        _ m: Int, _ n: Int, _ fields: Int, _ ids: Ids, _ first: Ids, _ table: Out, _ entry: Int, _ unit: Int, _ c: In,
        _ ldc: Int)
    @unsafe static func crossEntropy(
        _ m: Int, _ n: Int, _ logits: Out, _ targets: Ids, _ scale: Self, _ count: UnsafeMutablePointer<Int>
    ) -> Double

    @unsafe static func rnnForward(_ first: Int, _ rows: Int, _ h: Int, _ z: In, _ output: Out)
    @unsafe static func rnnBackward(_ first: Int, _ rows: Int, _ h: Int, _ z: Out, _ output: In, _ da: Out)
    @unsafe static func lstmForward(
        _ first: Int, _ rows: Int, _ h: Int, _ gates: Out, _ peephole: In?, _ memory: Out, _ tanhMemory: Out,
        _ output: Out)
    @unsafe static func lstmBackward(
        _ first: Int, _ rows: Int, _ h: Int, _ gates: Out, _ peephole: In?, _ previousMemory: In, _ tanhMemory: In,
        _ da: Out, _ dc: Out, _ dpeephole: Out?)
    @unsafe static func gruSimplifiedForward(
        _ first: Int, _ rows: Int, _ h: Int, _ gates: Out, _ previous: In, _ output: Out)
    @unsafe static func gruSimplifiedBackward(
        _ first: Int, _ rows: Int, _ h: Int, _ gates: Out, _ previous: In, _ da: Out)
    @unsafe static func gruFullRelevance(
        _ first: Int, _ rows: Int, _ h: Int, _ gates: Out, _ previous: In, _ relevant: Out)
    @unsafe static func gruFullUpdate(_ first: Int, _ rows: Int, _ h: Int, _ gates: Out, _ previous: In, _ output: Out)
    @unsafe static func gruFullUpdateBackward(
        _ first: Int, _ rows: Int, _ h: Int, _ gates: Out, _ previous: In, _ da: Out)
    @unsafe static func gruFullRelevanceBackward(
        _ first: Int, _ rows: Int, _ h: Int, _ gates: Out, _ previous: In, _ drelevant: In, _ da: Out)
    @unsafe static func gruResetForward(
        _ first: Int, _ rows: Int, _ h: Int, _ gates: Out, _ candidate: In, _ previous: In, _ output: Out)
    @unsafe static func gruResetBackward(
        _ first: Int, _ rows: Int, _ h: Int, _ gates: Out, _ candidate: Out, _ previous: In, _ da: Out)
}

extension Float: NetworkScalar {
    package static func zeros(_ count: Int) -> [Float] { [Float](repeating: 0, count: count) }
    package static func naturalLogarithm(_ x: Float) -> Float { ck_log_f32(x) }
    @unsafe package static func addProductNT(
        _ m: Int, _ n: Int, _ k: Int, _ a: In, _ lda: Int, _ b: In, _ ldb: Int, _ c: Out, _ ldc: Int
    ) {
        unsafe ck_add_product_nt_f32(m, n, k, a, lda, b, ldb, c, ldc)
    }
    @unsafe package static func addProductNN(
        _ m: Int, _ n: Int, _ k: Int, _ a: In, _ lda: Int, _ b: In, _ ldb: Int, _ c: Out, _ ldc: Int
    ) {
        unsafe ck_add_product_nn_f32(m, n, k, a, lda, b, ldb, c, ldc)
    }
    @unsafe package static func addProductTN(
        _ m: Int, _ n: Int, _ k: Int, _ a: In, _ lda: Int, _ b: In, _ ldb: Int, _ c: Out, _ ldc: Int
    ) {
        unsafe ck_add_product_tn_f32(m, n, k, a, lda, b, ldb, c, ldc)
    }
    @unsafe package static func transpose(_ m: Int, _ n: Int, _ a: In, _ lda: Int, _ b: Out, _ ldb: Int) {
        unsafe ck_transpose_f32(m, n, a, lda, b, ldb)
    }
    @unsafe package static func setRows(_ m: Int, _ n: Int, _ b: In, _ c: Out, _ ldc: Int) {
        unsafe ck_set_rows_f32(m, n, b, c, ldc)
    }
    @unsafe package static func addRows(_ m: Int, _ n: Int, _ b: In, _ c: Out, _ ldc: Int) {
        unsafe ck_add_rows_f32(m, n, b, c, ldc)
    }
    @unsafe package static func addColumnSums(_ m: Int, _ n: Int, _ a: In, _ lda: Int, _ b: Out) {
        unsafe ck_add_column_sums_f32(m, n, a, lda, b)
    }
    @unsafe package static func addEntries(
        _ m: Int, _ n: Int, _ fields: Int, _ ids: Ids, _ first: Ids, _ table: In, _ entry: Int, _ unit: Int, _ c: Out,
        _ ldc: Int
    ) {
        unsafe ck_add_entries_f32(m, n, fields, ids, first, table, entry, unit, c, ldc)
    }
    @unsafe package static func addToEntries(
        _ m: Int, _ n: Int, _ fields: Int, _ ids: Ids, _ first: Ids, _ table: Out, _ entry: Int, _ unit: Int, _ c: In,
        _ ldc: Int
    ) {
        unsafe ck_add_to_entries_f32(m, n, fields, ids, first, table, entry, unit, c, ldc)
    }
    @unsafe package static func crossEntropy(
        _ m: Int, _ n: Int, _ logits: Out, _ targets: Ids, _ scale: Float, _ count: UnsafeMutablePointer<Int>
    ) -> Double {
        unsafe ck_cross_entropy_f32(m, n, logits, targets, scale, count)
    }
    @unsafe package static func rnnForward(_ first: Int, _ rows: Int, _ h: Int, _ z: In, _ output: Out) {
        unsafe ck_rnn_forward_f32(first, rows, h, z, output)
    }
    @unsafe package static func rnnBackward(_ first: Int, _ rows: Int, _ h: Int, _ z: Out, _ output: In, _ da: Out) {
        unsafe ck_rnn_backward_f32(first, rows, h, z, output, da)
    }
    @unsafe package static func lstmForward(
        _ first: Int, _ rows: Int, _ h: Int, _ gates: Out, _ peephole: In?, _ memory: Out, _ tanhMemory: Out,
        _ output: Out
    ) {
        unsafe ck_lstm_forward_f32(first, rows, h, gates, peephole, memory, tanhMemory, output)
    }
    @unsafe package static func lstmBackward(
        _ first: Int, _ rows: Int, _ h: Int, _ gates: Out, _ peephole: In?, _ previousMemory: In, _ tanhMemory: In,
        _ da: Out, _ dc: Out, _ dpeephole: Out?
    ) {
        unsafe ck_lstm_backward_f32(first, rows, h, gates, peephole, previousMemory, tanhMemory, da, dc, dpeephole)
    }
    @unsafe package static func gruSimplifiedForward(
        _ first: Int, _ rows: Int, _ h: Int, _ gates: Out, _ previous: In, _ output: Out
    ) {
        unsafe ck_gru_simplified_forward_f32(first, rows, h, gates, previous, output)
    }
    @unsafe package static func gruSimplifiedBackward(
        _ first: Int, _ rows: Int, _ h: Int, _ gates: Out, _ previous: In, _ da: Out
    ) {
        unsafe ck_gru_simplified_backward_f32(first, rows, h, gates, previous, da)
    }
    @unsafe package static func gruFullRelevance(
        _ first: Int, _ rows: Int, _ h: Int, _ gates: Out, _ previous: In, _ relevant: Out
    ) {
        unsafe ck_gru_full_relevance_f32(first, rows, h, gates, previous, relevant)
    }
    @unsafe package static func gruFullUpdate(
        _ first: Int, _ rows: Int, _ h: Int, _ gates: Out, _ previous: In, _ output: Out
    ) {
        unsafe ck_gru_full_update_f32(first, rows, h, gates, previous, output)
    }
    @unsafe package static func gruFullUpdateBackward(
        _ first: Int, _ rows: Int, _ h: Int, _ gates: Out, _ previous: In, _ da: Out
    ) {
        unsafe ck_gru_full_update_backward_f32(first, rows, h, gates, previous, da)
    }
    @unsafe package static func gruFullRelevanceBackward(
        _ first: Int, _ rows: Int, _ h: Int, _ gates: Out, _ previous: In, _ drelevant: In, _ da: Out
    ) {
        unsafe ck_gru_full_relevance_backward_f32(first, rows, h, gates, previous, drelevant, da)
    }
    @unsafe package static func gruResetForward(
        _ first: Int, _ rows: Int, _ h: Int, _ gates: Out, _ candidate: In, _ previous: In, _ output: Out
    ) {
        unsafe ck_gru_reset_forward_f32(first, rows, h, gates, candidate, previous, output)
    }
    @unsafe package static func gruResetBackward(
        _ first: Int, _ rows: Int, _ h: Int, _ gates: Out, _ candidate: Out, _ previous: In, _ da: Out
    ) {
        unsafe ck_gru_reset_backward_f32(first, rows, h, gates, candidate, previous, da)
    }
}

extension Double: NetworkScalar {
    package static func zeros(_ count: Int) -> [Double] { [Double](repeating: 0, count: count) }
    package static func naturalLogarithm(_ x: Double) -> Double { ck_log_f64(x) }
    @unsafe package static func addProductNT(
        _ m: Int, _ n: Int, _ k: Int, _ a: In, _ lda: Int, _ b: In, _ ldb: Int, _ c: Out, _ ldc: Int
    ) {
        unsafe ck_add_product_nt_f64(m, n, k, a, lda, b, ldb, c, ldc)
    }
    @unsafe package static func addProductNN(
        _ m: Int, _ n: Int, _ k: Int, _ a: In, _ lda: Int, _ b: In, _ ldb: Int, _ c: Out, _ ldc: Int
    ) {
        unsafe ck_add_product_nn_f64(m, n, k, a, lda, b, ldb, c, ldc)
    }
    @unsafe package static func addProductTN(
        _ m: Int, _ n: Int, _ k: Int, _ a: In, _ lda: Int, _ b: In, _ ldb: Int, _ c: Out, _ ldc: Int
    ) {
        unsafe ck_add_product_tn_f64(m, n, k, a, lda, b, ldb, c, ldc)
    }
    @unsafe package static func transpose(_ m: Int, _ n: Int, _ a: In, _ lda: Int, _ b: Out, _ ldb: Int) {
        unsafe ck_transpose_f64(m, n, a, lda, b, ldb)
    }
    @unsafe package static func setRows(_ m: Int, _ n: Int, _ b: In, _ c: Out, _ ldc: Int) {
        unsafe ck_set_rows_f64(m, n, b, c, ldc)
    }
    @unsafe package static func addRows(_ m: Int, _ n: Int, _ b: In, _ c: Out, _ ldc: Int) {
        unsafe ck_add_rows_f64(m, n, b, c, ldc)
    }
    @unsafe package static func addColumnSums(_ m: Int, _ n: Int, _ a: In, _ lda: Int, _ b: Out) {
        unsafe ck_add_column_sums_f64(m, n, a, lda, b)
    }
    @unsafe package static func addEntries(
        _ m: Int, _ n: Int, _ fields: Int, _ ids: Ids, _ first: Ids, _ table: In, _ entry: Int, _ unit: Int, _ c: Out,
        _ ldc: Int
    ) {
        unsafe ck_add_entries_f64(m, n, fields, ids, first, table, entry, unit, c, ldc)
    }
    @unsafe package static func addToEntries(
        _ m: Int, _ n: Int, _ fields: Int, _ ids: Ids, _ first: Ids, _ table: Out, _ entry: Int, _ unit: Int, _ c: In,
        _ ldc: Int
    ) {
        unsafe ck_add_to_entries_f64(m, n, fields, ids, first, table, entry, unit, c, ldc)
    }
    @unsafe package static func crossEntropy(
        _ m: Int, _ n: Int, _ logits: Out, _ targets: Ids, _ scale: Double, _ count: UnsafeMutablePointer<Int>
    ) -> Double {
        unsafe ck_cross_entropy_f64(m, n, logits, targets, scale, count)
    }
    @unsafe package static func rnnForward(_ first: Int, _ rows: Int, _ h: Int, _ z: In, _ output: Out) {
        unsafe ck_rnn_forward_f64(first, rows, h, z, output)
    }
    @unsafe package static func rnnBackward(_ first: Int, _ rows: Int, _ h: Int, _ z: Out, _ output: In, _ da: Out) {
        unsafe ck_rnn_backward_f64(first, rows, h, z, output, da)
    }
    @unsafe package static func lstmForward(
        _ first: Int, _ rows: Int, _ h: Int, _ gates: Out, _ peephole: In?, _ memory: Out, _ tanhMemory: Out,
        _ output: Out
    ) {
        unsafe ck_lstm_forward_f64(first, rows, h, gates, peephole, memory, tanhMemory, output)
    }
    @unsafe package static func lstmBackward(
        _ first: Int, _ rows: Int, _ h: Int, _ gates: Out, _ peephole: In?, _ previousMemory: In, _ tanhMemory: In,
        _ da: Out, _ dc: Out, _ dpeephole: Out?
    ) {
        unsafe ck_lstm_backward_f64(first, rows, h, gates, peephole, previousMemory, tanhMemory, da, dc, dpeephole)
    }
    @unsafe package static func gruSimplifiedForward(
        _ first: Int, _ rows: Int, _ h: Int, _ gates: Out, _ previous: In, _ output: Out
    ) {
        unsafe ck_gru_simplified_forward_f64(first, rows, h, gates, previous, output)
    }
    @unsafe package static func gruSimplifiedBackward(
        _ first: Int, _ rows: Int, _ h: Int, _ gates: Out, _ previous: In, _ da: Out
    ) {
        unsafe ck_gru_simplified_backward_f64(first, rows, h, gates, previous, da)
    }
    @unsafe package static func gruFullRelevance(
        _ first: Int, _ rows: Int, _ h: Int, _ gates: Out, _ previous: In, _ relevant: Out
    ) {
        unsafe ck_gru_full_relevance_f64(first, rows, h, gates, previous, relevant)
    }
    @unsafe package static func gruFullUpdate(
        _ first: Int, _ rows: Int, _ h: Int, _ gates: Out, _ previous: In, _ output: Out
    ) {
        unsafe ck_gru_full_update_f64(first, rows, h, gates, previous, output)
    }
    @unsafe package static func gruFullUpdateBackward(
        _ first: Int, _ rows: Int, _ h: Int, _ gates: Out, _ previous: In, _ da: Out
    ) {
        unsafe ck_gru_full_update_backward_f64(first, rows, h, gates, previous, da)
    }
    @unsafe package static func gruFullRelevanceBackward(
        _ first: Int, _ rows: Int, _ h: Int, _ gates: Out, _ previous: In, _ drelevant: In, _ da: Out
    ) {
        unsafe ck_gru_full_relevance_backward_f64(first, rows, h, gates, previous, drelevant, da)
    }
    @unsafe package static func gruResetForward(
        _ first: Int, _ rows: Int, _ h: Int, _ gates: Out, _ candidate: In, _ previous: In, _ output: Out
    ) {
        unsafe ck_gru_reset_forward_f64(first, rows, h, gates, candidate, previous, output)
    }
    @unsafe package static func gruResetBackward(
        _ first: Int, _ rows: Int, _ h: Int, _ gates: Out, _ candidate: Out, _ previous: In, _ da: Out
    ) {
        unsafe ck_gru_reset_backward_f64(first, rows, h, gates, candidate, previous, da)
    }
}
