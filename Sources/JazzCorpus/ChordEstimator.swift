import Harmony
import MIDI
import Music

/// Names the chords that notes sound.
enum ChordEstimator {
    /// The chords tried, by their tones above the root.
    private static let templates: [(symbol: String, tones: [Int])] = [
        ("", [0, 4, 7]), ("m", [0, 3, 7]), ("7", [0, 4, 7, 10]), ("maj7", [0, 4, 7, 11]), ("m7", [0, 3, 7, 10]),
        ("m7b5", [0, 3, 6, 10]), ("dim7", [0, 3, 6, 9]), ("6", [0, 4, 7, 9]), ("7sus4", [0, 5, 7, 10]),
    ]
    private static let rootNames = ["C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B"]

    /// The chord that explains best what sounds in each span of `spanSlots` slots, where it changes.
    ///
    /// - Parameter bassBonus: What it counts for a chord that its root is the lowest note.
    /// - Complexity: O(*n* log *n*) in the notes, however long they sound and however far apart they are.
    static func changes(
        _ notes: [Note], ticksPerQuarter: Int, spanSlots: Int, bassBonus: Double = 0.15
    ) -> [Timeline<Chord>.Entry] {
        // Twelfths of a tick: a span is a whole number of them in any division.
        let span = max(1, spanSlots * ticksPerQuarter)
        /// What a note adds to one span.
        struct Portion {
            var index: Int
            var pitch: Int
            var weight: Int
        }
        var portions: [Portion] = []
        // A note that sounds through whole spans is switched on and off, so that a pedal costs no more than a grace note.
        var switches: [(index: Int, pitch: Int, step: Int)] = []
        for note in notes {
            let start = note.start * MetricGrid.slotsPerBeat
            let end = max(note.end, note.start + 1) * MetricGrid.slotsPerBeat
            let first = start / span
            let last = (end - 1) / span
            portions.append(Portion(index: first, pitch: note.pitch, weight: min(end, (first + 1) * span) - start))
            guard last > first else { continue }
            portions.append(Portion(index: last, pitch: note.pitch, weight: end - last * span))
            guard last > first + 1 else { continue }
            switches.append((first + 1, note.pitch, 1))
            switches.append((last, note.pitch, -1))
        }
        // Less than a twentieth of a beat is overlap, not harmony.
        let least = ticksPerQuarter * MetricGrid.slotsPerBeat / 20
        portions = portions.filter { $0.weight > least }.sorted { $0.index < $1.index }
        switches.sort { $0.index < $1.index }

        var changes: [Timeline<Chord>.Entry] = []
        var lastSymbol = ""
        var sounding = [Int](repeating: 0, count: 128)
        var portion = 0
        var switched = 0
        var spans = Set(portions.map(\.index)).union(switches.map(\.index))
        if !switches.isEmpty { spans.formUnion(portions.map { $0.index + 1 }) }
        for index in spans.sorted() {
            while switched < switches.count, switches[switched].index == index {
                sounding[switches[switched].pitch] += switches[switched].step
                switched += 1
            }
            var weights = [Int](repeating: 0, count: 12)
            var lowest = 127
            for pitch in sounding.indices where sounding[pitch] > 0 && span > least {
                weights[pitch % 12] += sounding[pitch] * span
                lowest = min(lowest, pitch)
            }
            while portion < portions.count, portions[portion].index == index {
                weights[portions[portion].pitch % 12] += portions[portion].weight
                lowest = min(lowest, portions[portion].pitch)
                portion += 1
            }
            guard let symbol = bestChord(weights.map(Double.init), bass: lowest % 12, bassBonus), symbol != lastSymbol,
                let chord = try? ChordParser.parse(symbol)
            else { continue }
            changes.append(Timeline.Entry(start: index * spanSlots, value: chord))
            lastSymbol = symbol
        }
        return changes
    }

    private static func bestChord(_ classes: [Double], bass: Int, _ bassBonus: Double) -> String? {
        let total = classes.reduce(0, +)
        guard total > 0 else { return nil }
        var best: (score: Double, symbol: String)?
        for root in 0..<12 {
            for (symbol, tones) in templates {
                let inside = tones.reduce(0.0) { $0 + classes[(root + $1) % 12] }
                let missing = tones.count { classes[(root + $0) % 12] == 0 }
                let score =
                    inside / total - 0.18 * Double(missing) + (bass == root ? bassBonus : 0)
                    + (tones.count == 4 ? 0.02 : 0)
                if best.map({ score > $0.score }) ?? true { best = (score, rootNames[root] + symbol) }
            }
        }
        guard let best, best.score > 0.55 else { return nil }
        return best.symbol
    }
}
