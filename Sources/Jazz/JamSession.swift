import Band
public import Harmony
import Improvisation
public import Music
internal import Numerics
public import Sampling

/// An ensemble that goes on for as long as anyone listens, chorus by chorus.
public struct JamSession: Sendable {
    /// One time through the form. Ticks count from the start of the session.
    public struct Chorus: Sendable {
        /// The first bar, counted from 0 over the whole session.
        public var firstBar: Int
        /// The bars of the form.
        public var bars: [ChartBar]
        /// Where it begins and ends; a lead note may ring beyond.
        public var ticks: Range<Int>
        /// The band's parts.
        public var parts: [Part]
    }

    private let ensemble: Ensemble
    private let networks: BandNetworks
    private var improvisor: LeadImprovisor
    private var timing: MicroTiming
    private var streams: [Xoshiro256StarStar]
    private var shaping: Xoshiro256StarStar
    private var blocks: [LeadConditioning.Block] = []
    private var firstBar = 0
    /// A lead note that was invented already but belongs to the next chorus.
    private var held: PartNote?

    /// - Throws: `SamplingError` when the networks' scores are not numbers.
    public init(_ ensemble: Ensemble, networks: BandNetworks, seed: UInt64) throws(SamplingError) {
        self.ensemble = ensemble
        self.networks = networks
        let bars = ensemble.chart.bars
        let section = Self.section(ensemble, networks)
        let setting = LeadContext.Setting(
            changes: Timeline(
                bars, meter: ensemble.chart.meter, unit: MetricGrid.ticksPerSlot, repeats: true),
            bars: BarGrid(ensemble.chart.barLines),
            tempo: ensemble.tempo, endSlot: nil, swings: section.swing != .straight)
        improvisor = try LeadImprovisor(
            engine: networks.lead, setting: setting, options: ensemble.lead, random: Ensemble.random(seed, .lead))
        timing = MicroTiming(tempo: ensemble.tempo, random: Ensemble.random(seed, .timing))
        streams = [Ensemble.Stream.bass, .chords, .drums].map { Ensemble.random(seed, $0) }
        shaping = Ensemble.random(seed, .shape)
    }

    private static func section(_ ensemble: Ensemble, _ networks: BandNetworks) -> RhythmSection {
        RhythmSection(
            bars: ensemble.chart.bars, meter: ensemble.chart.meter, tempo: ensemble.tempo, style: ensemble.style,
            hasEnding: false, drumTable: networks.drums)
    }

    /// Invents the next chorus.
    ///
    /// - Throws: `SamplingError` when the networks' scores are not numbers.
    public mutating func nextChorus() throws(SamplingError) -> Chorus {
        let section = Self.section(ensemble, networks)
        let start = firstBar / section.bars.count * section.ticks
        let bass = try section.bass(engine: networks.bass, using: &streams[0])
        let lead = try lead(section, over: Self.moved(bass.notes, by: start))
        let chords = section.chords(
            answering: Self.moved(lead, by: -start), over: bass.notes, using: &streams[1])
        let parts = [chords, bass, section.drums(using: &streams[2])].map { part in
            var moved = part
            moved.notes = Self.moved(part.notes, by: start)
            return moved
        }
        defer { firstBar += section.bars.count }
        return Chorus(
            firstBar: firstBar, bars: section.bars, ticks: start..<start + section.ticks,
            parts: [Part(role: .lead, notes: lead)] + parts)
    }

    /// The lead of the chorus at hand.
    private mutating func lead(_ section: RhythmSection, over bass: [PartNote]) throws(SamplingError) -> [PartNote] {
        let end = firstBar + section.bars.count
        // A form shorter than a block is played more than once in it.
        let course = BarLines(
            ensemble.chart.bars(count: max(LeadConditioning.blockBars, section.bars.count)), meter: ensemble.chart.meter
        )
        let start = firstBar / section.bars.count * section.ticks
        // The blocks of four bars run on over the choruses.
        while blocks.count * LeadConditioning.blockBars < end {
            blocks +=
                ensemble.conditioning(course, using: &shaping).blocks
            if ensemble.arc == .none { break }
        }
        improvisor.listen(to: Timeline(bass: bass), conditioning: LeadConditioning(blocks))
        var notes: [PartNote] = []
        while true {
            if held == nil { held = try improvisor.next() }
            guard let note = held, note.start * MetricGrid.ticksPerSlot < start + section.ticks else { break }
            held = nil
            notes.append(note)
        }
        let swing = { start + section.swung($0 - start) }
        var part = Ensemble.sounding(
            notes, within: start..<start + section.ticks, swing: swing, timing: &timing)
        if let last = part.indices.last, let held {
            // How early the next note will be is not drawn yet: never so early, and not before the next chorus.
            let earliest = swing(held.start * MetricGrid.ticksPerSlot) - Self.earliness
            let end = max(earliest, start + section.ticks)
            part[last].duration = min(part[last].duration, end - part[last].start)
        }
        return part
    }

    /// More ticks than micro-timing ever takes from an onset.
    private static let earliness = 240

    private static func moved(_ notes: [PartNote], by ticks: Int) -> [PartNote] {
        notes.map { note in
            var moved = note
            moved.start += ticks
            return moved
        }
    }
}
