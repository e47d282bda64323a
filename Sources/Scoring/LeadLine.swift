import Harmony
package import JazzCorpus
public import MIDI
import Music
internal import Numerics
/// The lead of a MIDI file with its changes, found as the measures find it.
public struct LeadLine: Sendable {
    /// The line.
    public let line: MeasuredLine
    /// Where its changes come from.
    package let chords: ChordSource
    /// The metre the measures count in, as written: that at the beginning of the file.
    public let metre: String
    /// Quarter notes a minute at the first note; 120 where the file has none.
    public let tempo: Double

    /// A track with fewer notes is a lead only if no track has more.
    private static let fewestNotes = 8
    /// Onsets closer than this, in beats, sound together.
    private static let together = 0.02

    /// Finds the lead and the changes.
    ///
    /// The lead is the track named so, else the one that is longest, highest and most nearly monophonic: the same as
    /// ``SoloReader`` finds wherever there is a name. Without one the two may differ, because a track to learn from has
    /// to be monophonic and is refused otherwise, while every file that has a line has measures: here the highest notes
    /// of a track of chords are a line too. Length counts for less here, by its logarithm, as when the real bands were
    /// taken.
    public init(_ file: MIDIFile) throws(ScoreRefusal) {
        let ticks = file.division.nominalTicksPerQuarter
        let (key, notes) = try Self.lead(of: file, ticksPerQuarter: ticks)
        let signature = file.barMap.signature(atTick: 0)
        let denominator = signature.denominator ?? 4
        metre = "\(signature.numerator)/\(denominator)"
        let barBeats = 4 * Double(signature.numerator) / Double(denominator)
        let (changes, unit, source) = Self.changes(of: file, without: key, barBeats: barBeats)
        chords = source
        tempo = file.tempoMap.beatsPerMinute(atTick: notes.first?.start ?? 0) ?? 120
        line = MeasuredLine(
            notes: notes.map { note in
                PartNote(
                    start: note.start * unit, duration: max(1, note.duration) * unit, pitch: note.pitch,
                    velocity: note.velocity)
            }, changes: changes, ticksPerBeat: ticks * unit, barBeats: barBeats)
    }

    /// The windows to measure: of `bars` bars, or all of it for nil.
    public func windows(bars: Int?) throws(ScoreRefusal) -> [(range: Range<Double>, measures: SoloMeasures)] {
        let needed = SoloMeasures.fewestToCompare
        guard line.notes.count >= needed, let whole = line.whole else {
            throw .tooFewNotes(found: line.notes.count, needed: needed)
        }
        let length = Int(((whole.upperBound - whole.lowerBound) / line.barBeats).rounded())
        guard let bars else {
            guard length <= SoloMeasures.mostBars else { throw .tooLong(bars: length, limit: SoloMeasures.mostBars) }
            return [(whole, SoloMeasures(line, in: whole))]
        }
        let windows = line.windows(bars: bars)
        guard !windows.isEmpty else { throw .tooShort(bars: length, window: bars) }
        let measured = windows.map { (range: $0, measures: SoloMeasures(line, in: $0)) }
        let kept = measured.filter { $0.measures.notes >= needed }
        guard !kept.isEmpty else { throw .thinWindows(window: bars, needed: needed) }
        return kept
    }

    private static func lead(
        of file: MIDIFile, ticksPerQuarter: Int
    ) throws(ScoreRefusal) -> (key: SoloReader.LineKey, notes: [Note]) {
        var lines: [SoloReader.LineKey: [Note]] = [:]
        for note in file.notes where note.channel != 9 {
            lines[SoloReader.LineKey(track: note.track, channel: note.channel), default: []].append(note)
        }
        let ordered = lines.sorted { $0.key < $1.key }
        let long = ordered.filter { $0.value.count >= fewestNotes }
        guard !long.isEmpty else {
            let longest = ordered.enumerated().max {
                ($0.element.value.count, -$0.offset) < ($1.element.value.count, -$1.offset)
            }
            guard let longest else { throw .noLead }
            return (longest.element.key, longest.element.value)
        }
        let names = file.trackNames
        let named = long.filter { SoloReader.isLeadName(names[$0.key.track] ?? "") }
        var best: (key: SoloReader.LineKey, notes: [Note], score: Double)?
        for (key, notes) in named.isEmpty ? long : named {
            let score = fitness(notes, ticksPerQuarter: ticksPerQuarter)
            if best.map({ score > $0.score }) ?? true { best = (key, notes, score) }
        }
        return (best!.key, best!.notes)
    }

    /// How much a track looks like a lead.
    private static func fitness(_ notes: [Note], ticksPerQuarter: Int) -> Double {
        let onsets = notes.map { Double($0.start) / Double(ticksPerQuarter) }
        let apart = zip(onsets, onsets.dropFirst()).count { $1 - $0 > together }
        let isHigh = notes.reduce(0) { $0 + $1.pitch } >= 55 * notes.count
        return Double(apart) / Double(max(1, notes.count - 1)) * naturalLogarithm(Double(1 + notes.count))
            * (isHigh ? 1 : 0.4)
    }

    /// Chord symbols at the ticks they are written on, else estimated chords, and how many times finer than the file's
    /// their ticks are.
    private static func changes(
        of file: MIDIFile, without lead: SoloReader.LineKey, barBeats: Double
    ) -> (Timeline<MeasuredChord?>, unit: Int, ChordSource) {
        let written = ChordReader.chordLabels(of: file)
        if written.count(where: { !$0.chord.isNoChord }) >= 2 {
            let changes = written.map {
                Timeline.Entry(start: $0.tick, value: MeasuredChord($0.chord, writtenAs: $0.text))
            }
            return (Timeline(changes), 1, .markers)
        }
        // Unlike those to learn from, bars of five and seven beats are halved too.
        let span = barBeats >= 4 ? barBeats / 2 : barBeats
        let estimated = ChordReader.estimate(
            file, without: lead, spanSlots: max(1, Int((span * 12).rounded(.toNearestOrEven))))
        let changes = estimated.map {
            Timeline.Entry(start: $0.start * file.division.nominalTicksPerQuarter, value: MeasuredChord($0.value))
        }
        // So fine that the slots in which chords are estimated and the file's ticks are both whole.
        return (Timeline(changes), MetricGrid.slotsPerBeat, changes.isEmpty ? .none : .estimated)
    }
}
