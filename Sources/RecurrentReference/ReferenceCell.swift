package import Recurrent

/// A layer's state for one sequence: a⟨t⟩, and c⟨t⟩ where the cell has one. Or the gradient by it.
package struct State: Sendable {
    package var a, c: Vector

    /// a⟨0⟩ = 0, c⟨0⟩ = 0.
    static func zero(_ hidden: Int) -> State { State(a: .zeros(hidden), c: .zeros(hidden)) }
}

/// A layer's tensors by their names without prefix and layer (`weight_hh`), or the gradients by them.
typealias Tensors = [String: Matrix]

/// The way backward through one step: from the gradient by the state after it to those by its input and by the state before.
/// Those by the tensors are added to the last argument.
typealias Backward = (_ after: State, _ gradients: inout Tensors) -> (input: Vector, before: State)

/// A cell as its equations say: one step of one sequence, and the way backward through it.
///
///     z = W_ih x + W_hh a + …          a product and its sum
///     dz                               the gradient of the loss by z
///
/// Sums over a batch, its steps and layers are the business of ``ReferenceNetwork``.
protocol ReferenceCell {
    /// The state after one step, and the way backward through that step.
    func step(_ x: Input, _ before: State, _ w: Tensors) -> (after: State, backward: Backward)
}

/// The cell of a kind.
func referenceCell(_ kind: CellKind) -> any ReferenceCell {
    switch kind {
    case .rnn: VanillaRNN()
    case .gruSimplified: SimplifiedGRU()
    case .gruFull: FullGRU()
    case .gruReset: ResetGRU()
    case .lstm, .lstmPeephole: LSTM()
    }
}
