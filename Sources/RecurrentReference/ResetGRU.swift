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
///
/// The fast one: `gru_reset_forward` and `gru_reset_backward` in `Sources/CKernels/vector/cells.h`.
struct ResetGRU: ReferenceCell {
    func step(_ x: Input, _ before: State, _ w: Tensors) -> (after: State, backward: Backward) {
        let (ih, hh) = (w["weight_ih"]!, w["weight_hh"]!)
        let read = (ih * x + w["bias_ih"]!.vector).split(3)
        let recalled = (hh * before.a + w["bias_hh"]!.vector).split(3)
        let r = sigmoid(read[0] + recalled[0])
        let z = sigmoid(read[1] + recalled[1])
        let n = tanh(read[2] + r * recalled[2])
        let a = (1 - z) * n + z * before.a

        return (
            State(a: a, c: before.c),
            { after, gradients in
                let dzn = after.a * (1 - z) * slopeOfTanh(n)
                let dzz = after.a * (before.a - n) * slopeOfSigmoid(z)
                let dzr = dzn * recalled[2] * slopeOfSigmoid(r)
                let dRead = Vector.joined(dzr, dzz, dzn), dRecalled = Vector.joined(dzr, dzz, dzn * r)
                gradients["weight_ih"]!.add(dRead, times: x)
                gradients["weight_hh"]!.add(dRecalled, times: before.a)
                gradients["bias_ih"]! += dRead
                gradients["bias_hh"]! += dRecalled
                return (
                    ih.transposed(times: dRead),
                    State(a: after.a * z + hh.transposed(times: dRecalled), c: after.c)
                )
            }
        )
    }
}
