/// The recurrent cells a network can be made of; the raw value is the name in commands and model files.
public enum CellKind: String, Codable, Sendable, CaseIterable {
    /// The vanilla recurrent network, `a⟨t⟩ = tanh(W_aa a⟨t−1⟩ + W_ax x⟨t⟩ + b_a)`.
    case rnn
    /// The lectures' first gated unit: an update gate only.
    case gruSimplified = "gru-simplified"
    /// The lectures' full gated recurrent unit: the reset gate, which they call relevance gate, before the product.
    case gruFull = "gru"
    /// PyTorch's gated recurrent unit: reset gate after the product.
    case gruReset = "gru-pytorch"
    /// Long short-term memory.
    case lstm
    /// Long short-term memory whose gates also see the cell state.
    case lstmPeephole = "lstm-peephole"

    /// The first part of the tensors' names in a model file. Where PyTorch has the same cell it is PyTorch's name.
    public var tensorPrefix: String { cell.tensorPrefix }

    /// The class of `torch.nn` that is the same cell, or nil.
    public var torchModule: String? { cell.torchModule }

    /// The number of gates, the candidate counted: the rows of the recurrent weights are so many times H.
    public var gates: Int { cell.gates }

    /// Whether there is a cell state c⟨t⟩ apart from a⟨t⟩.
    package var hasCellState: Bool { cell.hasCellState }
}

/// All that the engine knows of a cell, but for the arithmetic of its gates: its tensors, and how its gates lie in a panel.
///
/// A panel holds the gates of some neighbouring units in groups of sixteen columns, see ``PanelPlan``. The equations and
/// their derivatives stand in `Sources/RecurrentReference`, one file a cell; the fast gates in
/// `Sources/CKernels/vector/cells.h`, called from `Engine/UnsafePanelKernels.swift`.
struct Cell: Sendable {
    let tensorPrefix: String
    let torchModule: String?
    let gates: Int
    /// Whether `bias_ih` and `bias_hh` are kept apart, as in PyTorch's cells, instead of one `bias`.
    let hasTwoBiases: Bool
    let hasPeepholes: Bool
    let hasCellState: Bool
    /// The units of a panel: as many as four groups hold, or the next power of two below.
    let units: Int
    /// The gates of sixteen units, in the order of their groups; a gate's number is its place in the tensors.
    let groups: [Int]
    /// The groups that the product with the input adds to, and those that the product with a⟨t−1⟩ adds to.
    let input, recurrent: Range<Int>
    /// Those of `recurrent` whose product is with Γr·a⟨t−1⟩ instead, where the reset gate comes first.
    let afterReset: Range<Int>?
    /// Whether a part of the gradient by a⟨t⟩ goes straight to a⟨t−1⟩, past all products.
    let carriesOver: Bool

    init(
        _ tensorPrefix: String, torch torchModule: String? = nil, gates: Int, twoBiases: Bool = false,
        peepholes: Bool = false, cellState: Bool = false, units: Int, groups: [Int], input: Range<Int>,
        recurrent: Range<Int>, afterReset: Range<Int>? = nil, carriesOver: Bool = false
    ) {
        self.tensorPrefix = tensorPrefix
        self.torchModule = torchModule
        self.gates = gates
        hasTwoBiases = twoBiases
        hasPeepholes = peepholes
        hasCellState = cellState
        self.units = units
        self.groups = groups
        self.input = input
        self.recurrent = recurrent
        self.afterReset = afterReset
        self.carriesOver = carriesOver
    }

    /// The tensors of a layer and their shapes, without prefix and layer number.
    func tensorShapes(inputSize n: Int, hiddenSize h: Int) -> [(name: String, shape: [Int])] {
        [("weight_ih", [gates * h, n]), ("weight_hh", [gates * h, h])]
            + (hasTwoBiases ? ["bias_ih", "bias_hh"] : ["bias"]).map { ($0, [gates * h]) }
            + (hasPeepholes ? [("weight_peephole", [3, h])] : [])
    }
}

extension CellKind {
    /// The table's entry.
    var cell: Cell {
        switch self {
        case .rnn: Self.vanilla
        case .gruSimplified: Self.simplifiedGRU
        case .gruFull: Self.fullGRU
        case .gruReset: Self.resetGRU
        case .lstm: Self.plainLSTM
        case .lstmPeephole: Self.peepholeLSTM
        }
    }

    private static let vanilla = Cell(
        "rnn", torch: "RNN", gates: 1, twoBiases: true, units: 64, groups: [0], input: 0..<4, recurrent: 0..<4)
    private static let simplifiedGRU = Cell(
        "gru_simplified", gates: 2, units: 32, groups: [0, 1], input: 0..<4, recurrent: 0..<4, carriesOver: true)
    private static let fullGRU = Cell(
        "gru_full", gates: 3, units: 16, groups: [0, 1, 2], input: 0..<3, recurrent: 0..<3, afterReset: 2..<3,
        carriesOver: true)
    // n, r, z and the candidate's recurrent part, which is gate 2 of the recurrent tensors.
    private static let resetGRU = Cell(
        "gru", torch: "GRU", gates: 3, twoBiases: true, units: 16, groups: [2, 0, 1, 2], input: 0..<3,
        recurrent: 1..<4, carriesOver: true)
    private static let plainLSTM = Cell(
        "lstm", torch: "LSTM", gates: 4, twoBiases: true, cellState: true, units: 16, groups: [0, 1, 2, 3],
        input: 0..<4, recurrent: 0..<4)
    private static let peepholeLSTM = Cell(
        "lstm", gates: 4, twoBiases: true, peepholes: true, cellState: true, units: 16, groups: [0, 1, 2, 3],
        input: 0..<4, recurrent: 0..<4)

    /// The name in a model file, such as `lstm.weight_hh_l0`.
    func tensorName(_ name: String, layer: Int) -> String { "\(tensorPrefix).\(name)_l\(layer)" }
}
