/// What is measured of a lead line; the raw values are the names that programs know the measures by.
///
/// Lengths of time are in quarter-note beats unless said otherwise, fractions are 0…1, entropies in bits. The definitions
/// are those of the measures that the project's figures have been taken with since its beginning; they stand with the
/// code, in the extensions of ``Excerpt``.
public enum Measure: String, Sendable, Hashable, CaseIterable {
    /// Notes a bar.
    case density
    /// The fraction of the time in which nothing sounds, breaks of less than a quarter beat apart.
    case restRatio = "rest_ratio"
    /// Notes a phrase.
    case phraseNotes = "phrase_notes"
    /// Bars a phrase.
    case phraseBars = "phrase_bars"
    /// The mean size of the intervals, in semitones.
    case meanAbsoluteInterval = "mean_abs_interval"
    /// The fraction of the intervals that are steps of one or two semitones.
    case stepRatio = "step_ratio"
    /// The fraction of the intervals that are wider than an octave.
    case leapsOverOctave = "leap_gt_octave"
    /// The fraction of the intervals that are repeated notes.
    case repeatedNotes = "repeat_note"
    /// How often the line turns: the fraction of neighbouring intervals of opposite direction, repeated notes apart.
    case directionChange = "direction_change"
    /// Semitones between the 5th and the 95th percentile of the pitches.
    case range90
    /// Entropy of the pitch classes in a bar (MusDr's H1).
    case entropy1 = "H1"
    /// Entropy of the pitch classes in four bars (MusDr's H4).
    case entropy4 = "H4"
    /// How alike the rhythms of any two bars are, rests counted as likeness (MusDr's GS, on twelve slots a beat).
    case grooveSimilarity = "GS"
    /// How alike the rhythms of any two bars are: onsets in common among all onsets.
    case grooveJaccard = "GSj"
    /// The fraction of chord tones among the notes on the first and third beat.
    case chordTonesOnStrongBeats = "CT_strong"
    /// The fraction of chord tones among the notes off the beat.
    case chordTonesOffBeat = "CT_offbeat"
    /// The difference of the two before.
    case chordToneContrast = "CT_contrast"
    /// The fraction of the notes that are in the chord's scale.
    case scaleRatio = "scale_ratio"
    /// The fraction of the other notes that go on by one or two semitones to a chord tone, at once or after one note.
    case resolved = "NCT_resolved"
    /// The fraction of eighths among the inter-onset intervals.
    case eighths = "ioi_eighth"
    /// The fraction of inter-onset intervals of one and a quarter beats or more.
    case longInterOnsets = "ioi_long"
    /// Entropy of the classes of distances.
    case rhythmEntropy = "H_ioi"
    /// The fraction of the notes that are off the beat.
    case offbeats = "offbeat_share"
    /// How long the first of a pair of eighths is for the second: 1 straight, 2 a triplet.
    case swingRatio = "swing_ratio"
    /// The fraction of patterns of four intervals and inter-onset intervals that occur again.
    case recurring = "rep4"
    /// The fraction of patterns of four intervals that occur again.
    case recurringIntervals = "rep4_pitch"
    /// The longest run of notes that occurs twice, in notes.
    case longestSelfRepeat = "longest_self_repeat"
    /// How alike bars 1, 2, 4 or 8 apart are, at the best of these distances: notes in common among all.
    case selfSimilarity = "self_sim"
    /// Entropy of the intervals.
    case intervalEntropy = "H_interval"
    /// How varied the chords are: different runs of three among all.
    case chordVariety = "CPI"

    /// The measures that ``RealBands`` takes the distance of a set by.
    public static let inDistance: [Measure] = [
        .density, .restRatio, .phraseNotes, .stepRatio, .directionChange, .range90, .entropy1, .entropy4,
        .grooveJaccard, .chordTonesOnStrongBeats, .scaleRatio, .resolved, .eighths, .rhythmEntropy, .offbeats,
        .recurringIntervals, .selfSimilarity,
    ]
}
