/// The cache of a layer: what it writes down on its way through a window, for the backward pass. All rows of the batch; each thread
/// writes its own.
final class LayerWindow: Sendable {
    let plan: PanelPlan
    /// B and T.
    let batch, time: Int
    /// [panel][T·B][columns]: z, then the gates' values, then dz.
    let z: Buffer
    /// [(T + 1)·B][stride]: a⟨0⟩ … a⟨T⟩ and c⟨0⟩ … c⟨T⟩.
    let activation, cellState: Buffer
    /// [T·B][stride]: tanh c⟨t⟩.
    let tanhCellState: Buffer
    /// [T·B][stride], with peepholes, in the backward pass: c⟨t⟩ as the output gate saw it, also where a sequence ended with
    /// step t and the next one's start stands in its place above.
    let seenCellState: Buffer
    /// [T·B][stride]: Γr·a⟨t−1⟩.
    let resetOutput: Buffer
    /// [T·B][stride]: what the layer above reads, where dropout zeroes some of it.
    let dropped: Buffer
    /// [B][stride]: a⟨t−1⟩ and c⟨t−1⟩ of a step where sequences begin.
    let restarted, restartedCellState: Buffer
    /// [B][stride], in the backward pass: the gradients by a⟨t−1⟩, c⟨t−1⟩ and Γr·a⟨t−1⟩.
    let after, cellStateGradient, resetGradient: Buffer

    /// What products in bfloat16 read.
    let words: WindowWords?

    init(_ plan: PanelPlan, batch: Int, time: Int, isBackward: Bool, drops: Bool, rounds: Bool) {
        let (rows, stride) = (batch * time, plan.stride), cell = plan.cell
        func buffer(_ count: Int, if isNeeded: Bool = true) -> Buffer { Buffer(count: isNeeded ? count * stride : 0) }
        self.plan = plan
        self.batch = batch
        self.time = time
        words = rounds ? WindowWords(plan, batch: batch, time: time, drops: drops) : nil
        z = Buffer(count: plan.panels * rows * plan.width)
        activation = buffer(rows + batch)
        cellState = buffer(rows + batch, if: cell.hasCellState)
        tanhCellState = buffer(rows, if: cell.hasCellState)
        seenCellState = buffer(rows, if: isBackward && cell.hasPeepholes)
        resetOutput = buffer(rows, if: cell.afterReset != nil)
        dropped = buffer(rows, if: drops)
        restarted = buffer(batch)
        restartedCellState = buffer(batch, if: cell.hasCellState)
        after = buffer(batch, if: isBackward)
        cellStateGradient = buffer(batch, if: isBackward && cell.hasCellState)
        resetGradient = buffer(batch, if: isBackward && cell.afterReset != nil)
    }

    /// The gates of one panel from row `row` of step t on.
    @inline(__always)
    func z(panel: Int, step: Int, row: Int) -> View {
        z.view.from(((panel * time + step) * batch + row) * plan.width)
    }

    /// From row `row` of slot t on, unit `unit`: slot t of a and c is a⟨t⟩, slot t of the rest belongs to step t + 1.
    @inline(__always)
    func offset(_ slot: Int, row: Int, unit: Int = 0) -> Int { (slot * batch + row) * plan.stride + unit }

    /// What the layer above reads.
    func output(drops: Bool) -> View {
        drops ? dropped.view : activation.view.from(batch * plan.stride)
    }

    /// The same in words.
    func outputWords(drops: Bool) -> View? {
        words.map { drops ? $0.dropped.view : $0.activation.view.from(batch * plan.stride / 2) }
    }
}
