import MIDI

extension PianoRoll {
    /// The roll as a drawing (SVG 1.1): systems of some bars, pitch upwards, chord symbols and bar numbers above the bars,
    /// drums in a strip below; loud notes are darker.
    ///
    /// Of notes of one pitch that sound on into a system only the longest is drawn there.
    ///
    /// - Parameter barsPerLine: Bars in one system, at least 1; when nil 8 short ones, or 4 where there is much in a bar.
    /// - Throws: `PianoRollError.tooManyShapes`.
    /// - Complexity: O(notes + voices × systems), at most ``mostShapes`` of some hundred bytes.
    public func svg(title: String, barsPerLine: Int? = nil) throws(PianoRollError) -> String {
        let perLine = min(barsPerLine ?? usualBarsPerLine, beats.count)
        precondition(perLine > 0, "a system of \(perLine) bars")
        let page = try DrawnPage(self, barsPerLine: perLine)
        var drawing = page.header(title)
        drawing.reserveCapacity(page.likelyLength)
        for index in 0..<page.systems { page.draw(index, in: &drawing) }
        return drawing + "</svg>\n"
    }

    /// The most notes drawn, those that sound on into another system counted there again.
    public static let mostShapes = 150_000

    /// Four bars where chords or notes would crowd in eight, else eight.
    private var usualBarsPerLine: Int {
        let chordsPerBar = Double(labels.count) / Double(beats.count)
        let longest = zip(barLines, barLines.dropFirst()).map { $1 - $0 }.max() ?? 0
        return chordsPerBar > 2.2 || longest > 5 * ticksPerQuarter ? 4 : 8
    }
}

/// A page of systems. Lengths are in tenths of a pixel, so that places are exact on every machine.
private struct DrawnPage {
    private let roll: PianoRoll
    private let perLine: Int
    private let span: ClosedRange<Int>
    private let hasDrums: Bool
    /// The notes that sound in each system, by voice.
    private var bySystem: [[(voice: Int, note: Note)]]
    let systems: Int

    private static let bars = 9600
    private static let left = 420
    private static let right = 120
    private static let row = 50
    private static let head = 620
    /// Above a system: chords and bar numbers.
    private static let above = 340
    private static let gap = 240
    private static let drumRow = 70
    private static let colours = ["#c8102e", "#1f5fa8", "#b07a00", "#2e7d4f", "#7b4f9d", "#5a5a5a"]
    /// The strip's rows from the top, by key; others share the last.
    private static let kit: [(name: String, keys: Set<Int>)] = [
        ("cymbals", [49, 51, 52, 53, 55, 57, 59]), ("hi-hat", [42, 44, 46]), ("toms", [41, 43, 45, 47, 48, 50]),
        ("snare", [37, 38, 39, 40]), ("kick", [35, 36]),
    ]

    init(_ roll: PianoRoll, barsPerLine: Int) throws(PianoRollError) {
        self.roll = roll
        perLine = barsPerLine
        systems = (roll.beats.count + barsPerLine - 1) / barsPerLine
        let pitches = roll.pitches ?? 60...71
        // An octave at least, so that a line on one pitch does not become a ribbon.
        span = max(0, min(pitches.lowerBound, pitches.upperBound - 11))...pitches.upperBound
        hasDrums = roll.voices.contains(where: \.isDrums)
        bySystem = Array(repeating: [], count: systems)
        let starts = (0..<systems).map { roll.barLines[$0 * barsPerLine] }
        let last = roll.barLines[roll.barLines.count - 1]
        var shapes = roll.voices.reduce(0) { $0 + $1.notes.count }
        guard shapes <= PianoRoll.mostShapes else { throw .tooManyShapes(limit: PianoRoll.mostShapes) }
        // Later voices first, so that the first lies on top.
        for (index, voice) in roll.voices.enumerated().reversed() {
            let notes = voice.notes.prefix { $0.start < last }
            var next = 0
            // Of each pitch the note that sounds longest, by its place among the notes.
            var held: [Int: Int] = [:]
            for (system, start) in starts.enumerated() where next < notes.count || !held.isEmpty {
                held = held.filter { notes[$0.value].end > start }
                for noteIndex in held.values.sorted() { bySystem[system].append((index, notes[noteIndex])) }
                shapes += held.count
                guard shapes <= PianoRoll.mostShapes else { throw .tooManyShapes(limit: PianoRoll.mostShapes) }
                let end = system + 1 < systems ? starts[system + 1] : last
                while next < notes.count, notes[next].start < end {
                    let note = notes[next]
                    bySystem[system].append((index, note))
                    if !voice.isDrums, note.end > end, held[note.pitch].map({ notes[$0].end < note.end }) ?? true {
                        held[note.pitch] = next
                    }
                    next += 1
                }
            }
        }
    }

