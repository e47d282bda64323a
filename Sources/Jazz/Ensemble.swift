public import Band
public import Harmony
public import Improvisation
public import Music
internal import Numerics
public import Recurrent
public import Sampling
import Scoring

/// The whole band over a chart: the network's lead with bass, chords and drums.
///
///     let band = Ensemble(chart: chart, tempo: 160, style: .swing)
///     let networks = BandNetworks(lead: StepEngine(lead.network), bass: StepEngine(bass.network), drums: table)
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
    /// Bars that the band plays before the lead comes in: the chart's introduction, or else the end of the form.
    public var introBars: Int {
        get { chart.frame.introduction.isEmpty ? barsBefore : chart.frame.introduction.count }
        set { barsBefore = newValue }
    }
    private var barsBefore = 0
    /// Whether a bar on the tonic follows the last one.
    public var hasFinalBar = false
    /// The ratio of swung eighths that is asked for, one of `Swing.ratios`; nil for what players do at the tempo.
    public var swingRatio: Double?
    /// How far the lead's timing strays from the grid, as a fraction of what players do: 0…1.
    public var humanity = 1.0

    /// The longest intro.
    public static let mostIntroBars = 8

    /// The tempos that are played, in quarter notes a minute.
    public static let tempos = 30.0...400.0

    /// - Parameters:
    ///   - tempo: Quarter notes a minute; the chart's own, or else the style's, when nil.
    ///   - style: The chart's own, or else one that suits its metre, when nil.
    public init(
        chart: Chart, tempo: Double? = nil, style: Style? = nil, lead: LeadOptions = LeadOptions(),
        arc: LeadArc = .arch,
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

    /// A piece of exactly `bars` bars, with an ending; ``introBars`` and ``hasFinalBar`` add theirs.
    ///
    /// The bass comes first, on the chords; the lead listens to it; the piano leaves room for both.
    ///
    /// - Parameters:
    ///   - bars: At least 1, of choruses; the form is repeated or cut to fit. What the chart's frame holds is played
    ///     besides.
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

    /// The take of a seed, of the first `takes`, whose lead lies nearest to the middle of real solos.
    ///
    /// - Parameters:
    ///   - bars: At least 1.
    ///   - takes: At least 1; the time grows with it.
    /// - Returns: The piece, its take, and how far its lead is from the middle of real solos, in quartile ranges; nil for
    ///   a piece too short to be measured. See ``RealBands/distance(of:)-(SoloMeasures)``.
    /// - Throws: `SamplingError` when the networks' scores are not numbers.
    public func bestPiece(
        bars count: Int, networks: BandNetworks, seed: UInt64, takes: Int, remarks: [String] = []
    ) throws(SamplingError) -> (piece: Piece, take: Int, distance: Double?) {
        precondition(takes > 0, "the best of \(takes)")
        let backing = try backing(bars: count, networks: networks, seed: seed)
        let chosen = try bestTake(over: backing, networks: networks, seed: seed, takes: takes)
        let piece = piece(over: backing, lead: chosen.line, seed: seed, take: chosen.take, remarks: remarks)
        return (piece, chosen.take, chosen.distance)
    }

    /// The line of the best take.
    func bestLine(
        over backing: Backing, networks: BandNetworks, seed: UInt64, takes: Int
    ) throws(SamplingError) -> ([PartNote], Int) {
        let best = try bestTake(over: backing, networks: networks, seed: seed, takes: takes)
        return (best.line, best.take)
    }

    private func bestTake(
        over backing: Backing, networks: BandNetworks, seed: UInt64, takes: Int
    ) throws(SamplingError) -> (line: [PartNote], take: Int, distance: Double?) {
        let bands = RealBands.core(nearest: backing.section.bars.count - introBars - (hasFinalBar ? 1 : 0))
        var best: (line: [PartNote], take: Int, distance: Double?)?
        for take in 0..<takes {
            let line = try line(over: backing, networks: networks, seed: seed, take: take)
            let lead = leadPart(line, section: backing.section, seed: seed, take: take)
            let alone = Piece(
                title: "", bars: backing.section.bars, meter: chart.meter, tempo: tempo, parts: [lead])
            let distance = bands.distance(of: SoloMeasures(alone)).mean
            if best == nil || distance ?? .infinity < best?.distance ?? .infinity { best = (line, take, distance) }
        }
        return best!
    }

    /// What the lead is played over.
    struct Backing {
        let section: RhythmSection
        let bass: Part
    }

    /// The changes of a piece, with its bass.
    func backing(bars count: Int, networks: BandNetworks, seed: UInt64) throws(SamplingError) -> Backing {
        precondition(count > 0, "a piece of \(count) bars")
        var bars = chart.performed(choruses: count)
        if !chart.frame.introduction.isEmpty {
            bars.insert(contentsOf: chart.frame.introduction, at: 0)
        } else if introBars > 0 {
            let form = chart.bars
            bars.insert(
                contentsOf: (0..<introBars).map { form[modulo($0 - introBars, form.count)] }, at: 0)
        }
        if hasFinalBar { bars.append(finalBar) }
        let section = RhythmSection(
            bars: bars, meter: chart.meter, tempo: tempo, style: style, hasEnding: true,
            drumTable: networks.drums, swing: swingRatio.map(Swing.init(exactly:)), soloist: soloistSwing)
        var random = Self.random(seed, .bass)
        return Backing(section: section, bass: try section.bass(engine: networks.bass, using: &random))
    }

    /// A lead on the grid.
    func line(
        over backing: Backing, networks: BandNetworks, seed: UInt64, take: Int
    ) throws(SamplingError) -> [PartNote] {
        let intro = backing.section.lines.starts[introBars] / MetricGrid.ticksPerSlot
        var improvisor = try LeadImprovisor(
            engine: networks.lead, setting: setting(over: backing, seed: seed, take: take), options: lead,
            random: Self.random(seed, .lead, take: take))
        return try improvisor.notes().map { note in
            var later = note
            later.start += intro
            return later
        }
    }

    /// What a lead is invented over, in slots from where it comes in.
    func setting(over backing: Backing, seed: UInt64, take: Int) -> LeadContext.Setting {
        let section = backing.section
        let played = Array(section.bars[introBars...])
        let lines = BarLines(played, meter: chart.meter)
        let intro = section.lines.starts[introBars] / MetricGrid.ticksPerSlot
        let count = played.count
        var shaping = Self.random(seed, .shape, take: take)
        var setting = LeadContext.Setting(
            changes: Timeline(
                played, meter: chart.meter, unit: MetricGrid.ticksPerSlot),
            bars: BarGrid(lines),
            tempo: tempo, endSlot: lines.ticks / MetricGrid.ticksPerSlot, swings: section.swing != .straight,
            bass: Timeline(bass: backing.bass.notes).shifted(by: -intro),
            conditioning: conditioning(lines, using: &shaping))
        // Over the final bar the line comes to rest: at the latest on its second beat.
        if hasFinalBar {
            let start = lines.starts[count - 1] / MetricGrid.ticksPerSlot
            let length = lines.meters[count - 1].barTicks / MetricGrid.ticksPerSlot
            setting.lastOnset = start + min(MetricGrid.slotsPerBeat, length / 2)
        }
        return setting
    }

    /// The tonic's chord, held.
    var finalBar: ChartBar {
        let key = chart.impliedKey
        // A sixth chord on a note name can always be read.
        let chord = (try? ChordParser.parse("\(key.tonic)\(key.isMinor ? "m6" : "6")")) ?? chart.bars[0].chord(at: 0)
        return ChartBar(chords: [ChartChord(beat: 0, chord: chord)], meter: chart.bars[chart.bars.count - 1].meter)
    }

    /// The finished piece.
    func piece(over backing: Backing, lead line: [PartNote], seed: UInt64, take: Int, remarks: [String]) -> Piece {
        let lead = leadPart(line, section: backing.section, seed: seed, take: take)
        return piece(over: backing, lead: lead, seed: seed, remarks: remarks)
    }

    /// The finished piece with a lead that sounds.
    func piece(over backing: Backing, lead: Part, seed: UInt64, remarks: [String]) -> Piece {
        let section = backing.section
        var piano = Self.random(seed, .chords)
        var drummer = Self.random(seed, .drums)
        let chords = section.chords(answering: lead.notes, over: backing.bass.notes, using: &piano)
        return Piece(
            title: chart.title, key: chart.key, bars: section.bars, meter: chart.meter, tempo: tempo,
            parts: [lead, chords, backing.bass, section.drums(using: &drummer)], remarks: remarks)
    }

    /// A lead as it sounds.
    func leadPart(_ line: [PartNote], section: RhythmSection, seed: UInt64, take: Int) -> Part {
        var timing = timing(random: Self.random(seed, .timing, take: take))
        return Part(
            role: .lead,
            notes: Self.sounding(line, within: 0..<section.ticks, swing: section.swung.callAsFunction, timing: &timing),
            written: line.map {
                PartNote(
                    start: $0.start * MetricGrid.ticksPerSlot, duration: $0.duration * MetricGrid.ticksPerSlot,
                    pitch: $0.pitch, velocity: $0.velocity)
            }
        )
        .tidied(limit: section.ticks)
    }

    /// The swing of the lead's own manner; nil where that leaves it open.
    var soloistSwing: Swing? {
        guard let manners = lead.manners, lead.manner[.swing] != 0 else { return nil }
        return Swing(ratio: manners.value(.swing, of: lead.manner, tempo: tempo))
    }

    /// How the lead's onsets lie around the grid, in its manner.
    func timing(random: Xoshiro256StarStar) -> MicroTiming {
        func own(_ trait: Manner.Trait) -> Double? {
            lead.manner[trait] == 0 ? nil : lead.manners?.value(trait, of: lead.manner, tempo: tempo)
        }
        return MicroTiming(
            tempo: tempo, amount: humanity, lag: own(.lag), scatter: own(.scatter), random: random)
    }

    /// The course of a line over bars.
    func conditioning(_ lines: BarLines, using random: inout Xoshiro256StarStar) -> LeadConditioning {
        let bars = max(1, lines.meters.count)
        let manner = lead.manner
        var factor = 1.0
        if let manners = lead.manners, manner[.density] != 0 {
            factor = manners.value(.density, of: manner, tempo: tempo) / LeadArc.usualDensity(tempo: tempo)
        }
        return arc.conditioning(
            bars: bars, beats: Double(lines.ticks) / Double(bars * Meter.ticksPerQuarter), tempo: tempo,
            range: lead.range,
            density: density * factor, isExact: factor != 1,
            traits: lead.manners?.classes(of: manner, tempo: tempo) ?? [], using: &random)
    }

    /// The manner of a player whom a number picks, of a school or of any.
    public static func manner(
        of number: UInt64, in school: Manner.School? = nil, among manners: MannerDistribution
    ) -> Manner {
        var random = Xoshiro256StarStar(seed: number, sequence: mannerSequence)
        return manners.draw(in: school, using: &random)
    }

    /// Far from the streams of all takes.
    private static let mannerSequence = 1 << 40

    enum Stream: Int {
        case lead, bass, chords, drums, shape, timing
        static let count = 6
    }

    static func random(_ seed: UInt64, _ stream: Stream, take: Int = 0) -> Xoshiro256StarStar {
        Xoshiro256StarStar(seed: seed, sequence: stream.rawValue + take * Stream.count)
    }

    /// Slots between onsets up to which a note's length follows the next note: a half note.
    private static let nearNotes = 2 * MetricGrid.slotsPerBeat

    /// Notes of the grid as they sound: swung, a little late or early, and let go just before the next where they
    /// would touch it. None begins outside `ticks`.
    static func sounding(
        _ notes: [PartNote], within ticks: Range<Int>, swing: (Int) -> Int, timing: inout MicroTiming
    ) -> [PartNote] {
        var result: [PartNote] = []
        for (index, note) in notes.enumerated() {
            let onset = swing(note.start * MetricGrid.ticksPerSlot)
            let length = swing(note.end * MetricGrid.ticksPerSlot) - onset
            // However late, the notes to come must find room.
            let latest = ticks.upperBound - MicroTiming.nearest * (notes.count - index)
            let start = timing.tick(
                slot: note.start, swung: onset, within: ticks.lowerBound...max(ticks.lowerBound, latest))
            if let last = result.indices.last {
                let before = notes[index - 1]
                // However late the next note comes, a note sounds for its fraction of the time up to it.
                if note.start - before.start <= nearNotes {
                    let swungGap = onset - swing(before.start * MetricGrid.ticksPerSlot)
                    let gap = start - result[last].start
                    result[last].duration = result[last].duration * gap / max(1, swungGap)
                }
                result[last].duration = max(1, min(result[last].duration, start - timing.breath - result[last].start))
            }
            result.append(
                PartNote(
                    start: start, duration: max(MetricGrid.ticksPerSlot / 2, length), pitch: note.pitch,
                    velocity: note.velocity))
        }
        return result
    }
}

/// What the players have learned: networks, and the drummer's table.
public struct BandNetworks: Sendable {
    /// See ``ModelKind/lead``.
    public var lead: StepEngine
    /// See ``ModelKind/backwardLead``; nil where bars are written anew by the lead's network alone.
    public var backward: StepEngine?
    /// See ``ModelKind/bass``.
    public var bass: StepEngine

    /// See ``DrumTable``.
    public var drums: DrumTable

    public init(lead: StepEngine, backward: StepEngine? = nil, bass: StepEngine, drums: DrumTable) {
        self.lead = lead
        self.backward = backward
        self.bass = bass
        self.drums = drums
    }
}

extension Style {
    /// Quarter notes a minute where a chart does not say.
    public var usualTempo: Double { table.tempos[2] }
}
