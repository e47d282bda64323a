/// The gated recurrent unit in the lectures' full form: the relevance gate acts on c⟨t−1⟩ before the product (as in
/// Cho et al. 2014, arXiv:1406.1078). Here a⟨t⟩ = c⟨t⟩.
///
///     Γr    = σ(W_r [c⟨t−1⟩, x⟨t⟩] + b_r)
///     Γu    = σ(W_u [c⟨t−1⟩, x⟨t⟩] + b_u)
///     c̃⟨t⟩ = tanh(W_c [Γr · c⟨t−1⟩, x⟨t⟩] + b_c)
///     c⟨t⟩  = Γu · c̃⟨t⟩ + (1 − Γu) · c⟨t−1⟩
///
/// PyTorch computes another cell, `ResetGRU`: its r is Γr applied after the product, its z is 1 − Γu, its n is c̃. The
/// tensors follow its manner: columns for c⟨t−1⟩ in `weight_hh` [3H, H], for x⟨t⟩ in `weight_ih` [3H, N]; one `bias`
/// [3H]; gate order r, u, c.
struct FullGRU: PlainCell {
    let hidden: Int
    let inputWeights, recurrentWeights, bias: Region
    var gateWidth: Int { 3 * hidden }
    /// Γr · c⟨t−1⟩.
    var keptWidth: Int { hidden }
    var hasMemory: Bool { false }
    private var relevanceAndUpdate: Range<Int> { 0..<2 * hidden }
    private var candidate: Range<Int> { 2 * hidden..<3 * hidden }

    func begin(rows: Int, parameters: [Double], tape: inout Tape) {
        Kernel.setRows(of: &tape.gates, gates(0..<rows, 0..<3 * hidden), to: parameters, bias)
    }

    func advance(rows: Range<Int>, parameters: [Double], tape: inout Tape, state: inout LayerState) {
        Kernel.addProduct(
            tape.previous, units(rows), transposed: parameters, recurrentWeights.rows(relevanceAndUpdate),
            to: &tape.gates, gates(rows, relevanceAndUpdate))
        Kernel.gruFullRelevance(rows, hidden, &tape)
        Kernel.addProduct(
            tape.kept, units(rows), transposed: parameters, recurrentWeights.rows(candidate), to: &tape.gates,
            gates(rows, candidate))
        Kernel.gruFullUpdate(rows, hidden, &tape)
    }

    /// As in the simplified form for Γu and c̃. Then, with p = Γr · c⟨t−1⟩ and dp = W_ccᵀ dz_c: dΓr = dp c⟨t−1⟩, and
    /// dc⟨t−1⟩ = dc (1 − Γu) + dp Γr + (W_rcᵀ dz_r + W_ucᵀ dz_u).
    func retreat(
        rows: Range<Int>, parameters: [Double], tape: inout Tape, gradient: inout LayerState,
        gradients: inout [Double]
    ) {
        let step = units(0..<rows.count)
        Kernel.gruFullUpdateBackward(rows, hidden, &tape, &gradient.a)
        var product = [Double](repeating: 0, count: rows.count * hidden)
        Kernel.addProduct(
            tape.gates, gates(rows, candidate), transposed: tape.transposed, transposedWeights(candidate),
            to: &product, step)
        Kernel.gruFullRelevanceBackward(rows, hidden, &tape, product, &gradient.a)
        Kernel.addProduct(
            tape.gates, gates(rows, relevanceAndUpdate), transposed: tape.transposed,
            transposedWeights(relevanceAndUpdate), to: &gradient.a, step)
    }

    func finish(rows: Int, tape: Tape, gradients: inout [Double]) {
        let all = units(0..<rows)
        Kernel.addProduct(
            transposed: tape.gates, gates(0..<rows, relevanceAndUpdate), tape.previous, all, to: &gradients,
            recurrentWeights.rows(relevanceAndUpdate))
        Kernel.addProduct(
            transposed: tape.gates, gates(0..<rows, candidate), tape.kept, all, to: &gradients,
            recurrentWeights.rows(candidate))
        Kernel.addColumnSums(tape.gates, gates(0..<rows, 0..<3 * hidden), to: &gradients, bias)
    }
}
