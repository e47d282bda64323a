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

    /// The style named by words such as "medium swing", "Bossa Nova" or "jazz waltz"; nil if none is known.
    public init?(_ text: String) {
        let words = text.lowercased().split { !$0.isLetter }
        for word in words {
            switch word {
            case "ballad", "ballade": self = .ballad
            case "waltz": self = .waltz
            case "bossa", "bossanova", "samba", "latin": self = .bossa
            case "bebop", "bop": self = .bebop
            case "swing", "blues": self = .swing
            default: continue
            }
            return
        }
        return nil
    }
}
