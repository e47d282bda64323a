import MIDI

extension PianoRoll {
    private static let barWidth = 120
    private static let rowHeight = 5
    private static let margin = (left: 40, right: 12, top: 34)
    private static let labelHeight = 16
    private static let systemGap = 22
    private static let colours = ["#d1495b", "#30638e", "#edae49", "#66a182", "#8d6a9f", "#7a7a7a"]

    /// The roll as a drawing (SVG 1.1): systems of `barsPerLine` bars, pitch upwards, chord symbols above the bars,
    /// drums in a strip below; loud notes are darker.
    ///
    /// - Parameter barsPerLine: Bars in one system, at least 1.
    /// - Complexity: O(notes × systems).
    public func svg(title: String, barsPerLine: Int = 8) -> String {
        precondition(barsPerLine > 0, "a system of \(barsPerLine) bars")
        let bars = barLines.count - 1
        let systems = (bars + barsPerLine - 1) / barsPerLine
        let span = pitches ?? 60...72
        let hasDrums = voices.contains(where: \.isDrums)
        let pitched = (span.count + 2) * Self.rowHeight
        let height = pitched + (hasDrums ? 30 : 0)
        let systemHeight = Self.labelHeight + height + Self.systemGap
        let width = Self.margin.left + min(bars, barsPerLine) * Self.barWidth + Self.margin.right
        var out = """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(Self.margin.top + systems * systemHeight)" \
            font-family="sans-serif" font-size="11">
            <rect width="100%" height="100%" fill="#ffffff"/>
            <text x="\(Self.margin.left)" y="20" font-size="14" font-weight="bold">\(Self.escaped(title))</text>

            """
        var legend = width - Self.margin.right
        for (index, voice) in voices.enumerated().reversed() {
            legend -= 14 + 7 * voice.name.count
            out += "<rect x=\"\(legend)\" y=\"11\" width=\"9\" height=\"9\" fill=\"\(Self.colour(index))\"/>"
            out += "<text x=\"\(legend + 12)\" y=\"20\">\(Self.escaped(voice.name))</text>\n"
        }
        for system in 0..<systems {
            let first = system * barsPerLine
            let last = min(bars, first + barsPerLine)
            out += drawSystem(
                first..<last, top: Self.margin.top + system * systemHeight + Self.labelHeight, span: span,
                pitchedHeight: pitched, height: height)
        }
        return out + "</svg>\n"
    }

    private func drawSystem(
        _ bars: Range<Int>, top: Int, span: ClosedRange<Int>, pitchedHeight: Int, height: Int
    ) -> String {
        let start = barLines[bars.lowerBound]
        let end = barLines[bars.upperBound]
        /// Tenths of a pixel, so that positions are exact integers on every machine.
        func x(_ tick: Int) -> Int {
            let bar = bars.last { barLines[$0] <= tick } ?? bars.lowerBound
            let length = max(1, barLines[bar + 1] - barLines[bar])
            return 10 * (Self.margin.left + (bar - bars.lowerBound) * Self.barWidth)
                + (min(tick, end) - barLines[bar]) * 10 * Self.barWidth / length
        }
        func row(_ pitch: Int) -> Int { top + (span.upperBound + 1 - pitch) * Self.rowHeight }
        let right = Self.margin.left + bars.count * Self.barWidth
        var out = ""
        for pitch in span where [1, 3, 6, 8, 10].contains(pitch % 12) {
            out += "<rect x=\"\(Self.margin.left)\" y=\"\(row(pitch))\" width=\"\(right - Self.margin.left)\" "
            out += "height=\"\(Self.rowHeight)\" fill=\"#f1f1f1\"/>\n"
        }
        for pitch in span where pitch % 12 == 0 {
            out += "<text x=\"6\" y=\"\(row(pitch) + Self.rowHeight)\" fill=\"#666666\">C\(pitch / 12 - 1)</text>\n"
        }
        for bar in bars.lowerBound...bars.upperBound {
            let at = Self.margin.left + (bar - bars.lowerBound) * Self.barWidth
            out += "<line x1=\"\(at)\" y1=\"\(top)\" x2=\"\(at)\" y2=\"\(top + height)\" stroke=\"#999999\"/>\n"
            if bar < bars.upperBound {
                out += "<text x=\"\(at + 2)\" y=\"\(top + height + 11)\" fill=\"#999999\">\(bar + 1)</text>\n"
            }
        }
        for label in labels where label.tick >= start && label.tick < end {
            out +=
                "<text x=\"\(Self.tenths(x(label.tick) + 20))\" y=\"\(top - 4)\">\(Self.escaped(label.text))</text>\n"
        }
        for (index, voice) in voices.enumerated() {
            for note in voice.notes where note.start < end && note.end > start {
                let from = x(max(start, note.start))
                let width = max(15, x(min(end, note.end)) - from)
                let y =
                    voice.isDrums
                    ? top + pitchedHeight + 2 + (81 - min(81, max(35, note.pitch))) * 24 / 46 : row(note.pitch)
                let opacity = 35 + min(127, note.velocity) * 65 / 127
                out += "<rect x=\"\(Self.tenths(from))\" y=\"\(y)\" "
                out += "width=\"\(voice.isDrums ? "2.5" : Self.tenths(width))\" "
                out += "height=\"\(voice.isDrums ? 3 : Self.rowHeight)\" "
                out += "fill=\"\(Self.colour(index))\" fill-opacity=\"0.\(opacity == 100 ? "99" : "\(opacity)")\"/>\n"
            }
        }
        return out
    }

    private static func colour(_ index: Int) -> String { colours[index % colours.count] }

    private static func tenths(_ value: Int) -> String { "\(value / 10).\(value % 10)" }

    /// `text` with what SVG would take for markup, and control characters, replaced.
    private static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case _ where scalar.value < 32 || (127..<160).contains(scalar.value): out += " "
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
