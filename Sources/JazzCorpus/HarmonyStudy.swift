import Harmony
package import Improvisation
import MIDI
import Music
import Numerics

/// What a ``HarmonyTable`` is learned from, and how well chords are found for melodies whose chords are known.
package struct HarmonyStudy: Sendable {
    /// A melody with its chords, half a bar at a time.
    private struct Example: Sendable {
        var name: String
        var melody: MelodySpans
        var notes: [PartNote]
        var meter: Meter
        var chords: [Chord]
        var key: Key
    }

    private var examples: [Example] = []
    /// The half bars learned from.
    package var spans: Int { examples.reduce(0) { $0 + $1.chords.count } }
    /// The melodies.
    package var count: Int { examples.count }

    package init() {}

    /// Takes in a solo over written chords; of those in odd lengths of bars nothing is learned.
    package mutating func add(_ solo: Solo) {
        guard solo.barSlots % MetricGrid.slotsPerBeat == 0,
            let meter = Meter(beats: solo.barSlots / MetricGrid.slotsPerBeat, unit: 4), solo.barCount >= 4
        else { return }
        let melody = MelodySpans(solo.notes, meters: Array(repeating: meter, count: solo.barCount))
        let chords = melody.spans.map { solo.changes.value(at: $0.slots.lowerBound) ?? .noChord }
        guard chords.contains(where: { !$0.isNoChord }) else { return }
        let bars = (0..<solo.barCount).map { bar in
            ChartBar(chords: [ChartChord(beat: 0, chord: chords[melody.bars[bar]])])
        }
        examples.append(
            Example(
                name: solo.name, melody: melody, notes: solo.notes, meter: meter, chords: chords,
                key: Chart(meter: meter, bars: bars).impliedKey))
    }

    /// What was played over each chord.
    package func table() -> HarmonyTable {
        var table = HarmonyTable()
        for example in examples {
            for (span, chord) in zip(example.melody.spans, example.chords) {
                guard let quality = ProgressionQuality(chord) else { continue }
                for note in span.notes { table.count(note, over: quality, root: chord.root) }
            }
        }
        return table
    }

    /// How many half bars have the right chord.
    package struct Agreement: Sendable, Equatable {
        package var root = 0
        /// Root and family: major, dominant, minor, half-diminished, diminished or augmented.
        package var chord = 0
        package var spans = 0

        mutating func add(_ found: [Chord?], _ real: [Chord]) {
            for (found, real) in zip(found, real) {
                guard let quality = ProgressionQuality(real) else { continue }
                spans += 1
                guard let found, found.root == real.root, let other = ProgressionQuality(found) else { continue }
                root += 1
                if other.family == quality.family { chord += 1 }
            }
        }
    }

    /// How well chords are found.
    package struct Measure: Sendable {
        /// By the network and the table.
        package var found = Agreement()
        /// The better of several alternatives.
        package var best = Agreement()
        /// By the rule that names what sounds.
        package var rule = Agreement()
        /// Melodies whose tonic and mode are found.
        package var keys = 0
        package var melodies = 0
        /// −ln p a chord, of the real chords before it: by the network alone, by the melody alone, by both.
        package var network = 0.0
        package var melody = 0.0
        package var both = 0.0
        package var chords = 0

        package init() {}

        /// Adds what was measured on other melodies.
        package mutating func add(_ other: Measure) {
            for path in [\Measure.found, \Measure.best, \Measure.rule] {
                self[keyPath: path].root += other[keyPath: path].root
                self[keyPath: path].chord += other[keyPath: path].chord
                self[keyPath: path].spans += other[keyPath: path].spans
            }
            keys += other.keys
            melodies += other.melodies
            network += other.network
            melody += other.melody
            both += other.both
            chords += other.chords
        }
    }

    /// Finds chords for the melodies, and compares.
    ///
    /// - Parameter progress: Called after each melody.
    package func measure(_ harmonizer: Harmonizer, alternatives: Int, progress: (Int) -> Void) -> Measure {
        var measure = Measure()
        for example in examples {
            let results = harmonizer.harmonize(example.melody, meter: example.meter, count: alternatives)
            guard let first = results.first else { continue }
            measure.found.add(first.chords, example.chords)
            let all = results.map { result in
                var agreement = Agreement()
                agreement.add(result.chords, example.chords)
                return agreement
            }
            if let best = all.max(by: { $0.chord < $1.chord }) {
                measure.best.root += best.root
                measure.best.chord += best.chord
                measure.best.spans += best.spans
            }
            measure.rule.add(byRule(example), example.chords)
            measure.melodies += 1
            if first.key.tonic.pitchClass == example.key.tonic.pitchClass, first.key.isMinor == example.key.isMinor {
                measure.keys += 1
            }
            let losses = harmonizer.losses(
                of: example.chords, over: example.melody, meter: example.meter, key: example.key)
            measure.network += losses.network
            measure.melody += losses.melody
            measure.both += losses.both
            measure.chords += losses.chords
            progress(measure.melodies)
        }
        return measure
    }

    /// The chords that the rule finds which names what sounds in each half bar.
    private func byRule(_ example: Example) -> [Chord?] {
        let notes = example.notes.map {
            Note(channel: 0, pitch: $0.pitch, velocity: $0.velocity, start: $0.start, end: $0.end)
        }
        let changes = Timeline(
            ChordEstimator.changes(
                notes, ticksPerQuarter: MetricGrid.slotsPerBeat, spanSlots: example.melody.spans[0].slots.count,
                bassBonus: 0.3))
        return example.melody.spans.map { changes.value(at: $0.slots.lowerBound) }
    }
}
