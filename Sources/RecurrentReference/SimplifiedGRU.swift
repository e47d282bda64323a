/// The gated recurrent unit in the lectures' simplified form: an update gate only. Here a⟨t⟩ = c⟨t⟩.
///
///     Γu    = σ(W_u [c⟨t−1⟩, x⟨t⟩] + b_u)
///     c̃⟨t⟩ = tanh(W_c [c⟨t−1⟩, x⟨t⟩] + b_c)
///     c⟨t⟩  = Γu · c̃⟨t⟩ + (1 − Γu) · c⟨t−1⟩
///
/// PyTorch has no such cell. The tensors follow its manner all the same: each W is split into the columns for c⟨t−1⟩
/// (`weight_hh`, [2H, H]) and for x⟨t⟩ (`weight_ih`, [2H, N]); one `bias` [2H]; gate order u, c.
///
/// The fast one: `gru_simplified_forward` and `gru_simplified_backward` in `Sources/CKernels/vector/cells.h`.
struct SimplifiedGRU: ReferenceCell {
    func step(_ x: Input, _ before: State, _ w: Tensors) -> (after: State, backward: Backward) {
        let (ih, hh) = (w["weight_ih"]!, w["weight_hh"]!)
        let z = (ih * x + hh * before.a + w["bias"]!.vector).split(2)
        let u = sigmoid(z[0])
        let candidate = tanh(z[1])
        let a = u * candidate + (1 - u) * before.a

        return (
            State(a: a, c: before.c),
            { after, gradients in
                let dz = Vector.joined(
                    after.a * (candidate - before.a) * slopeOfSigmoid(u), after.a * u * slopeOfTanh(candidate))
                gradients["weight_ih"]!.add(dz, times: x)
                gradients["weight_hh"]!.add(dz, times: before.a)
                gradients["bias"]! += dz
                return (
                    ih.transposed(times: dz),
                    State(a: after.a * (1 - u) + hh.transposed(times: dz), c: after.c)
                )
            }
        )
    }
}
