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
    var memory: View
    /// a⟨t⟩, c⟨t⟩ and tanh c⟨t⟩.
    var output: View
    var newMemory: View
    var tanhMemory: View
    /// Γr·a⟨t−1⟩, and on the way back its gradient.
    var relevant: View
    /// On the way back: the gradients by a⟨t⟩ from above and from step t + 1, and by c⟨t⟩.
    var above: View
    var after: View
    var memoryGradient: View
}

extension Kernels {
    /// The gates that a cell needs before its second product; only the full GRU has one.
    func relevance(_ plan: PanelPlan, _ s: PanelStep) {
        let length = (s.rows - 1) * s.stride + 16
        unsafe table.pointee.gru_full_relevance(
            s.rows, s.stride, s.z.pointer(s.rows * plan.width), s.previous.pointer(length),
            s.relevant.pointer(length))
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
                s.memory.pointer(length), s.newMemory.pointer(length), s.tanhMemory.pointer(length), output)
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
                s.memory.pointer(length), s.tanhMemory.pointer(length), above, after,
                s.memoryGradient.pointer(length))
        }
    }

    /// The full GRU's second half of the way back, from the gradient of Γr·a⟨t−1⟩ in `relevant`.
    func relevanceBackward(_ plan: PanelPlan, _ s: PanelStep) {
        let length = (s.rows - 1) * s.stride + 16
        unsafe table.pointee.gru_full_relevance_backward(
            s.rows, s.stride, s.z.pointer(s.rows * plan.width), s.previous.pointer(length),
            s.relevant.pointer(length), s.after.pointer(length))
    }

    /// The peepholes' gradient over `rows` rows, from dz, c⟨t−1⟩ and c⟨t⟩.
    func peepholeBackward(
        _ plan: PanelPlan, rows: Int, z: View, memory: View, newMemory: View, to gradient: View
    ) {
        let length = (rows - 1) * plan.stride + 16
        unsafe table.pointee.lstm_peephole_backward(
            rows, plan.stride, z.pointer(rows * plan.width), memory.pointer(length), newMemory.pointer(length),
            gradient.pointer(2 * plan.paddedHidden + 16), plan.paddedHidden)
    }
}
