/// One recurrent layer: the seam between networks and the ways to compute a cell.
///
/// Shape letters here and in all cells: B rows (batch), T steps (time), H hidden units, N numbers (or K ids) a row of
/// input. Windows are time-major: row t·B + b belongs to step t of sequence b. A cell owns no numbers; its parameters
/// are regions of the flat array it is handed, its gradients the same regions of another.
///
/// `Network` knows cells through this alone, so a faster way to compute one is another type that conforms.
protocol RecurrentCell: Sendable {
    /// a⟨0⟩ = 0 (and c⟨0⟩ = 0) for `batch` rows.
    func zeroState(batch: Int) -> LayerState

    /// One step for the B rows of `state`, which becomes that of the next step; its `a` is the layer's output.
    ///
    /// `tape` is working memory, to be handed in again: then nothing is allocated.
    func step(
        _ input: LayerInput, parameters: [Double], state: inout LayerState, tape: inout Tape)

    /// T steps, zeroing rows of the state where the window says so. Afterwards `tape.output` has a⟨1⟩ … a⟨T⟩ and the
    /// tape all that `backward` needs.
    func forward(
        _ input: LayerInput, window: Window, parameters: [Double], state: inout LayerState,
        tape: inout Tape)

    /// Back through the window that `forward` left on the tape, which is used up.
    ///
    /// `outputGradient` is that of the loss by a⟨1⟩ … a⟨T⟩ as far as the layers above are concerned. The gradients by
    /// the parameters are added to `gradients`. Returns that by the input, T·B×N; nothing for ids. The window is where
    /// it ends: nothing flows back into the state it started from (truncated back-propagation).
    func backward(
        _ input: LayerInput, outputGradient: [Double], window: Window, parameters: [Double],
        tape: inout Tape, gradients: inout [Double]
    ) -> [Double]
}

/// What a layer reads.
enum LayerInput {
    /// One-hot vectors: K ids a row, and where each field's entries begin.
    case ids([Int32], starts: [Int32])
    /// N numbers a row.
    case dense([Double])
}

/// The extent of a window, and where sequences begin in it.
struct Window: Sendable {
    /// B.
    var batch: Int
    /// T.
    var time: Int
    /// T×B flags, or empty for none.
    var resets: [Bool]

    /// The rows of step t.
    func rows(_ t: Int) -> Range<Int> { t * batch..<(t + 1) * batch }

    /// The rows of the batch whose sequence begins at step t.
    func resetRows(_ t: Int) -> [Int] {
        resets.isEmpty ? [] : (0..<batch).filter { resets[t * batch + $0] }
    }
}

/// What a window's forward pass leaves for the way back: T·B rows in each array. Only the cell that wrote `gates` and
/// `kept` knows what their columns mean.
struct Tape: Sendable {
    /// a⟨t−1⟩ as step t saw it, so after resets.
    var previous: [Double] = []
    /// c⟨t−1⟩ likewise, or empty.
    var previousMemory: [Double] = []
    /// The gates: first z, then their values, on the way back the gradient by z.
    var gates: [Double] = []
    /// Whatever else the cell needs to find its way back.
    var kept: [Double] = []
    /// a⟨t⟩.
    var output: [Double] = []
    /// On the way back: the recurrent weights, transposed.
    var transposed: [Double] = []

    /// Makes the arrays fit; where they already do, nothing is allocated.
    mutating func fit(rows: Int, hidden: Int, memory: Bool, gates gateWidth: Int, kept keptWidth: Int) {
        func fit(_ values: inout [Double], _ count: Int) {
            if values.count != count { values = [Double](repeating: 0, count: count) }
        }
        fit(&previous, rows * hidden)
        fit(&previousMemory, memory ? rows * hidden : 0)
        fit(&gates, rows * gateWidth)
        fit(&kept, rows * keptWidth)
        fit(&output, rows * hidden)
    }
}
