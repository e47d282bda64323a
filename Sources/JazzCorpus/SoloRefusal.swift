package import MIDI

/// Why a file gave no solo to learn from.
package enum SoloRefusal: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file is not a readable MIDI file.
    case unreadable(MIDIError)
    /// Nothing sounds but drums, or nothing at all.
    case noPitchedNotes(drums: Bool)
    /// No single track has enough notes to be a melody.
    case tooFewNotes(found: Int, needed: Int)
    /// Every track plays chords most of the time, so none is a lead; or the one named lead does.
    case polyphonic(track: String, fraction: Double)
    /// No track plays single notes but the bass.
    case onlyBass(track: String)
    /// The bar is no whole number of grid slots, or longer than any music's.
    case metre(numerator: Int, denominator: Int)

    package var description: String {
        switch self {
        case .unreadable(let error): error.description
        case .noPitchedNotes(let drums): drums ? "nothing sounds in it but drums" : "it has no notes"
        case .tooFewNotes(let found, let needed):
            "its longest line has \(found) \(found == 1 ? "note" : "notes"); a solo to learn from needs \(needed)"
        case .polyphonic(let track, let fraction):
            "no single-note line: \(track) plays chords on \(Int((fraction * 100).rounded())) % of its onsets; "
                + "put the melody on a track of its own, named lead"
        case .onlyBass(let track):
            "no lead: \(track), the bass, is its only single-note line; put the melody on a track of its own, named lead"
        case .metre(let numerator, let denominator):
            "its metre \(numerator)/\(denominator) cannot be counted in triplets and sixteenths, or its bars are longer than 16 beats"
        }
    }
}