    private var pitchedHeight: Int { roll.pitches == nil && hasDrums ? 0 : span.count * Self.row + 40 }
    private var height: Int { pitchedHeight + (hasDrums ? (Self.kit.count + 1) * Self.drumRow : 0) }
    private var width: Int { Self.left + Self.bars + Self.right }

    func header(_ title: String) -> String {
        let total = Self.head + systems * (Self.above + height + Self.gap)
        let shown = PlainName.shortened(title, to: 80)
        var facts = [roll.meter]
        if let tempo = roll.tempo { facts.append("\(Int(tempo.rounded())) a minute") }
        let bars = roll.beats.count
        facts.append(
            bars == roll.barCount
                ? "\(bars) \(bars == 1 ? "bar" : "bars")"
                : "bars \(roll.firstBar)–\(roll.firstBar + bars - 1) of \(roll.barCount)")
        if roll.omittedNotes > 0 { facts.append("\(roll.omittedNotes) notes not drawn") }
        var out = """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width / 10)" height="\(total / 10)" \
            viewBox="0 0 \(width / 10) \(total / 10)" font-family="Helvetica, Arial, sans-serif" font-size="11">
            <rect width="100%" height="100%" fill="#ffffff"/>
            <text x="\(Self.left / 10)" y="24" font-size="17" font-weight="bold">\(Self.escaped(shown))</text>
            <text x="\(Self.left / 10)" y="42" font-size="11" fill="#666666">\(Self.escaped(facts.joined(separator: " · ")))</text>

            """
        var at = width - Self.right
        for (index, voice) in roll.voices.prefix(8).enumerated().reversed() {
            let name = PlainName.shortened(voice.name, to: 20)
            at -= 200 + 62 * name.count
            out += "<rect x=\"\(Self.tenths(at))\" y=\"33\" width=\"10\" height=\"10\" fill=\"\(Self.colour(index))\"/>"
            out += "<text x=\"\(Self.tenths(at + 140))\" y=\"42\">\(Self.escaped(name))</text>\n"
        }
        if roll.voices.count > 8 {
            out += "<text x=\"\((width - Self.right) / 10)\" y=\"24\" text-anchor=\"end\" fill=\"#666666\">"
            out += "and \(roll.voices.count - 8) more parts</text>\n"
        }
        return out
    }

    /// A guess at the bytes of the drawing, so that it need not be moved while it grows.
    var likelyLength: Int {
        4_000 + bySystem.reduce(0) { $0 + $1.count } * 120 + systems * (2_000 + span.count * 60 + perLine * 800)
    }

    /// One system.
    func draw(_ index: Int, in drawing: inout String) {
        let bars = index * perLine..<min(roll.beats.count, (index + 1) * perLine)
        let top = Self.head + index * (Self.above + height + Self.gap) + Self.above
        let right = Self.left + bars.count * Self.bars / perLine
        var out = ""
        if pitchedHeight > 0 { out += keyboard(top: top, right: right) }
        if hasDrums { out += strip(top: top + pitchedHeight, right: right) }
        out += barLines(bars, top: top)
        out += chords(bars, top: top)
        drawing += out
        for (voice, note) in bySystem[index] { drawing += drawn(note, voice: voice, bars: bars, top: top) }
    }

    /// The place of a tick in a system.
    private func x(_ tick: Int, _ bars: Range<Int>) -> Int {
        let low = roll.bar(at: tick, in: bars)
        let length = max(1, roll.barLines[low + 1] - roll.barLines[low])
        let offset = max(0, min(tick - roll.barLines[low], length))
        return Self.left + (low - bars.lowerBound) * Self.bars / perLine + offset * (Self.bars / perLine) / length
    }

    private func y(_ pitch: Int, _ top: Int) -> Int { top + 20 + (span.upperBound - pitch) * Self.row }

    private func keyboard(top: Int, right: Int) -> String {
        var out = ""
        for pitch in span {
            if [1, 3, 6, 8, 10].contains(pitch % 12) {
                out += Self.box(Self.left, y(pitch, top), right - Self.left, Self.row, "#f4f4f4")
            }
            if pitch % 12 == 0 {
                let line = y(pitch, top) + Self.row
                out += Self.line(Self.left, line, right, line, "#d0d0d0")
                out += "<text x=\"\(Self.left / 10 - 5)\" y=\"\(Self.tenths(line))\" text-anchor=\"end\" "
                out += "font-size=\"10\" fill=\"#666666\">\(PitchName.text(pitch))</text>\n"
            }
        }
        return out
    }

