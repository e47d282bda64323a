/// The recurrent cells a network can be made of; the raw value is the name in commands and model files.
public enum CellKind: String, Codable, Sendable, CaseIterable {
    /// The vanilla recurrent network, `a⟨t⟩ = tanh(W_aa a⟨t−1⟩ + W_ax x⟨t⟩ + b_a)`.
    case rnn
    /// The lectures' first gated unit: an update gate only.
    case gruSimplified = "gru-simplified"
    /// The lectures' full gated recurrent unit: relevance gate before the product.
    case gruFull = "gru"
    /// PyTorch's gated recurrent unit: reset gate after the product.
    case gruReset = "gru-pytorch"
    /// Long short-term memory.
    case lstm
    /// Long short-term memory whose gates also see the memory cell.
    case lstmPeephole = "lstm-peephole"

    /// The first part of the tensors' names in a model file. Where PyTorch has the same cell it is PyTorch's name.
    public var tensorPrefix: String {
        switch self {
        case .rnn: "rnn"
        case .gruSimplified: "gru_simplified"
        case .gruFull: "gru_full"
        case .gruReset: "gru"
        case .lstm, .lstmPeephole: "lstm"
        }
    }
}
