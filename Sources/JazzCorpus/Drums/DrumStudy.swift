package import Band
import Music

/// Learns a ``DrumTable`` from performances.
///
/// A performance is first freed of its constant lag behind the click, then laid on its feel's slots. What is kept are
/// counts, quantiles and means over all performances of a feel; velocities and timing are taken relative to the
/// performance's own, so that one drummer's hard hand is not another's accent.
package struct DrumStudy {
    private var limbs: [DrumTable.Feel: [LimbStudy]] = [:]
    private var fills: [DrumTable.Feel: FillStudy] = [:]
    private var ratios: [(tempo: Double, ratio: Double, weight: Int)] = []
    /// Bars learned from.
    package private(set) var bars = 0

    package init() {
        for feel in DrumTable.Feel.allCases {
            limbs[feel] = DrumLimb.allCases.map { _ in LimbStudy(feel) }
            fills[feel] = FillStudy(feel)
        }
    }

    /// Takes in a performance.
    package mutating func add(_ performance: DrumPerformance) {
        let grid = DrumGrid(performance)
        bars += grid.bars.count
        if let ratio = grid.swingRatio, performance.feel != .even {
            ratios.append((performance.tempo, ratio.ratio, ratio.count))
        }
        let feel = performance.feel
        if !performance.isFill {
            for limb in DrumLimb.allCases { limbs[feel]?[limb.rawValue].add(grid, limb: limb) }
        }
        fills[feel]?.add(grid)
        // Swung fills of four go well in three, and there are few of those.
        if feel == .swing { fills[.waltz]?.add(grid) }
        if feel == .swing || feel == .fast { fills[feel == .swing ? .fast : .swing]?.add(grid) }
    }

    /// The table of what was taken in.
    package func table() -> DrumTable {
        var table = DrumTable()
        for feel in DrumTable.Feel.allCases {
            for limb in DrumLimb.allCases {
                if let study = limbs[feel]?[limb.rawValue] { table[feel].limbs[limb.rawValue] = study.table() }
            }
            if let study = fills[feel] { table[feel].fill = study.table() }
        }
        let groups = [0.0..<115, 115..<150, 150..<192, 192..<250, 250..<401]
        for group in groups {
            let inside = ratios.filter { group.contains($0.tempo) }
            let weight = inside.reduce(0) { $0 + $1.weight }
            guard weight > 0 else { continue }
            let tempo = inside.reduce(0) { $0 + $1.tempo * Double($1.weight) } / Double(weight)
            let ratio = inside.reduce(0) { $0 + $1.ratio * Double($1.weight) } / Double(weight)
            table.swing.append((Int(tempo.rounded()), Int((ratio * 1000).rounded())))
        }
        return table
    }
}

/// What is gathered of one limb in one feel.
private struct LimbStudy {
    let feel: DrumTable.Feel
    private var counts: DrumTable.LimbTable
    /// Beats that repeat the same beat of the bar before, and all that could.
    private var repeated = 0
    private var repeatable = 0
    /// Velocities relative to the performance's mean: by slot of the bar.
    private var loudness: [[Double]]
    private var means: [Double] = []
    /// Milliseconds from the slot, the bar's own lag taken off: by slot of the beat.
    private var offsets: [[Double]]

    init(_ feel: DrumTable.Feel) {
        self.feel = feel
        counts = DrumTable.LimbTable(feel)
        loudness = [[Double]](repeating: [], count: feel.beats * feel.slots)
        offsets = [[Double]](repeating: [], count: feel.slots)
    }

    mutating func add(_ grid: DrumGrid, limb: DrumLimb) {
        let own = grid.bars.filter { !$0.isFill }.flatMap { $0.hits.filter { $0.limb == limb } }
        let mean = own.reduce(0) { $0 + Double($1.velocity) } / Double(max(1, own.count))
        let all = grid.bars.filter { !$0.isFill }.flatMap(\.hits)
        // Every performance is brought to the same loudness; how the limbs stand to one another is kept.
        let level = all.reduce(0) { $0 + Double($1.velocity) } / Double(max(1, all.count)) - Self.usualLevel
        var barBefore: [Int]?
        var before = 0
        for bar in grid.bars {
            if bar.isFill {
                before = 0
                barBefore = nil
                continue
            }
            let patterns = bar.patterns(of: limb, feel: feel)
            if let barBefore {
                repeated += zip(barBefore, patterns).count { $0 == $1 }
                repeatable += feel.beats
            }
            barBefore = patterns
            let partners = limb.partner.map { bar.patterns(of: $0, feel: feel) }
            for beat in 0..<feel.beats {
                counts.follows[(beat * feel.patterns + before) * feel.patterns + patterns[beat]] += 1
                if let partners { counts.given[partners[beat] * feel.patterns + patterns[beat]] += 1 }
                before = patterns[beat]
            }
            for hit in bar.hits where hit.limb == limb {
                loudness[hit.slot].append(Double(hit.velocity) - mean)
                means.append(mean - level)
                offsets[hit.slot % feel.slots].append(hit.offset - bar.lag)
            }
        }
    }

    private static let usualLevel = 60.0
    /// The widest spread kept, in tenths of a millisecond; beyond it lie strokes that were meant for other slots.
    private static let widest = 220

