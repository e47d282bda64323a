/// What one layer writes down on its way through a window, for the way back. All rows of the batch; each thread
/// writes its own.
final class LayerWindow: Sendable {
    let plan: PanelPlan
    /// B and T.
    let batch, time: Int
    /// [panel][T·B][columns]: z, then the gates' values, then dz.
    let z: Buffer
    /// [(T + 1)·B][stride]: a⟨0⟩ … a⟨T⟩ and c⟨0⟩ … c⟨T⟩.
    let activation, memory: Buffer
    /// [T·B][stride]: tanh c⟨t⟩.
    let tanhMemory: Buffer
    /// [T·B][stride]: Γr·a⟨t−1⟩.
    let relevant: Buffer
    /// [T·B][stride]: what the layer above reads, where dropout hides some of it.
    let hidden: Buffer
    /// [B][stride]: a⟨t−1⟩ and c⟨t−1⟩ of a step where sequences begin.
    let restarted, restartedMemory: Buffer
    /// [B][stride], on the way back: the gradients by a⟨t−1⟩, c⟨t−1⟩ and Γr·a⟨t−1⟩.
    let after, memoryGradient, relevantGradient: Buffer

    init(_ plan: PanelPlan, batch: Int, time: Int, isBackward: Bool, hides: Bool) {
        let (rows, stride) = (batch * time, plan.stride)
        let hasMemory = plan.kind.hasMemory, isFull = plan.kind == .gruFull
        self.plan = plan
        self.batch = batch
        self.time = time
        z = Buffer(count: plan.panels * rows * plan.width)
        activation = Buffer(count: (rows + batch) * stride)
        memory = Buffer(count: hasMemory ? (rows + batch) * stride : 0)
        tanhMemory = Buffer(count: hasMemory ? rows * stride : 0)
        relevant = Buffer(count: isFull ? rows * stride : 0)
        hidden = Buffer(count: hides ? rows * stride : 0)
        restarted = Buffer(count: batch * stride)
        restartedMemory = Buffer(count: hasMemory ? batch * stride : 0)
        after = Buffer(count: isBackward ? batch * stride : 0)
        memoryGradient = Buffer(count: isBackward && hasMemory ? batch * stride : 0)
        relevantGradient = Buffer(count: isBackward && isFull ? batch * stride : 0)
    }

    /// The gates of one panel from row `row` of step t on.
    @inline(__always)
    func z(panel: Int, step: Int, row: Int) -> View {
        z.view.from(((panel * time + step) * batch + row) * plan.width)
    }

    /// From row `row` of slot t on, unit `unit`: slot t of a and c is a⟨t⟩, slot t of the rest belongs to step t + 1.
    @inline(__always)
    func place(_ slot: Int, row: Int, unit: Int = 0) -> Int { (slot * batch + row) * plan.stride + unit }

    /// What the layer above reads.
    func output(hides: Bool) -> View {
        hides ? hidden.view : activation.view.from(batch * plan.stride)
    }
}

extension CellKind {
    /// Whether there is a c⟨t⟩ apart from a⟨t⟩.
    var hasMemory: Bool { self == .lstm || self == .lstmPeephole }
}
