import Commands
import Files
package import Jazz
import JazzTraining
import ModelFile
import Recurrent

/// Chords for a melody that has none.
package enum Harmonies {
    /// What a chart says of them that was not asked for.
    package static let note = "no chords are written: they are estimated from the melody; jazz harmonize shows others"

    /// Charts for a melody, the best first, each unlike those before it; fewer where there are no more.
    ///
    /// - Parameters:
    ///   - music: With a melody.
    ///   - key: nil for that of the sheet or its relative, or else one that is found.
    ///   - model: A model of changes; nil for the one that comes with the program. So the table.
    package static func charts(
        for music: Manuscript, key: Key? = nil, count: Int = 1, model: String? = nil, table: String? = nil
    ) throws -> [Chart] {
        let network = try BandModelFile.read(.changes, model).network
        let harmonizer = Harmonizer(engine: StepEngine(network), table: try Self.table(table))
        guard let melody = music.melody else { return [] }
        let chart = music.chart
        let meters = chart.barLines.meters
        let notes = (melody.written ?? melody.notes).map {
            PartNote(
                start: ($0.start + MetricGrid.ticksPerSlot / 2) / MetricGrid.ticksPerSlot,
                duration: max(1, $0.duration / MetricGrid.ticksPerSlot), pitch: $0.pitch, velocity: $0.velocity)
        }
        // An upbeat has no chord of its own.
        let first = meters[0].barTicks / MetricGrid.ticksPerSlot
        let upbeat =
            meters.count > 1 && (notes.first?.start ?? 0) > first / 2 && (notes.first?.start ?? 0) < first ? 1 : 0
        let spans = MelodySpans(
            notes.compactMap { note in
                var note = note
                note.start -= upbeat * first
                return note.end > 0 ? note : nil
            }, meters: Array(meters.dropFirst(upbeat)))
        var keys = key.map { [$0] } ?? []
        // A signature of nothing is what programs write into MIDI files that know of none.
        if keys.isEmpty, let own = chart.key, own.signature != 0 || melody.written != nil {
            keys = [
                own, Key(tonic: NoteName.usual(own.tonic.pitchClass + (own.isMinor ? 3 : 9)), isMinor: !own.isMinor),
            ]
        }
        var sections = chart.sections.map { $0.bars.count }
        if sections.isEmpty == false, upbeat > 0 { sections[0] -= upbeat }
        let results = harmonizer.harmonize(
            spans, meter: chart.meter, keys: keys, sections: sections.allSatisfy { $0 > 0 } ? sections : [],
            count: count)
        return results.map { result in
            let bars = chart.bars.enumerated().map { index, old in
                var chords: [ChartChord] = []
                if index >= upbeat {
                    for span in spans.bars[index - upbeat]..<spans.bars[index - upbeat + 1]
                    where chords.last?.chord != result.chords[span] {
                        chords.append(ChartChord(beat: spans.spans[span].beat, chord: result.chords[span]))
                    }
                } else {
                    chords = [ChartChord(beat: 0, chord: .noChord)]
                }
                var bar = ChartBar(chords: chords, section: old.section, meter: old.meter)
                bar.style = old.style
                return bar
            }
            var found = chart.with(bars: bars)
            found.key = result.key
            return found
        }
    }

    /// The table at a path, or the one that comes with the program for nil.
    private static func table(_ path: String?) throws -> HarmonyTable {
        guard let path else { return HarmonyTable(text: String(decoding: Shipped.harmonyTable, as: UTF8.self))! }
        let bytes: [UInt8]
        do throws(FileReadError) {
            bytes = try FileSystem.contents(of: path, limit: 1 << 20, onlyFiles: false)
        } catch {
            throw Failure(.missingInput, "\(path): cannot be read as a table; make one with jazz train-harmony")
        }
        guard let text = String(validating: bytes, as: UTF8.self), let table = HarmonyTable(text: text) else {
            throw Failure(.data, "\(path): not a table of jazz train-harmony, or damaged; make it anew")
        }
        return table
    }
}
