/// Long short-term memory, with or without peepholes.
///
///     Γu    = σ(W_u [a⟨t−1⟩, x⟨t⟩] + b_u)
///     Γf    = σ(W_f [a⟨t−1⟩, x⟨t⟩] + b_f)
///     c̃⟨t⟩ = tanh(W_c [a⟨t−1⟩, x⟨t⟩] + b_c)
///     Γo    = σ(W_o [a⟨t−1⟩, x⟨t⟩] + b_o)
///     c⟨t⟩  = Γu · c̃⟨t⟩ + Γf · c⟨t−1⟩
///     a⟨t⟩  = Γo · tanh(c⟨t⟩)
///
/// PyTorch's `nn.LSTM` calls them i = Γu, f = Γf, g = c̃, o = Γo and h = a; gate order i, f, g, o. Each W is split into
/// the columns for a⟨t−1⟩ (`weight_hh`, [4H, H]) and for x⟨t⟩ (`weight_ih`, [4H, N]), each b is the sum of `bias_ih`
/// and `bias_hh` ([4H]).
///
/// With peepholes the gates also see the memory cell, unit by unit (p ∘ c): Γu and Γf see c⟨t−1⟩, Γo sees the new
/// c⟨t⟩, as in Gers and Schmidhuber, "Recurrent nets that time and count" (2000). The lecture's slide writes c⟨t−1⟩ for
/// all three; the original, followed here, lets the output gate look at what it is about to let out. PyTorch has no
/// peepholes; `weight_peephole` is [3, H], gate order i, f, o.
struct LSTM: PlainCell {
    let hidden: Int
    let inputWeights, recurrentWeights, inputBias, recurrentBias: Region
    let peephole: Region?
    var gateWidth: Int { 4 * hidden }
    /// tanh(c⟨t⟩).
    var keptWidth: Int { hidden }
    var hasMemory: Bool { true }
    private var all: Range<Int> { 0..<4 * hidden }

    func begin(rows: Int, parameters: [Double], tape: inout Tape) {
        Kernel.setRows(of: &tape.gates, gates(0..<rows, all), to: parameters, inputBias)
        Kernel.addRows(of: &tape.gates, gates(0..<rows, all), parameters, recurrentBias)
    }

    func advance(rows: Range<Int>, parameters: [Double], tape: inout Tape, state: inout LayerState) {
        Kernel.addProduct(
            tape.previous, units(rows), transposed: parameters, recurrentWeights, to: &tape.gates, gates(rows, all))
        Kernel.lstmForward(rows, hidden, &tape, peephole: peephole, parameters, &state.c)
    }

    /// dΓo = da tanh(c), and dc⟨t⟩ = (what step t + 1 passed back) + da Γo (1 − tanh²c) + p_o dz_o; from it
    /// dΓu = dc c̃, dΓf = dc c⟨t−1⟩, dc̃ = dc Γu, each times the slope of σ or tanh giving dz;
    /// dc⟨t−1⟩ = dc Γf + p_i dz_u + p_f dz_f, and da⟨t−1⟩ = W_aᵀ dz.
    func retreat(
        rows: Range<Int>, parameters: [Double], tape: inout Tape, gradient: inout LayerState,
        gradients: inout [Double]
    ) {
        Kernel.lstmBackward(rows, hidden, &tape, peephole: peephole, parameters, &gradient, &gradients)
        Kernel.addProduct(
            tape.gates, gates(rows, all), transposed: tape.transposed, transposedWeights(all), to: &gradient.a,
            units(0..<rows.count))
    }

    func finish(rows: Int, tape: Tape, gradients: inout [Double]) {
        let dz = gates(0..<rows, all)
        Kernel.addProduct(transposed: tape.gates, dz, tape.previous, units(0..<rows), to: &gradients, recurrentWeights)
        Kernel.addColumnSums(tape.gates, dz, to: &gradients, inputBias)
        Kernel.addColumnSums(tape.gates, dz, to: &gradients, recurrentBias)
    }
}
