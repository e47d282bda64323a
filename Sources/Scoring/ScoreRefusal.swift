public import MIDI

/// Why a file cannot be scored.
public enum ScoreRefusal: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file is not a readable MIDI file.
    case unreadable(MIDIError)
    /// Nothing sounds but drums, or nothing at all.
    case noLead
    /// The lead has too few notes to compare.
    case tooFewNotes(found: Int, needed: Int)
    /// The lead is shorter than a window.
    case tooShort(bars: Int, window: Int)
    /// No window holds enough notes.
    case thinWindows(window: Int, needed: Int)
    /// The lead is longer than can be measured in one.
    case tooLong(bars: Int, limit: Int)

    public var description: String {
        switch self {
        case .unreadable(let error): error.description
        case .noLead: "no lead: nothing sounds but drums, or nothing at all"
        case .tooFewNotes(let found, let needed):
            "its lead has \(found) \(found == 1 ? "note" : "notes"); it takes \(needed) to compare a line with real solos"
        case .tooShort(let bars, let window):
            "its lead of \(bars) \(bars == 1 ? "bar" : "bars") has no room for a window of \(window) (a pickup belongs to "
                + "none); take shorter windows, or the whole of it"
        case .thinWindows(let window, let needed):
            "none of its windows of \(window) bars has \(needed) notes in it; take longer windows"
        case .tooLong(let bars, let limit):
            "its lead lasts \(bars) bars, more than \(limit) cannot be measured in one; take windows"
        }
    }
}
