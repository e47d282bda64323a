/// A Standard MIDI File, version 1.0, as a value.
///
///     var track = Track(name: "Lead")
///     track.append(.tempo(beatsPerMinute: 160), at: 0)
///     track.append(Note(channel: 0, pitch: 60, velocity: 90, start: 0, end: 480))
///     track.endTick = 1920
///     let bytes = try MIDIFile(division: .ticksPerQuarter(480), tracks: [track]).encoded()
///
/// Specification: Standard MIDI Files 1.0, RP-001 v1.0, MIDI Manufacturers Association 1988/1996, cited below as
/// "RP-001" with the heading of the passage meant.
public struct MIDIFile: Sendable {
    /// How the tracks of a file belong together (RP-001, "Header Chunks").
    public enum Format: Int, Sendable, CaseIterable {
        /// Format 0: exactly one track, which may use all channels.
        case singleTrack = 0
        /// Format 1: tracks that sound together.
        case simultaneous = 1
        /// Format 2: tracks that are pieces of their own; see ``MIDIFile/patterns``.
        case independent = 2
    }

    public var format: Format
    public var division: Division
    public var tracks: [Track]
    /// What was wrong with the file and could be repaired in reading it.
    public internal(set) var repairs = Repairs()

    public init(format: Format = .simultaneous, division: Division, tracks: [Track] = []) {
        self.format = format
        self.division = division
        self.tracks = tracks
    }

    /// Values that were out of range in a file, and were clipped.
    public struct Repairs: Equatable, Sendable {
        /// Data bytes above 127, taken for 127.
        public internal(set) var clippedBytes = 0
        /// The offset of the first of them.
        public internal(set) var firstOffset: Int?
    }

    /// The most texts, tempos, time and key signatures and program changes in a file that is read: many times those of any music.
    public static let mostMetaEvents = 100_000

    /// The most notes in a file that is read to be shown, measured or learned from: those of a day of music.
    public static let mostNotes = 200_000

    /// The greatest tick that is read or written: 2³⁸ − 1, nine years at 480 ticks a quarter and 120 beats a minute.
    ///
    /// It keeps every product of a tick and a tempo (below 2²⁴) inside an `Int`, so that no sum of delta times and no
    /// conversion to seconds can overflow.
    public static let maximumTick = (1 << 38) - 1

    /// The pieces of a format 2 file, each as a format 0 file of its own; for the other formats the file itself.
    ///
    /// Everything else that this type derives (notes, tempo map, length …) takes the tracks to sound together, so ask
    /// the patterns of a format 2 file one by one.
    public var patterns: [MIDIFile] {
        guard format == .independent else { return [self] }
        return tracks.map { MIDIFile(format: .singleTrack, division: division, tracks: [$0]) }
    }
}

extension MIDIFile: Equatable {
    /// Whether both say the same; what was repaired plays no part.
    public static func == (left: MIDIFile, right: MIDIFile) -> Bool {
        (left.format, left.division) == (right.format, right.division) && left.tracks == right.tracks
    }
}
