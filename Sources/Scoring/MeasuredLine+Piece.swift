import Harmony
public import Music

extension MeasuredLine {
    /// The lead of a piece in memory: the line that its MIDI file would hold.
    ///
    ///     let distance = RealBands.core16.distance(of: SoloMeasures(piece)).mean
    public init(_ piece: Piece) {
        let quarter = Double(Meter.ticksPerQuarter)
        let lead = piece.parts.first { $0.role == .lead }?.tidied(limit: piece.ticks).notes ?? []
        self.init(
            notes: lead.map {
                MeasuredNote(onset: Double($0.start) / quarter, end: Double($0.end) / quarter, pitch: $0.pitch)
            },
            changes: Timeline(piece.bars, meter: piece.meter).spans(until: piece.ticks).map {
                Change(beat: Double($0.start) / quarter, chord: MeasuredChord($0.chord))
            },
            barBeats: Double(piece.meter.barTicks) / quarter)
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
