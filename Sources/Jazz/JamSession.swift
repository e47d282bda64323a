import Band
public import Harmony
import Improvisation
public import Music
internal import Numerics
public import Sampling

/// An ensemble that goes on for as long as anyone listens, chorus by chorus.
public struct JamSession: Sendable {
    /// One time through the form, or what is left of it. Ticks count from the start of the session.
    public struct Chorus: Sendable {
        /// The first bar, counted from 0 over the whole session.
        public var firstBar: Int
        /// The bar of the form that it begins with, from 0.
        public var formBar = 0
        /// The bars.
        public var bars: [ChartBar]
        /// Where it begins and ends; a lead note may ring beyond.
        public var ticks: Range<Int>
        /// The band's parts.
        public var parts: [Part]
        /// Whether the music ends with it: then its last bar is none of the form, but the tonic, held.
        public var isEnding = false
    }

    private let ensemble: Ensemble
    private let networks: BandNetworks
    private var improvisor: LeadImprovisor
    private var timing: MicroTiming
    private var streams: [Xoshiro256StarStar]
    private var shaping: Xoshiro256StarStar
    private var blocks: [LeadConditioning.Block] = []
    private var firstBar: Int
    private var firstTick = 0
    private var formBar: Int
    /// The bars of the lead's that were played before, and its bars up to the next chorus.
    private let before: BarLines
    private var leadBars: Int
    /// A lead note that was invented already but belongs to the next chorus.
    private var held: PartNote?

    /// - Parameters:
    ///   - takeUp: Where the form is taken up, and what the lead goes on from.
    ///   - firstBar: The number of the first bar.
    /// - Throws: `SamplingError` when the networks' scores are not numbers.
    public init(
        _ ensemble: Ensemble, networks: BandNetworks, seed: UInt64, from takeUp: TakeUp = TakeUp(),
        firstBar: Int = 0
    ) throws(SamplingError) {
        self.ensemble = ensemble
        self.networks = networks
        self.firstBar = firstBar
        formBar = takeUp.formBar
        let form = ensemble.chart.bars
        let meter = ensemble.chart.meter
        let before = BarLines(ensemble.before(takeUp), meter: meter)
        self.before = before
        leadBars = before.meters.count
        let turned = form.indices.map { form[modulo($0 + takeUp.formBar - before.meters.count, form.count)] }
        let section = Self.section(ensemble, networks, bars: form)
        let setting = LeadContext.Setting(
            changes: Timeline(turned, meter: meter, unit: MetricGrid.ticksPerSlot, repeats: true),
            bars: BarGrid(BarLines(turned, meter: meter)),
            tempo: ensemble.tempo, endSlot: nil, swings: section.swing != .straight)
        improvisor = try LeadImprovisor(
            engine: networks.lead, setting: setting,
            options: ensemble.lead.takingUp(
                takeUp.notes, at: before.ticks / MetricGrid.ticksPerSlot, onset: takeUp.onset),
            random: Ensemble.random(seed, .lead))
        timing = ensemble.timing(random: Ensemble.random(seed, .timing))
        streams = [Ensemble.Stream.bass, .chords, .drums].map { Ensemble.random(seed, $0) }
        shaping = Ensemble.random(seed, .shape)
    }

    private static func section(_ ensemble: Ensemble, _ networks: BandNetworks, bars: [ChartBar]) -> RhythmSection {
        RhythmSection(
            bars: bars, meter: ensemble.chart.meter, tempo: ensemble.tempo, style: ensemble.style,
            hasEnding: false, drumTable: networks.drums, swing: ensemble.swingRatio.map(Swing.init(exactly:)),
            soloist: ensemble.soloistSwing)
    }

    /// Invents the next chorus; the first one begins where the form was taken up.
    ///
    /// - Throws: `SamplingError` when the networks' scores are not numbers.
    public mutating func nextChorus() throws(SamplingError) -> Chorus {
        let form = ensemble.chart.bars
        let section = Self.section(ensemble, networks, bars: Array(form[formBar...]))
        let start = firstTick
        let bass = try section.bass(engine: networks.bass, using: &streams[0])
        let lead = try lead(section, over: bass.notes)
        let chords = section.chords(
            answering: lead.moved(by: -start).notes, over: bass.notes, using: &streams[1])
        let parts = [chords, bass, section.drums(using: &streams[2])].map { $0.moved(by: start) }
        defer {
            firstBar += section.bars.count
            leadBars += section.bars.count
            firstTick += section.ticks
            formBar = 0
        }
        return Chorus(
            firstBar: firstBar, formBar: formBar, bars: section.bars, ticks: start..<start + section.ticks,
            parts: [lead] + parts)
    }

    /// The lead of the chorus at hand, over its bass.
    private mutating func lead(_ section: RhythmSection, over bass: [PartNote]) throws(SamplingError) -> Part {
        // A form shorter than a block is played more than once in it.
        let course = BarLines(
            ensemble.chart.bars(count: max(LeadConditioning.blockBars, section.bars.count)),
            meter: ensemble.chart.meter)
        // The blocks of four bars run on over the choruses; what was played before is not shaped any more.
        if blocks.isEmpty, before.ticks > 0 { blocks = [LeadConditioning.Block()] }
        while blocks.count * LeadConditioning.blockBars < leadBars + section.bars.count {
            blocks += ensemble.conditioning(course, using: &shaping).blocks
            if ensemble.arc == .none { break }
        }
        let start = firstTick
        let heard = bass.map { note in
            var moved = note
            moved.start += start + before.ticks
            return moved
        }
        improvisor.listen(to: Timeline(bass: heard), conditioning: LeadConditioning(blocks))
        var notes: [PartNote] = []
        while true {
            if held == nil {
                held = try improvisor.next()
                held?.start -= before.ticks / MetricGrid.ticksPerSlot
            }
            guard let note = held, note.start * MetricGrid.ticksPerSlot < start + section.ticks else { break }
            held = nil
            // What was played before is heard once more by the network alone.
            if note.start * MetricGrid.ticksPerSlot >= start { notes.append(note) }
        }
        let swing = { start + section.swung($0 - start) }
        var part = Ensemble.sounding(notes, within: start..<start + section.ticks, swing: swing, timing: &timing)
        if let last = part.indices.last, let held {
            // How early the next note will be is not drawn yet: never so early, and not before the next chorus.
            let earliest = swing(held.start * MetricGrid.ticksPerSlot) - Self.earliness
            let end = max(earliest, start + section.ticks)
            part[last].duration = min(part[last].duration, end - part[last].start)
        }
        return Part(
            role: .lead, notes: part,
            written: notes.map {
                PartNote(
                    start: $0.start * MetricGrid.ticksPerSlot, duration: $0.duration * MetricGrid.ticksPerSlot,
                    pitch: $0.pitch, velocity: $0.velocity)
            })
    }

    /// More ticks than micro-timing ever takes from an onset.
    private static let earliness = 240
}
