import MIDI

/// Reads the changes of a MIDI file, or estimates them.
enum ChordReader {
    /// The changes and where they came from.
    ///
    /// Two or more chord symbols among the texts are taken at their word. Otherwise every half bar is given the chord
    /// that explains best what the other tracks sound in it.
    static func chords(
        of file: MIDIFile, without lead: SoloReader.LineKey, barSlots: Int
    ) -> (ChordTimeline, ChordSource) {
        let ticks = file.division.nominalTicksPerQuarter
        let written: [ChordTimeline.Change] = chordLabels(of: file).map {
            ChordTimeline.Change(slot: ($0.tick * MetricGrid.slotsPerBeat + ticks / 2) / ticks, chord: $0.chord)
        }
        if written.count(where: { !$0.chord.isNoChord }) >= 2 { return (ChordTimeline(written), .markers) }
        let others = file.notes.filter {
            $0.channel != 9 && SoloReader.LineKey(track: $0.track, channel: $0.channel) != lead
        }
        let estimated = estimate(others, ticksPerQuarter: ticks, barSlots: barSlots)
        return (ChordTimeline(estimated), estimated.isEmpty ? .none : .estimated)
    }

    /// The chord symbols written in a file as markers, texts, lyrics or cue points, by tick.
    static func chordLabels(of file: MIDIFile) -> [(tick: Int, chord: Chord)] {
        [TextKind.marker, .text, .lyric, .cuePoint].flatMap(file.labels).compactMap { label in
            guard let chord = try? ChordParser.parse(label.text) else { return nil }
            return (label.tick, chord)
        }.sorted { $0.tick < $1.tick }
    }

    /// The chords tried, by their tones above the root.
    private static let templates: [(symbol: String, tones: [Int])] = [
        ("", [0, 4, 7]), ("m", [0, 3, 7]), ("7", [0, 4, 7, 10]), ("maj7", [0, 4, 7, 11]), ("m7", [0, 3, 7, 10]),
        ("m7b5", [0, 3, 6, 10]), ("dim7", [0, 3, 6, 9]), ("6", [0, 4, 7, 9]), ("7sus4", [0, 5, 7, 10]),
    ]
    private static let rootNames = ["C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B"]

    private static func estimate(
        _ notes: [Note], ticksPerQuarter: Int, barSlots: Int
    ) -> [ChordTimeline.Change] {
        let half = barSlots >= 48 && barSlots % 24 == 0
        let spanSlots = half ? barSlots / 2 : barSlots
        let span = max(1, spanSlots * ticksPerQuarter / MetricGrid.slotsPerBeat)
        // Each span holds the weight of the twelve pitch classes and the lowest pitch. A file's length in ticks may be
        // absurd, so spans exist only where notes do.
        var weights: [Int: (classes: [Double], lowest: Int)] = [:]
        for note in notes {
            var index = note.start / span
            let last = min((max(note.end, note.start + 1) - 1) / span, index + 64)
            while index <= last {
                let overlap = min(note.end, (index + 1) * span) - max(note.start, index * span)
                var entry = weights[index] ?? ([Double](repeating: 0, count: 12), 127)
                if overlap * 20 > ticksPerQuarter {
                    entry.classes[note.pitch % 12] += Double(overlap)
                    entry.lowest = min(entry.lowest, note.pitch)
                }
                weights[index] = entry
                index += 1
            }
        }
        var changes: [ChordTimeline.Change] = []
        var lastSymbol = ""
        for index in weights.keys.sorted() {
            let entry = weights[index]!
            guard let symbol = bestChord(entry.classes, bass: entry.lowest % 12), symbol != lastSymbol,
                let chord = try? ChordParser.parse(symbol)
            else { continue }
            changes.append(ChordTimeline.Change(slot: index * spanSlots, chord: chord))
            lastSymbol = symbol
        }
        return changes
    }

    private static func bestChord(_ classes: [Double], bass: Int) -> String? {
        let total = classes.reduce(0, +)
        guard total > 0 else { return nil }
        var best: (score: Double, symbol: String)?
        for root in 0..<12 {
            for (symbol, tones) in templates {
                let inside = tones.reduce(0.0) { $0 + classes[(root + $1) % 12] }
                let missing = tones.count { classes[(root + $0) % 12] == 0 }
                let score =
                    inside / total - 0.18 * Double(missing) + (bass == root ? 0.15 : 0) + (tones.count == 4 ? 0.02 : 0)
                if best.map({ score > $0.score }) ?? true { best = (score, rootNames[root] + symbol) }
            }
        }
        guard let best, best.score > 0.55 else { return nil }
        return best.symbol
    }
}
