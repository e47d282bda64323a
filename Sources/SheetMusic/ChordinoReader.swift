public import Harmony

/// Reads the table of chords that Chordino finds in a recording: a time in seconds and a symbol in each line.
///
/// Mauch and Dixon, "Approximate Note Transcription for the Improved Identification of Difficult Chords", 2010. The table
/// has no bars: their length is estimated from the times, and that is said.
public enum ChordinoReader {
    private static let mostLines = 20_000

    /// The changes of a text.
    ///
    /// - Throws: ``SheetMusicError``, with the line.
    public static func sheet(_ text: String, in wanted: Meter? = nil) throws(SheetMusicError) -> LeadSheet {
        var entries: [(time: Double, chord: Chord)] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            guard line.contains(where: { !$0.isWhitespace }) else { continue }
            guard index < mostLines else { throw .whole("more than \(mostLines) lines are too many for a chart") }
            entries.append(try entry(line, number: index + 1))
            if entries.count > 1, entries[entries.count - 2].time >= entries[entries.count - 1].time {
                throw .line(index + 1, fault: "the time is not later than that of the line before")
            }
        }
        while entries.first?.chord.isNoChord == true { entries.removeFirst() }
        while entries.last?.chord.isNoChord == true, entries.count > 1 { entries.removeLast() }
        guard !entries.isEmpty else { throw .whole("the table has no chords") }
        let meter = wanted ?? .common
        let bar = barSeconds(entries.map(\.time))
        let chart = try chart(entries, bar: bar, meter: meter)
        return LeadSheet(chart: chart, melody: [])
    }

    private static func entry(_ line: Substring, number: Int) throws(SheetMusicError) -> (time: Double, chord: Chord) {
        let fields = line.split(separator: ",", omittingEmptySubsequences: false).map {
            String($0.filter { $0 != "\"" && !$0.isWhitespace })
        }
        guard fields.count >= 2, let symbol = fields.last, let time = fields.lazy.compactMap({ Double($0) }).first,
            time.isFinite, (0...100_000).contains(time)
        else { throw .line(number, fault: "a line holds a time in seconds and a chord, such as 2.046,Am") }
        if symbol == "N" { return (time, .noChord) }
        do throws(HarmonyError) { return (time, try ChordParser.parse(symbol)) } catch {
            throw .line(number, fault: "\(error)")
        }
    }

    /// The length of a bar, 1 to 3.2 seconds: chords change on its halves, and most of them last one.
    private static func barSeconds(_ times: [Double]) -> Double {
        let lengths = zip(times, times.dropFirst()).map { $1 - $0 }.sorted()
        guard !lengths.isEmpty else { return 2 }
        let median = lengths[lengths.count / 2]
        var best = (cost: Double.infinity, bar: 2.0)
        for step in 200...640 {
            let bar = Double(step) / 200
            var cost = 0.0
            for length in lengths {
                let halves = 2 * length / bar
                let off = halves - max(1, halves.rounded())
                cost += min(1, off * off)
            }
            // A chord a bar is the usual thing, at some two seconds.
            let bars = median / bar
            let spread = bars > 1 ? bars : 1 / bars
            let pace = bar > 2 ? bar / 2 : 2 / bar
            cost = cost / Double(lengths.count) + 0.02 * (spread - 1) + 0.01 * (pace - 1)
            if cost < best.cost { best = (cost, bar) }
        }
        return best.bar
    }

    private static func chart(
        _ entries: [(time: Double, chord: Chord)], bar: Double, meter: Meter
    ) throws(SheetMusicError) -> Chart {
        // In half bars; where the metre has none, in bars.
        let parts = meter.beats % 2 == 0 ? 2 : 1
        var places: [(place: Int, chord: Chord)] = []
        var place = 0
        for (index, entry) in entries.enumerated() {
            places.append((place, entry.chord))
            guard index + 1 < entries.count else { break }
            let length = (entries[index + 1].time - entry.time) / bar * Double(parts)
            place += max(1, Int(length.rounded()))
            guard place / parts < ChartParser.maximumBars else {
                throw .whole("it is longer than \(ChartParser.maximumBars) bars")
            }
        }
        let count = place / parts + 1
        var bars: [[ChartChord]] = Array(repeating: [], count: count)
        for entry in places {
            bars[entry.place / parts].append(
                ChartChord(beat: entry.place % parts * meter.beats / parts, chord: entry.chord))
        }
        var held = Chord.noChord
        let filled = bars.map { chords in
            var chords = chords
            if chords.first?.beat != 0 { chords.insert(ChartChord(beat: 0, chord: held), at: 0) }
            held = chords[chords.count - 1].chord
            return ChartBar(chords: chords)
        }
        let quarters = Double(meter.barTicks) / Double(Meter.ticksPerQuarter)
        let tempo = (quarters * 60 / bar).rounded()
        var chart = Chart(meter: meter, tempo: min(max(tempo, 30), 400), bars: filled)
        chart.notes.append(
            "the table has no bars: by its times they last \(Double(Int((bar * 100).rounded())) / 100) seconds, "
                + "\(Int(tempo)) quarter notes a minute")
        return chart
    }
}
