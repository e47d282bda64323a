/// Plays the drums: time on the cymbals, comments below, fills where sections end.
struct Drummer {
    let section: RhythmSection

    private var meter: Meter { section.meter }

    /// The notes of the part.
    func notes(using generator: inout some RandomNumberGenerator) -> [PartNote] {
        var kit = DrumKit(section: section)
        let starts = section.sectionStarts
        for bar in section.bars.indices {
            if starts[bar], bar > 0 { crash(at: bar * meter.barTicks, &kit, using: &generator) }
            let endsSection = bar + 1 < section.bars.count && starts[bar + 1] && bar > 0
            let beforeEnding = section.hasEnding && bar == section.bars.count - 2
            let fills = beforeEnding || (endsSection && generator.chance(0.75))
            // The fill takes the last group of the bar, half of it in a short turn.
            let fillPulses = fills ? min(section.groups.last ?? 2, generator.chance(0.4) ? 2 : 3, meter.pulses) : 0
            let timeEnd = meter.pulses - fillPulses
            switch section.style {
            case .swing, .bebop, .waltz: swing(bar, until: timeEnd, &kit, using: &generator)
            case .ballad: ballad(bar, until: timeEnd, &kit, using: &generator)
            case .bossa: bossa(bar, until: timeEnd, &kit, using: &generator)
            }
            if fillPulses > 0 { fill(bar, from: timeEnd, &kit, using: &generator) }
        }
        if let ending = section.endingStart {
            kit.silence(from: ending)
            let isQuiet = section.style == .ballad
            let length = section.ticks - ending
            kit.strike(Percussion.crash, at: ending, isQuiet ? 62 : 92, length: length)
            kit.strike(Percussion.kick, at: ending, isQuiet ? 48 : 78)
        }
        return kit.notes
    }

    private func crash(at tick: Int, _ kit: inout DrumKit, using generator: inout some RandomNumberGenerator) {
        let isQuiet = section.style == .ballad || section.style == .bossa
        guard generator.chance(isQuiet ? 0.35 : 0.7) else { return }
        kit.strike(Percussion.crash, at: tick, generator.velocity(isQuiet ? 56 : 80), length: meter.barTicks)
        kit.strike(Percussion.kick, at: tick, generator.velocity(isQuiet ? 44 : 66))
    }

    /// Whether the hi-hat closes on a pulse: two and four, or the middle of three.
    private func closesHiHat(_ pulse: Int) -> Bool {
        var first = 0
        for group in section.groups {
            if pulse < first + group {
                let place = pulse - first
                return group == 1 ? false : place % 2 == 1
            }
            first += group
        }
        return false
    }

    private func swing(
        _ bar: Int, until end: Int, _ kit: inout DrumKit, using generator: inout some RandomNumberGenerator
    ) {
        let isFast = section.tempo > 230
        for pulse in 0..<meter.pulses {
            let tick = section.tick(bar: bar, half: 2 * pulse)
            let isBackbeat = closesHiHat(pulse)
            if isBackbeat { kit.strike(Percussion.pedalHiHat, at: tick, generator.velocity(66, spread: 8)) }
            guard pulse < end else { continue }
            kit.strike(Percussion.ride, at: tick, generator.velocity(isBackbeat ? 82 : 74))
            // The skip note leads into one and three; now and then it comes elsewhere or stays away.
            let skips = isBackbeat ? (isFast ? 0.72 : 0.88) : (isFast ? 0.04 : 0.12)
            if generator.chance(skips) {
                let skip = section.tick(bar: bar, half: 2 * pulse + 1)
                kit.strike(Percussion.ride, at: skip, generator.velocity(58))
            }
            let feathers = section.style == .waltz ? pulse == 0 : !isFast || pulse % 2 == 0
            if feathers { kit.strike(Percussion.kick, at: tick, generator.velocity(pulse == 0 ? 34 : 26, spread: 4)) }
        }
        comment(bar, until: end, density: isFast ? 0.12 : 0.19, &kit, using: &generator)
    }

    private func ballad(
        _ bar: Int, until end: Int, _ kit: inout DrumKit, using generator: inout some RandomNumberGenerator
    ) {
        for pulse in 0..<meter.pulses {
            let tick = section.tick(bar: bar, half: 2 * pulse)
            if closesHiHat(pulse) {
                kit.strike(Percussion.pedalHiHat, at: tick, generator.velocity(50))
                kit.strike(Percussion.snare, at: tick, generator.velocity(30, spread: 4))
            }
            guard pulse < end else { continue }
            kit.strike(Percussion.ride, at: tick, generator.velocity(52))
            if generator.chance(closesHiHat(pulse) ? 0.5 : 0.08) {
                kit.strike(Percussion.ride, at: section.tick(bar: bar, half: 2 * pulse + 1), generator.velocity(38))
            }
            if pulse == 0 { kit.strike(Percussion.kick, at: tick, generator.velocity(30, spread: 4)) }
        }
        comment(bar, until: end, density: 0.05, &kit, using: &generator)
    }

