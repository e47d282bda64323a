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
/// With peepholes the gates also see the cell state, unit by unit (p ∘ c): Γu and Γf see c⟨t−1⟩, Γo sees the new c⟨t⟩, as in
/// Gers and Schmidhuber, "Recurrent nets that time and count" (2000). The lecture's slide writes c⟨t−1⟩ for all three; the
/// original, followed here, lets the output gate look at what it is about to let out. PyTorch has no peepholes;
/// `weight_peephole` is [3, H], gate order i, f, o.
///
/// The fast one: `lstm_forward`, `lstm_backward` and `lstm_peephole_backward` in `Sources/CKernels/vector/cells.h`.
struct LSTM: ReferenceCell {
    func step(_ x: Input, _ before: State, _ w: Tensors) -> (after: State, backward: Backward) {
        let (ih, hh) = (w["weight_ih"]!, w["weight_hh"]!)
        let peephole = w["weight_peephole"]?.vector.split(3)
        let z = (ih * x + w["bias_ih"]!.vector + hh * before.a + w["bias_hh"]!.vector).split(4)
        func seen(_ gate: Int, _ c: Vector) -> Vector { peephole.map { $0[gate] * c } ?? .zeros(c.values.count) }
        let i = sigmoid(z[0] + seen(0, before.c))
        let f = sigmoid(z[1] + seen(1, before.c))
        let g = tanh(z[2])
        let c = i * g + f * before.c
        let o = sigmoid(z[3] + seen(2, c))
        let squashed = tanh(c)
        let a = o * squashed

        return (
            State(a: a, c: c),
            { after, gradients in
                let dzo = after.a * squashed * slopeOfSigmoid(o)
                let dc = after.c + after.a * o * slopeOfTanh(squashed) + seen(2, dzo)
                let dzi = dc * g * slopeOfSigmoid(i)
                let dzf = dc * before.c * slopeOfSigmoid(f)
                let dz = Vector.joined(dzi, dzf, dc * i * slopeOfTanh(g), dzo)
                gradients["weight_ih"]!.add(dz, times: x)
                gradients["weight_hh"]!.add(dz, times: before.a)
                gradients["bias_ih"]! += dz
                gradients["bias_hh"]! += dz
                if peephole != nil { gradients["weight_peephole"]! += .joined(dzi * before.c, dzf * before.c, dzo * c) }
                return (
                    ih.transposed(times: dz),
                    State(a: hh.transposed(times: dz), c: dc * f + seen(0, dzi) + seen(1, dzf))
                )
            }
        )
    }
}
