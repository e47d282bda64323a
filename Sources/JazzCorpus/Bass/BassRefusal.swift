package import MIDI

/// Why a file gave no bass line to learn from.
package enum BassRefusal: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file is not a readable MIDI file.
    case unreadable(MIDIError)
    /// No track is named bass, plays with a bass program, or is a low single line.
    case noBass
    /// The bass plays on too few beats.
    case tooFewBeats(found: Int, needed: Int)
    /// The bar is no whole number of quarter notes, or longer than any music's.
    case metre(numerator: Int, denominator: Int)

    package var description: String {
        switch self {
        case .unreadable(let error): error.description
        case .noBass:
            "it has no bass: no track named bass, none with a bass program (33 to 40), no low single-note line"
        case .tooFewBeats(let found, let needed):
            "its bass plays on \(found) beats; a line to learn from needs \(needed) without a long silence"
        case .metre(let numerator, let denominator):
            "its metre \(numerator)/\(denominator) cannot be counted in quarter notes, or its bars are longer than "
                + "\(BassReader.mostBeats) beats"
        }
    }
}
