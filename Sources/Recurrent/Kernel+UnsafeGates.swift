internal import CKernels

/// The kernels of the cells' gates, checked: every array must hold the rows it is asked for.
///
/// `rows` are rows of the window on the tape; a state or the gradient by it holds just the rows of one step.
extension Kernel {
    static func rnnForward(_ rows: Range<Int>, _ h: Int, _ tape: inout Tape) {
        check(rows, h, tape, gates: 1)
        unsafe ck_rnn_forward_f64(rows.lowerBound, rows.count, h, tape.gates, &tape.output)
    }

    static func rnnBackward(_ rows: Range<Int>, _ h: Int, _ tape: inout Tape, _ da: inout [Double]) {
        check(rows, h, tape, gates: 1, da)
        unsafe ck_rnn_backward_f64(rows.lowerBound, rows.count, h, &tape.gates, tape.output, &da)
    }

    static func lstmForward(
        _ rows: Range<Int>, _ h: Int, _ tape: inout Tape, peephole: Region?, _ parameters: [Double], _ c: inout [Double]
    ) {
        check(rows, h, tape, gates: 4, kept: 1, c)
        guard let peephole else {
            unsafe ck_lstm_forward_f64(
                rows.lowerBound, rows.count, h, &tape.gates, nil, &c, &tape.kept, &tape.output)
            return
        }
        precondition(parameters.has(peephole) && peephole.rows == 3 && peephole.columns == h, "\(peephole)")
        unsafe parameters.withUnsafeBufferPointer { parameters in
            let weights = unsafe parameters.baseAddress.map { unsafe $0 + peephole.start }
            unsafe ck_lstm_forward_f64(
                rows.lowerBound, rows.count, h, &tape.gates, weights, &c, &tape.kept, &tape.output)
        }
    }

    static func lstmBackward(
        _ rows: Range<Int>, _ h: Int, _ tape: inout Tape, peephole: Region?, _ parameters: [Double],
        _ gradient: inout LayerState, _ gradients: inout [Double]
    ) {
        check(rows, h, tape, gates: 4, kept: 1, gradient.a)
        precondition(gradient.c.count == rows.count * h && tape.previousMemory.count >= rows.upperBound * h)
        guard let peephole else {
            unsafe ck_lstm_backward_f64(
                rows.lowerBound, rows.count, h, &tape.gates, nil, tape.previousMemory, tape.kept, &gradient.a,
                &gradient.c, nil)
            return
        }
        precondition(
            parameters.has(peephole) && gradients.has(peephole) && peephole.rows == 3 && peephole.columns == h,
            "\(peephole)")
        unsafe parameters.withUnsafeBufferPointer { parameters in
            unsafe gradients.withUnsafeMutableBufferPointer { gradients in
                let weights = unsafe parameters.baseAddress.map { unsafe $0 + peephole.start }
                let sums = unsafe gradients.baseAddress.map { unsafe $0 + peephole.start }
                unsafe ck_lstm_backward_f64(
                    rows.lowerBound, rows.count, h, &tape.gates, weights, tape.previousMemory, tape.kept, &gradient.a,
                    &gradient.c, sums)
            }
        }
    }

    static func gruSimplifiedForward(_ rows: Range<Int>, _ h: Int, _ tape: inout Tape) {
        check(rows, h, tape, gates: 2)
        unsafe ck_gru_simplified_forward_f64(rows.lowerBound, rows.count, h, &tape.gates, tape.previous, &tape.output)
    }

    static func gruSimplifiedBackward(
        _ rows: Range<Int>, _ h: Int, _ tape: inout Tape, _ da: inout [Double]
    ) {
        check(rows, h, tape, gates: 2, da)
        unsafe ck_gru_simplified_backward_f64(rows.lowerBound, rows.count, h, &tape.gates, tape.previous, &da)
    }

    static func gruFullRelevance(_ rows: Range<Int>, _ h: Int, _ tape: inout Tape) {
        check(rows, h, tape, gates: 3, kept: 1)
        unsafe ck_gru_full_relevance_f64(rows.lowerBound, rows.count, h, &tape.gates, tape.previous, &tape.kept)
    }

    static func gruFullUpdate(_ rows: Range<Int>, _ h: Int, _ tape: inout Tape) {
        check(rows, h, tape, gates: 3)
        unsafe ck_gru_full_update_f64(rows.lowerBound, rows.count, h, &tape.gates, tape.previous, &tape.output)
    }

    static func gruFullUpdateBackward(
        _ rows: Range<Int>, _ h: Int, _ tape: inout Tape, _ da: inout [Double]
    ) {
        check(rows, h, tape, gates: 3, da)
        unsafe ck_gru_full_update_backward_f64(rows.lowerBound, rows.count, h, &tape.gates, tape.previous, &da)
    }

    static func gruFullRelevanceBackward(
        _ rows: Range<Int>, _ h: Int, _ tape: inout Tape, _ drelevant: [Double], _ da: inout [Double]
    ) {
        check(rows, h, tape, gates: 3, da)
        precondition(drelevant.count == rows.count * h)
        unsafe ck_gru_full_relevance_backward_f64(
            rows.lowerBound, rows.count, h, &tape.gates, tape.previous, drelevant, &da)
    }

    static func gruResetForward(_ rows: Range<Int>, _ h: Int, _ tape: inout Tape) {
        check(rows, h, tape, gates: 3, kept: 1)
        unsafe ck_gru_reset_forward_f64(
            rows.lowerBound, rows.count, h, &tape.gates, tape.kept, tape.previous, &tape.output)
    }

    static func gruResetBackward(
        _ rows: Range<Int>, _ h: Int, _ tape: inout Tape, _ da: inout [Double]
    ) {
        check(rows, h, tape, gates: 3, kept: 1, da)
        unsafe ck_gru_reset_backward_f64(rows.lowerBound, rows.count, h, &tape.gates, &tape.kept, tape.previous, &da)
    }

    /// The tape must reach to the last row; `step` has B×H numbers where it is given.
    private static func check(
        _ rows: Range<Int>, _ h: Int, _ tape: Tape, gates: Int, kept: Int = 0, _ step: [Double]? = nil
    ) {
        let end = rows.upperBound * h
        precondition(
            rows.lowerBound >= 0 && tape.gates.count >= end * gates && tape.kept.count >= end * kept
                && tape.previous.count >= end && tape.output.count >= end
                && (step.map { $0.count == rows.count * h } ?? true),
            "rows \(rows) of \(h) units: a tape of \(tape.output.count) outputs and \(tape.gates.count) gates")
    }
}
