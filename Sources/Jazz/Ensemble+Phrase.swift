internal import Band
public import Harmony
internal import Improvisation
public import Music
internal import Numerics
internal import Recurrent
public import Sampling

/// Where music is taken up in the middle: the bar of the form, and what the lead has played before.
public struct TakeUp: Sendable {
    /// The bar of the form that comes next, from 0.
    public var formBar: Int
    /// Notes that came before, in slots of the ``MetricGrid`` from that bar, so below 0; ascending.
    public var notes: [PartNote]
    /// The slot on which the lead goes on, from that bar, 0 or later; nil where it may choose.
    public var onset: Int?

    public init(formBar: Int = 0, notes: [PartNote] = [], onset: Int? = nil) {
        self.formBar = formBar
        self.notes = notes
        self.onset = onset
    }

    /// The notes of a lead's part that lie before a tick, in slots from there.
    ///
    /// - Parameters:
    ///   - written: On the grid, in ticks (``Part/written``).
    public static func notes(_ written: [PartNote], before tick: Int) -> [PartNote] {
        let ticks = MetricGrid.ticksPerSlot
        return written.filter { $0.start < tick }.map {
            PartNote(
                start: ($0.start - tick) / ticks, duration: max(1, $0.duration / ticks), pitch: $0.pitch,
                velocity: $0.velocity)
        }
    }
}

extension Ensemble {
    /// A lead over some bars that goes on from what was played before them, and ends with them.
    ///
    /// The network hears the notes before as if it had played them: its answer is one to them.
    ///
    /// - Parameters:
    ///   - bars: What it is played over.
    ///   - before: The bars through which the notes before were played, all of them.
    ///   - notes: Those notes, see ``TakeUp/notes``.
    ///   - onset: The slot on which the lead goes on; nil where it may choose.
    ///   - restsOnLast: Whether the line comes to rest on the last bar, at the latest on its second beat.
    ///   - bass: What the bass plays over `bars`, in ticks from the first.
    /// - Returns: The lead, in ticks from the first of `bars`, with what is written.
    /// - Throws: `SamplingError` when the networks' scores are not numbers.
    public func phrase(
        over bars: [ChartBar], after before: [ChartBar], notes: [PartNote], onset: Int? = nil,
        restsOnLast: Bool = false, bass: [PartNote], networks: BandNetworks, seed: UInt64
    ) throws(SamplingError) -> Part {
        let section = RhythmSection(
            bars: bars, meter: chart.meter, tempo: tempo, style: style, hasEnding: false,
            drumTable: networks.drums, swing: swingRatio.map(Swing.init(exactly:)), soloist: soloistSwing)
        let lines = BarLines(before + bars, meter: chart.meter)
        let start = lines.starts[before.count] / MetricGrid.ticksPerSlot
        let end = lines.ticks / MetricGrid.ticksPerSlot
        var shaping = Self.random(seed, .shape)
        var course = LeadConditioning(
            [LeadConditioning.Block](repeating: .init(), count: before.count / LeadConditioning.blockBars))
        course.blocks +=
            conditioning(
                BarLines(Array(before.suffix(before.count % 4)) + bars, meter: chart.meter), using: &shaping
            ).blocks
        var setting = LeadContext.Setting(
            changes: Timeline(before + bars, meter: chart.meter, unit: MetricGrid.ticksPerSlot),
            bars: BarGrid(lines), tempo: tempo, endSlot: end, swings: section.swing != .straight,
            bass: Timeline(bass: bass).shifted(by: start), conditioning: course)
        if restsOnLast {
            let last = lines.starts[lines.meters.count - 1] / MetricGrid.ticksPerSlot
            setting.lastOnset = last + min(MetricGrid.slotsPerBeat, (end - last) / 2)
        }
        var improvisor = try LeadImprovisor(
            engine: networks.lead, setting: setting, options: lead.takingUp(notes, at: start, onset: onset),
            random: Self.random(seed, .lead))
        let line = try improvisor.notes().filter { $0.start >= start }.map { note in
            var moved = note
            moved.start -= start
            return moved
        }
        return leadPart(line, section: section, seed: seed, take: 0)
    }

    /// The last bars of a chorus, and a last one on the tonic, held: an ending.
    ///
    /// - Parameters:
    ///   - takeUp: What comes before it. The form is played from there to its end.
    ///   - isTag: Whether only the last two bars of the form are played.
    public func ending(
        from takeUp: TakeUp, isTag: Bool, firstBar: Int, networks: BandNetworks, seed: UInt64
    ) throws(SamplingError) -> JamSession.Chorus {
        let form = chart.bars
        let rest = form.count - takeUp.formBar
        let length = isTag ? min(rest, 2) : rest
        let bars = Array(form.suffix(length)) + [finalBar]
        let section = RhythmSection(
            bars: bars, meter: chart.meter, tempo: tempo, style: style, hasEnding: true, drumTable: networks.drums,
            swing: swingRatio.map(Swing.init(exactly:)), soloist: soloistSwing)
        var random = Self.random(seed, .bass)
        let bass = try section.bass(engine: networks.bass, using: &random)
        let lead = try phrase(
            over: bars, after: self.before(takeUp), notes: takeUp.notes, onset: takeUp.onset, restsOnLast: true,
            bass: bass.notes, networks: networks, seed: seed)
        var piano = Self.random(seed, .chords)
        var drummer = Self.random(seed, .drums)
        let parts = [
            lead, section.chords(answering: lead.notes, over: bass.notes, using: &piano), bass,
            section.drums(using: &drummer),
        ]
        return JamSession.Chorus(
            firstBar: firstBar, formBar: form.count - length, bars: bars, ticks: 0..<section.ticks, parts: parts,
            isEnding: true)
    }

    /// The bars of the form through which the notes before a place were played: four or more, so that the place lies in
    /// its group of four bars as it does in the form.
    func before(_ takeUp: TakeUp) -> [ChartBar] {
        guard takeUp.formBar > 0 || !takeUp.notes.isEmpty else { return [] }
        let count = 4 + takeUp.formBar % 4
        let form = chart.bars
        return (0..<count).map { form[modulo(takeUp.formBar - count + $0, form.count)] }
    }
}

extension LeadOptions {
    /// The options of a line that takes up notes which lie before a slot.
    func takingUp(_ notes: [PartNote], at start: Int, onset: Int?) -> LeadOptions {
        var options = self
        guard !notes.isEmpty || onset != nil else { return options }
        options.prime = LeadMotif(
            notes.map { note in
                var moved = note
                moved.start += start
                return moved
            })
        options.onset = onset.map { max($0, 0) + start }
        return options
    }
}

extension Part {
    /// The part so many ticks later.
    func moved(by ticks: Int) -> Part {
        var part = self
        for index in part.notes.indices { part.notes[index].start += ticks }
        if part.written != nil {
            for index in part.written!.indices { part.written![index].start += ticks }
        }
        return part
    }
}
