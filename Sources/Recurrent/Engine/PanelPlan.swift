/// How a cell's gates are laid out in panels, so that a kernel finds all gates of a unit side by side.
///
/// A panel holds the gates of 16, 32 or 64 neighbouring units in groups of sixteen columns. The products with the input
/// and with a⟨t−1⟩ may cover different groups: PyTorch's GRU keeps the two parts of its candidate apart.
///
/// A class, for it is asked in every step of every layer: a value would be copied, and its arrays retained, each time.
final class PanelPlan: Sendable {
    /// What a group of sixteen columns is.
    struct Group: Sendable {
        /// The gate's place in the tensors, in PyTorch's order.
        var gate: Int
        /// Its first unit, counted from the panel's.
        var unit: Int
    }

    let kind: CellKind
    let cell: Cell
    /// H.
    let hidden: Int
    /// All groups, in order.
    let groups: [Group]
    /// The units of a panel.
    var units: Int { cell.units }
    /// The groups that the product with the input adds to.
    var input: Range<Int> { cell.input }
    /// The groups that the product with a⟨t−1⟩ adds to.
    var recurrent: Range<Int> { cell.recurrent }

    init(_ kind: CellKind, hidden: Int) {
        let cell = kind.cell
        self.kind = kind
        self.cell = cell
        self.hidden = hidden
        groups = Swift.stride(from: 0, to: cell.units, by: 16).flatMap { unit in
            cell.groups.map { Group(gate: $0, unit: unit) }
        }
    }

    /// What a plan's ``paddedHidden`` would be; asked at each step, and nothing is allocated to answer.
    static func paddedHidden(_ kind: CellKind, hidden: Int) -> Int {
        let units = kind.cell.units
        return (hidden + units - 1) / units * units
    }

    /// The recurrent groups whose product is with a⟨t−1⟩ itself, counted from the first recurrent one.
    var beforeReset: Range<Int> { 0..<(cell.afterReset?.lowerBound ?? recurrent.count) }
    /// The groups that only the product with a⟨t−1⟩ adds to, if there are any: their z starts from the recurrent bias.
    var recurrentOnly: Range<Int>? {
        input.upperBound < recurrent.upperBound ? input.upperBound..<recurrent.upperBound : nil
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
