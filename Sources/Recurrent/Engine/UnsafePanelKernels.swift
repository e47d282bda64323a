internal import CKernels

/// Some rows of one panel of a layer at one step: the places where a cell's kernel reads and writes. All but `z` have
/// rows `stride` apart, and begin at the panel's first unit.
struct PanelStep {
    var rows: Int
    var stride: Int
    /// The gates.
    var z: View
    /// a⟨t−1⟩ and c⟨t−1⟩.
    var previous: View
    var cellState: View
    /// a⟨t⟩, c⟨t⟩ and tanh c⟨t⟩; in the backward pass c⟨t⟩ is written by peephole cells only.
    var output: View
    var newCellState: View
    var tanhCellState: View
    /// Γr·a⟨t−1⟩, and in the backward pass its gradient.
    var resetOutput: View
    /// In the backward pass: the gradients by a⟨t⟩ from above and from step t + 1, and by c⟨t⟩.
    var above: View
    var after: View
    var cellStateGradient: View
}

extension Kernels {
    /// The gates that a cell needs before its second product; only the full GRU has one.
    func reset(_ plan: PanelPlan, _ s: PanelStep) {
        let length = (s.rows - 1) * s.stride + 16
        unsafe table.pointee.gru_full_reset(
            s.rows, s.stride, s.z.pointer(s.rows * plan.width), s.previous.pointer(length),
            s.resetOutput.pointer(length))
    }

    /// From z to a⟨t⟩ (and c⟨t⟩).
    @inline(__always)
    func forward(_ plan: PanelPlan, _ s: PanelStep, peephole: View?) {
        let length = (s.rows - 1) * s.stride + plan.units
        let z = unsafe s.z.pointer(s.rows * plan.width), output = unsafe s.output.pointer(length)
        let kernels = unsafe table.pointee
        switch plan.kind {
        case .rnn: unsafe kernels.rnn_forward(s.rows, s.stride, z, output)
        case .gruSimplified:
            unsafe kernels.gru_simplified_forward(s.rows, s.stride, z, s.previous.pointer(length), output)
        case .gruFull: unsafe kernels.gru_full_update(s.rows, s.stride, z, s.previous.pointer(length), output)
        case .gruReset: unsafe kernels.gru_reset_forward(s.rows, s.stride, z, s.previous.pointer(length), output)
        case .lstm, .lstmPeephole:
            unsafe kernels.lstm_forward(
                s.rows, s.stride, z, peephole?.pointer(2 * plan.paddedHidden + 16), plan.paddedHidden,
                s.cellState.pointer(length), s.newCellState.pointer(length), s.tanhCellState.pointer(length), output)
        }
    }

    /// From the gradient by a⟨t⟩ to that by z; `after` becomes the part that passes by the gates, where the cell lets
    /// any pass.
    @inline(__always)
    func backward(_ plan: PanelPlan, _ s: PanelStep, peephole: View?) {
        let length = (s.rows - 1) * s.stride + plan.units
        let z = unsafe s.z.pointer(s.rows * plan.width)
        let above = unsafe s.above.pointer(length), after = unsafe s.after.pointer(length)
        let kernels = unsafe table.pointee
        switch plan.kind {
        case .rnn: unsafe kernels.rnn_backward(s.rows, s.stride, z, above, after)
        case .gruSimplified:
            unsafe kernels.gru_simplified_backward(s.rows, s.stride, z, s.previous.pointer(length), above, after)
        case .gruFull:
            unsafe kernels.gru_full_update_backward(s.rows, s.stride, z, s.previous.pointer(length), above, after)
        case .gruReset:
            unsafe kernels.gru_reset_backward(s.rows, s.stride, z, s.previous.pointer(length), above, after)
        case .lstm, .lstmPeephole:
            unsafe kernels.lstm_backward(
                s.rows, s.stride, z, peephole?.pointer(2 * plan.paddedHidden + 16), plan.paddedHidden,
                s.cellState.pointer(length), s.newCellState.pointer(peephole == nil ? 0 : length),
                s.tanhCellState.pointer(length), above, after, s.cellStateGradient.pointer(length))
        }
    }

    /// The full GRU's second half of the backward pass, from the gradient of Γr·a⟨t−1⟩ in `resetOutput`.
    func resetBackward(_ plan: PanelPlan, _ s: PanelStep) {
        let length = (s.rows - 1) * s.stride + 16
        unsafe table.pointee.gru_full_reset_backward(
            s.rows, s.stride, s.z.pointer(s.rows * plan.width), s.previous.pointer(length),
            s.resetOutput.pointer(length), s.after.pointer(length))
    }

    /// The peepholes' gradient over `rows` rows, from dz, c⟨t−1⟩ and c⟨t⟩.
    func peepholeBackward(
        _ plan: PanelPlan, rows: Int, z: View, cellState: View, newCellState: View, to gradient: View
    ) {
        let length = (rows - 1) * plan.stride + 16
        unsafe table.pointee.lstm_peephole_backward(
            rows, plan.stride, z.pointer(rows * plan.width), cellState.pointer(length), newCellState.pointer(length),
            gradient.pointer(2 * plan.paddedHidden + 16), plan.paddedHidden)
    }
}