    private func strip(top: Int, right: Int) -> String {
        var out = Self.line(Self.left, top, right, top, "#999999")
        for (index, piece) in Self.kit.enumerated() {
            let middle = top + 30 + index * Self.drumRow + Self.drumRow / 2
            out += "<text x=\"\(Self.left / 10 - 4)\" y=\"\(Self.tenths(middle + 25))\" text-anchor=\"end\" "
            out += "font-size=\"7\" fill=\"#888888\">\(piece.name)</text>\n"
        }
        return out
    }

    private func barLines(_ bars: Range<Int>, top: Int) -> String {
        var out = ""
        for bar in bars.lowerBound...bars.upperBound {
            let at = Self.left + (bar - bars.lowerBound) * Self.bars / perLine
            out += Self.line(at, top, at, top + height, "#888888")
            guard bar < bars.upperBound else { break }
            out += "<text x=\"\(Self.tenths(at + 20))\" y=\"\(Self.tenths(top - 190))\" font-size=\"8\" "
            out += "fill=\"#999999\">\(roll.firstBar + bar)</text>\n"
            let beats = roll.beats[bar]
            guard beats > 1, beats <= 16 else { continue }
            for beat in 1..<beats {
                let beatX = at + beat * (Self.bars / perLine) / beats
                out += Self.line(beatX, top, beatX, top + height, "#e4e4e4")
            }
        }
        return out
    }

    /// The chord symbols, smaller where they stand close.
    private func chords(_ bars: Range<Int>, top: Int) -> String {
        let start = roll.barLines[bars.lowerBound]
        let end = roll.barLines[bars.upperBound]
        let own = roll.labels.filter { $0.tick >= start && $0.tick < end }
        var out = ""
        for (index, label) in own.enumerated() {
            let at = x(label.tick, bars)
            let next = index + 1 < own.count ? x(own[index + 1].tick, bars) : Self.left + Self.bars + Self.right
            let text = PlainName.shortened(label.text, to: 20)
            // A bold character is some six tenths of its size wide.
            let fitting = max(0, next - at - 30) * 10 / max(1, 6 * text.count)
            let size = min(130, max(60, fitting))
            out += "<text x=\"\(Self.tenths(at + 20))\" y=\"\(Self.tenths(top - 50))\" font-weight=\"bold\" "
            out += "font-size=\"\(Self.tenths(size))\">\(Self.escaped(text))</text>\n"
        }
        return out
    }

    private func drawn(_ note: Note, voice: Int, bars: Range<Int>, top: Int) -> String {
        let start = roll.barLines[bars.lowerBound]
        let end = roll.barLines[bars.upperBound]
        let from = x(max(start, note.start), bars)
        // From a third to full strength: what is soft is still seen on white.
        let opacity = 30 + min(127, max(1, note.velocity)) * 69 / 127
        var (y, width, height) = (0, 0, 0)
        if roll.voices[voice].isDrums {
            let row = Self.kit.firstIndex { $0.keys.contains(note.pitch) } ?? Self.kit.count
            (y, width, height) = (top + pitchedHeight + 40 + row * Self.drumRow, 32, 50)
        } else {
            let until = note.end >= end ? x(end, bars) : x(note.end, bars)
            (y, width, height) = (self.y(note.pitch, top) + 3, max(16, until - from - 4), Self.row - 6)
        }
        return Self.box(from, y, width, height, Self.colour(voice), opacity: opacity)
    }

    private static func box(_ x: Int, _ y: Int, _ width: Int, _ height: Int, _ fill: String, opacity: Int? = nil)
        -> String
    {
        let shade = opacity.map { " fill-opacity=\"0.\($0)\"" } ?? ""
        return "<rect x=\"\(tenths(x))\" y=\"\(tenths(y))\" width=\"\(tenths(width))\" height=\"\(tenths(height))\" "
            + "fill=\"\(fill)\"\(shade)/>\n"
    }

    private static func line(_ x1: Int, _ y1: Int, _ x2: Int, _ y2: Int, _ stroke: String) -> String {
        "<line x1=\"\(tenths(x1))\" y1=\"\(tenths(y1))\" x2=\"\(tenths(x2))\" y2=\"\(tenths(y2))\" "
            + "stroke=\"\(stroke)\" stroke-width=\"0.7\"/>\n"
    }

    private static func colour(_ index: Int) -> String { colours[index % colours.count] }

    private static func tenths(_ value: Int) -> String { "\(value / 10).\(abs(value) % 10)" }

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
