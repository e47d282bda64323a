public import Music

/// The measures of one stretch of a lead line.
///
///     let measures = SoloMeasures(line, in: 0..<64)
///     let distance = RealBands.core16.distance(of: measures).mean
///
/// A 16-bar stretch takes about a tenth of a millisecond.
public struct SoloMeasures: Sendable, Equatable {
    /// A stretch of fewer notes is not measured but counted.
    static let fewestNotes = 8
    /// A stretch of fewer notes says too little to be compared with others.
    public static let fewestToCompare = 24
    /// The longest stretch, in bars: some measures compare every bar with every other.
    public static let mostBars = 2048

    /// The notes of the stretch.
    public let notes: Int
    /// Its length in bars.
    public let bars: Int
    private var values: [Measure: Double] = [:]

    /// The value of a measure; nil where the stretch has nothing to take it from: chords, or a single note on the beat.
    public subscript(measure: Measure) -> Double? { values[measure] }

    /// Measures the notes of `line` within `range`, in beats.
    ///
    /// - Precondition: The range is no longer than ``mostBars`` bars.
    public init(_ line: MeasuredLine, in range: Range<Double>) {
        let excerpt = Excerpt(line, in: range)
        precondition(excerpt.bars <= Self.mostBars, "\(excerpt.bars) bars to measure")
        notes = excerpt.notes.count
        bars = excerpt.bars
        guard notes >= Self.fewestNotes else { return }
        func keep(_ found: [(Measure, Double?)]) {
            for (measure, value) in found { values[measure] = value }
        }
        keep(excerpt.lineMeasures)
        keep(excerpt.pitchClassMeasures)
        keep(excerpt.harmonyMeasures)
        keep(excerpt.rhythmMeasures)
        keep(excerpt.likenessMeasures)
        keep(excerpt.repetitionMeasures)
    }

    /// Measures a piece in memory: `bars` bars from beat 0.
    public init(
        notes: [PartNote], changes: Timeline<MeasuredChord?>, ticksPerBeat: Int, barBeats: Double, bars: Int
    ) {
        self.init(
            MeasuredLine(notes: notes, changes: changes, ticksPerBeat: ticksPerBeat, barBeats: barBeats),
            in: 0..<Double(bars) * barBeats)
    }
}
