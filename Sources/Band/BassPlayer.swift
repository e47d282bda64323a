import Harmony
import Improvisation
import Music
import Numerics
import Recurrent
import Sampling

/// Plays the bass: walking, in two, in one or by figures, as the style's table has it, and always on the changes.
///
/// The style says on which pulses a note is struck, held or silent; the network finds the pitches. What no data
/// teaches, as it is transcribed in beats, is played by rule: the skipped eighth, the bossa's short note, and loudness.
struct BassPlayer {
    let section: RhythmSection

    /// The pulse on which the last note enters and stays: that of the final chord, or the next one; nil without an
    /// ending.
    private var closing: Int? {
        guard let start = section.endingStart, let layout = section.layouts.last else { return nil }
        return layout.pulseTicks.dropLast().first { $0 >= start } ?? layout.pulseTicks[layout.pulses - 1]
    }

    /// A pulse of the piece and what the bass does on it.
    private struct Pulse {
        let beat: BassBeat
        let tick: Int
        let end: Int
        let bar: Int
        /// The pulse of the bar.
        let position: Int
        var duty = BassDuty.hold
    }

    /// A note of the line.
    private struct Stroke {
        let pitch: Int
        /// The pulses that it sounds through.
        var pulses: [Pulse]

        var tick: Int { pulses[0].tick }
        var position: Int { pulses[0].position }
        var bar: Int { pulses[0].bar }
        var end: Int { pulses[pulses.count - 1].end }
    }

    /// The notes of the part.
    ///
    /// - Throws: `SamplingError` when the network's scores are not numbers.
    func notes(
        engine: StepEngine, using generator: inout Xoshiro256StarStar
    ) throws(SamplingError) -> [PartNote] {
        let pulses = pulses(using: &generator)
        let hasFigures = section.styles.contains { !$0.table.bass.figures.isEmpty }
        guard pulses.contains(where: { $0.duty != .rest }) else { return hasFigures ? withFigures([], &generator) : [] }
        let setting = BassSetting(
            beats: pulses.map(\.beat), tempo: section.pulseTempo)
        var walker = try BassWalker(
            engine: engine, setting: setting, duties: pulses.map(\.duty),
            random: Xoshiro256StarStar(seed: generator.next()))
        let pitches = try walker.pitches()
        var strokes: [Stroke] = []
        for (pulse, pitch) in zip(pulses, pitches) {
            switch pulse.duty {
            case .rest: break
            case .hold: if !strokes.isEmpty { strokes[strokes.count - 1].pulses.append(pulse) }
            case .strike:
                guard let pitch else { continue }
                strokes.append(Stroke(pitch: pitch, pulses: [pulse]))
            }
        }
        var notes: [PartNote] = []
        for (index, stroke) in strokes.enumerated() {
            let next = index + 1 < strokes.count ? strokes[index + 1] : nil
            notes += play(stroke, next: next?.tick == stroke.end ? next?.pitch : nil, using: &generator)
        }
        return hasFigures ? withFigures(notes, &generator) : notes
    }

    /// The notes together with those of the bars that have figures, in order.
    private func withFigures(_ notes: [PartNote], _ generator: inout Xoshiro256StarStar) -> [PartNote] {
        var player = BassFigures(section: section)
        var result: [PartNote] = []
        var left = notes[...]
        for bar in section.bars.indices {
            let end = section.layouts[bar].end
            let own = left.prefix { $0.start < end }
            left = left.dropFirst(own.count)
            if section.styles[bar].table.bass.figures.isEmpty {
                result += own
                if let last = own.last { player.last = last.pitch }
            } else {
                let own = player.notes(ofBar: bar, closing: closing, using: &generator)
                if let tick = player.heldUntil, let last = result.indices.last, bar > 0,
                    result[last].end >= section.layouts[bar].start - 240
                {
                    result[last].duration = max(result[last].duration, tick - result[last].start - 40)
                }
                result += own
            }
        }
        return result
    }

