package import Harmony
package import MIDI
package import Music

/// Reads the changes of a MIDI file, or estimates them.
package enum ChordReader {
    /// The changes and where they came from.
    ///
    /// Two or more chord symbols among the texts are taken at their word. Otherwise every half bar is given the chord
    /// that explains best what the other tracks sound in it.
    static func chords(
        of file: MIDIFile, without lead: SoloReader.LineKey, barSlots: Int
    ) -> (Timeline<Chord>, ChordSource) {
        let ticks = file.division.nominalTicksPerQuarter
        let written: [Timeline<Chord>.Entry] = chordLabels(of: file).map {
            Timeline<Chord>.Entry(start: ($0.tick * MetricGrid.slotsPerBeat + ticks / 2) / ticks, value: $0.chord)
        }
        if written.count(where: { !$0.value.isNoChord }) >= 2 { return (Timeline(written), .markers) }
        let isHalved = barSlots >= 48 && barSlots % 24 == 0
        let estimated = estimate(file, without: lead, spanSlots: isHalved ? barSlots / 2 : barSlots)
        return (Timeline(estimated), estimated.isEmpty ? .none : .estimated)
    }

    /// The chords that all but the lead and the drums sound, span by span.
    package static func estimate(
        _ file: MIDIFile, without lead: SoloReader.LineKey, spanSlots: Int
    ) -> [Timeline<Chord>.Entry] {
        let others = file.notes.filter {
            $0.channel != 9 && SoloReader.LineKey(track: $0.track, channel: $0.channel) != lead
        }
        return ChordEstimator.changes(
            others, ticksPerQuarter: file.division.nominalTicksPerQuarter, spanSlots: spanSlots)
    }

    /// The chord symbols written in a file as markers, texts, lyrics or cue points, by tick.
    package static func chordLabels(of file: MIDIFile) -> [(tick: Int, chord: Chord, text: String)] {
        [TextKind.marker, .text, .lyric, .cuePoint].flatMap(file.labels).compactMap { label in
            guard let chord = try? ChordParser.parse(label.text) else { return nil }
            return (label.tick, chord, label.text)
        }.sorted { $0.tick < $1.tick }
    }
}
