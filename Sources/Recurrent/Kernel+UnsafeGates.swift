/// The kernels of the cells' gates, checked: every array must hold the rows it is asked for.
///
/// `rows` are rows of the window on the tape; a state or the gradient by it holds just the rows of one step.
extension Kernel {
    static func rnnForward<S: NetworkScalar>(_ rows: Range<Int>, _ h: Int, _ tape: inout Tape<S>) {
        check(rows, h, tape, gates: 1)
        unsafe S.rnnForward(rows.lowerBound, rows.count, h, tape.gates, &tape.output)
    }

    static func rnnBackward<S: NetworkScalar>(_ rows: Range<Int>, _ h: Int, _ tape: inout Tape<S>, _ da: inout [S]) {
        check(rows, h, tape, gates: 1, da)
        unsafe S.rnnBackward(rows.lowerBound, rows.count, h, &tape.gates, tape.output, &da)
    }

    static func lstmForward<S: NetworkScalar>(
        _ rows: Range<Int>, _ h: Int, _ tape: inout Tape<S>, peephole: Region?, _ parameters: [S], _ c: inout [S]
    ) {
        check(rows, h, tape, gates: 4, kept: 1, c)
        guard let peephole else {
            unsafe S.lstmForward(
                rows.lowerBound, rows.count, h, &tape.gates, nil, &c, &tape.kept, &tape.output)
            return
        }
        precondition(parameters.has(peephole) && peephole.rows == 3 && peephole.columns == h, "\(peephole)")
        unsafe parameters.withUnsafeBufferPointer { parameters in
            let weights = unsafe parameters.baseAddress.map { unsafe $0 + peephole.start }
            unsafe S.lstmForward(
                rows.lowerBound, rows.count, h, &tape.gates, weights, &c, &tape.kept, &tape.output)
        }
    }

    static func lstmBackward<S: NetworkScalar>(
        _ rows: Range<Int>, _ h: Int, _ tape: inout Tape<S>, peephole: Region?, _ parameters: [S],
        _ gradient: inout LayerState<S>, _ gradients: inout [S]
    ) {
        check(rows, h, tape, gates: 4, kept: 1, gradient.a)
        precondition(gradient.c.count == rows.count * h && tape.previousMemory.count >= rows.upperBound * h)
        guard let peephole else {
            unsafe S.lstmBackward(
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
                unsafe S.lstmBackward(
                    rows.lowerBound, rows.count, h, &tape.gates, weights, tape.previousMemory, tape.kept, &gradient.a,
                    &gradient.c, sums)
            }
        }
    }

    static func gruSimplifiedForward<S: NetworkScalar>(_ rows: Range<Int>, _ h: Int, _ tape: inout Tape<S>) {
        check(rows, h, tape, gates: 2)
        unsafe S.gruSimplifiedForward(rows.lowerBound, rows.count, h, &tape.gates, tape.previous, &tape.output)
    }

    static func gruSimplifiedBackward<S: NetworkScalar>(
        _ rows: Range<Int>, _ h: Int, _ tape: inout Tape<S>, _ da: inout [S]
    ) {
        check(rows, h, tape, gates: 2, da)
        unsafe S.gruSimplifiedBackward(rows.lowerBound, rows.count, h, &tape.gates, tape.previous, &da)
    }

    static func gruFullRelevance<S: NetworkScalar>(_ rows: Range<Int>, _ h: Int, _ tape: inout Tape<S>) {
        check(rows, h, tape, gates: 3, kept: 1)
        unsafe S.gruFullRelevance(rows.lowerBound, rows.count, h, &tape.gates, tape.previous, &tape.kept)
    }

    static func gruFullUpdate<S: NetworkScalar>(_ rows: Range<Int>, _ h: Int, _ tape: inout Tape<S>) {
        check(rows, h, tape, gates: 3)
        unsafe S.gruFullUpdate(rows.lowerBound, rows.count, h, &tape.gates, tape.previous, &tape.output)
    }

    static func gruFullUpdateBackward<S: NetworkScalar>(
        _ rows: Range<Int>, _ h: Int, _ tape: inout Tape<S>, _ da: inout [S]
    ) {
        check(rows, h, tape, gates: 3, da)
        unsafe S.gruFullUpdateBackward(rows.lowerBound, rows.count, h, &tape.gates, tape.previous, &da)
    }

    static func gruFullRelevanceBackward<S: NetworkScalar>(
        _ rows: Range<Int>, _ h: Int, _ tape: inout Tape<S>, _ drelevant: [S], _ da: inout [S]
    ) {
        check(rows, h, tape, gates: 3, da)
        precondition(drelevant.count == rows.count * h)
        unsafe S.gruFullRelevanceBackward(
            rows.lowerBound, rows.count, h, &tape.gates, tape.previous, drelevant, &da)
    }

    static func gruResetForward<S: NetworkScalar>(_ rows: Range<Int>, _ h: Int, _ tape: inout Tape<S>) {
        check(rows, h, tape, gates: 3, kept: 1)
        unsafe S.gruResetForward(
            rows.lowerBound, rows.count, h, &tape.gates, tape.kept, tape.previous, &tape.output)
    }

    static func gruResetBackward<S: NetworkScalar>(
        _ rows: Range<Int>, _ h: Int, _ tape: inout Tape<S>, _ da: inout [S]
    ) {
        check(rows, h, tape, gates: 3, kept: 1, da)
        unsafe S.gruResetBackward(rows.lowerBound, rows.count, h, &tape.gates, &tape.kept, tape.previous, &da)
    }

    /// The tape must reach to the last row; `step` has B×H numbers where it is given.
    private static func check<S>(
        _ rows: Range<Int>, _ h: Int, _ tape: Tape<S>, gates: Int, kept: Int = 0, _ step: [S]? = nil
    ) {
        let end = rows.upperBound * h
        precondition(
            rows.lowerBound >= 0 && tape.gates.count >= end * gates && tape.kept.count >= end * kept
                && tape.previous.count >= end && tape.output.count >= end
                && (step.map { $0.count == rows.count * h } ?? true),
            "rows \(rows) of \(h) units: a tape of \(tape.output.count) outputs and \(tape.gates.count) gates")
    }
}
