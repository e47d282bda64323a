import Numerics
/// A ``DrumTable`` as the drummer reads it at one tempo: probabilities instead of counts, the feels for medium and fast
/// tempos blended.
struct DrumFeel {
    let feel: DrumTable.Feel
    /// Slots in a beat.
    var slots: Int { feel.slots }
    private let main: DrumTable.FeelTable
    /// By limb: beat × pattern before × pattern.
    private let follows: [[Double]]
    /// By limb: how much likelier a pattern is beside the partner's: pattern of the partner × pattern.
    private let lift: [[Double]]

    /// - Parameter blend: the fraction of `other`, 0…1.
    init(_ table: DrumTable, feel: DrumTable.Feel, other: DrumTable.Feel? = nil, blend: Double = 0) {
        let second = other.map { table[$0] }
        main = blend > 0.5 ? second ?? table[feel] : table[feel]
        self.feel = feel
        let count = feel.patterns
        func mixed(_ first: [Double], _ other: [Double]?) -> [Double] {
            guard let other, blend > 0 else { return first }
            return zip(first, other).map { $0 * (1 - blend) + $1 * blend }
        }
        let ownTable = table[feel]
        follows = DrumLimb.allCases.map { limb in
            mixed(
                Self.smoothed(ownTable.limbs[limb.rawValue].follows, beats: feel.beats, count: count),
                second.map { Self.smoothed($0.limbs[limb.rawValue].follows, beats: feel.beats, count: count) })
        }
        lift = DrumLimb.allCases.map { limb in
            mixed(
                Self.lift(ownTable.limbs[limb.rawValue].given, count: count),
                second.map { Self.lift($0.limbs[limb.rawValue].given, count: count) })
        }
    }

    /// A pattern for a beat of the bar.
    ///
    /// - Parameters:
    ///   - before: the limb's pattern in the beat before.
    ///   - barBefore: its pattern in the same beat of the bar before, which drummers like to repeat; nil for none.
    ///   - partner: the pattern of the limb's partner in this beat.
    func pattern(
        _ limb: DrumLimb, beat: Int, after before: Int, barBefore: Int?, beside partner: Int?,
        using generator: inout some RandomNumberGenerator
    ) -> Int {
        let count = feel.patterns
        let repeats = generator.chance(Double(main.limbs[limb.rawValue].habit[0]) / 1000)
        if repeats, let barBefore { return barBefore }
        let start = (beat * count + before) * count
        var weights = Array(follows[limb.rawValue][start..<start + count])
        if let partner {
            for pattern in weights.indices { weights[pattern] *= lift[limb.rawValue][partner * count + pattern] }
        }
        guard weights.contains(where: { $0 > 0 }) else { return 0 }
        return generator.weighted(weights)
    }

    /// A velocity at a slot of the bar.
    func velocity(
        _ limb: DrumLimb, slot: Int, using generator: inout some RandomNumberGenerator
    ) -> Int {
        Self.draw(main.limbs[limb.rawValue].velocity, row: slot, using: &generator)
    }

    /// The usual velocity at a slot of the bar: the median.
    func usualVelocity(_ limb: DrumLimb, slot: Int) -> Int {
        main.limbs[limb.rawValue].velocity[slot * DrumTable.quantiles.count + DrumTable.quantiles.count / 2]
    }

    /// Milliseconds behind a slot of the beat, negative for early.
    func offset(_ limb: DrumLimb, slot: Int, using generator: inout some RandomNumberGenerator) -> Double {
        let timing = main.limbs[limb.rawValue].timing
        // The sum of four uniform draws is near enough to a normal one, and bounded.
        let draw =
            generator.nextUniform() + generator.nextUniform() + generator.nextUniform() + generator.nextUniform() - 2
        return (Double(timing[2 * slot]) + Double(timing[2 * slot + 1]) * draw * 3.0.squareRoot()) / 10
    }

    /// The hands' next stroke in a fill.
    func stroke(
        after before: FillStroke, slot: Int, using generator: inout some RandomNumberGenerator
    ) -> FillStroke {
        let count = FillStroke.allCases.count
        let start = (slot * count + before.rawValue) * count
        let weights = main.fill.strokes[start..<start + count].map(Double.init)
        guard weights.contains(where: { $0 > 0 }) else { return before == .rest ? .snare : .rest }
        return FillStroke.allCases[generator.weighted(weights)]
    }

    /// Whether the kick sounds under a stroke of a fill.
    func kicks(under stroke: FillStroke, slot: Int, using generator: inout some RandomNumberGenerator) -> Bool {
        let start = (slot * 2 + (stroke == .rest ? 1 : 0)) * 2
        let (silent, sounding) = (Double(main.fill.kick[start]), Double(main.fill.kick[start + 1]))
        return generator.chance(sounding / max(1, silent + sounding))
    }

    /// A velocity of a fill's stroke.
    func velocity(_ stroke: FillStroke, using generator: inout some RandomNumberGenerator) -> Int {
        Self.draw(main.fill.velocity, row: stroke.rawValue, using: &generator)
    }

    /// A draw from a distribution known by its quantiles, straight between them and level outside.
    private static func draw(_ rows: [Int], row: Int, using generator: inout some RandomNumberGenerator) -> Int {
        let percentile = generator.nextUniform() * 100
        let start = row * DrumTable.quantiles.count
        for index in 1..<DrumTable.quantiles.count where percentile < Double(DrumTable.quantiles[index]) {
            let low = Double(DrumTable.quantiles[index - 1])
            let fraction = max(0, percentile - low) / (Double(DrumTable.quantiles[index]) - low)
            let values = (Double(rows[start + index - 1]), Double(rows[start + index]))
            return min(max(Int((values.0 + (values.1 - values.0) * fraction).rounded()), 1), 127)
        }
        return min(max(rows[start + DrumTable.quantiles.count - 1], 1), 127)
    }

    /// Probabilities of what follows what; what was seldom seen leans on what the beat has whatever came before.
    private static func smoothed(_ counts: [Int], beats: Int, count: Int) -> [Double] {
        var result = [Double](repeating: 0, count: counts.count)
        for beat in 0..<beats {
            var overall = [Double](repeating: 0, count: count)
            for before in 0..<count {
                for pattern in 0..<count {
                    overall[pattern] += Double(counts[(beat * count + before) * count + pattern])
                }
            }
            let total = overall.reduce(0, +)
            guard total > 0 else { continue }
            for before in 0..<count {
                let start = (beat * count + before) * count
                let seen = Double(counts[start..<start + count].reduce(0, +))
                for pattern in 0..<count {
                    let leaning = backing * overall[pattern] / total
                    result[start + pattern] = (Double(counts[start + pattern]) + leaning) / (seen + backing)
                }
            }
        }
        return result
    }

    /// How many observations what is known without context counts for.
    private static let backing = 3.0

    private static func lift(_ given: [Int], count: Int) -> [Double] {
        var overall = [Double](repeating: 0, count: count)
        for (index, value) in given.enumerated() { overall[index % count] += Double(value) }
        let total = overall.reduce(0, +)
        guard total > 0 else { return [Double](repeating: 1, count: count * count) }
        return given.indices.map { index in
            let row = index / count
            let seen = Double(given[row * count..<(row + 1) * count].reduce(0, +))
            let usual = overall[index % count] / total
            guard usual > 0 else { return 0 }
            return (Double(given[index]) + backing * usual) / (seen + backing) / usual
        }
    }
}
