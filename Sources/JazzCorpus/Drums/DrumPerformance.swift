package import Band
import Harmony
package import MIDI

/// A recorded drum performance, as the Groove MIDI data set has them: played to a click, named by what it is.
package struct DrumPerformance: Sendable {
    /// A stroke.
    package struct Hit: Sendable, Hashable {
        /// Quarter notes from the start.
        var beat: Double
        var piece: KitPiece
        var velocity: Int
    }

    /// The feel it teaches.
    package let feel: DrumTable.Feel
    /// Whether it is a fill and nothing else.
    let isFill: Bool
    /// Quarter notes a minute.
    let tempo: Double
    /// In order of time; never empty.
    package let hits: [Hit]

    /// A performance of time, not read from a file.
    init(feel: DrumTable.Feel, tempo: Double, hits: [Hit]) {
        self.feel = feel
        self.tempo = tempo
        self.hits = hits
        isFill = false
    }

    /// Quarter notes in a bar.
    var beats: Int { feel.beats }

    /// Reads a performance.
    ///
    /// - Parameter name: The file's name, which ends in style, tempo, "beat" or "fill" and metre, such as
    ///   `drummer1_session1_47_jazz_102_beat_4-4.mid`.
    /// - Throws: ``DrumRefusal`` when the name or the notes are not those of such a performance.
    package init(_ file: MIDIFile, name: String) throws(DrumRefusal) {
        let stem = name.split(separator: "/").last.map { $0.split(separator: ".")[0] } ?? ""
        let words = stem.split(separator: "_")
        guard words.count >= 4, let tempo = Double(words[words.count - 3]), (30...400).contains(tempo),
            ["beat", "fill"].contains(words[words.count - 2])
        else { throw .name }
        let style = String(words[words.count - 4])
        let metre = String(words[words.count - 1])
        isFill = words[words.count - 2] == "fill"
        self.tempo = tempo
        let ticks = Double(file.division.nominalTicksPerQuarter)
        var hits: [Hit] = []
        for note in file.notes {
            guard let piece = KitPiece(key: note.pitch) else { continue }
            hits.append(Hit(beat: Double(note.start) / ticks, piece: piece, velocity: note.velocity))
        }
        guard let last = hits.last else { throw .silent }
        self.hits = hits
        let rides = Double(hits.count { $0.piece == .ride }) / max(1, last.beat)
        switch (style, metre) {
        case ("jazz", "4-4"), ("jazz-swing", "4-4"), ("jazz-fast", "4-4"), ("jazz-mediumfast", "4-4"):
            feel = tempo < 160 ? .swing : .fast
        case ("jazz", "3-4"), ("jazz-swing", "3-4"): feel = .waltz
        case ("jazz-funk", "4-4"), ("jazz-fusion", "4-4"), ("neworleans-chacha", "4-4"): feel = .even
        default: throw .style(style)
        }
        // Time kept elsewhere than on the ride is another manner; so are the warming-up figures of a few beats.
        if !isFill, feel != .even, !(0.6...1.8).contains(rides) { throw .noRide }
        if !isFill, last.beat < 16 { throw .short }
    }
}

/// Why nothing was learned from a file.
package enum DrumRefusal: Error, Equatable, Sendable, CustomStringConvertible {
    case unreadable(MIDIError)
    case name
    case silent
    case style(String)
    case noRide
    case short

    package var description: String {
        switch self {
        case .unreadable(let error): error.description
        case .name: "its name does not end in style, tempo, beat or fill, and metre, such as jazz_120_beat_4-4.mid"
        case .silent: "no drum is struck in it"
        case .style(let style): "its style, \(HarmonyError.shortened(style)), is none that the band plays"
        case .noRide: "its time is not kept on the ride cymbal, or in double time"
        case .short: "shorter than four bars"
        }
    }
}
