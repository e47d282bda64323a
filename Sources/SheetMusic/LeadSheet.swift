public import Harmony
public import Music

/// What a sheet of paper says: the changes, and the melody over them.
public struct LeadSheet: Hashable, Sendable {
    /// The changes as they are played, repeats written out; what was read otherwise than it is written stands in its notes.
    public var chart: Chart
    /// The melody in ticks from the chart's first bar, by onset; empty where there is none.
    public var melody: [PartNote]
    /// Whether the first bar is only the upbeat to the next: it has no chords of its own.
    public var hasPickup = false
    /// The name of the part that has the melody.
    public var melodyName: String?

    /// The changes without an upbeat, to be played round and round.
    public var changes: Chart {
        guard hasPickup, chart.bars.count > 1 else { return chart }
        return chart.with(bars: Array(chart.bars.dropFirst()))
    }
}

/// A measure as it is read, before repeats are played.
struct ReadMeasure {
    /// As it is numbered in the sheet.
    var number: String
    var meter: Meter
    /// In quarter notes × ``ReadMeasure/unit``.
    var length = 0
    var chords: [(time: Int, chord: Chord)] = []
    var notes: [ReadNote] = []
    var signs = PlayingOrder.Measure()
    var section: String?

    /// Parts of a quarter note that times are counted in: 480 × 21, so that sevenths and ninths are whole.
    static let unit = 10_080
    /// In a tick.
    static let tick = unit / Meter.ticksPerQuarter
    /// The length that its metre gives it.
    var full: Int { meter.barTicks * Self.tick }
}

/// A note as it is read.
struct ReadNote: Hashable {
    /// From the start of the measure.
    var time: Int
    var length: Int
    var pitch: Int
    var isTiedBack = false
}

extension LeadSheet {
    /// Plays measures in their order, and makes bars and a melody of them.
    ///
    /// - Parameters:
    ///   - wanted: The metre to play the bars in; nil keeps the sheet's.
    ///   - requiresChords: Whether a sheet without any is refused; otherwise its bars have none.
    init(
        _ measures: [ReadMeasure], title: String, key: Key?, tempo: Double?, style: String?, in wanted: Meter?,
        requiresChords: Bool = true
    ) throws(SheetMusicError) {
        guard let first = measures.first else { throw .whole("it has no measures") }
        if requiresChords, !measures.contains(where: { !$0.chords.isEmpty }) {
            throw .whole("it has no chord symbols; write them over the melody, and export it once more")
        }
        let order = try PlayingOrder.order(of: measures.map(\.signs))
        let meter = wanted ?? first.meter
        var bars: [ChartBar] = []
        var melody: [PartNote] = []
        var start = 0
        // A melody cannot be spread over other beats as chords can.
        let keepsMelody = wanted.map { meter in measures.allSatisfy { $0.meter == meter } } ?? true
        for index in order {
            let measure = measures[index]
            let held = bars.last?.chords.last?.chord
            // An upbeat fills the end of its bar.
            let late = bars.isEmpty && measure.length < measure.full && measure.length > 0
            let shift = late ? measure.full - measure.length : 0
            var chords = Self.chords(of: measure, shift: shift, held: held)
            let own = wanted ?? measure.meter
            chords = ChartBar.relaid(chords, from: measure.meter, to: own)
            bars.append(ChartBar(chords: chords, section: measure.section, meter: own))
            defer { start += own.barTicks }
            guard keepsMelody else { continue }
            for note in measure.notes {
                let onset = start + (note.time + shift) / ReadMeasure.tick
                let end = start + (note.time + shift + note.length) / ReadMeasure.tick
                if note.isTiedBack,
                    let last = melody.lastIndex(where: {
                        $0.pitch == note.pitch && $0.end >= onset - 2 && $0.start < onset
                    })
                {
                    melody[last].duration = end - melody[last].start
                } else {
                    melody.append(
                        PartNote(start: onset, duration: max(1, end - onset), pitch: note.pitch, velocity: 90))
                }
            }
        }
        guard !bars.isEmpty else { throw .whole("it has no measures") }
        let named = style.flatMap { StyleName($0) }
        var chart = Chart(
            title: String(title.prefix(200)), key: key, meter: meter, tempo: tempo ?? named?.tempo,
            style: named?.style, bars: bars)
        if let style, let note = named?.note(style) { chart.notes.append(note + "; --style picks another") }
        self.init(chart: chart, melody: melody.sorted { ($0.start, $0.pitch) < ($1.start, $1.pitch) })
        hasPickup = first.length < first.full && first.length > 0 && first.chords.isEmpty
    }

    /// The chords of a measure, each on the nearest beat.
    private static func chords(of measure: ReadMeasure, shift: Int, held: Chord?) -> [ChartChord] {
        let beat = measure.meter.beatTicks * ReadMeasure.tick
        var chords: [ChartChord] = []
        for entry in measure.chords.sorted(by: { $0.time < $1.time }) {
            let place = min((entry.time + shift + beat / 2) / beat, measure.meter.beats - 1)
            if chords.last?.beat == place { chords.removeLast() }
            chords.append(ChartChord(beat: place, chord: entry.chord))
        }
        if chords.first?.beat != 0 { chords.insert(ChartChord(beat: 0, chord: held ?? .noChord), at: 0) }
        return chords
    }

    /// A label that a chart can hold.
    static func label(_ text: String) -> String? {
        let plain = text.filter { ($0.isLetter || $0.isNumber || " '-.*".contains($0)) }.split(separator: " ")
            .joined(separator: " ").prefix(24)
        return plain.isEmpty ? nil : String(plain)
    }
}
