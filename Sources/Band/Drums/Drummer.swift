import Harmony
package import Music
package import Numerics
/// Plays the drums as the table has it: time on the cymbals, comments below, fills where sections end.
package struct Drummer {
    let section: RhythmSection
    /// The feels of the styles that are played.
    private let feels: [Style: Feels]

    /// What the table of performances has for a style: for groups of three pulses, and for all others.
    private struct Feels {
        let usual: DrumFeel
        let three: DrumFeel

        init(_ table: StyleTable.Drums, _ learned: DrumTable, tempo: Double) {
            let isEven = table.feel == .even
            three = DrumFeel(learned, feel: isEven ? .even : .waltz)
            switch table.feel {
            case .even: usual = DrumFeel(learned, feel: .even)
            case .fast: usual = DrumFeel(learned, feel: .fast)
            case .swing:
                let blend = table.fast.map { min(max((tempo - $0[0]) / ($0[1] - $0[0]), 0), 1) } ?? 0
                usual = DrumFeel(learned, feel: .swing, other: .fast, blend: blend)
            }
        }
    }

    package init(section: RhythmSection) {
        self.section = section
        var feels: [Style: Feels] = [:]
        for style in Set(section.styles + [section.style]) {
            feels[style] = Feels(style.table.drums, section.drumTable, tempo: section.tempo)
        }
        self.feels = feels
    }

    /// What the style of a bar asks of the drummer.
    private func table(_ bar: Int) -> StyleTable.Drums { section.styles[bar].table.drums }

    /// A pulse of a bar: its place in its group, and the table that a group of its size is played from.
    private struct Pulse {
        let beat: Int
        let isThree: Bool
        /// Whether the hi-hat's foot belongs here: two and four, or the middle of three.
        var isBackbeat: Bool { beat % 2 == 1 }
    }

    private func pulses(ofBar bar: Int) -> [Pulse] {
        section.layouts[bar].groups.flatMap { group in
            (0..<group).map { Pulse(beat: $0, isThree: group == 3) }
        }
    }

    private func feel(_ bar: Int, _ pulse: Pulse? = nil) -> DrumFeel {
        let feels = feels[section.styles[bar]]!
        return pulse?.isThree == true ? feels.three : feels.usual
    }

    /// The notes of the part.
    package func notes(using generator: inout Xoshiro256StarStar) -> [PartNote] {
        var kit = DrumKit(section: section)
        let starts = section.sectionStarts
        var memory = Memory()
        var clave = ClavePattern(using: &generator)
        for bar in section.bars.indices {
            let pulses = pulses(ofBar: bar)
            if starts[bar], bar > 0 { land(on: bar, &kit, using: &generator) }
            let isLast = bar + 1 == section.bars.count
            let endsSection = !isLast && starts[bar + 1] && bar > 0
            let beforeEnding = section.hasEnding && bar == section.bars.count - 2
            let endsPhrase = !isLast && bar % 4 == 3
            let table = table(bar)
            let turn = turn(
                table, endsSection: endsSection, endsPhrase: endsPhrase, beforeEnding: beforeEnding, using: &generator)
            let timeEnd = turn == .fill ? fillStart(section.layouts[bar], using: &generator) : pulses.count
            switch table.manner {
            case .ride: ride(bar, pulses, until: timeEnd, &memory, &kit, using: &generator)
            case .brushes: brushes(bar, pulses, until: timeEnd, &memory, &kit, using: &generator)
            case .clave: self.clave(bar, pulses, until: timeEnd, &clave, &kit, using: &generator)
            case .rows: rows(bar, until: timeEnd, &kit, using: &generator)
            }
            switch turn {
            case .none: break
            case .fill:
                fill(bar, pulses, from: timeEnd, &kit, using: &generator)
                memory = Memory()
            case .setUp: setUp(bar, pulses, &kit, using: &generator)
            }
        }
        if let ending = section.endingStart { end(at: ending, &kit) }
        return kit.notes
    }

    /// What each limb has just played, and in the bar before.
    private struct Memory {
        var beat = [Int](repeating: 0, count: DrumLimb.allCases.count)
        var bar: [[Int]] = []
        var barBefore: [[Int]] = []

        /// What a limb played on a pulse of the bar before.
        func patternBefore(_ limb: DrumLimb, pulse: Int) -> Int? {
            pulse < barBefore.count ? barBefore[pulse][limb.rawValue] : nil
        }

        mutating func beginBar() {
            barBefore = bar
            bar = []
        }

        mutating func played(_ patterns: [Int]) {
            beat = patterns
            bar.append(patterns)
        }
    }

    /// How a bar leads into the next.
    private enum Turn {
        case none, setUp, fill
    }

    private func turn(
        _ table: StyleTable.Drums, endsSection: Bool, endsPhrase: Bool, beforeEnding: Bool,
        using generator: inout Xoshiro256StarStar
    ) -> Turn {
        let draw = generator.nextUniform()
        if beforeEnding { return draw < 0.3 ? .setUp : .fill }
        guard endsSection else { return endsPhrase && draw < 0.2 ? .setUp : .none }
        return draw < table.fills[0] ? .fill : draw < table.fills[0] + table.fills[1] ? .setUp : .none
    }

    /// The pulse a fill begins on: half of the bar or more where there are many.
    private func fillStart(_ layout: BarLayout, using generator: inout Xoshiro256StarStar) -> Int {
        let longest = min(layout.groups.last ?? 2, layout.pulses)
        let length = generator.chance(0.3) ? longest : generator.chance(0.4) ? 3 : 2
        return layout.pulses - min(length, longest)
    }

    // MARK: Time

    private func ride(
        _ bar: Int, _ pulses: [Pulse], until end: Int, _ memory: inout Memory, _ kit: inout DrumKit,
        using generator: inout Xoshiro256StarStar
    ) {
        let isLight = section.tempo > table(bar).lightFrom
        memory.beginBar()
        for (index, pulse) in pulses.enumerated() {
            let feel = feel(bar, pulse)
            var now = memory.beat
            for limb in DrumLimb.allCases {
                // The foot goes on while the hands fill.
                guard index < end || limb == .pedal else {
                    now[limb.rawValue] = 0
                    continue
                }
                let pattern = feel.pattern(
                    limb, beat: pulse.beat, after: memory.beat[limb.rawValue],
                    barBefore: memory.patternBefore(limb, pulse: index), beside: limb.partner.map { now[$0.rawValue] },
                    using: &generator)
                now[limb.rawValue] = pattern
                for slot in 0..<feel.slots where pattern & 1 << slot != 0 {
                    let position = pulse.beat * feel.slots + slot
                    let loudness = feel.velocity(limb, slot: position, using: &generator)
                    let offset = feel.offset(limb, slot: slot, using: &generator)
                    let drum = limb == .toms ? Percussion.toms[generator.below(3)] : Self.drum(limb)
                    kit.strike(
                        drum, at: section.tick(bar: bar, pulse: index, triplet: slot), late: offset,
                        Self.level(limb, loudness, fraction: isLight ? 0.92 : 1))
                }
            }
            memory.played(now)
        }
    }

    /// Brushes: a swirl on the snare through every half bar, taps of a ride pattern, the foot on two and four.
    ///
    /// On a brush kit (which ballads ask for) key 40 is the swirl and 38 the tap; where a synthesiser has no such kit both
    /// are snares, and softly played.
    private func brushes(
        _ bar: Int, _ pulses: [Pulse], until end: Int, _ memory: inout Memory, _ kit: inout DrumKit,
        using generator: inout Xoshiro256StarStar
    ) {
        for (index, pulse) in pulses.enumerated() {
            let feel = feel(bar, pulse)
            func at(_ slot: Int) -> Int { section.tick(bar: bar, pulse: index, triplet: slot) }
            if pulse.isBackbeat {
                let offset = feel.offset(.pedal, slot: 0, using: &generator)
                kit.strike(Percussion.pedalHiHat, at: at(0), late: offset, generator.velocity(44))
            }
            guard index < end else { continue }
            if pulse.beat % 2 == 0 {
                let layout = section.layouts[bar]
                let length = layout.pulseTicks[min(index + 2, pulses.count)] - layout.pulseTicks[index]
                kit.strike(Percussion.brushSwirl, at: at(0), generator.velocity(34, spread: 4), length: length)
            }
            let taps = feel.pattern(
                .time, beat: pulse.beat, after: memory.beat[DrumLimb.time.rawValue], barBefore: nil, beside: nil,
                using: &generator)
            memory.beat[DrumLimb.time.rawValue] = taps
            for slot in 0..<feel.slots where taps & 1 << slot != 0 {
                let offset = feel.offset(.time, slot: slot, using: &generator)
                let loudness = slot == 0 ? (pulse.isBackbeat ? 42 : 30) : 26
                kit.strike(Percussion.snare, at: at(slot), late: offset, generator.velocity(loudness, spread: 5))
            }
            if pulse.beat == 0, generator.chance(0.8) {
                let offset = feel.offset(.kick, slot: 0, using: &generator)
                kit.strike(Percussion.kick, at: at(0), late: offset, generator.velocity(30, spread: 4))
            } else if generator.chance(0.05) {
                kit.strike(Percussion.kick, at: at(feel.slots - 1), generator.velocity(34, spread: 5))
            }
            if generator.chance(0.04) { kit.strike(Percussion.ride, at: at(0), generator.velocity(38)) }
        }
    }

    /// Even eighths on the hi-hat, a clave on the rim, the kick like a surdo.
    private func clave(
        _ bar: Int, _ pulses: [Pulse], until end: Int, _ pattern: inout ClavePattern, _ kit: inout DrumKit,
        using generator: inout Xoshiro256StarStar
    ) {
        pattern.vary(bar: bar, table(bar), using: &generator)
        let feel = feel(bar)
        for half in 0..<(2 * pulses.count) {
            let pulse = pulses[half / 2]
            let tick = section.tick(bar: bar, half: half)
            let slot = half % 2 == 0 ? 0 : 2
            let position = (pulse.beat % 4 * feel.slots + slot) % (4 * feel.slots)
            func strike(
                _ drum: Int, _ limb: DrumLimb, _ velocity: Int, using generator: inout Xoshiro256StarStar
            ) {
                kit.strike(drum, at: tick, late: feel.offset(limb, slot: slot, using: &generator), velocity)
            }
            if half % 2 == 0, pulse.isBackbeat {
                strike(Percussion.pedalHiHat, .pedal, generator.velocity(50), using: &generator)
            }
            if half % 4 == 0 {
                strike(Percussion.kick, .kick, generator.velocity(58, spread: 4), using: &generator)
            } else if half % 4 == 3, !generator.chance(0.15) {
                strike(Percussion.kick, .kick, generator.velocity(46, spread: 4), using: &generator)
            }
            guard half < 2 * end else { continue }
            let loudness = feel.velocity(.time, slot: position, using: &generator)
            let isOpen = pattern.opens && half == 2 * pulses.count - 1
            strike(
                isOpen ? Percussion.openHiHat : Percussion.closedHiHat, .time,
                Self.level(.time, loudness, fraction: half % 2 == 0 ? 0.72 : 0.62), using: &generator)
            if pattern.strikes(half: half, bar: bar) {
                strike(Percussion.crossStick, .snare, generator.velocity(64, spread: 7), using: &generator)
            }
        }
    }

    /// What stands in the rows of the style's table: for fewer beats than four their beginning, for more their end again.
    private func rows(
        _ bar: Int, until end: Int, _ kit: inout DrumKit, using generator: inout Xoshiro256StarStar
    ) {
        let table = table(bar)
        let feel = feel(bar)
        let layout = section.layouts[bar]
        for pulse in 0..<layout.pulses {
            for part in 0..<table.slots {
                let tick = section.tick(bar: bar, pulse: pulse, part: part, of: table.slots)
                for row in table.rows {
                    let isTwo = row.chances.count > 4 * table.slots && bar % 2 == 1
                    let slot = pulse % 4 * table.slots + part + (isTwo ? 4 * table.slots : 0)
                    let isStruck = generator.chance(row.chances[slot])
                    // The feet go on while the hands fill.
                    guard isStruck, pulse < end || [Percussion.kick, Percussion.pedalHiHat].contains(row.key) else {
                        continue
                    }
                    let limb: DrumLimb =
                        row.key == Percussion.kick ? .kick : row.key == Percussion.pedalHiHat ? .pedal : .time
                    let place = table.slots == feel.slots ? part : part * (feel.slots - 1) / (table.slots - 1)
                    kit.strike(
                        row.key, at: tick, late: feel.offset(limb, slot: place, using: &generator) / 2,
                        generator.velocity(row.loudness[slot], spread: 5))
                }
            }
        }
    }

    // MARK: Turns

    /// A fill of the hands over the last pulses of a bar, as the table's fills go.
    private func fill(
        _ bar: Int, _ pulses: [Pulse], from first: Int, _ kit: inout DrumKit,
        using generator: inout Xoshiro256StarStar
    ) {
        let fraction = table(bar).fillLoudness
        let feel = feel(bar)
        var before = FillStroke.rest
        let slots = feel.slots
        for index in first..<pulses.count {
            for slot in 0..<slots {
                let stroke = feel.stroke(after: before, slot: slot, using: &generator)
                before = stroke
                let tick =
                    slots == 4
                    ? section.tick(bar: bar, half: 2 * index) + slot * section.layouts[bar].length(ofPulse: index) / 4
                    : section.tick(bar: bar, pulse: index, triplet: slot)
                let limb: DrumLimb = stroke == .snare ? .snare : .toms
                let offset = feel.offset(limb, slot: slot, using: &generator)
                // A fill grows towards where it leads.
                let growth =
                    0.85 + 0.25 * Double((index - first) * slots + slot) / Double((pulses.count - first) * slots)
                let drawn = Double(feel.velocity(stroke, using: &generator)) * fraction * growth
                let loudness = min(max(Int(drawn.rounded()), 1), 115)
                for drum in Self.drums(stroke) { kit.strike(drum, at: tick, late: offset, loudness) }
                if feel.kicks(under: stroke, slot: slot, using: &generator) {
                    let kick = feel.velocity(.kick, slot: 0, using: &generator)
                    kit.strike(Percussion.kick, at: tick, late: offset, Self.level(.kick, kick, fraction: fraction))
                }
            }
        }
    }

    /// Snare and kick on the last off-beat: the band's cue.
    private func setUp(
        _ bar: Int, _ pulses: [Pulse], _ kit: inout DrumKit, using generator: inout Xoshiro256StarStar
    ) {
        let loudness = table(bar).cue
        let last = section.tick(bar: bar, half: 2 * pulses.count - 1)
        let drums = generator.chance(0.5) ? [Percussion.snare, Percussion.kick] : [Percussion.snare]
        for drum in drums { kit.strike(drum, at: last, late: 0, generator.velocity(loudness, spread: 9)) }
        if pulses.count > 1, generator.chance(0.5) {
            let before = section.tick(bar: bar, half: 2 * pulses.count - (generator.chance(0.5) ? 2 : 3))
            kit.strike(Percussion.snare, at: before, late: 0, generator.velocity(loudness - 16, spread: 9))
        }
    }

    /// The first beat of a section.
    private func land(on bar: Int, _ kit: inout DrumKit, using generator: inout Xoshiro256StarStar) {
        let crash = table(bar).crash
        guard generator.chance(crash[0]) else { return }
        let layout = section.layouts[bar]
        let tick = layout.start
        kit.strike(Percussion.crash, at: tick, generator.velocity(Int(crash[1])), length: layout.end - tick)
        kit.strike(Percussion.kick, at: tick, generator.velocity(Int(crash[2])))
    }

    private func end(at ending: Int, _ kit: inout DrumKit) {
        kit.silence(from: ending)
        let loudness = table(section.bars.count - 1).ending
        kit.strike(Percussion.crash, at: ending, loudness[0], length: section.ticks - ending)
        kit.strike(Percussion.kick, at: ending, loudness[1])
    }

    private static func drum(_ limb: DrumLimb) -> Int {
        switch limb {
        case .time: Percussion.ride
        case .pedal: Percussion.pedalHiHat
        case .snare: Percussion.snare
        case .kick: Percussion.kick
        case .toms: Percussion.toms[1]
        }
    }

    private static func drums(_ stroke: FillStroke) -> [Int] {
        switch stroke {
        case .rest: []
        case .snare: [Percussion.snare]
        case .highTom: [Percussion.toms[0]]
        case .lowTom: [Percussion.toms[2]]
        case .cymbal: [Percussion.ride]
        case .both: [Percussion.snare, Percussion.toms[2]]
        }
    }

    /// What a pad measured as what a synthesiser is to play: the foot's pad answers weakly.
    private static func level(_ limb: DrumLimb, _ velocity: Int, fraction: Double) -> Int {
        let gain: Double
        switch limb {
        case .time: gain = 1
        case .pedal: gain = 1.05
        case .snare, .toms, .kick: gain = 0.95
        }
        return min(max(Int((Double(velocity) * gain * fraction).rounded()), 12), 120)
    }
}
