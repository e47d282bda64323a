/// The vanilla recurrent network.
///
///     a⟨t⟩ = tanh(W_aa a⟨t−1⟩ + W_ax x⟨t⟩ + b_a)
///
/// PyTorch's `nn.RNN` with `nonlinearity='tanh'`: W_aa is `weight_hh`, W_ax `weight_ih`, and b_a is kept as the sum
/// of `bias_ih` and `bias_hh`. Shapes: weights [H, N] and [H, H], biases [H].
struct VanillaRNN: PlainCell {
    let hidden: Int
    let inputWeights, recurrentWeights, inputBias, recurrentBias: Region
    var gateWidth: Int { hidden }
    var keptWidth: Int { 0 }
    var hasMemory: Bool { false }

    func begin(rows: Int, parameters: [Double], tape: inout Tape) {
        Kernel.setRows(of: &tape.gates, units(0..<rows), to: parameters, inputBias)
        Kernel.addRows(of: &tape.gates, units(0..<rows), parameters, recurrentBias)
    }

    func advance(rows: Range<Int>, parameters: [Double], tape: inout Tape, state: inout LayerState) {
        Kernel.addProduct(
            tape.previous, units(rows), transposed: parameters, recurrentWeights, to: &tape.gates, units(rows))
        Kernel.rnnForward(rows, hidden, &tape)
    }

    /// With z⟨t⟩ the argument of tanh: dz = da (1 − a²), and da⟨t−1⟩ = W_aaᵀ dz.
    func retreat(
        rows: Range<Int>, parameters: [Double], tape: inout Tape, gradient: inout LayerState,
        gradients: inout [Double]
    ) {
        Kernel.rnnBackward(rows, hidden, &tape, &gradient.a)
        Kernel.addProduct(
            tape.gates, units(rows), transposed: tape.transposed, transposedWeights(0..<hidden), to: &gradient.a,
            units(0..<rows.count))
    }

    func finish(rows: Int, tape: Tape, gradients: inout [Double]) {
        let all = units(0..<rows)
        Kernel.addProduct(transposed: tape.gates, all, tape.previous, all, to: &gradients, recurrentWeights)
        Kernel.addColumnSums(tape.gates, all, to: &gradients, inputBias)
        Kernel.addColumnSums(tape.gates, all, to: &gradients, recurrentBias)
    }
}