    /// How often a limb does in a beat what it did in the bar before, beyond what its patterns' own frequency explains.
    private var habit: Int {
        var chance = 0.0
        for beat in 0..<feel.beats {
            var overall = [Double](repeating: 0, count: feel.patterns)
            for (index, value) in counts.follows[
                beat * feel.patterns * feel.patterns..<(beat + 1) * feel.patterns * feel.patterns
            ]
            .enumerated() { overall[index % feel.patterns] += Double(value) }
            let total = max(1, overall.reduce(0, +))
            chance += overall.reduce(0) { $0 + $1 / total * ($1 / total) } / Double(feel.beats)
        }
        let fraction = Double(repeated) / Double(max(1, repeatable))
        return chance < 1 ? max(0, Int(1000 * (fraction - chance) / (1 - chance))) : 0
    }

    func table() -> DrumTable.LimbTable {
        var table = counts
        table.habit = [habit]
        let all = loudness.flatMap(\.self)
        let centre = means.isEmpty ? 60 : means.reduce(0, +) / Double(means.count)
        for slot in loudness.indices {
            let beatSlot = slot % feel.slots
            let sameSlot = loudness.indices.filter { $0 % feel.slots == beatSlot }.flatMap { loudness[$0] }
            let sample = loudness[slot].count >= 12 ? loudness[slot] : sameSlot.count >= 12 ? sameSlot : all
            let quantiles = Quantiles.of(sample).map { min(max(Int((centre + $0).rounded()), 1), 127) }
            table.velocity.replaceSubrange(slot * quantiles.count..<(slot + 1) * quantiles.count, with: quantiles)
        }
        let count = offsets.reduce(0) { $0 + $1.count }
        for slot in offsets.indices {
            // What is seldom struck is mostly what was meant for another slot.
            let sample = offsets[slot].count >= max(12, count / 20) ? offsets[slot] : offsets.flatMap(\.self)
            guard sample.count >= 12 else { continue }
            let points = Quantiles.of(sample, [16, 50, 84])
            table.timing[2 * slot] = Int((10 * points[1]).rounded())
            table.timing[2 * slot + 1] = min(Self.widest, Int((5 * (points[2] - points[0])).rounded()))
        }
        return table
    }
}

/// What is gathered of the fills of one feel.
private struct FillStudy {
    let feel: DrumTable.Feel
    private var counts: DrumTable.FillTable
    private var loudness = [[Double]](repeating: [], count: FillStroke.allCases.count)

    init(_ feel: DrumTable.Feel) {
        self.feel = feel
        counts = DrumTable.FillTable(feel)
    }

    mutating func add(_ grid: DrumGrid) {
        guard grid.feel.slots == feel.slots else { return }
        for bar in grid.bars where bar.isFill {
            var before = FillStroke.rest
            // A short fill ends in silence, which is not part of it.
            let last = bar.hits.map(\.slot).max() ?? 0
            for slot in 0...last {
                let hits = bar.hits.filter { $0.slot == slot }
                let (stroke, velocity) = FillStudy.stroke(hits)
                let position = slot % feel.slots
                let count = FillStroke.allCases.count
                counts.strokes[(position * count + before.rawValue) * count + stroke.rawValue] += 1
                let kicks = hits.contains { $0.limb == .kick }
                counts.kick[(position * 2 + (stroke == .rest ? 1 : 0)) * 2 + (kicks ? 1 : 0)] += 1
                if stroke != .rest { loudness[stroke.rawValue].append(Double(velocity)) }
                before = stroke
            }
        }
    }

    private static func stroke(_ hits: [DrumGrid.Hit]) -> (FillStroke, Int) {
        let snare = hits.first { $0.limb == .snare }
        let tom = hits.first { $0.limb == .toms }
        if let snare, let tom { return (.both, max(snare.velocity, tom.velocity)) }
        if let tom { return (tom.piece == .highTom ? .highTom : .lowTom, tom.velocity) }
        if let snare { return (.snare, snare.velocity) }
        if let cymbal = hits.first(where: { $0.limb == .time || $0.piece == .crash }) {
            return (.cymbal, cymbal.velocity)
        }
        return (.rest, 0)
    }

    func table() -> DrumTable.FillTable {
        var table = counts
        for stroke in FillStroke.allCases where loudness[stroke.rawValue].count >= 4 {
            let quantiles = Quantiles.of(loudness[stroke.rawValue]).map { min(max(Int($0.rounded()), 1), 127) }
            let start = stroke.rawValue * quantiles.count
            table.velocity.replaceSubrange(start..<start + quantiles.count, with: quantiles)
        }
        return table
    }
}

/// The points of a sample that ``DrumTable/quantiles`` names.
private enum Quantiles {
    static func of(_ sample: [Double], _ percentages: [Int] = DrumTable.quantiles) -> [Double] {
        let sorted = sample.sorted()
        return percentages.map { percent in
            guard !sorted.isEmpty else { return 0 }
            let position = Double(sorted.count - 1) * Double(percent) / 100
            let low = Int(position)
            let high = min(low + 1, sorted.count - 1)
            return sorted[low] + (sorted[high] - sorted[low]) * (position - Double(low))
        }
    }
}
