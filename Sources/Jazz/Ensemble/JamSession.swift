public import Recurrent
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
    private var improvisor: LeadImprovisor
    private let bass: StepEngine
    private var accompaniment: Xoshiro256StarStar
    private var firstBar = 0
    /// A lead note that was invented already but belongs to the next chorus.
    private var held: SoloNote?

    /// - Parameters:
    ///   - engine: That of a lead network, see ``LeadModel``.
    ///   - bass: The engine of a bass network, see ``BassModel``.
    /// - Throws: `SamplingError` when the network's scores are not numbers.
    public init(_ ensemble: Ensemble, engine: StepEngine, bass: StepEngine, seed: UInt64) throws(SamplingError) {
        self.ensemble = ensemble
        self.bass = bass
        let bars = ensemble.chart.bars
        let setting = LeadContext.Setting(
            changes: ChordTimeline(bars, meter: ensemble.chart.meter, repeats: true), barSlots: ensemble.barSlots,
            tempo: ensemble.tempo, endSlot: nil)
        improvisor = try LeadImprovisor(
            engine: engine, setting: setting, options: ensemble.lead, random: Ensemble.random(seed, .lead))
        accompaniment = Ensemble.random(seed, .accompaniment)
    }

    /// Invents the next chorus.
    ///
    /// - Throws: `SamplingError` when the network's scores are not numbers.
    public mutating func nextChorus() throws(SamplingError) -> Chorus {
        let bars = ensemble.chart.bars
        let section = RhythmSection(
            bars: bars, meter: ensemble.chart.meter, tempo: ensemble.tempo, style: ensemble.style, hasEnding: false)
        let start = firstBar * ensemble.chart.meter.barTicks
        let endSlot = (firstBar + bars.count) * ensemble.barSlots
        var notes: [PartNote] = []
        while true {
            if held == nil { held = try improvisor.next() }
            guard let note = held, note.slot < endSlot else { break }
            held = nil
            notes.append(ensemble.partNote(note, swing: section.swing))
        }
        let parts = try section.parts(
            bass: bass, answering: Self.moved(notes, by: -start), using: &accompaniment
        ).map { part in
            var moved = part
            moved.notes = Self.moved(part.notes, by: start)
            return moved
        }
        defer { firstBar += bars.count }
        return Chorus(
            firstBar: firstBar, bars: bars, ticks: start..<start + section.ticks,
            parts: [Part(role: .lead, notes: notes)] + parts)
    }

    private static func moved(_ notes: [PartNote], by ticks: Int) -> [PartNote] {
        notes.map { note in
            var moved = note
            moved.start += ticks
            return moved
        }
    }
}
