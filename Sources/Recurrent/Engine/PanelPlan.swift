/// How a cell's gates are laid out in panels, so that a kernel finds all gates of a unit side by side.
///
/// A panel holds the gates of 16, 32 or 64 neighbouring units in groups of sixteen columns. The products with the input
/// and with a⟨t−1⟩ may cover different groups: PyTorch's GRU keeps the two parts of its candidate apart.
struct PanelPlan: Sendable {
    /// What a group of sixteen columns is.
    struct Group: Sendable {
        /// The gate's place in the tensors, in PyTorch's order.
        var gate: Int
        /// Its first unit, counted from the panel's.
        var unit: Int
    }

    let kind: CellKind
    /// H.
    let hidden: Int
    /// The units of a panel.
    let units: Int
    /// All groups, in order.
    let groups: [Group]
    /// The groups that the product with the input adds to.
    let input: Range<Int>
    /// The groups that the product with a⟨t−1⟩ adds to.
    let recurrent: Range<Int>

    init(_ kind: CellKind, hidden: Int) {
        self.kind = kind
        self.hidden = hidden
        let units = Self.units(kind)
        self.units = units
        func groups(_ gates: [Int]) -> [Group] {
            Swift.stride(from: 0, to: units, by: 16).flatMap { unit in gates.map { Group(gate: $0, unit: unit) } }
        }
        switch kind {
        case .rnn: (self.groups, input, recurrent) = (groups([0]), 0..<4, 0..<4)
        case .gruSimplified: (self.groups, input, recurrent) = (groups([0, 1]), 0..<4, 0..<4)
        case .gruFull: (self.groups, input, recurrent) = (groups([0, 1, 2]), 0..<3, 0..<3)
        // n, r, z and the candidate's recurrent part, which is gate 2 of the recurrent tensors.
        case .gruReset: (self.groups, input, recurrent) = (groups([2, 0, 1, 2]), 0..<3, 1..<4)
        case .lstm, .lstmPeephole: (self.groups, input, recurrent) = (groups([0, 1, 2, 3]), 0..<4, 0..<4)
        }
    }

    /// The units of a panel: as many as four groups hold, or the next power of two below.
    private static func units(_ kind: CellKind) -> Int {
        switch kind {
        case .rnn: 64
        case .gruSimplified: 32
        case .gruFull, .gruReset, .lstm, .lstmPeephole: 16
        }
    }

    /// What a plan's ``paddedHidden`` would be; asked at each step, and nothing is allocated to answer.
    static func paddedHidden(_ kind: CellKind, hidden: Int) -> Int {
        (hidden + units(kind) - 1) / units(kind) * units(kind)
    }

    /// The number of panels.
    var panels: Int { (hidden + units - 1) / units }
    /// The floats of a row of a panel.
    var width: Int { groups.count * 16 }
    /// H, rounded up to whole panels.
    var paddedHidden: Int { panels * units }
    /// The distance between rows of a and c: not a power of two, which would make rows meet in the cache.
    var stride: Int { paddedHidden + 16 }

    /// The first row of the tensors, and how many, that a group of a panel stands for.
    func rows(panel: Int, group: Int) -> Range<Int> {
        let first = min(hidden, panel * units + groups[group].unit), last = min(hidden, first + 16)
        let start = groups[group].gate * hidden
        return start + first..<start + last
    }
}

/// The columns of a matrix, cut into panels of up to four groups of sixteen, as even as can be.
struct ColumnPanels: Sendable {
    let columns: Int
    private var groups: Int { (columns + 15) / 16 }
    var count: Int { (groups + 3) / 4 }
    /// The columns, rounded up to whole groups.
    var padded: Int { groups * 16 }

    /// The groups of one panel.
    func groups(_ panel: Int) -> Range<Int> {
        groups * panel / count..<groups * (panel + 1) / count
    }
}
