import Harmony
public import Music

extension MeasuredLine {
    /// The lead of a piece in memory: the line that its MIDI file would hold.
    ///
    ///     let distance = RealBands.core16.distance(of: SoloMeasures(piece)).mean
    public init(_ piece: Piece) {
        let lead = piece.parts.first { $0.role == .lead }?.tidied(limit: piece.ticks).notes ?? []
        self.init(
            notes: lead,
            changes: Timeline(
                Timeline(piece.bars, meter: piece.meter).spans(until: piece.ticks).map {
                    .init(start: $0.start, value: MeasuredChord($0.chord))
                }),
            ticksPerBeat: Meter.ticksPerQuarter,
            barBeats: Double(piece.meter.barTicks) / Double(Meter.ticksPerQuarter))
    }
}

extension SoloMeasures {
    /// Measures the lead of a whole piece, from its first bar to its last.
    ///
    /// - Precondition: The piece has 1…``mostBars`` bars.
    public init(_ piece: Piece) {
        let line = MeasuredLine(piece)
        self.init(line, in: 0..<Double(piece.bars.count) * line.barBeats)
    }
}
