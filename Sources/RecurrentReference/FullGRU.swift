/// The gated recurrent unit in the lectures' full form: the relevance gate, as they call the reset gate, acts on c⟨t−1⟩
/// before the product (as in Cho et al. 2014, arXiv:1406.1078). Here a⟨t⟩ = c⟨t⟩.
///
///     Γr    = σ(W_r [c⟨t−1⟩, x⟨t⟩] + b_r)
///     Γu    = σ(W_u [c⟨t−1⟩, x⟨t⟩] + b_u)
///     c̃⟨t⟩ = tanh(W_c [Γr · c⟨t−1⟩, x⟨t⟩] + b_c)
///     c⟨t⟩  = Γu · c̃⟨t⟩ + (1 − Γu) · c⟨t−1⟩
///
/// PyTorch computes another cell, `ResetGRU`: its r is Γr applied after the product, its z is 1 − Γu, its n is c̃. The
/// tensors follow its manner: columns for c⟨t−1⟩ in `weight_hh` [3H, H], for x⟨t⟩ in `weight_ih` [3H, N]; one `bias`
/// [3H]; gate order r, u, c.
///
/// The fast one: `gru_full_reset`, `gru_full_update` and their backward in `Sources/CKernels/vector/cells.h`.
struct FullGRU: ReferenceCell {
    func step(_ x: Input, _ before: State, _ w: Tensors) -> (after: State, backward: Backward) {
        let (ih, hh) = (w["weight_ih"]!, w["weight_hh"]!)
        let (gates, candidates) = (hh.gates(0..<2, of: 3), hh.gates(2..<3, of: 3))
        let read = (ih * x + w["bias"]!.vector).split(3)
        let z = (gates * before.a).split(2)
        let r = sigmoid(read[0] + z[0])
        let u = sigmoid(read[1] + z[1])
        let relevant = r * before.a
        let candidate = tanh(read[2] + candidates * relevant)
        let a = u * candidate + (1 - u) * before.a

        return (
            State(a: a, c: before.c),
            { after, gradients in
                let dzu = after.a * (candidate - before.a) * slopeOfSigmoid(u)
                let dzc = after.a * u * slopeOfTanh(candidate)
                let dRelevant = candidates.transposed(times: dzc)
                let dzr = dRelevant * before.a * slopeOfSigmoid(r)
                let dGates = Vector.joined(dzr, dzu), dz = Vector.joined(dzr, dzu, dzc)
                gradients["weight_ih"]!.add(dz, times: x)
                gradients["weight_hh"]!.add(.joined(dzr, dzu, .zeros(dzc.values.count)), times: before.a)
                gradients["weight_hh"]!.add(.joined(.zeros(dGates.values.count), dzc), times: relevant)
                gradients["bias"]! += dz
                return (
                    ih.transposed(times: dz),
                    State(a: after.a * (1 - u) + dRelevant * r + gates.transposed(times: dGates), c: after.c)
                )
            }
        )
    }
}
