package import Numerics
package import Harmony
package import Music
package import Recurrent
package import Sampling

/// What the accompanists read from: bars, metre, tempo and style.
package struct RhythmSection: Sendable {
    /// The bars to play.
    package let bars: [ChartBar]
    /// The time signature of the bars that have none of their own.
    package let meter: Meter
    /// Where they begin.
    package let lines: BarLines
    /// How they are counted.
    package let layouts: [BarLayout]
    /// Quarter notes a minute.
    package let tempo: Double
    /// How to play where a section does not say.
    package let style: Style
    /// How each bar is played.
    package let styles: [Style]
    /// Whether the last bar is an ending: its last chord is held over its root, with a cymbal crash.
    package let hasEnding: Bool
    /// How the drummer plays, and how the ride cymbal swings.
    package let drumTable: DrumTable
    /// The chords by tick.
    package let changes: Timeline<Chord>
    /// The same, from each change to the next.
    package let spans: [ChordSpan]
    /// How the ride cymbal's eighths are swung in each bar, and the chords' and the bass's with them; one for all where all
    /// are alike.
    private let rideSwings: [Swing]

    /// A rhythm section.
    ///
    /// - Parameters:
    ///   - tempo: quarter notes a minute, above zero.
    ///   - asked: The swing that is asked for; nil for what players do.
    ///   - soloist: The soloist's own, where eighths swing and nothing is asked for; nil for what players do.
    package init(
        bars: [ChartBar], meter: Meter, tempo: Double, style: Style, hasEnding: Bool, drumTable: DrumTable,
        swing asked: Swing? = nil, soloist: Swing? = nil
    ) {
        precondition(tempo > 0, "a tempo of \(tempo)")
        self.bars = bars
        self.meter = meter
        self.tempo = tempo
        self.style = style
        let styles = Self.styles(of: bars, style)
        self.styles = styles
        self.hasEnding = hasEnding
        self.drumTable = drumTable
        changes = Timeline(bars, meter: meter)
        let lines = BarLines(bars, meter: meter)
        self.lines = lines
        var pulses = 0
        layouts = bars.indices.map { bar in
            let layout = BarLayout(
                lines.meters[bar], start: lines.starts[bar], firstPulse: pulses, inThrees: styles[bar].table.isInThrees)
            pulses += layout.pulses
            return layout
        }
        spans = changes.spans(until: lines.ticks)
        let usual = Swing.ride(tempo: tempo, style: style, drumTable: drumTable)
        let swings = lines.meters.contains { !$0.countsEighths }
        func own(_ style: Style) -> Swing {
            if let asked { return asked }
            if case .ratios = style.table.eighths, let soloist { return soloist }
            return Swing(tempo: tempo, style: style)
        }
        swing = swings ? own(style) : .straight
        let isOne = styles.allSatisfy { $0 == style }
        swung = SwungBars(
            lines, isOne ? [swing] : styles.map(own))
        rideSwings =
            isOne
            ? [swings ? asked ?? usual : .straight]
            : styles.map { asked ?? Swing.ride(tempo: tempo, style: $0, drumTable: drumTable) }
    }

    /// Felt pulses a minute.
    var pulseTempo: Double {
        tempo * Double(Meter.ticksPerQuarter) / (layouts.first?.meanPulse ?? Double(Meter.ticksPerQuarter))
    }

    /// The index of the span that sounds at a tick; the first before it begins, the last from the end on. O(log n).
    package func spanIndex(at tick: Int) -> Int { max(0, spans.partitioningIndex { $0.start > tick } - 1) }

    /// The chord that sounds at a tick; "N.C." in an empty piece.
    package func chord(at tick: Int) -> Chord { spans.isEmpty ? .noChord : spans[spanIndex(at: tick)].chord }

    /// The length in ticks.
    package var ticks: Int { lines.ticks }

    /// How a soloist's eighths are swung here: in bars of quarters.
    package let swing: Swing
    /// The swung tick of a soloist's straight one.
    package let swung: SwungBars

    /// The piano part.
    ///
    /// - Parameters:
    ///   - lead: What it leaves room for and answers.
    ///   - bass: The notes of the bass, which it does not double.
    package func chords(
        answering lead: [PartNote] = [], over bass: [PartNote] = [], using generator: inout Xoshiro256StarStar
    ) -> Part {
        let notes = Comping(section: self, lead: lead.sorted { $0.start < $1.start }, bass: bass).notes(
            using: &generator)
        return Part(role: .chords, notes: notes).tidied(limit: ticks)
    }

    /// The bass part.
    ///
    /// - Parameter engine: That of a bass network, see ``ModelKind/bass``.
    /// - Throws: `SamplingError` when the network's scores are not numbers.
    package func bass(
        engine: StepEngine, using generator: inout Xoshiro256StarStar
    ) throws(SamplingError) -> Part {
        let notes = try BassPlayer(section: self).notes(engine: engine, using: &generator)
        return Part(role: .bass, notes: notes).tidied(limit: ticks)
    }

    /// The drum part; in a ballad for a brush kit.
    package func drums(using generator: inout Xoshiro256StarStar) -> Part {
        let notes = Drummer(section: self).notes(using: &generator)
        return Part(role: .drums, program: style.table.drums.hasBrushes ? 40 : nil, notes: notes).tidied(limit: ticks)
    }

    /// The tick at which the held final chord enters; nil without an ending.
    var endingStart: Int? {
        guard hasEnding, let layout = layouts.last,
            let last = bars.last?.chords.last(where: { $0.beat < layout.meter.beats })
        else { return nil }
        return layout.start + last.beat * layout.meter.beatTicks
    }

    /// The tick of a half pulse, counted from the start of a bar, swung with the ride cymbal.
    func tick(bar: Int, half: Int) -> Int {
        let layout = layouts[bar]
        let pulse = half / 2
        let start = layout.pulseTicks[pulse]
        if half % 2 == 0 { return start }
        if layout.isDotted(pulse) { return start + 2 * layout.meter.beatTicks }
        let middle = start + layout.length(ofPulse: pulse) / 2
        return layout.meter.countsEighths ? middle : layout.start + rideSwing(bar)(middle - layout.start)
    }

    private func rideSwing(_ bar: Int) -> Swing { rideSwings.count == 1 ? rideSwings[0] : rideSwings[bar] }

    /// The styles of bars: a section's own holds until the next section begins.
    private static func styles(of bars: [ChartBar], _ usual: Style) -> [Style] {
        var now = usual
        return bars.map { bar in
            if let style = bar.style { now = style } else if bar.section != nil || bar.startsForm { now = usual }
            return now
        }
    }

    /// The tick of a part of a pulse, of two, three or four.
    func tick(bar: Int, pulse: Int, part: Int, of parts: Int) -> Int {
        switch parts {
        case 2: return tick(bar: bar, half: 2 * pulse + part)
        case 3: return tick(bar: bar, pulse: pulse, triplet: part)
        default:
            let layout = layouts[bar]
            if part % 2 == 0 { return tick(bar: bar, half: 2 * pulse + part / 2) }
            // The sixteenth in the middle of an eighth, however long that is.
            let end = part == 1 ? tick(bar: bar, half: 2 * pulse + 1) : layout.pulseTicks[pulse + 1]
            return (tick(bar: bar, half: 2 * pulse + part / 2) + end) / 2
        }
    }

    /// Where a part of a pulse ends.
    func end(bar: Int, pulse: Int, part: Int, of parts: Int) -> Int {
        part + 1 < parts
            ? tick(bar: bar, pulse: pulse, part: part + 1, of: parts) : layouts[bar].pulseTicks[pulse + 1]
    }

    /// The tick of a third of a pulse, counted from the start of a bar; the last third is swung with the ride cymbal.
    func tick(bar: Int, pulse: Int, triplet: Int) -> Int {
        switch triplet {
        case 0: return tick(bar: bar, half: 2 * pulse)
        case 1:
            let layout = layouts[bar]
            // Two even eighths have no thirds.
            let parts = layout.meter.countsEighths && !layout.isDotted(pulse) ? 4 : 3
            return layout.pulseTicks[pulse] + layout.length(ofPulse: pulse) / parts
        default: return tick(bar: bar, half: 2 * pulse + 1)
        }
    }

    /// The bars on which a section, a chorus or the next eight bars begin.
    var sectionStarts: [Bool] {
        var starts = [Bool](repeating: false, count: bars.count)
        var last = 0
        for (index, bar) in bars.enumerated() {
            let isMarked = bar.section != nil || bar.startsForm
            guard index == 0 || (isMarked && index - last >= 4) || index - last >= 8 else { continue }
            starts[index] = true
            last = index
        }
        return starts
    }
}
