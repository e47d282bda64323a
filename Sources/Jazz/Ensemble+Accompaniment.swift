public import Music
public import Sampling
internal import Numerics

extension Ensemble {
    /// The band under a melody that is given: bass, piano and drums over the chart, as many bars as the melody has.
    ///
    /// The piano leaves room for the melody and answers it. The melody itself is kept as it is.
    ///
    /// - Parameters:
    ///   - melody: In ticks from the chart's first bar.
    ///   - seed: The same seed gives the same accompaniment.
    ///   - remarks: Lines to be kept in the file.
    /// - Throws: `SamplingError` when the networks' scores are not numbers.
    public func accompaniment(
        of melody: Part, networks: BandNetworks, seed: UInt64, remarks: [String] = []
    ) throws(SamplingError) -> Piece {
        let end = melody.notes.map(\.end).max() ?? 0
        let form = chart.barLines
        let rest = end % form.ticks
        let count = max(
            chart.bars.count,
            end / form.ticks * chart.bars.count + (rest == 0 ? 0 : form.bar(at: rest - 1) + 1))
        let backing = try backing(bars: count, networks: networks, seed: seed)
        let lead = melody.tidied(limit: backing.section.ticks)
        var piano = Self.random(seed, .chords)
        var drummer = Self.random(seed, .drums)
        let chords = backing.section.chords(answering: lead.notes, over: backing.bass.notes, using: &piano)
        return Piece(
            title: chart.title, key: chart.key, bars: backing.section.bars, meter: chart.meter, tempo: tempo,
            parts: [lead, chords, backing.bass, backing.section.drums(using: &drummer)], remarks: remarks)
    }

    /// A melody as the band plays it: one that is written is swung, one that was played is left as it is.
    public func played(_ melody: Part) -> Part {
        guard let written = melody.written else { return melody }
        let end = written.map(\.end).max() ?? 0
        let lines = BarLines(chart.bars(count: max(chart.bars.count, end / 480 + 1)), meter: chart.meter)
        let swing = SwungBars(lines, [Swing(tempo: tempo, style: style)])
        var played = melody
        played.notes = written.map { note in
            let start = swing(note.start)
            return PartNote(
                start: start, duration: max(1, swing(note.end) - start), pitch: note.pitch, velocity: note.velocity)
        }
        return played
    }
}
