extension Chart {
    /// The chart as text that ``ChartParser`` reads again as the same chart.
    ///
    /// A line holds four bars at most; sections and choruses begin new lines.
    public var text: String { text(labelWidth: 4) }

    /// The same with its bars behind the longest label, for reading.
    public var sheet: String {
        text(labelWidth: max(4, bars.compactMap { $0.section.map { $0.count + 3 } }.max() ?? 0))
    }

    private func text(labelWidth: Int) -> String {
        guard frame == ChartFrame() else { return whole.text(labelWidth: labelWidth) }
        let indent = String(repeating: " ", count: labelWidth)
        var lines: [String] = []
        if !title.isEmpty { lines.append("title: \(Self.onOneLine(title))") }
        if let key { lines.append("key: \(key)") }
        lines.append("time: \(meter)")
        if let tempo { lines.append("tempo: \(Self.number(tempo))") }
        if let style { lines.append("style: \(style.name)") }
        if let barsToCoda { lines.append("to coda: after bar \(barsToCoda)") }
        var line: [String] = []
        func finishLine() {
            // A letter alone on its line may be taken for the name of a section.
            let alone = line.count == 1 ? line[0].filter { $0 != " " } : ""
            let isLetter = alone.count == 1 && alone.allSatisfy(\.isLetter)
            if !line.isEmpty { lines.append(line.joined(separator: " | ") + (isLetter ? " |" : "")) }
            line = []
        }
        let cells = bars.indices.map(barText)
        let width = min(16, cells.map(\.count).max() ?? 0)
        for (index, bar) in bars.enumerated() {
            if bar.section != nil || line.count == 4 { finishLine() }
            if let own = bar.style {
                finishLine()
                lines.append((bar.section.map { "[\($0)] " } ?? "") + "style: \(own.name)")
                line.append(indent + Self.padded(cells[index], width))
                continue
            }
            let mark = line.isEmpty ? bar.section.map { Self.padded("[\($0)]", labelWidth) } ?? indent : ""
            line.append(mark + Self.padded(cells[index], width))
        }
        finishLine()
        return lines.map { String(Self.withoutEnd($0)) + "\n" }.joined()
    }

    private func barText(_ index: Int) -> String {
        let bar = bars[index]
        let meter = bar.meter ?? self.meter
        let before = index > 0 ? bars[index - 1].meter ?? self.meter : self.meter
        return (meter == before ? "" : "\(meter) ") + chordText(index, meter, before)
    }

    private func chordText(_ index: Int, _ meter: Meter, _ before: Meter) -> String {
        let bar = bars[index]
        if index > 0, meter == before, bar.chords == bars[index - 1].chords { return "%" }
        let count = bar.chords.count
        if count <= meter.beats, bar.chords.map(\.beat) == meter.evenBeats(count) {
            return bar.chords.map(\.chord.symbol).joined(separator: " ")
        }
        let last = bar.chords[count - 1].beat
        let marks = (0...last).map { beat in bar.chords.first { $0.beat == beat }?.chord.symbol ?? "." }
        // One dot at least says that each mark is a beat.
        return (marks + (count == last + 1 ? ["."] : [])).joined(separator: " ")
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func withoutEnd(_ text: String) -> Substring {
        text[...(text.lastIndex { $0 != " " } ?? text.startIndex)]
    }

    private static func onOneLine(_ text: String) -> String {
        // A sharp after a space would begin a comment.
        text.split(whereSeparator: \.isWhitespace).map { $0.first == "#" ? "No. \($0.dropFirst())" : String($0) }
            .joined(separator: " ")
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e9 ? String(Int(value)) : String(value)
    }
}
