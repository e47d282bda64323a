/// How the band plays.
public enum Style: String, Hashable, Sendable, CaseIterable {
    /// Walking bass, ride cymbal, swung eighths.
    case swing
    /// Fast swing, its eighths more even and its accompaniment busier.
    case bebop
    /// Two-feel bass, brushes, sparse chords.
    case ballad
    /// Swing in three, one felt pulse a bar.
    case waltz
    /// Even eighths over a two-beat bass.
    case bossa
}
