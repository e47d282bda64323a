import Numerics
/// One note as the measures see it: times in quarter-note beats.
public struct MeasuredNote: Hashable, Sendable {
    /// When it begins, in beats from the start of the piece.
    public var onset: Double
    /// When it stops, in beats.
    public var end: Double
    /// MIDI pitch, 0…127.
    public var pitch: Int

    public init(onset: Double, end: Double, pitch: Int) {
        self.onset = onset
        self.end = end
        self.pitch = pitch
    }
}

/// A lead line and its changes, ready to be measured.
///
///     let line = MeasuredLine(notes: notes, changes: changes, barBeats: 4)
///     for window in line.windows(bars: 16) { print(SoloMeasures(line, in: window)[.density] ?? 0) }
public struct MeasuredLine: Sendable, Equatable {
    /// A chord and the beat where it begins; nil is "N.C.".
    public struct Change: Hashable, Sendable {
        public var beat: Double
        public var chord: MeasuredChord?

        public init(beat: Double, chord: MeasuredChord?) {
            self.beat = beat
            self.chord = chord
        }
    }

    /// One note an onset, in order; none sounds past the next.
    public let notes: [MeasuredNote]
    /// For each note where ``SwungGrid`` puts it, in twelfths of a beat; not descending.
    public let slots: [Int]
    /// The changes in order of their beats.
    public let changes: [Change]
    /// Beats in a bar, above 0.
    public let barBeats: Double

    /// Onsets closer than this, in beats, are one: the highest of the notes is the line's.
    private static let together = 0.03

    /// A line of notes in any order, chords among them: the highest note counts.
    ///
    /// - Precondition: `barBeats` is above 0; no note begins before beat 0.
    public init(notes: some Sequence<MeasuredNote>, changes: [Change], barBeats: Double) {
        precondition(barBeats > 0, "a bar of \(barBeats) beats")
        var line: [MeasuredNote] = []
        for note in notes.sorted(by: { ($0.onset, $0.end, $0.pitch) < ($1.onset, $1.end, $1.pitch) }) {
            precondition(note.onset >= 0, "a note at beat \(note.onset)")
            if let last = line.last, note.onset - last.onset < Self.together {
                if note.pitch > last.pitch { line[line.count - 1] = note }
            } else {
                line.append(note)
            }
        }
        for index in line.indices.dropLast() { line[index].end = min(line[index].end, line[index + 1].onset) }
        self.notes = line
        slots = SwungGrid.slots(line.map(\.onset))
        self.changes = changes.enumerated().sorted {
            ($0.element.beat, $0.offset) < ($1.element.beat, $1.offset)
        }.map(\.element)
        self.barBeats = barBeats
    }

    /// The chord that sounds at a slot; nil before the first and where there is none. O(log n).
    func chord(atSlot slot: Int) -> MeasuredChord? {
        // A marker a hair behind its beat still means the beat.
        let beat = Double(slot) / 12 + 0.02
        let index = changes.partitioningIndex { $0.beat > beat }
        return index > 0 ? changes[index - 1].chord : nil
    }

    /// From the start of the bar of the first note to the end of the bar of the last; nil of no notes.
    public var whole: Range<Double>? {
        guard let first = notes.first, let last = notes.last else { return nil }
        let start = (first.onset / barBeats).rounded(.down) * barBeats
        return start..<max(start + barBeats, (last.end / barBeats - 1e-6).rounded(.up) * barBeats)
    }

    /// Windows of so many bars, one after the other, as far as they reach.
    ///
    /// The first begins with the bar of the first note, or with the next if that note is in the second half of its bar:
    /// a pickup belongs to no window. The last may outlast the line by half a bar. Windows without a note are left out.
    public func windows(bars: Int) -> [Range<Double>] {
        precondition(bars > 0, "windows of \(bars) bars")
        guard let first = notes.first, let last = notes.last else { return [] }
        var start = (first.onset / barBeats).rounded(.down) * barBeats
        if first.onset - start > barBeats * 0.5 { start += barBeats }
        let length = Double(bars) * barBeats
        var windows: [Range<Double>] = []
        // By the notes, not by the bars: the length of a file may be absurd.
        for slot in slots {
            let low = start + ((Double(slot) / 12 - start) / length).rounded(.down) * length
            guard low >= start, low + length <= last.end + barBeats * 0.5 else { continue }
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
