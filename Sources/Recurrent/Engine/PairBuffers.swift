/// A layer's weights in words of two bfloat16 numbers, laid out as its packed parameters are.
final class PackedWords: Sendable {
    let input, recurrent, recurrentBack, inputBack: Buffer

    init(_ plan: PanelPlan, inputSize: Int, readsIDs: Bool, hiddenColumns: Int, inputColumns: Int) {
        let (inputWidth, recurrentWidth) = (plan.input.count * 16, plan.recurrent.count * 16)
        input = Buffer(count: readsIDs ? 0 : plan.panels * Kernels.words(inputSize) * inputWidth)
        recurrent = Buffer(count: plan.panels * Kernels.words(plan.hidden) * recurrentWidth)
        recurrentBack = Buffer(count: plan.panels * recurrentWidth / 2 * hiddenColumns)
        inputBack = Buffer(count: readsIDs ? 0 : plan.panels * inputWidth / 2 * inputColumns)
    }
}

/// What a layer's cache holds in words, as left operands of its products.
final class WindowWords: Sendable {
    /// [(T + 1)·B][stride / 2]: a⟨0⟩ … a⟨T⟩.
    let activation: Buffer
    /// [T·B][stride / 2]: what the layer above reads, where dropout zeroes some of it.
    let dropped: Buffer
    /// [B][stride / 2]: a⟨t−1⟩ of a step where sequences begin, and Γr·a⟨t−1⟩.
    let restarted, resetOutput: Buffer
    /// [panel][T·B][columns / 2]: dz.
    let dz: Buffer

    init(_ plan: PanelPlan, batch: Int, time: Int, drops: Bool) {
        let rows = batch * time, half = plan.stride / 2
        activation = Buffer(count: (rows + batch) * half)
        dropped = Buffer(count: drops ? rows * half : 0)
        restarted = Buffer(count: batch * half)
        resetOutput = Buffer(count: plan.cell.afterReset == nil ? 0 : batch * half)
        dz = Buffer(count: plan.panels * rows * plan.width / 2)
    }
}

/// Some steps of all rows in words across the rows: the operands of the gradients by the weights. Used for one layer after the other.
final class PairBuffers: Sendable {
    /// The rows of words.
    let capacity: Int
    /// [row][stride]: a⟨t−1⟩, Γr·a⟨t−1⟩ and the layer's input.
    let previous, resetOutput, input: Buffer
    /// [panel][row][columns].
    let dz: Buffer

    init(_ plan: PanelPlan, rows: Int, embeddedStride: Int) {
        capacity = Kernels.words(rows)
        previous = Buffer(count: capacity * plan.stride)
        resetOutput = Buffer(count: plan.cell.afterReset == nil ? 0 : capacity * plan.stride)
        input = Buffer(count: capacity * max(plan.stride, embeddedStride))
        dz = Buffer(count: plan.panels * capacity * plan.width)
    }
}
