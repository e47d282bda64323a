package import Jazz
import Terminal

/// The measures in a musician's words.
package enum MeasureWords {
    /// The measures in the order of a report, under headings.
    package static let sections: [(heading: String, measures: [Measure])] = [
        (
            "line",
            [
                .density, .restRatio, .phraseNotes, .phraseBars, .range90, .meanAbsoluteInterval, .stepRatio,
                .leapsOverOctave, .repeatedNotes, .directionChange, .intervalEntropy,
            ]
        ),
        (
            "harmony",
            [
                .chordTonesOnStrongBeats, .chordTonesOffBeat, .chordToneContrast, .scaleRatio, .resolved, .entropy1,
                .entropy4, .chordVariety,
            ]
        ),
        (
            "rhythm",
            [.eighths, .longInterOnsets, .rhythmEntropy, .offbeats, .swingRatio, .grooveSimilarity, .grooveJaccard]
        ),
        ("repetition", [.recurring, .recurringIntervals, .longestSelfRepeat, .selfSimilarity]),
    ]

    /// What a measure is called, in at most 34 characters.
    package static func name(_ measure: Measure) -> String {
        switch measure {
        case .density: "notes a bar"
        case .restRatio: "rests, fraction of the time"
        case .phraseNotes: "notes a phrase"
        case .phraseBars: "bars a phrase"
        case .meanAbsoluteInterval: "mean interval, semitones"
        case .stepRatio: "steps among intervals"
        case .leapsOverOctave: "leaps over an octave"
        case .repeatedNotes: "repeated notes"
        case .directionChange: "turns of direction"
        case .range90: "range of 90 %, semitones"
        case .entropy1: "variety of notes in a bar, bits"
        case .entropy4: "variety of notes in 4 bars, bits"
        case .grooveSimilarity: "rhythm alike from bar to bar"
        case .grooveJaccard: "onsets in common from bar to bar"
        case .chordTonesOnStrongBeats: "chord tones on 1 and 3"
        case .chordTonesOffBeat: "chord tones off the beat"
        case .chordToneContrast: "difference of the two"
        case .scaleRatio: "notes in the chord's scale"
        case .resolved: "other notes resolved"
        case .eighths: "eighths among onset intervals"
        case .longInterOnsets: "onset intervals over a quarter"
        case .rhythmEntropy: "variety of onset intervals, bits"
        case .offbeats: "notes off the beat"
        case .swingRatio: "swing, long to short"
        case .recurring: "patterns that recur, with rhythm"
        case .recurringIntervals: "patterns that recur"
        case .longestSelfRepeat: "longest repeat, notes"
        case .selfSimilarity: "bars that answer bars"
        case .intervalEntropy: "variety of intervals, bits"
        case .chordVariety: "variety of the chords"
        }
    }

    /// A value, in the measure's own precision.
    package static func number(_ value: Double, _ measure: Measure) -> String {
        switch measure {
        case .longestSelfRepeat: NumberText.fixed(value, decimals: 0)
        case .phraseNotes, .range90: NumberText.fixed(value, decimals: 1)
        default: NumberText.fixed(value, decimals: 2)
        }
    }
}
