import Harmony
import Music
import Numerics

/// Accompanies at the piano: voicings that lead to one another, in rhythms that leave the lead its room.
struct Comping {
    let section: RhythmSection
    /// What the piano answers, in order of onset; may be empty.
    let lead: [PartNote]
    /// The notes of the bass in order of onset; may be empty.
    let bass: [PartNote]

    /// Ticks of a usual bar.
    private var barTicks: Int { section.lines.meters.first?.barTicks ?? section.meter.barTicks }

    private func piano(at tick: Int) -> StyleTable.Piano { section.styles[section.lines.bar(at: tick)].table.piano }

    /// A struck chord.
    private struct Hit {
        let tick: Int
        /// The tick at which it would have to stop.
        let limit: Int
        /// Ticks of its pulse.
        let pulse: Int
        let chord: Chord
        /// The span of the changes that it belongs to.
        let span: Int
        let isHeld: Bool
        let isOffbeat: Bool
        /// What is added to the usual loudness.
        let emphasis: Int
    }

    /// The notes of the part.
    func notes(using generator: inout Xoshiro256StarStar) -> [PartNote] {
        let hits = hits(using: &generator)
        var asked: [VoicingPath.Hit] = []
        var manner = Voicing.Manner.rootless
        var lift = 0
        var lastStretch = 0
        for (index, hit) in hits.enumerated() {
            // A chord keeps its manner: the voices of one chord stay what they are.
            if index == 0 || hits[index - 1].span != hit.span {
                manner = self.manner(of: section.spans[hit.span], using: &generator)
            }
            if manner == .shell, hit.tick == section.endingStart { manner = .rootless }
            // On a chord that stays the hand moves about every two bars; others move it by themselves.
            let stretch = (hit.tick - section.spans[hit.span].start) / (2 * barTicks)
            if stretch == 0 {
                lift = 0
            } else if stretch != lastStretch {
                lift = generator.below(3) == 0 ? 0 : generator.below(2) * 10 - 5
            }
            lastStretch = stretch
            let next = index + 1 < hits.count ? min(hits[index + 1].tick, hit.limit) : hit.limit
            asked.append(
                VoicingPath.Hit(
                    chord: hit.chord, manner: manner, bass: bassPitch(at: hit.tick), lift: lift,
                    lead: leadPitches(hit.tick..<max(hit.isHeld ? next : hit.tick + hit.pulse, hit.tick + 1))))
        }
        let voicings = VoicingPath.voicings(asked, using: &generator)
        var notes: [PartNote] = []
        for (index, hit) in hits.enumerated() {
            let isFinal = hit.tick == section.endingStart
            let next = index + 1 < hits.count ? hits[index + 1].tick : section.ticks
            let room = min(hit.limit, next) - hit.tick
            var duration = isFinal ? section.ticks - hit.tick : duration(of: hit, room: room, using: &generator)
            if !isFinal, hit.isHeld, let top = voicings[index].last {
                duration = min(duration, untilCrossed(top, from: hit))
            }
            let strength = generator.velocity(
                piano(at: hit.tick).loudness + (hit.isOffbeat ? 4 : 0) + hit.emphasis, spread: 6)
            for (voice, pitch) in voicings[index].enumerated() {
                let isTop = voice == voicings[index].count - 1
                let velocity = min(max(strength + (isTop ? 4 : 0) + generator.below(5) - 2, 20), 110)
                notes.append(PartNote(start: hit.tick, duration: duration, pitch: pitch, velocity: velocity))
            }
        }
        return notes
    }

    /// How a chord is built: the style's way, fourths for suspended chords and for minor ones that stay.
    private func manner(
        of span: ChordSpan, using generator: inout Xoshiro256StarStar
    ) -> Voicing.Manner {
        let isModal = span.chord.quality == .minorSeventh && span.end - span.start >= 3 * barTicks
        if isModal, generator.chance(0.6) { return .quartal }
        let piano = piano(at: span.start)
        let manner: Voicing.Manner =
            piano.spread > 0 && generator.chance(piano.spread)
            ? .spread
            : generator.chance(piano.shells[section.tempo > 220 ? 1 : 0]) ? .shell : .rootless
        // In passing a shell may leave the colours out; where the chord stays they are what it is about.
        let stays = span.end - span.start > 2 * barTicks
        return manner == .shell && stays && !span.chord.tensions.isEmpty ? .rootless : manner
    }

    /// The pitch that the bass sounds, or has sounded last, at a tick. O(log n).
    private func bassPitch(at tick: Int) -> Int? {
        let next = bass.partitioningIndex { $0.start > tick }
        return next > 0 ? bass[next - 1].pitch : nil
    }

    /// The pitches of the lead that sound within some ticks. O(log n) and the notes of a bar.
    private func leadPitches(_ ticks: Range<Int>) -> [Int] {
        let end = lead.partitioningIndex { $0.start >= ticks.upperBound }
        // The lead is one line: of what began earlier only the last note can still sound.
        return lead[..<end].reversed().prefix { $0.start + $0.duration > ticks.lowerBound }.map(\.pitch)
    }