    private func bossa(
        _ bar: Int, until end: Int, _ kit: inout DrumKit, using generator: inout some RandomNumberGenerator
    ) {
        // The clave over two bars, as half pulses.
        let clave = bar % 2 == 0 ? [0, 3, 6] : [2, 5]
        for half in 0..<(2 * meter.pulses) {
            let tick = section.tick(bar: bar, half: half)
            let isPulse = half % 2 == 0
            if isPulse, closesHiHat(half / 2) { kit.strike(Percussion.pedalHiHat, at: tick, generator.velocity(54)) }
            if isPulse, half % 4 == 0 {
                kit.strike(Percussion.kick, at: tick, generator.velocity(58, spread: 4))
            } else if half % 4 == 3 {
                kit.strike(Percussion.kick, at: tick, generator.velocity(46, spread: 4))
            }
            guard half < 2 * end else { continue }
            kit.strike(Percussion.closedHiHat, at: tick, generator.velocity(isPulse ? 58 : 46))
            if clave.contains(half % 8), !generator.chance(0.06) {
                kit.strike(Percussion.crossStick, at: tick, generator.velocity(66))
            }
        }
    }

    /// Snare comments off the beat and, rarely, a dropped kick.
    private func comment(
        _ bar: Int, until end: Int, density: Double, _ kit: inout DrumKit,
        using generator: inout some RandomNumberGenerator
    ) {
        for half in 0..<(2 * end) {
            let isOffbeat = half % 2 == 1
            guard generator.chance(isOffbeat ? density : density / 4) else { continue }
            let tick = section.tick(bar: bar, half: half)
            let isLoud = generator.chance(0.25)
            if isOffbeat, generator.chance(0.22) {
                kit.strike(Percussion.kick, at: tick, generator.velocity(isLoud ? 66 : 50))
            } else {
                kit.strike(Percussion.snare, at: tick, generator.velocity(isLoud ? 58 : 36))
            }
        }
    }

    /// Snare and toms in triplets or eighths down to the next section.
    private func fill(
        _ bar: Int, from first: Int, _ kit: inout DrumKit, using generator: inout some RandomNumberGenerator
    ) {
        let isSlow = section.tempo < 200 && section.style != .bossa
        let inTriplets = isSlow && !meter.isCompound && generator.chance(0.6)
        let loudness = section.style == .ballad ? 40 : section.style == .bossa ? 56 : 66
        let pulses = first..<meter.pulses
        for pulse in pulses {
            let start = section.tick(bar: bar, half: 2 * pulse)
            let ticks =
                inTriplets
                ? [start, start + meter.pulseTicks / 3, start + 2 * meter.pulseTicks / 3]
                : [start, section.tick(bar: bar, half: 2 * pulse + 1)]
            for (place, tick) in ticks.enumerated() where !generator.chance(place == 0 ? 0.12 : 0.25) {
                // From the snare over the toms downwards as the fill goes on.
                let depth = (pulse - first) * ticks.count + place
                let drums = [Percussion.snare] + Percussion.toms
                let reach = 1 + depth * drums.count / (pulses.count * ticks.count)
                let drum = drums[min(generator.below(reach + 1), drums.count - 1)]
                let growth = 14 * depth / (pulses.count * ticks.count)
                kit.strike(drum, at: tick, generator.velocity(loudness + growth, spread: 9))
            }
            if section.style == .swing || section.style == .bebop || section.style == .waltz {
                kit.strike(Percussion.kick, at: start, generator.velocity(34, spread: 5))
            }
        }
    }
}

/// Collects strokes.
struct DrumKit {
    private(set) var notes: [PartNote] = []
    private let strokeTicks: Int

    init(section: RhythmSection) {
        strokeTicks = section.meter.pulseTicks / 4
    }

    mutating func strike(_ drum: Int, at tick: Int, _ velocity: Int, length: Int? = nil) {
        notes.append(PartNote(start: tick, duration: length ?? strokeTicks, pitch: drum, velocity: velocity))
    }

    /// Takes back what was played from a tick on.
    mutating func silence(from tick: Int) {
        notes.removeAll { $0.start >= tick }
    }
}
