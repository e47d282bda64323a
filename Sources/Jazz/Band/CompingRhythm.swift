/// Rhythms for comping: cells of two to four pulses, chosen so that changes are heard and the playing varies.
enum CompingRhythm {
    /// A rhythm of some pulses.
    struct Cell: Equatable {
        /// The half pulses that are struck, rising from 0.
        let halves: [Int]
        /// How often it is chosen, beside the others.
        let weight: Double
        /// Whether the last chord is held.
        var endsLong = false
        /// Whether every chord is held until the next.
        var isSustained = false
        /// Whether the cell strikes right before the next group, whose first beat is then left free.
        var anticipates = false

        static let rest = Cell([], 0)

        init(_ halves: [Int], _ weight: Double, long: Bool = false, sustained: Bool = false) {
            self.halves = halves
            self.weight = weight
            endsLong = long
            isSustained = sustained
        }
    }

    /// A cell for a group of pulses.
    ///
    /// - Parameters:
    ///   - entries: the half pulses on which chords enter.
    ///   - before: the cell before, which may have played the first chord already.
    ///   - alternates: whether this is the second bar of a two-bar pattern.
    static func cell(
        pulses: Int, style: Style, tempo: Double, entries: [Int], after before: Cell, alternates: Bool,
        using generator: inout some RandomNumberGenerator
    ) -> Cell {
        let cells = cells(pulses: pulses, style: style, tempo: tempo, alternates: alternates)
        let weights = cells.map { cell in
            var weight = cell.weight
            // Twice the same is one thing, four times a habit.
            if cell.halves == before.halves, cell.halves.count > 1 { weight *= 0.5 }
            if before.anticipates, cell.halves.first == 0 { weight *= 0.1 }
            if !before.anticipates, before.halves.isEmpty, cell.halves.isEmpty { weight *= 0.1 }
            for entry in entries where entry > 0 || !before.anticipates {
                let next = entries.first { $0 > entry } ?? 2 * pulses
                let isHeard = cell.halves.contains { $0 >= entry - (entry > 0 ? 1 : 0) && $0 < next - 1 }
                if !isHeard { weight *= 0.12 }
            }
            return weight
        }
        guard weights.contains(where: { $0 > 0 }) else { return .rest }
        var cell = cells[generator.weighted(weights)]
        cell.anticipates = cell.halves.last == 2 * pulses - 1
        return cell
    }

    private static func cells(pulses: Int, style: Style, tempo: Double, alternates: Bool) -> [Cell] {
        switch (style, pulses) {
        case (.ballad, 4): ballad
        case (.bossa, 4): alternates ? bossaSecond : bossaFirst
        case (.bebop, 4): tempo > 170 ? fast : medium
        case (_, 4): tempo > 220 ? fast : medium
        case (.ballad, 3), (.waltz, 3), (_, 3): three
        case (_, 2): two
        default: [Cell([0], 3), Cell([], 1), Cell([1], 1)]
        }
    }

    private static let medium: [Cell] = [
        Cell([0, 3], 5), Cell([0, 3], 2, long: true), Cell([1, 4], 2), Cell([1, 6], 1), Cell([3, 7], 3.5),
        Cell([2, 6], 1.2), Cell([0], 1, long: true), Cell([3], 2), Cell([3], 1.2, long: true), Cell([0, 5], 2),
        Cell([0, 3, 6], 1.5), Cell([0, 3, 7], 2), Cell([2, 5], 1.2), Cell([1, 4, 7], 1), Cell([5, 7], 1),
        Cell([7], 1.5, long: true), Cell([0, 7], 1.5), Cell([4, 7], 1), Cell([], 0.7),
    ]

    private static let fast: [Cell] = [
        Cell([0, 3], 4), Cell([3], 3), Cell([3], 1.5, long: true), Cell([7], 3, long: true), Cell([3, 7], 3),
        Cell([0], 2, long: true), Cell([0, 5], 1), Cell([2], 1), Cell([4], 1), Cell([0, 4], 1), Cell([], 1.5),
    ]

    private static let ballad: [Cell] = [
        Cell([0], 5, sustained: true), Cell([0, 4], 5, sustained: true), Cell([0, 3], 2, sustained: true),
        Cell([0, 5], 1.5, sustained: true), Cell([0, 4, 6], 1, sustained: true), Cell([0, 6], 1, sustained: true),
        Cell([1, 4], 1, sustained: true), Cell([2, 4], 0.6, sustained: true),
    ]

    private static let bossaFirst: [Cell] = [
        Cell([0, 3, 6], 5), Cell([0, 3, 7], 2), Cell([0, 3], 2, long: true), Cell([0, 2, 5], 1), Cell([0, 4, 7], 1),
    ]

    private static let bossaSecond: [Cell] = [
        Cell([2, 5], 4), Cell([1, 4], 2), Cell([1, 4, 7], 2), Cell([2, 5, 7], 1), Cell([0, 3, 6], 1), Cell([0, 5], 1),
    ]

    private static let three: [Cell] = [
        Cell([0, 3], 4), Cell([0], 2, long: true), Cell([2, 4], 2), Cell([3], 2, long: true), Cell([0, 2, 4], 0.5),
        Cell([1, 4], 1), Cell([0, 5], 1), Cell([2, 5], 1), Cell([3, 5], 0.7), Cell([], 0.7), Cell([0, 4], 1),
    ]

    private static let two: [Cell] = [
        Cell([0], 3), Cell([0], 1, long: true), Cell([3], 2), Cell([2], 1), Cell([0, 3], 2), Cell([1], 1), Cell([], 1),
    ]
}