    /// The ticks after which the lead comes down to a pitch that is held: then it is let go, but not within half a pulse.
    private func untilCrossed(_ pitch: Int, from hit: Hit) -> Int {
        let start = lead.partitioningIndex { $0.start >= hit.tick + hit.pulse / 2 }
        return lead[start...].first { $0.pitch <= pitch }.map { $0.start - hit.tick } ?? .max
    }

    private func duration(of hit: Hit, room: Int, using generator: inout Xoshiro256StarStar) -> Int {
        if hit.isHeld { return max(room * 15 / 16, 60) }
        let short = hit.pulse * piano(at: hit.tick).length / 16
        return max(min(room * 15 / 16, short + generator.below(hit.pulse / 6)), 60)
    }

    /// The hits of the whole piece; where the harmony is silent there are none.
    private func hits(using generator: inout Xoshiro256StarStar) -> [Hit] {
        let activity = LeadActivity(lead, section: section)
        let positions = positions
        var hits: [Hit] = []
        var before = CompingRhythm.Cell.rest
        for bar in section.bars.indices {
            let layout = section.layouts[bar]
            var first = 0
            for group in layout.groups {
                let half = 2 * (layout.firstPulse + first)
                let situation = CompingRhythm.Situation(
                    pulses: group, piano: section.styles[bar].table.piano,
                    tempo: section.pulseTempo,
                    position: positions[bar], entries: groupChords(layout, bar: bar, first: first, group: group),
                    before: before,
                    alternates: bar % 2 == 1, lead: activity.moments(half..<half + 2 * group))
                let cell = CompingRhythm.cell(for: situation, using: &generator)
                before = cell
                for (half, isHeld) in zip(cell.halves, cell.isHeld) {
                    let emphasis = emphasis(at: half, in: situation)
                    if let hit = hit(bar: bar, half: 2 * first + half, isHeld: isHeld, emphasis: emphasis) {
                        hits.append(hit)
                    }
                }
                first += group
            }
        }
        if let ending = section.endingStart {
            let pulse = section.layouts[section.layouts.count - 1].length(ofPulse: 0)
            hits.removeAll { $0.tick >= ending - pulse / 2 }
            let span = section.spanIndex(at: ending)
            let chord = section.spans[span].chord
            if !chord.isNoChord {
                hits.append(
                    Hit(
                        tick: ending, limit: section.ticks, pulse: pulse, chord: chord, span: span, isHeld: true,
                        isOffbeat: false,
                        emphasis: 0))
            }
        }
        return hits
    }

    /// Softer under the lead, louder in its gaps and towards the end of a phrase.
    private func emphasis(at half: Int, in situation: CompingRhythm.Situation) -> Int {
        var emphasis = situation.position == .closing ? 3 : 0
        guard half < situation.lead.count else { return emphasis }
        switch situation.lead[half] {
        case .silent: emphasis += 4
        case .between: break
        case .busy: emphasis -= 5
        }
        return emphasis
    }

    /// Where in its phrase each bar stands.
    private var positions: [CompingRhythm.Position] {
        let starts = section.sectionStarts
        var positions: [CompingRhythm.Position] = []
        var start = 0
        for bar in starts.indices {
            if starts[bar] { start = bar }
            let closes = (bar - start) % 4 == 3 || (bar + 1 < starts.count && starts[bar + 1])
            positions.append(closes ? .closing : (bar - start) % 4 == 0 ? .opening : .middle)
        }
        return positions
    }

    /// The half pulses of a group, from its start, on which chords enter.
    private func groupChords(_ layout: BarLayout, bar: Int, first: Int, group: Int) -> [Int] {
        section.bars[bar].chords.compactMap { entry in
            let tick = section.lines.tick(bar: bar, beat: entry.beat)
            let pulse = max(0, layout.pulseTicks.partitioningIndex { $0 > tick } - 1)
            guard pulse < layout.pulses else { return nil }
            let within = tick - layout.pulseTicks[pulse]
            let half = 2 * (pulse - first) + within * 2 / layout.length(ofPulse: pulse)
            guard (0..<(2 * group)).contains(half) else { return nil }
            let isNew = section.spans[section.spanIndex(at: tick)].start == tick
            return isNew || half == 0 ? half : nil
        }
    }

    /// A chord struck on a half pulse of a bar; nil where there is none to strike.
    private func hit(bar: Int, half: Int, isHeld: Bool, emphasis: Int) -> Hit? {
        let tick = section.tick(bar: bar, half: half)
        let layout = section.layouts[bar]
        let length = layout.length(ofPulse: half / 2)
        let straight = layout.pulseTicks[half / 2] + half % 2 * length / 2
        var index = section.spanIndex(at: straight)
        let spans = section.spans
        // An off-beat right before a change plays the chord to come.
        let nextPulse = layout.pulseTicks[(half + 1) / 2]
        if half % 2 == 1, !spans[index].chord.isNoChord, index + 1 < spans.count, spans[index + 1].start == nextPulse {
            index += 1
        }
        guard !spans[index].chord.isNoChord, tick < section.ticks else { return nil }
        return Hit(
            tick: tick, limit: spans[index].end, pulse: length, chord: spans[index].chord, span: index, isHeld: isHeld,
            isOffbeat: half % 2 == 1, emphasis: emphasis)
    }
}
