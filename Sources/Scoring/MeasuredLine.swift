public import Music
import Numerics

/// A lead line and its changes, ready to be measured.
///
/// Its times are ticks, of which so many as it says make a quarter-note beat: those of the file that it was read from,
/// however fine, for no grid has seen it.
///
///     let line = MeasuredLine(notes: notes, changes: changes, ticksPerBeat: 480, barBeats: 4)
///     for window in line.windows(bars: 16) { print(SoloMeasures(line, in: window)[.density] ?? 0) }
public struct MeasuredLine: Sendable, Equatable {
    /// One note an onset, in order; none sounds past the next.
    public let notes: [PartNote]
    /// For each note where ``SwungGrid`` puts it, in twelfths of a beat; not descending.
    public let slots: [Int]
    /// The changes; nil is "N.C.".
    public let changes: Timeline<MeasuredChord?>
    /// Ticks in a quarter-note beat, above 0.
    public let ticksPerBeat: Int
    /// Beats in a bar, above 0.
    public let barBeats: Double

    /// Onsets closer than this, in beats, are one: the highest of the notes is the line's.
    private static let together = 0.03

    /// A line of notes in any order, chords among them: the highest note counts.
    ///
    /// - Precondition: `ticksPerBeat` and `barBeats` are above 0; no note begins before tick 0.
    public init(
        notes: some Sequence<PartNote>, changes: Timeline<MeasuredChord?>, ticksPerBeat: Int, barBeats: Double
    ) {
        precondition(barBeats > 0, "a bar of \(barBeats) beats")
        precondition(ticksPerBeat > 0, "a beat of \(ticksPerBeat) ticks")
        func beat(_ time: Int) -> Double { Double(time) / Double(ticksPerBeat) }
        var line: [PartNote] = []
        for note in notes.sorted(by: { ($0.start, $0.end, $0.pitch) < ($1.start, $1.end, $1.pitch) }) {
            precondition(note.start >= 0, "a note at tick \(note.start)")
            if let last = line.last, beat(note.start) - beat(last.start) < Self.together {
                if note.pitch > last.pitch { line[line.count - 1] = note }
            } else {
                line.append(note)
            }
        }
        for index in line.indices.dropLast() {
            line[index].duration = min(line[index].duration, line[index + 1].start - line[index].start)
        }
        self.notes = line
        slots = SwungGrid.slots(line.map { beat($0.start) })
        self.changes = changes
        self.ticksPerBeat = ticksPerBeat
        self.barBeats = barBeats
    }

    /// A time in beats.
    func beat(_ time: Int) -> Double { Double(time) / Double(ticksPerBeat) }

    /// The chord that sounds at a slot; nil before the first and where there is none. O(log n).
    func chord(atSlot slot: Int) -> MeasuredChord? {
        // A marker a hair behind its beat still means the beat.
        let beat = Double(slot) / 12 + 0.02
        return changes.value(at: Int(beat * Double(ticksPerBeat))) ?? nil
    }

    /// From the start of the bar of the first note to the end of the bar of the last; nil of no notes.
    public var whole: Range<Double>? {
        guard let first = notes.first, let last = notes.last else { return nil }
        let start = (beat(first.start) / barBeats).rounded(.down) * barBeats
        return start..<max(start + barBeats, (beat(last.end) / barBeats - 1e-6).rounded(.up) * barBeats)
    }

    /// Windows of so many bars, one after the other, as far as they reach.
    ///
    /// The first begins with the bar of the first note, or with the next if that note is in the second half of its bar:
    /// a pickup belongs to no window. The last may outlast the line by half a bar. Windows without a note are left out.
    public func windows(bars: Int) -> [Range<Double>] {
        precondition(bars > 0, "windows of \(bars) bars")
        guard let first = notes.first, let last = notes.last else { return [] }
        var start = (beat(first.start) / barBeats).rounded(.down) * barBeats
        if beat(first.start) - start > barBeats * 0.5 { start += barBeats }
        let length = Double(bars) * barBeats
        var windows: [Range<Double>] = []
        // By the notes, not by the bars: the length of a file may be absurd.
        for slot in slots {
            let low = start + ((Double(slot) / 12 - start) / length).rounded(.down) * length
            guard low >= start, low + length <= beat(last.end) + barBeats * 0.5 else { continue }
            if windows.last?.lowerBound != low { windows.append(low..<low + length) }
        }
        return windows
    }

    /// The notes whose slots are in a range of beats.
    func indices(in range: Range<Double>) -> Range<Int> {
        let low = slots.partitioningIndex { Double($0) / 12 >= range.lowerBound }
        let high = slots.partitioningIndex { Double($0) / 12 >= range.upperBound }
        return low..<high
    }
}
