import Harmony

/// Writes the first part of a score in ABC notation, with its chord symbols.
///
/// The abc music standard 2.1, 2011.
public struct ABCWriter {
    private let score: WrittenScore
    private let part: ScorePart
    private let key: Key
    /// Divisions in the unit of length, an eighth.
    private static let unit = WrittenScore.divisions / 2
    private static let barsInLine = 4

    /// The tune as text.
    public static func text(of score: WrittenScore) -> String {
        precondition(!score.parts.isEmpty, "a score without a part")
        return ABCWriter(score).text()
    }

    private init(_ score: WrittenScore) {
        self.score = score
        part = score.parts[0]
        key = score.key.transposed(by: part.transposition.semitones)
    }

    private func text() -> String {
        let title = score.title.isEmpty ? "Untitled" : score.title
        var lines = [
            "X:1", "T:\(title.split(whereSeparator: \.isWhitespace).joined(separator: " ").filter { $0 != "%" })",
            "M:\(Self.metre(score.bars.isEmpty ? score.meter : score.meter(of: 0)))", "L:1/8",
            "Q:1/4=\(Int(score.tempo.rounded()))",
        ]
        if !score.style.isEmpty { lines.append("R:\(score.style)") }
        lines.append("K:\(key)")
        var line = ""
        for bar in score.bars.indices {
            if let section = score.bars[bar].section {
                if !line.isEmpty { lines.append(line) }
                line = ""
                lines.append("P:\(section)")
            }
            if bar > 0, score.meter(of: bar) != score.meter(of: bar - 1) {
                line += "[M:\(Self.metre(score.meter(of: bar)))]"
            }
            line += measure(bar)
            let isLast = bar + 1 == score.bars.count
            line += isLast ? "|]" : score.bars[bar + 1].section == nil ? "|" : "||"
            if line.count > 160 || (bar + 1) % Self.barsInLine == 0 {
                lines.append(line)
                line = ""
            }
        }
        if !line.isEmpty { lines.append(line) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A metre, with its grouping if it is not the usual one: "(2+3+2)/8".
    private static func metre(_ meter: Meter) -> String {
        guard let grouping = meter.grouping else { return "\(meter)" }
        return "(\(grouping.map(String.init).joined(separator: "+")))/\(meter.unit)"
    }

    private func measure(_ bar: Int) -> String {
        let events = part.measures[bar].voices.first ?? []
        let ticks = Meter.ticksPerQuarter / WrittenScore.divisions
        var chords: [(start: Int, symbol: String)] = []
        var last = bar > 0 ? score.bars[bar - 1].chords.last?.chord : nil
        for entry in score.bars[bar].chords where entry.beat < score.meter(of: bar).beats {
            if entry.chord != last || bar == 0 || score.bars[bar].section != nil && entry.beat == 0 {
                let moved =
                    part.transposition.semitones == 0
                    ? entry.chord : entry.chord.transposed(by: part.transposition.semitones, in: key)
                chords.append((entry.beat * score.meter(of: bar).beatTicks / ticks, moved.symbol))
            }
            last = entry.chord
        }
        var text = ""
        // The accidentals that hold, by line of the staff.
        var inForce: [Int: Int] = [:]
        for (index, event) in events.enumerated() {
            if index > 0, !isBeamed(events[index - 1], event) { text += " " }
            // A symbol stands before the sign of the tuplet that it begins with.
            text += symbols(until: event.start, &chords)
            if event.tupletEdge == .start {
                let count = 1 + (events[index...].dropFirst().firstIndex { $0.tupletEdge == .stop } ?? index) - index
                text += "(3:2:\(count)"
            }
            text += written(event, &chords, &inForce)
        }
        return text
    }

    private func isBeamed(_ event: ScoreEvent, _ next: ScoreEvent) -> Bool {
        guard let beam = event.beams.first, !next.beams.isEmpty else { return false }
        return beam == .begin || beam == .goOn
    }

    /// An event, divided where a chord enters within it.
    private func written(
        _ event: ScoreEvent, _ chords: inout [(start: Int, symbol: String)], _ inForce: inout [Int: Int]
    ) -> String {
        var text = ""
        var time = event.start
        let end = event.start + event.duration
        while time < end {
            text += symbols(until: time, &chords)
            let stop = min(end, chords.first?.start ?? end)
            let length = self.length(stop - time, isTriplet: event.value?.isTriplet ?? false)
            if event.notes.isEmpty {
                text += "z" + length
            } else {
                let heads = event.notes.map { note($0, &inForce) }
                let isTied = event.notes[0].isTiedOn || stop < end
                text += (heads.count > 1 ? "[\(heads.joined())]" : heads[0]) + length + (isTied ? "-" : "")
            }
            time = stop
        }
        return text
    }

    /// The symbols of the chords that have entered by a time.
    private func symbols(until time: Int, _ chords: inout [(start: Int, symbol: String)]) -> String {
        var text = ""
        while let chord = chords.first, chord.start <= time {
            text += "\"\(chord.symbol)\""
            chords.removeFirst()
        }
        return text
    }

    private func note(_ note: ScoreNote, _ inForce: inout [Int: Int]) -> String {
        // Over a bar line a tied note has its accidental again, for readers that forget it there.
        let line = note.octave * 7 + note.name.letter
        let current = inForce[line] ?? Spelling.accidental(of: note.name.letter, in: key)
        let showsAccidental = current != note.name.accidental
        inForce[line] = note.name.accidental
        let sign = ["__", "_", "=", "^", "^^"][note.name.accidental + 2]
        let letter = String(note.name.description.prefix(1))
        let marks =
            note.octave > 4
            ? letter.lowercased() + String(repeating: "'", count: note.octave - 5)
            : letter + String(repeating: ",", count: 4 - note.octave)
        return (showsAccidental ? sign : "") + marks
    }

    /// A length in eighths; in a tuplet as it would be without it.
    private func length(_ divisions: Int, isTriplet: Bool) -> String {
        var upper = isTriplet ? divisions * 3 : divisions
        var lower = isTriplet ? Self.unit * 2 : Self.unit
        var (first, second) = (upper, lower)
        while second != 0 { (first, second) = (second, first % second) }
        upper /= first
        lower /= first
        return (upper == 1 ? "" : "\(upper)") + (lower == 1 ? "" : "/\(lower)")
    }
}
