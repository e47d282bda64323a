package import Improvisation
package import Music
package import Sampling

extension Ensemble {
    /// What the lead's network thinks of a line over the band, note by note.
    ///
    /// - Parameters:
    ///   - line: In slots of the ``MetricGrid`` from the piece's first bar, ascending.
    ///   - bars: Those of the piece, without ``introBars`` and the final bar, as when it was made.
    /// - Throws: `SamplingError` when the networks' scores are not numbers.
    package func reading(
        of line: [PartNote], bars count: Int, networks: BandNetworks, seed: UInt64
    ) throws(SamplingError) -> [NoteReading] {
        let backing = try backing(bars: count, networks: networks, seed: seed)
        let intro = backing.section.lines.starts[introBars] / MetricGrid.ticksPerSlot
        let notes = line.map { note in
            var note = note
            note.start -= intro
            return note
        }
        return LineReading.read(
            notes, engine: networks.lead, setting: setting(over: backing, seed: seed, take: 0))
    }
}
