/// Plays the bass: walking, in two, in one (waltz) or bossa, always on the changes.
struct BassPlayer {
    let section: RhythmSection

    private var meter: Meter { section.meter }

    /// A place where a note is struck.
    private struct Stroke {
        let tick: Int
        let bar: Int
        /// The pulse of the bar.
        let pulse: Int
    }

    /// The notes of the part.
    func notes(using generator: inout some RandomNumberGenerator) -> [PartNote] {
        var notes: [PartNote] = []
        // Silence under "N.C." cuts the line into runs.
        for run in runs(strokes(using: &generator)) {
            let steps = steps(of: run)
            let pitches = BassLine.pitches(steps, using: &generator)
            for (index, stroke) in run.enumerated() {
                let end = index + 1 < run.count ? run[index + 1].tick : silence(after: stroke.tick)
                let next = index + 1 < run.count ? pitches[index + 1] : nil
                notes += play(
                    stroke, pitch: pitches[index], until: end, next: next, step: steps[index], using: &generator)
            }
        }
        return notes
    }

    /// The tick at which the harmony falls silent after a tick.
    private func silence(after tick: Int) -> Int {
        section.changes.spans.first { $0.start > tick && $0.chord.isNoChord }?.start ?? section.ticks
    }

    private func strokes(using generator: inout some RandomNumberGenerator) -> [Stroke] {
        var strokes: [Stroke] = []
        for bar in section.bars.indices {
            let pulses = pulses(ofBar: bar, using: &generator)
            for pulse in pulses {
                let tick = bar * meter.barTicks + pulse * meter.pulseTicks
                if let ending = section.endingStart, tick > ending { continue }
                strokes.append(Stroke(tick: tick, bar: bar, pulse: pulse))
            }
        }
        return strokes
    }

    /// The pulses of a bar that are struck; those on which chords enter always are.
    private func pulses(ofBar bar: Int, using generator: inout some RandomNumberGenerator) -> [Int] {
        var struck = [Bool](repeating: false, count: meter.pulses)
        var first = 0
        for group in section.groups {
            struck[first] = true
            switch section.style {
            case .swing, .bebop: for pulse in first..<(first + group) { struck[pulse] = true }
            case .ballad, .bossa: for pulse in stride(from: first, to: first + group, by: 2) { struck[pulse] = true }
            case .waltz: strikeWaltz(&struck, first: first, group: group, bar: bar, using: &generator)
            }
            first += group
        }
        if section.style == .ballad, meter.pulses == 3 { struck[2] = generator.chance(0.5) }
        for entry in section.bars[bar].chords {
            let pulse = entry.beat * meter.beatTicks / meter.pulseTicks
            if pulse < meter.pulses { struck[pulse] = true }
        }
        return struck.indices.filter { struck[$0] }
    }

    /// In one, with a walk into every fourth bar or so.
    private func strikeWaltz(
        _ struck: inout [Bool], first: Int, group: Int, bar: Int, using generator: inout some RandomNumberGenerator
    ) {
        let kind = generator.weighted(bar % 4 == 3 ? [1, 2, 4] : [5, 3, 3])
        for pulse in first..<(first + group) {
            if kind == 2 || (kind == 1 && pulse == first + group - 1) { struck[pulse] = true }
        }
    }

    private func runs(_ strokes: [Stroke]) -> [[Stroke]] {
        var runs: [[Stroke]] = []
        var isOpen = false
        for stroke in strokes {
            if section.changes.chord(at: stroke.tick).isNoChord {
                isOpen = false
            } else if isOpen {
                runs[runs.count - 1].append(stroke)
            } else {
                runs.append([stroke])
                isOpen = true
            }
        }
        return runs
    }

    private func steps(of run: [Stroke]) -> [BassLine.Step] {
        let spans = run.map { section.changes.index(at: $0.tick) }
        return run.enumerated().map { index, stroke in
            let end = index + 1 < run.count ? run[index + 1].tick : silence(after: stroke.tick)
            return BassLine.Step(
                chord: section.changes.spans[spans[index]].chord,
                entersChord: index == 0 || spans[index] != spans[index - 1], isDownbeat: stroke.pulse == 0,
                leadsToChange: index + 1 < run.count && spans[index + 1] != spans[index],
                isLong: end - stroke.tick > meter.pulseTicks, isFinal: stroke.tick == section.endingStart)
        }
    }

    private func play(
        _ stroke: Stroke, pitch: Int, until end: Int, next: Int?, step: BassLine.Step,
        using generator: inout some RandomNumberGenerator
    ) -> [PartNote] {
        let room = end - stroke.tick
        let accent = stroke.pulse == 0 ? 6 : stroke.pulse % 2 == 1 ? 3 : 0
        let base = section.style == .ballad ? 72 : 80
        let velocity = generator.velocity(base + accent, spread: 5)
        if step.isFinal { return [PartNote(start: stroke.tick, duration: room, pitch: pitch, velocity: velocity)] }
        if section.style == .bossa { return bossa(stroke, pitch, room, next, step.chord, velocity, using: &generator) }
        let full = PartNote(start: stroke.tick, duration: room - room / 12, pitch: pitch, velocity: velocity)
        guard let next, room >= meter.pulseTicks else { return [full] }
        let pulsesLeft = room / meter.pulseTicks
        let half = 2 * (stroke.pulse + pulsesLeft - 1) + 1
        let pickup = section.tick(bar: stroke.bar, half: half)
        guard pickup > stroke.tick, pickup < end else { return [full] }
        let walks = section.style == .swing || section.style == .bebop
        guard generator.chance(walks ? (section.tempo > 230 ? 0.01 : 0.07) : 0.22) else { return [full] }
        // A skipped eighth: the same note once more, dead and short; in two, a neighbour that leads on.
        let lead = walks || abs(next - pitch) <= 2 ? pitch : neighbour(of: next, from: pitch, chord: step.chord)
        return [
            PartNote(start: stroke.tick, duration: pickup - stroke.tick - 20, pitch: pitch, velocity: velocity),
            PartNote(start: pickup, duration: end - pickup - 10, pitch: lead, velocity: max(velocity - 18, 30)),
        ]
    }

    /// The half or whole step beside `goal` on the side from which the line comes; a note of the scale if there is one.
    private func neighbour(of goal: Int, from pitch: Int, chord: Chord) -> Int {
        let side = pitch < goal ? -1 : 1
        let scale = chord.scale
        let choice = [1, 2].first { scale.contains(goal + side * $0) } ?? 1
        let lead = goal + side * choice
        return BassLine.range.contains(lead) ? lead : pitch
    }

    /// Long – short: the stroke for a beat and a half, then the fifth below or above it, or the note to come.
    private func bossa(
        _ stroke: Stroke, _ pitch: Int, _ room: Int, _ next: Int?, _ chord: Chord, _ velocity: Int,
        using generator: inout some RandomNumberGenerator
    ) -> [PartNote] {
        let pulse = meter.pulseTicks
        guard room >= 2 * pulse else {
            return [PartNote(start: stroke.tick, duration: room * 7 / 8, pitch: pitch, velocity: velocity)]
        }
        let short = stroke.tick + pulse + (meter.isCompound ? pulse * 2 / 3 : pulse / 2)
        let second = generator.chance(0.25) ? (next ?? pitch) : pitch
        return [
            PartNote(start: stroke.tick, duration: (short - stroke.tick) * 9 / 10, pitch: pitch, velocity: velocity),
            PartNote(
                start: short, duration: (stroke.tick + 2 * pulse - short) * 9 / 10, pitch: second,
                velocity: max(velocity - 14, 30)),
        ]
    }
}
