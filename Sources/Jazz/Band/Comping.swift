/// Accompanies at the piano: voicings in rhythms that leave room.
struct Comping {
    let section: RhythmSection

    private var meter: Meter { section.meter }

    /// A struck chord.
    private struct Hit {
        let tick: Int
        /// The tick at which it would have to stop.
        var limit: Int
        let chord: Chord
        let isLong: Bool
        let isOffbeat: Bool
    }

    /// The notes of the part.
    func notes(using generator: inout some RandomNumberGenerator) -> [PartNote] {
        var notes: [PartNote] = []
        var last: [Int] = []
        let hits = hits(using: &generator)
        for (index, hit) in hits.enumerated() {
            let isFinal = hit.tick == section.endingStart
            let density: Voicing.Density = isFinal || !generator.chance(shellShare) ? .rootless : .shell
            let voicing = Voicing.next(hit.chord, after: last, density: density)
            guard !voicing.isEmpty else { continue }
            last = voicing
            let next = index + 1 < hits.count ? hits[index + 1].tick : section.ticks
            let room = min(hit.limit, next) - hit.tick
            let duration = isFinal ? section.ticks - hit.tick : duration(of: hit, room: room, using: &generator)
            let accent = hit.isOffbeat ? 5 : 0
            let strength = generator.velocity((section.style == .ballad ? 52 : 60) + accent, spread: 7)
            for (voice, pitch) in voicing.enumerated() {
                let isTop = voice == voicing.count - 1
                let velocity = min(max(strength + (isTop ? 4 : 0) + generator.below(5) - 2, 20), 110)
                notes.append(PartNote(start: hit.tick, duration: duration, pitch: pitch, velocity: velocity))
            }
        }
        return notes
    }

    private var shellShare: Double {
        switch section.style {
        case .swing, .bebop: section.tempo > 220 ? 0.4 : 0.15
        case .ballad: 0.25
        case .waltz, .bossa: 0.1
        }
    }

    private func duration(of hit: Hit, room: Int, using generator: inout some RandomNumberGenerator) -> Int {
        if hit.isLong { return max(room * 15 / 16, 60) }
        let short = meter.pulseTicks * (section.style == .bossa ? 9 : 7) / 16
        return max(min(room * 15 / 16, short + generator.below(meter.pulseTicks / 6)), 60)
    }

    /// The hits of the whole piece; where the harmony is silent there are none.
    private func hits(using generator: inout some RandomNumberGenerator) -> [Hit] {
        var hits: [Hit] = []
        var before = CompingRhythm.Cell.rest
        for bar in section.bars.indices {
            let isLast = bar == section.bars.count - 1
            var first = 0
            for group in section.groups {
                let chords = groupChords(bar: bar, first: first, group: group)
                let cell = CompingRhythm.cell(
                    pulses: group, style: section.style, tempo: section.tempo, entries: chords, after: before,
                    alternates: bar % 2 == 1, using: &generator)
                before = cell
                for half in cell.halves {
                    add(half, of: cell, bar: bar, first: first, group: group, to: &hits)
                }
                first += group
            }
            if isLast, let ending = section.endingStart {
                hits.removeAll { $0.tick >= ending - meter.pulseTicks / 2 }
                let chord = section.changes.chord(at: ending)
                if !chord.isNoChord {
                    hits.append(
                        Hit(tick: ending, limit: section.ticks, chord: chord, isLong: true, isOffbeat: false))
                }
            }
        }
        return hits
    }

    /// The half pulses of a group, from its start, on which chords enter.
    private func groupChords(bar: Int, first: Int, group: Int) -> [Int] {
        section.bars[bar].chords.compactMap { entry in
            let half = entry.beat * meter.beatTicks * 2 / meter.pulseTicks - 2 * first
            guard (0..<(2 * group)).contains(half) else { return nil }
            let tick = bar * meter.barTicks + entry.beat * meter.beatTicks
            let isNew = section.changes.spans[section.changes.index(at: tick)].start == tick
            return isNew || half == 0 ? half : nil
        }
    }

    private func add(
        _ half: Int, of cell: CompingRhythm.Cell, bar: Int, first: Int, group: Int, to hits: inout [Hit]
    ) {
        let tick = section.tick(bar: bar, half: 2 * first + half)
        let straight = bar * meter.barTicks + (2 * first + half) * meter.pulseTicks / 2
        var index = section.changes.index(at: straight)
        let spans = section.changes.spans
        // An off-beat right before a change plays the chord to come.
        let nextPulse = bar * meter.barTicks + (first + (half + 1) / 2) * meter.pulseTicks
        if half % 2 == 1, !spans[index].chord.isNoChord, index + 1 < spans.count, spans[index + 1].start == nextPulse {
            index += 1
        }
        let span = spans[index]
        guard !span.chord.isNoChord, tick < section.ticks else { return }
        let isLong = cell.isSustained || (half == cell.halves.last && cell.endsLong)
        hits.append(Hit(tick: tick, limit: span.end, chord: span.chord, isLong: isLong, isOffbeat: half % 2 == 1))
    }
}