    /// Every pulse with its duty: silent under "N.C.", struck where the style or an entering chord wants it, else held.
    private func pulses(using generator: inout Xoshiro256StarStar) -> [Pulse] {
        var pulses: [Pulse] = []
        var counted = 0
        for bar in section.bars.indices {
            let struck = struckPulses(ofBar: bar, using: &generator)
            let hasFigures = !section.styles[bar].table.bass.figures.isEmpty
            let layout = section.layouts[bar]
            var first = 0
            for group in layout.groups {
                for position in first..<first + group {
                    let tick = layout.pulseTicks[position]
                    let closes = closing.map { tick >= $0 } ?? false
                    let chord = section.chord(at: closes ? section.ticks : tick)
                    let beat = BassBeat(chord: chord, position: position - first, length: group, bar: counted)
                    pulses.append(
                        Pulse(
                            beat: beat, tick: tick, end: layout.pulseTicks[position + 1], bar: bar, position: position,
                            duty: hasFigures ? .rest : struck[position] ? .strike([]) : .hold))
                }
                first += group
                counted += 1
            }
        }
        for index in pulses.indices {
            let chord = pulses[index].beat.chord
            let isAfterSilence = index == 0 || pulses[index - 1].beat.chord.isNoChord
            if chord.isNoChord || pulses[index].duty == .rest {
                pulses[index].duty = .rest
            } else if let closing, pulses[index].tick > closing {
                pulses[index].duty = .hold
            } else if pulses[index].duty != .hold || isAfterSilence {
                let isLong = index + 1 < pulses.count && pulses[index + 1].duty == .hold
                let opens = isAfterSilence || pulses[index].tick == closing
                let before = isAfterSilence ? nil : pulses[index - 1].beat.chord
                let table = section.styles[pulses[index].bar].table.bass
                let classes = classes(for: chord, after: before, in: table, opens: opens, isLong: isLong)
                if let before, before != chord, generator.chance(rootChance(chord, after: before, in: table)) {
                    pulses[index].duty = .strike(classes, wanted: [chord.bass])
                } else {
                    pulses[index].duty = .strike(classes)
                }
            }
        }
        return pulses
    }

    /// The pitch classes that a note may be chosen from.
    ///
    /// A line opens and closes on the chord's bass, a written bass is played where its chord enters, and a note that
    /// is held states the chord; the rest is up to the network.
    private func classes(
        for chord: Chord, after before: Chord?, in table: StyleTable.Bass, opens: Bool, isLong: Bool
    ) -> PitchClassSet {
        if opens || (before != chord && chord.bassName != nil) { return [chord.bass] }
        if table.keepsToFifths {
            return PitchClassSet([chord.root, chord.root + (chord.fifth ?? 7)])
        }
        return isLong ? chord.tones : PitchClassSet(bits: .max)
    }

    /// How likely the root is wanted where a chord enters; the network plays it in some of the other cases.
    ///
    /// The basses it has learned from were transcribed by a program that hears another note now and then, so that it
    /// plays roots more rarely than players do. What a chord has in common with the one before tells a listener less of
    /// it the fewer notes that are: then the bass has to say what chord it is.
    private func rootChance(_ chord: Chord, after before: Chord, in table: StyleTable.Bass) -> Double {
        let isForeign = chord.tones.members.count { !before.scale.contains($0) } > 1
        return table.roots[isForeign ? 0 : 1]
    }

    /// Which pulses of a bar are struck; those on which chords enter always are.
    private func struckPulses(ofBar bar: Int, using generator: inout Xoshiro256StarStar) -> [Bool] {
        let layout = section.layouts[bar]
        let table = section.styles[bar].table.bass
        var struck = [Bool](repeating: false, count: layout.pulses)
        var first = 0
        for group in layout.groups {
            struck[first] = true
            switch table.strikes {
            case .all: for pulse in first..<(first + group) { struck[pulse] = true }
            case .two: for pulse in stride(from: first, to: first + group, by: 2) { struck[pulse] = true }
            case .one: break
            }
            if let walks = table.walks {
                walk(&struck, first: first, group: group, weights: walks[bar % 4 == 3 ? 1 : 0], using: &generator)
            }
            first += group
        }
        if let pickup = table.pickup { strikePickup(&struck, layout, pickup, bar: bar, using: &generator) }
        for entry in section.bars[bar].chords {
            // A chord that enters within a pulse is struck on the next one.
            let tick = section.lines.tick(bar: bar, beat: entry.beat)
            let pulse = layout.pulseTicks.firstIndex { $0 >= tick } ?? layout.pulses
            guard pulse < layout.pulses, section.spans.contains(where: { $0.start == tick }) else { continue }
            struck[pulse] = true
        }
        return struck
    }

