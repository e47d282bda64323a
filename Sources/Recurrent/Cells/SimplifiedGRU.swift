/// The gated recurrent unit in the lectures' simplified form: an update gate only. Here a⟨t⟩ = c⟨t⟩.
///
///     Γu    = σ(W_u [c⟨t−1⟩, x⟨t⟩] + b_u)
///     c̃⟨t⟩ = tanh(W_c [c⟨t−1⟩, x⟨t⟩] + b_c)
///     c⟨t⟩  = Γu · c̃⟨t⟩ + (1 − Γu) · c⟨t−1⟩
///
/// PyTorch has no such cell. The tensors follow its manner all the same: each W is split into the columns for c⟨t−1⟩
/// (`weight_hh`, [2H, H]) and for x⟨t⟩ (`weight_ih`, [2H, N]); one `bias` [2H]; gate order u, c.
struct SimplifiedGRU: PlainCell {
    let hidden: Int
    let inputWeights, recurrentWeights, bias: Region
    var gateWidth: Int { 2 * hidden }
    var keptWidth: Int { 0 }
    var hasMemory: Bool { false }
    private var both: Range<Int> { 0..<2 * hidden }

    func begin(rows: Int, parameters: [Double], tape: inout Tape) {
        Kernel.setRows(of: &tape.gates, gates(0..<rows, both), to: parameters, bias)
    }

    func advance(rows: Range<Int>, parameters: [Double], tape: inout Tape, state: inout LayerState) {
        Kernel.addProduct(
            tape.previous, units(rows), transposed: parameters, recurrentWeights, to: &tape.gates, gates(rows, both))
        Kernel.gruSimplifiedForward(rows, hidden, &tape)
    }

    /// dΓu = dc (c̃ − c⟨t−1⟩), dc̃ = dc Γu, each times the slope of σ or tanh gives dz;
    /// dc⟨t−1⟩ = dc (1 − Γu) + W_ccᵀ dz.
    func retreat(
        rows: Range<Int>, parameters: [Double], tape: inout Tape, gradient: inout LayerState,
        gradients: inout [Double]
    ) {
        Kernel.gruSimplifiedBackward(rows, hidden, &tape, &gradient.a)
        Kernel.addProduct(
            tape.gates, gates(rows, both), transposed: tape.transposed, transposedWeights(both), to: &gradient.a,
            units(0..<rows.count))
    }

    func finish(rows: Int, tape: Tape, gradients: inout [Double]) {
        let all = gates(0..<rows, both)
        Kernel.addProduct(transposed: tape.gates, all, tape.previous, units(0..<rows), to: &gradients, recurrentWeights)
        Kernel.addColumnSums(tape.gates, all, to: &gradients, bias)
    }
}
