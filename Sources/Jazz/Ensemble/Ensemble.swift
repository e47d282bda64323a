public import Recurrent
public import Sampling

/// The whole band over a chart: the network's lead with bass, chords and drums.
///
///     let band = Ensemble(chart: chart, tempo: 160, style: .swing)
///     let networks = BandNetworks(lead: StepEngine(lead.network), bass: StepEngine(bass.network))
///     let piece = try band.piece(bars: 16, networks: networks, seed: 7)
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
    /// The lead's course over the piece.
    public var arc: LeadArc
    /// How many notes the lead plays, as a multiple of what players do at this tempo.
    public var density: Double

    /// The tempos that are played, in quarter notes a minute.
    public static let tempos = 30.0...400.0
    /// Slots in a bar of the chart.
    var barSlots: Int { chart.meter.barTicks / MetricGrid.ticksPerSlot }

    /// - Parameters:
    ///   - tempo: Quarter notes a minute; the chart's own, or else the style's, when nil.
    ///   - style: The chart's own, or else one that suits its metre, when nil.
    public init(
        chart: Chart, tempo: Double? = nil, style: Style? = nil, lead: LeadOptions = LeadOptions(), arc: LeadArc = .arch,
        density: Double = 1
    ) {
        let style = style ?? chart.style ?? (chart.meter.beats == 3 ? .waltz : .swing)
        let tempo = tempo ?? chart.tempo ?? style.usualTempo
        precondition(Self.tempos.contains(tempo), "a tempo of \(tempo)")
        self.chart = chart
        self.tempo = tempo
        self.style = style
        self.lead = lead
        self.arc = arc
        self.density = density
    }

    /// A piece of exactly `bars` bars, with an ending.
    ///
    /// The bass comes first, on the chords; the lead listens to it; the piano leaves room for both.
    ///
    /// - Parameters:
    ///   - bars: At least 1; the form is repeated or cut to fit.
    ///   - networks: The players' networks.
    ///   - take: Which of the leads that the seed gives; the others play the same in each, but for the piano, which
    ///     answers.
    ///   - remarks: Lines to be kept in the file, such as how to make it again.
    /// - Throws: `SamplingError` when the networks' scores are not numbers.
    /// - Complexity: Linear in the bars.
    public func piece(
        bars count: Int, networks: BandNetworks, seed: UInt64, take: Int = 0, remarks: [String] = []
    ) throws(SamplingError) -> Piece {
        let backing = try backing(bars: count, networks: networks, seed: seed)
        return piece(
            over: backing, lead: try line(over: backing, networks: networks, seed: seed, take: take), seed: seed,
            take: take, remarks: remarks)
    }

    /// What the lead is played over.
    struct Backing {
        let section: RhythmSection
        let bass: Part
        var barCount: Int { section.bars.count }
    }

    /// The changes of a piece, with its bass.
    func backing(bars count: Int, networks: BandNetworks, seed: UInt64) throws(SamplingError) -> Backing {
        precondition(count > 0, "a piece of \(count) bars")
        let section = RhythmSection(
            bars: chart.bars(count: count), meter: chart.meter, tempo: tempo, style: style, hasEnding: true)
        var random = Self.random(seed, .bass)
        return Backing(section: section, bass: try section.bass(engine: networks.bass, using: &random))
    }

    /// A lead on the grid.
    func line(
        over backing: Backing, networks: BandNetworks, seed: UInt64, take: Int
    ) throws(SamplingError) -> [SoloNote] {
        let section = backing.section
        var shaping = Self.random(seed, .shape, take: take)
        let setting = LeadContext.Setting(
            changes: ChordTimeline(section.bars, meter: chart.meter), barSlots: barSlots, tempo: tempo,
            endSlot: backing.barCount * barSlots, swings: section.swing != .straight,
            bass: BassTimeline(backing.bass.notes),
            shape: shape(bars: backing.barCount, using: &shaping))
        var improvisor = try LeadImprovisor(
            engine: networks.lead, setting: setting, options: lead, random: Self.random(seed, .lead, take: take))
        return try improvisor.notes()
    }

    /// The finished piece.
    func piece(over backing: Backing, lead line: [SoloNote], seed: UInt64, take: Int, remarks: [String]) -> Piece {
        let section = backing.section
        let lead = leadPart(line, section: section, seed: seed, take: take)
        var piano = Self.random(seed, .chords)
        var drummer = Self.random(seed, .drums)
        let chords = section.chords(answering: lead.notes, over: backing.bass.notes, using: &piano)
        return Piece(
            title: chart.title, key: chart.key, bars: section.bars, meter: chart.meter, tempo: tempo,
            parts: [lead, chords, backing.bass, section.drums(using: &drummer)], remarks: remarks)
    }

    /// A lead as it sounds.
    func leadPart(_ line: [SoloNote], section: RhythmSection, seed: UInt64, take: Int) -> Part {
        var timing = MicroTiming(tempo: tempo, random: Self.random(seed, .timing, take: take))
        return Part(role: .lead, notes: line.map { partNote($0, swing: section.swing, timing: &timing) })
            .tidied(limit: section.ticks)
    }

    /// The course of a line of so many bars.
    func shape(bars: Int, using random: inout Xoshiro256StarStar) -> LeadShape {
        arc.shape(
            bars: bars, beats: Double(barSlots) / Double(MetricGrid.slotsPerBeat), tempo: tempo, range: lead.range,
            density: density, using: &random)
    }

    enum Stream: Int {
        case lead, bass, chords, drums, shape, timing
        static let count = 6
    }

    static func random(_ seed: UInt64, _ stream: Stream, take: Int = 0) -> Xoshiro256StarStar {
        Xoshiro256StarStar(seed: seed, sequence: stream.rawValue + take * Stream.count)
    }

    /// A note of the grid as it sounds: swung, a little late or early, and let go before the next where they touch.
    func partNote(_ note: SoloNote, swing: Swing, timing: inout MicroTiming) -> PartNote {
        let onset = swing(note.slot * MetricGrid.ticksPerSlot)
        let length = swing((note.slot + note.length) * MetricGrid.ticksPerSlot) - onset
        return PartNote(
            start: timing.tick(slot: note.slot, swung: onset),
            duration: max(MetricGrid.ticksPerSlot / 2, length - Self.breath), pitch: note.pitch,
            velocity: note.velocity)
    }

    /// Ticks between two notes of a legato line.
    private static let breath = 8
}

/// The networks of the players that have one.
public struct BandNetworks: Sendable {
    /// See ``LeadModel``.
    public var lead: StepEngine
    /// See ``BassModel``.
    public var bass: StepEngine

    public init(lead: StepEngine, bass: StepEngine) {
        self.lead = lead
        self.bass = bass
    }
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
