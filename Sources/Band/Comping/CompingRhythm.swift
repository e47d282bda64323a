import Harmony
import Numerics
/// Rhythms for comping: cells of one to four pulses, chosen so that changes are heard, the lead has room and the
/// playing varies.
enum CompingRhythm {
    /// A rhythm of some pulses, written with one sign a half pulse: `x` struck and let go, `o` struck and held, `.`
    /// nothing new.
    struct Cell: Equatable {
        /// The half pulses that are struck, rising from 0.
        let halves: [Int]
        /// For each of them whether it is held until the next, or as long as the chord lasts.
        let isHeld: [Bool]
        /// Half pulses in all.
        let length: Int
        /// How often it is chosen beside the others in the middle, the first bar and the last bar of a phrase.
        let weights: (middle: Double, opening: Double, closing: Double)

        static let rest = Cell("", 0)

        /// A rhythm of a style's table.
        init(_ cell: StyleTable.Cell) {
            self.init(cell.signs, cell.weights[0], opening: cell.weights[1], closing: cell.weights[2])
        }

        init(_ signs: String, _ middle: Double, opening: Double? = nil, closing: Double? = nil) {
            var halves: [Int] = []
            var isHeld: [Bool] = []
            for (half, sign) in signs.utf8.enumerated() where sign != UInt8(ascii: ".") {
                halves.append(half)
                isHeld.append(sign == UInt8(ascii: "o"))
            }
            self.halves = halves
            self.isHeld = isHeld
            length = signs.utf8.count
            weights = (middle, opening ?? middle, closing ?? middle)
        }

        /// Whether it strikes right before the next group, whose first beat is then left free.
        var anticipates: Bool { halves.last.map { $0 == length - 1 } ?? false }

        static func == (first: Cell, second: Cell) -> Bool {
            (first.halves, first.length) == (second.halves, second.length) && first.isHeld == second.isHeld
        }
    }

    /// Where in a phrase of four bars, or up to the next section, a bar stands.
    enum Position {
        case opening, middle, closing
    }

    /// What a cell is chosen by.
    struct Situation {
        var pulses: Int
        var piano: StyleTable.Piano
        /// Pulses a minute.
        var tempo: Double
        var position: Position
        /// The half pulses on which chords enter.
        var entries: [Int]
        /// The cell before, which may have played the first chord already.
        var before: Cell
        /// Whether this is the second bar of a two-bar pattern.
        var alternates: Bool
        /// What the lead does on each half pulse; empty without a lead.
        var lead: [LeadActivity.Moment]

        /// From this tempo on, in pulses a minute, there are rhythms of their own.
        private static let fastTempo = 220.0

        /// The rhythms of the style that there are to choose from.
        var cells: [StyleTable.Cell] {
            if alternates, let second = piano.secondCells[pulses] { return second }
            if tempo > Self.fastTempo, let fast = piano.fastCells[pulses] { return fast }
            return piano.cells[pulses] ?? piano.cells[1] ?? []
        }
    }

    /// A cell for a group of pulses.
    static func cell(for situation: Situation, using generator: inout Xoshiro256StarStar) -> Cell {
        let cells = situation.cells.map(Cell.init)
        let weights = cells.map { weight(of: $0, in: situation) }
        guard weights.contains(where: { $0 > 0 }) else { return .rest }
        return cells[generator.weighted(weights)]
    }

    private static func weight(of cell: Cell, in situation: Situation) -> Double {
        let before = situation.before
        var weight =
            switch situation.position {
            case .opening: cell.weights.opening
            case .middle: cell.weights.middle
            case .closing: cell.weights.closing
            }
        // Twice the same is one thing, four times a habit.
        if cell.halves == before.halves, cell.halves.count > 1 { weight *= 0.5 }
        if before.anticipates, cell.halves.first == 0 { weight *= 0.1 }
        if !before.anticipates, before.halves.isEmpty, cell.halves.isEmpty { weight *= 0.1 }
        let busy = situation.lead.count { $0 == .busy }
        let isBusy = 2 * busy > situation.lead.count
        for entry in situation.entries where entry > 0 || !before.anticipates {
            let next = situation.entries.first { $0 > entry } ?? 2 * situation.pulses
            let isHeard = cell.halves.contains { $0 >= entry - (entry > 0 ? 1 : 0) && $0 < next - 1 }
            if !isHeard { weight *= isBusy ? 0.3 : 0.12 }
        }
        return weight * room(for: cell, beside: situation.lead, isBusy: isBusy)
    }

    /// How well a cell leaves room for the lead and answers it.
    private static func room(for cell: Cell, beside lead: [LeadActivity.Moment], isBusy: Bool) -> Double {
        guard !lead.isEmpty else { return 1 }
        var factor = 1.0
        for half in cell.halves where half < lead.count {
            switch lead[half] {
            case .silent: factor *= 1.7
            case .between: break
            case .busy: factor *= 0.5
            }
        }
        // Where the lead plays on more than half of the half pulses, one chord is enough.
        if isBusy {
            for _ in cell.halves.dropFirst() { factor *= 0.4 }
            if cell.halves.isEmpty { factor *= 2 }
        }
        return factor
    }
}
