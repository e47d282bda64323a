/// The gated recurrent unit as PyTorch (`nn.GRU`) and cuDNN compute it: the reset gate acts after the product, which
/// needs one product a step instead of two. Here a⟨t⟩ is PyTorch's h.
///
///     r    = σ(W_ir x⟨t⟩ + b_ir + W_hr a⟨t−1⟩ + b_hr)
///     z    = σ(W_iz x⟨t⟩ + b_iz + W_hz a⟨t−1⟩ + b_hz)
///     n    = tanh(W_in x⟨t⟩ + b_in + r · (W_hn a⟨t−1⟩ + b_hn))
///     a⟨t⟩ = (1 − z) · n + z · a⟨t−1⟩
///
/// In the lectures' letters: r plays Γr, z is 1 − Γu, n is c̃. Shapes: `weight_ih` [3H, N], `weight_hh` [3H, H],
/// `bias_ih` and `bias_hh` [3H]; gate order r, z, n.
struct ResetGRU: PlainCell {
    let hidden: Int
    let inputWeights, recurrentWeights, inputBias, recurrentBias: Region
    var gateWidth: Int { 3 * hidden }
    /// W_hn a⟨t−1⟩ + b_hn.
    var keptWidth: Int { hidden }
    var hasMemory: Bool { false }
    private var resetAndUpdate: Range<Int> { 0..<2 * hidden }
    private var candidate: Range<Int> { 2 * hidden..<3 * hidden }

    func begin(rows: Int, parameters: [Double], tape: inout Tape) {
        Kernel.setRows(of: &tape.gates, gates(0..<rows, 0..<3 * hidden), to: parameters, inputBias)
        Kernel.addRows(
            of: &tape.gates, gates(0..<rows, resetAndUpdate), parameters, recurrentBias.columns(resetAndUpdate))
        Kernel.setRows(of: &tape.kept, units(0..<rows), to: parameters, recurrentBias.columns(candidate))
    }

    func advance(rows: Range<Int>, parameters: [Double], tape: inout Tape, state: inout LayerState) {
        Kernel.addProduct(
            tape.previous, units(rows), transposed: parameters, recurrentWeights.rows(resetAndUpdate),
            to: &tape.gates, gates(rows, resetAndUpdate))
        Kernel.addProduct(
            tape.previous, units(rows), transposed: parameters, recurrentWeights.rows(candidate), to: &tape.kept,
            units(rows))
        Kernel.gruResetForward(rows, hidden, &tape)
    }

    /// With m = W_hn a⟨t−1⟩ + b_hn: dn = da (1 − z), dz = da (a⟨t−1⟩ − n), dr = dz_n m and dm = dz_n r, where dz_n is
    /// dn times the slope of tanh; da⟨t−1⟩ = da z + (W_hrᵀ dz_r + W_hzᵀ dz_z) + W_hnᵀ dm.
    func retreat(
        rows: Range<Int>, parameters: [Double], tape: inout Tape, gradient: inout LayerState,
        gradients: inout [Double]
    ) {
        let step = units(0..<rows.count)
        Kernel.gruResetBackward(rows, hidden, &tape, &gradient.a)
        Kernel.addProduct(
            tape.gates, gates(rows, resetAndUpdate), transposed: tape.transposed, transposedWeights(resetAndUpdate),
            to: &gradient.a, step)
        Kernel.addProduct(
            tape.kept, units(rows), transposed: tape.transposed, transposedWeights(candidate), to: &gradient.a, step)
    }

    func finish(rows: Int, tape: Tape, gradients: inout [Double]) {
        let all = units(0..<rows)
        Kernel.addProduct(
            transposed: tape.gates, gates(0..<rows, resetAndUpdate), tape.previous, all, to: &gradients,
            recurrentWeights.rows(resetAndUpdate))
        Kernel.addProduct(
            transposed: tape.kept, all, tape.previous, all, to: &gradients, recurrentWeights.rows(candidate))
        Kernel.addColumnSums(tape.gates, gates(0..<rows, 0..<3 * hidden), to: &gradients, inputBias)
        Kernel.addColumnSums(
            tape.gates, gates(0..<rows, resetAndUpdate), to: &gradients, recurrentBias.columns(resetAndUpdate))
        Kernel.addColumnSums(tape.kept, all, to: &gradients, recurrentBias.columns(candidate))
    }
}
