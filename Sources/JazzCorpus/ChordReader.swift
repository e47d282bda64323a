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
        let estimated = estimate(file, without: lead, spanSlots: span(ofBar: barSlots))
        return (Timeline(estimated), estimated.isEmpty ? .none : .estimated)
    }

    /// The slots for which one chord is estimated: half a bar where the bar has halves.
    private static func span(ofBar barSlots: Int) -> Int {
        barSlots >= 48 && barSlots % 24 == 0 ? barSlots / 2 : barSlots
    }

    /// The chords that the accompaniment sounds, or everyone where there is no lead beside it.
    static func estimate(_ file: MIDIFile, barSlots: Int) -> [Timeline<Chord>.Entry] {
        let nobody = SoloReader.LineKey(track: -1, channel: -1)
        let lead = try? SoloReader.lead(of: file).key
        func estimate(without lead: SoloReader.LineKey) -> [Timeline<Chord>.Entry] {
            // Under a pianist who leaves the root out, the bass names the chord.
            self.estimate(file, without: lead, spanSlots: span(ofBar: barSlots), bassBonus: 0.3)
        }
        let accompaniment = lead.map(estimate) ?? []
        return accompaniment.isEmpty ? estimate(without: nobody) : accompaniment
    }

    /// The chords that all but the lead and the drums sound, span by span.
    package static func estimate(
        _ file: MIDIFile, without lead: SoloReader.LineKey, spanSlots: Int, bassBonus: Double = 0.15
    ) -> [Timeline<Chord>.Entry] {
        let others = file.notes.filter {
            $0.channel != 9 && SoloReader.LineKey(track: $0.track, channel: $0.channel) != lead
        }
        return ChordEstimator.changes(
            others, ticksPerQuarter: file.division.nominalTicksPerQuarter, spanSlots: spanSlots, bassBonus: bassBonus)
    }

    /// The chord symbols written in a file as markers, texts, lyrics or cue points, by tick.
    package static func chordLabels(of file: MIDIFile) -> [(tick: Int, chord: Chord, text: String)] {
        [TextKind.marker, .text, .lyric, .cuePoint].flatMap(file.labels).compactMap { label in
            guard let chord = try? ChordParser.parse(label.text, roots: .plain) else { return nil }
            return (label.tick, chord, label.text)
        }.sorted { $0.tick < $1.tick }
    }
}
