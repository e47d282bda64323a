public import Recurrent
public import Sampling

/// The whole band over a chart: the network's lead with bass, chords and drums.
///
///     let band = Ensemble(chart: chart, tempo: 160, style: .swing)
///     let piece = try band.piece(bars: 16, engine: StepEngine(model.network), seed: 7)
///
/// The lead and every accompanist draw from streams of their own, all derived from the seed, so the bass line of a seed
/// is the same whether or not anything about the lead was changed.
public struct Ensemble: Sendable {
    /// The changes.
    public let chart: Chart
    /// Quarter notes a minute, above zero.
    public let tempo: Double
    public let style: Style
    /// How the lead is drawn, and its range.
    public var lead: LeadOptions

    /// The tempos that are played, in quarter notes a minute.
    public static let tempos = 30.0...400.0
    /// Slots in a bar of the chart.
    var barSlots: Int { chart.meter.barTicks / MetricGrid.ticksPerSlot }

    /// - Parameters:
    ///   - tempo: Quarter notes a minute; the chart's own, or else the style's, when nil.
    ///   - style: The chart's own, or else one that suits its metre, when nil.
    public init(chart: Chart, tempo: Double? = nil, style: Style? = nil, lead: LeadOptions = LeadOptions()) {
        let style = style ?? chart.style ?? (chart.meter.beats == 3 ? .waltz : .swing)
        let tempo = tempo ?? chart.tempo ?? style.usualTempo
        precondition(Self.tempos.contains(tempo), "a tempo of \(tempo)")
        self.chart = chart
        self.tempo = tempo
        self.style = style
        self.lead = lead
    }

    /// A piece of exactly `bars` bars, with an ending.
    ///
    /// - Parameters:
    ///   - bars: At least 1; the form is repeated or cut to fit.
    ///   - engine: That of a lead network, see ``LeadModel``.
    ///   - remarks: Lines to be kept in the file, such as how to make it again.
    /// - Throws: `SamplingError` when the network's scores are not numbers.
    /// - Complexity: Linear in the bars.
    public func piece(
        bars count: Int, engine: StepEngine, seed: UInt64, remarks: [String] = []
    ) throws(SamplingError) -> Piece {
        precondition(count > 0, "a piece of \(count) bars")
        let bars = chart.bars(count: count)
        let section = RhythmSection(bars: bars, meter: chart.meter, tempo: tempo, style: style, hasEnding: true)
        let setting = LeadContext.Setting(
            changes: ChordTimeline(bars, meter: chart.meter), barSlots: barSlots, tempo: tempo,
            endSlot: count * barSlots)
        var improvisor = try LeadImprovisor(
            engine: engine, setting: setting, options: lead, random: Self.random(seed, .lead))
        let notes = try improvisor.notes()
        let leadPart = Part(role: .lead, notes: notes.map { partNote($0, swing: section.swing) })
        var parts = [leadPart.tidied(limit: section.ticks)]
        var accompaniment = Self.random(seed, .accompaniment)
        parts += section.parts(using: &accompaniment)
        return Piece(
            title: chart.title, key: chart.key, bars: bars, meter: chart.meter, tempo: tempo, parts: parts,
            remarks: remarks)
    }

    enum Stream: Int {
        case lead, accompaniment
    }

    static func random(_ seed: UInt64, _ stream: Stream) -> Xoshiro256StarStar {
        Xoshiro256StarStar(seed: seed, sequence: stream.rawValue)
    }

    /// A note of the grid as it sounds: swung, and let go a little before the next where they touch.
    func partNote(_ note: SoloNote, swing: Swing) -> PartNote {
        let start = swing(note.slot * MetricGrid.ticksPerSlot)
        let end = swing((note.slot + note.length) * MetricGrid.ticksPerSlot)
        return PartNote(
            start: start, duration: max(MetricGrid.ticksPerSlot / 2, end - start - Self.breath), pitch: note.pitch,
            velocity: note.velocity)
    }

    /// Ticks between two notes of a legato line.
    private static let breath = 8
}

extension Style {
    /// Quarter notes a minute where a chart does not say.
    public var usualTempo: Double {
        switch self {
        case .swing: 150
        case .bebop: 220
        case .ballad: 72
        case .waltz: 140
        case .bossa: 130
        }
    }
}
