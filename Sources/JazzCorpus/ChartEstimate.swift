public import Harmony
public import MIDI
import Music

extension Chart {
    /// The changes that the notes of a MIDI file sound, estimated half a bar at a time as training does; for files whose
    /// chords are not written.
    ///
    /// - Parameter meter: Plays the bars in this metre; nil keeps the file's, which then must not change.
    /// - Throws: `HarmonyError.midi`, without chords if the notes sound none.
    public init(estimating file: MIDIFile, in meter: Meter? = nil) throws(HarmonyError) {
        let ticks = file.division.nominalTicksPerQuarter
        let barTicks = file.barMap.tick(ofBar: 1)
        let barSlots = max(1, (barTicks * MetricGrid.slotsPerBeat + ticks / 2) / ticks)
        let changes = ChordReader.estimate(file, barSlots: barSlots)
        guard !changes.isEmpty else { throw .midi(.noChords(texts: 0)) }
        try self.init(
            file, chords: changes.map { ($0.start * ticks / MetricGrid.slotsPerBeat, $0.value) }, in: meter)
        notes.append("no chords are written: they are estimated from the notes, half a bar at a time")
    }
}