    /// With a walk into some bars.
    private func strikePickup(
        _ struck: inout [Bool], _ layout: BarLayout, _ chances: [Double], bar: Int,
        using generator: inout Xoshiro256StarStar
    ) {
        let pulses = layout.pulses
        guard pulses > 2, !struck[pulses - 1] || pulses == 3 else { return }
        struck[pulses - 1] = generator.chance(chances[bar % 4 == 3 ? 1 : pulses == 3 ? 2 : 0])
    }

    /// The first beat alone, with the last, or all.
    private func walk(
        _ struck: inout [Bool], first: Int, group: Int, weights: [Double], using generator: inout Xoshiro256StarStar
    ) {
        let kind = generator.weighted(weights)
        for pulse in first..<(first + group) {
            if kind == 2 || (kind == 1 && pulse == first + group - 1) { struck[pulse] = true }
        }
    }

    private func play(
        _ stroke: Stroke, next: Int?, using generator: inout Xoshiro256StarStar
    ) -> [PartNote] {
        let room = stroke.end - stroke.tick
        let accent = stroke.position == 0 ? 6 : stroke.position % 2 == 1 ? 3 : 0
        let table = section.styles[stroke.bar].table.bass
        let velocity = generator.velocity(table.loudness + accent, spread: 5)
        let pitch = stroke.pitch
        if stroke.tick == closing {
            return [PartNote(start: stroke.tick, duration: room, pitch: pitch, velocity: velocity)]
        }
        if let chance = table.longShort { return longShort(stroke, next, velocity, chance, using: &generator) }
        let full = PartNote(start: stroke.tick, duration: room - room / 12, pitch: pitch, velocity: velocity)
        let last = stroke.pulses[stroke.pulses.count - 1]
        let skip = section.tick(bar: last.bar, half: 2 * last.position + 1)
        guard next != nil, skip > stroke.tick, skip < stroke.end else { return [full] }
        guard generator.chance(section.tempo > 230 ? 0.01 : 0.07) else { return [full] }
        // A skipped eighth: the same note once more, dead and short.
        return [
            PartNote(start: stroke.tick, duration: skip - stroke.tick - 20, pitch: pitch, velocity: velocity),
            PartNote(start: skip, duration: stroke.end - skip - 10, pitch: pitch, velocity: max(velocity - 18, 30)),
        ]
    }

    /// Long – short: the stroke for a beat and a half, then again, or the note to come.
    private func longShort(
        _ stroke: Stroke, _ next: Int?, _ velocity: Int, _ chance: Double, using generator: inout Xoshiro256StarStar
    ) -> [PartNote] {
        let room = stroke.end - stroke.tick
        guard stroke.pulses.count >= 2 else {
            return [PartNote(start: stroke.tick, duration: room * 7 / 8, pitch: stroke.pitch, velocity: velocity)]
        }
        let second = stroke.pulses[1]
        let layout = section.layouts[second.bar]
        let length = second.end - second.tick
        let short = second.tick + (layout.isDotted(second.position) ? length * 2 / 3 : length / 2)
        let pitch = generator.chance(chance) ? (next ?? stroke.pitch) : stroke.pitch
        return [
            PartNote(
                start: stroke.tick, duration: (short - stroke.tick) * 9 / 10, pitch: stroke.pitch, velocity: velocity),
            PartNote(
                start: short, duration: (second.end - short) * 9 / 10, pitch: pitch,
                velocity: max(velocity - 14, 30)),
        ]
    }
}
