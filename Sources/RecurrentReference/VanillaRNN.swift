/// The vanilla recurrent network.
///
///     a⟨t⟩ = tanh(W_aa a⟨t−1⟩ + W_ax x⟨t⟩ + b_a)
///
/// PyTorch's `nn.RNN` with `nonlinearity='tanh'`: W_aa is `weight_hh`, W_ax `weight_ih`, and b_a is kept as the sum
/// of `bias_ih` and `bias_hh`. Shapes: weights [H, N] and [H, H], biases [H].
///
/// The fast one: `rnn_forward` and `rnn_backward` in `Sources/CKernels/vector/cells.h`.
struct VanillaRNN: ReferenceCell {
    func step(_ x: Input, _ before: State, _ w: Tensors) -> (after: State, backward: Backward) {
        let (ih, hh) = (w["weight_ih"]!, w["weight_hh"]!)
        let a = tanh(ih * x + w["bias_ih"]!.vector + hh * before.a + w["bias_hh"]!.vector)

        return (
            State(a: a, c: before.c),
            { after, gradients in
                let dz = after.a * slopeOfTanh(a)
                gradients["weight_ih"]!.add(dz, times: x)
                gradients["weight_hh"]!.add(dz, times: before.a)
                gradients["bias_ih"]! += dz
                gradients["bias_hh"]! += dz
                return (ih.transposed(times: dz), State(a: hh.transposed(times: dz), c: after.c))
            }
        )
    }
}
