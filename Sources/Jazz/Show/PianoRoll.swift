public import MIDI

/// What a piano roll shows of a MIDI file: its notes by track, its bars and its chord symbols.
public struct PianoRoll: Sendable, Equatable {
    /// One line of the band.
    public struct Voice: Sendable, Equatable {
        public var name: String
        public var isDrums: Bool
        public var notes: [Note]
    }

    /// The tracks that sound, in file order.
    public var voices: [Voice]
    /// The chord symbols, by tick.
    public var labels: [Label]
    /// The tick at which every bar begins, and the end of the last: one more than there are bars.
    public var barLines: [Int]

    /// The most bars shown; a file may claim more than any page could hold.
    public static let mostBars = 512

    /// Reads what is to be shown from `file`.
    public init(_ file: MIDIFile) {
        let notes = file.notes
        let names = file.trackNames
        voices = file.tracks.indices.compactMap { track in
            let own = notes.filter { $0.track == track }
            guard !own.isEmpty else { return nil }
            let name = names[track] ?? ""
            return Voice(
                name: name.isEmpty ? "track \(track + 1)" : name, isDrums: own.allSatisfy { $0.channel == 9 },
                notes: own)
        }
        let end = max(1, file.lengthInTicks)
        let bars = file.barMap
        var lines = [0]
        while lines[lines.count - 1] < end, lines.count <= Self.mostBars {
            lines.append(bars.tick(ofBar: lines.count))
        }
        barLines = lines
        labels = ChordReader.chordLabels(of: file).map { Label(tick: $0.tick, text: $0.chord.symbol) }
    }

    /// The lowest and highest pitch of the pitched voices, nil if there are none.
    public var pitches: ClosedRange<Int>? {
        let all = voices.filter { !$0.isDrums }.flatMap { $0.notes.map { $0.pitch } }
        guard let low = all.min(), let high = all.max() else { return nil }
        return low...high
    }
}
