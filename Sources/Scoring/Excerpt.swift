import Music

/// A stretch of a line, looked at from all sides.
struct Excerpt {
    /// What follows one note: the interval and the class of the distance in time.
    struct Token: Hashable {
        /// Semitones up, held within ±13: all leaps over an octave are alike.
        var interval: Int
        /// 0 a sixteenth, 1 a triplet, 2 an eighth, 3 a quarter, 4 up to two and a half beats, 5 longer.
        var interOnset: Int

        /// How many classes of distance there are.
        static let interOnsets = 6

        init(interval: Int, slots: Int) {
            self.interval = min(max(interval, -13), 13)
            let beats = Double(slots) / 12
            interOnset = beats < 0.29 ? 0 : beats < 0.42 ? 1 : beats < 0.80 ? 2 : beats < 1.25 ? 3 : beats < 2.5 ? 4 : 5
        }
    }

    let line: MeasuredLine
    let range: Range<Double>
    /// The notes of the stretch.
    let notes: [PartNote]
    /// Their places in twelfths of a beat from the start of the piece.
    let slots: [Int]
    /// Length in bars, at least 1.
    let bars: Int
    /// Slots in a bar.
    let barSlots: Int
    /// The slot at which the stretch begins.
    let origin: Int
    /// The intervals between neighbours, in semitones.
    let intervals: [Int]
    let tokens: [Token]

    init(_ line: MeasuredLine, in range: Range<Double>) {
        self.line = line
        self.range = range
        let indices = line.indices(in: range)
        notes = Array(line.notes[indices])
        slots = Array(line.slots[indices])
        bars = max(1, Int(((range.upperBound - range.lowerBound) / line.barBeats).rounded(.toNearestOrEven)))
        barSlots = max(1, Int((line.barBeats * 12).rounded(.toNearestOrEven)))
        origin = Int(range.lowerBound * 12)
        intervals = zip(notes, notes.dropFirst()).map { $1.pitch - $0.pitch }
        tokens = Self.tokens(notes: notes, slots: slots)
    }

    /// What follows each note but the last.
    static func tokens(notes: [PartNote], slots: [Int]) -> [Token] {
        notes.indices.dropLast().map {
            Token(interval: notes[$0 + 1].pitch - notes[$0].pitch, slots: slots[$0 + 1] - slots[$0])
        }
    }

    /// The bar of a note, counted from the start of the stretch, and its slot in the bar.
    func position(_ index: Int) -> (bar: Int, slot: Int) {
        let (bar, slot) = (slots[index] - origin).quotientAndRemainder(dividingBy: barSlots)
        return (bar, slot)
    }

    /// When a note begins and stops, in beats.
    func onset(_ note: PartNote) -> Double { line.beat(note.start) }
    func end(_ note: PartNote) -> Double { line.beat(note.end) }

    /// Neighbouring notes.
    var pairs: Zip2Sequence<[PartNote], ArraySlice<PartNote>> { zip(notes, notes.dropFirst()) }
}
