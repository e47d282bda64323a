public import Jazz
public import Terminal

/// What the stage shows at a moment: the chart with the bar that sounds, what everyone plays and is about to, and how
/// things stand. Drawn from 60 columns and 16 rows on.
public struct StagePicture: Sendable {
    /// The least that is drawn.
    public static let leastColumns = 60
    public static let leastRows = 16

    public var title = ""
    /// What it is of, in the first line: the style, or the place in a list.
    public var kind: String?
    /// Tempo and the like, in the second line.
    public var facts: String
    /// The seed, where there is one.
    public var seed: UInt64?
    /// Bars of a piece that has an end; nil where it goes on, chorus after chorus.
    public var barCount: Int?
    /// The time that is heard, in seconds.
    public var time = 0.0
    /// The bars heard last and up to now, and those to come.
    public var heard: [BarQueue.Heard] = []
    public var upcoming: [LiveBar] = []
    /// Bars that are ready.
    public var readyBars = 0
    /// How full the device's buffer is, in hundredths; nil where there is none.
    public var bufferFill: Int?
    /// Who plays, who of them is not heard.
    public var roles: [PartRole] = PartRole.allCases
    public var muted: Set<PartRole> = []
    /// A word for what goes on: "playing", "paused" …
    public var state = "playing"
    /// What has just happened.
    public var message = ""
    public var showsHelp = false
    /// Whether more than ASCII can be shown.
    public var unicode = true

    /// The keys, and what they do; and the most important ones, in one line.
    public var help: [(keys: String, what: String)]
    public var keys: String

    /// Of music that is invented, as a hand has turned it.
    public init(values: LiveSettings.Values) {
        let shift = values.transposition == 0 ? "" : "  \(values.transposition > 0 ? "+" : "")\(values.transposition)"
        facts =
            "tempo \(NumberText.fixed(values.tempo, decimals: 0))  temp \(NumberText.fixed(values.temperature, decimals: 2))"
            + "  density \(NumberText.fixed(values.density, decimals: 2))\(shift)"
        kind = values.style.name
        help = Self.inventionHelp
        keys = "space pause  arrows tempo, temp  n new  q end  ? help"
    }

    /// Of a file.
    ///
    /// - Parameter tempo: Quarter notes a minute, as they are heard.
    public init(playing title: String, tempo: Double, factor: Double, place: String?, bars: Int) {
        self.title = title
        let share = factor == 1 ? "" : "  (\(NumberText.fixed(factor * 100, decimals: 0)) %)"
        facts = "tempo \(NumberText.fixed(tempo, decimals: 0))\(share)"
        kind = place
        barCount = bars
        help = SetListKeys.help
        keys = "space pause  arrows tempo  n next  p back  q end  ? help"
    }

    private static let inventionHelp: [(keys: String, what: String)] = [
        ("space", "pause, and go on"), ("up, down", "tempo, at the next bar line"),
        ("left, right", "temperature of the lead: safer, bolder"), ("d, D", "density of the lead: fewer, more notes"),
        ("n", "a new chorus from the next bar on"), ("s", "the next style"),
        ("m + l, c, b, d", "mute lead, chords, bass or drums"), ("S + l, c, b, d", "solo: hear that part alone"),
        ("k, K", "a semitone up or down, at the next chorus"), ("l", "loop four bars"),
        ("r", "keep the last chorus as a MIDI file"), ("q", "come to an end; again: stop at once"),
        ("?", "this help"),
    ]

    // MARK: Drawing

    public func draw(on screen: inout Screen) {
        screen.clear()
        screen.isASCII = !unicode
        guard screen.columns >= Self.leastColumns, screen.rows >= Self.leastRows else {
            screen.put("Too small: \(Self.leastColumns) x \(Self.leastRows) needed", row: 0, column: 0)
            screen.put("Space pauses, q ends", row: 1, column: 0)
            return
        }
        drawHead(&screen)
        let bottom = screen.rows - 3
        if showsHelp {
            drawHelp(&screen, rows: 3..<bottom)
        } else {
            let chartRows = drawChart(&screen, from: 3, most: max(1, (bottom - 3) / 2 - 1))
            drawRoll(&screen, rows: 3 + chartRows + 1..<bottom)
        }
        drawFoot(&screen, row: bottom)
    }

    private var current: BarQueue.Heard? { heard.last { $0.beats[0] <= time } ?? heard.first }

    private func drawHead(_ screen: inout Screen) {
        let place: String
        if let current, current.beats[0] <= time {
            let beat = max(current.beats.dropLast().count { $0 <= time }, 1)
            let chorus = barCount == nil ? "chorus \(current.bar.chorus)  " : ""
            let all = barCount.map { " of \($0)" } ?? ""
            place = "\(chorus)bar \(current.number).\(beat)\(all)"
        } else {
            place = barCount == nil ? "count-in" : ""
        }
        let style = (barCount == nil ? current?.bar.style.name : nil) ?? kind ?? ""
        let room = screen.columns - place.count - style.count - 8
        screen.put(title, row: 0, column: 1, look: .init(isBold: true), limit: room)
        screen.put(
            "\(style)  \(place)", row: 0, column: max(1, screen.columns - place.count - style.count - 3))
        screen.put(facts, row: 1, column: 1, limit: screen.columns - state.count - 4)
        screen.put(
            state, row: 1, column: max(1, screen.columns - state.count - 2),
            look: .init(isBold: true, isLit: state != "playing"))
    }

    private func drawHelp(_ screen: inout Screen, rows: Range<Int>) {
        let twoColumns = help.count > rows.count
        let half = twoColumns ? (help.count + 1) / 2 : help.count
        let width = twoColumns ? (screen.columns - 2) / 2 : screen.columns - 2
        for (index, entry) in help.enumerated() {
            let column = 1 + index / half * width
            let row = rows.lowerBound + index % half
            guard rows.contains(row) else { continue }
            let keyWidth = twoColumns ? 12 : 16
            screen.put(entry.keys, row: row, column: column, look: .init(isBold: true), limit: keyWidth)
            screen.put(entry.what, row: row, column: column + keyWidth, limit: width - keyWidth - 1)
        }
    }

    /// Rows of four bars, around the one that sounds.
    ///
    /// - Returns: The rows that were drawn.
    private func drawChart(_ screen: inout Screen, from first: Int, most: Int) -> Int {
        guard let bar = current?.bar ?? upcoming.first else { return 0 }
        let form = bar.form
        guard !form.isEmpty else { return 0 }
        let lines = (form.count + 3) / 4
        let lit = bar.formBar
        let shown = min(lines, most)
        let top = min(max((lit ?? form.count - 1) / 4 - shown / 2, 0), lines - shown)
        let edge = unicode ? "│" : "|"
        let width = (screen.columns - 3) / 4
        for line in 0..<shown {
            for place in 0..<4 {
                let index = (top + line) * 4 + place
                guard index < form.count else { continue }
                let column = 1 + place * width
                let look = Screen.Look(isBold: index == lit, isLit: index == lit)
                screen.put(edge, row: first + line, column: column)
                let names = Self.names(form[index], width: width - 2)
                let padded = names + String(repeating: " ", count: max(0, width - 2 - names.count))
                screen.put(" " + padded, row: first + line, column: column + 1, look: look, limit: width - 1)
            }
        }
        // The last bar is none of the form.
        if lit == nil, current != nil {
            let names = Self.names(bar.chords, width: width - 2)
            screen.put(
                " \(names) ", row: first + shown - 1, column: screen.columns - names.count - 4,
                look: .init(isBold: true, isLit: true))
        }
        return shown
    }

    private static func names(_ bar: ChartBar, width: Int) -> String {
        let names = bar.chords.map(\.chord.symbol)
        let all = names.joined(separator: " ")
        return all.count <= width ? all : String(all.prefix(max(width - 1, 1))) + "…"
    }

    // MARK: The roll

    private struct Mark {
        var character: String
        var colour: UInt8
    }

    private func mark(_ role: PartRole) -> Mark {
        switch role {
        case .lead: Mark(character: unicode ? "█" : "#", colour: 215)
        case .chords: Mark(character: unicode ? "▒" : ":", colour: 75)
        case .bass: Mark(character: unicode ? "▄" : "=", colour: 113)
        case .drums: Mark(character: unicode ? "•" : "o", colour: 250)
        }
    }

    /// Time from left to right, now at a third of the width; pitches from bottom to top, the drums below them.
    private func drawRoll(_ screen: inout Screen, rows: Range<Int>) {
        guard rows.count >= 3, let current else { return }
        let nowColumn = screen.columns / 3
        let beatColumns = max(2, screen.columns / (4 * current.bar.meter.beats))
        let drumRow = rows.upperBound - 1
        let pitchRows = drumRow - rows.lowerBound
        var columnTicks = 0.0
        // The bars in view, each with the column at which it begins.
        var bars: [(bar: LiveBar, column: Double, isVamp: Bool)] = []
        let into = ticks(into: current)
        func columns(_ ticks: Double, _ meter: Meter) -> Double {
            ticks / Double(meter.beatTicks) * Double(beatColumns)
        }
        columnTicks = Double(nowColumn) - columns(into, current.bar.meter)
        bars.append((current.bar, columnTicks, current.isVamp))
        var left = columnTicks
        for earlier in heard.reversed() where earlier.number < current.number && left > 0 {
            left -= columns(Double(earlier.bar.meter.barTicks), earlier.bar.meter)
            bars.append((earlier.bar, left, earlier.isVamp))
        }
        var right = columnTicks + columns(Double(current.bar.meter.barTicks), current.bar.meter)
        let next = heard.filter { $0.number > current.number }.map(\.bar) + upcoming
        for bar in next where right < Double(screen.columns) {
            bars.append((bar, right, false))
            right += columns(Double(bar.meter.barTicks), bar.meter)
        }
        let bottomPitch = 31.0
        let topPitch = 84.0
        for (bar, start, _) in bars {
            for role in [PartRole.chords, .bass, .lead, .drums] where roles.contains(role) && !muted.contains(role) {
                let mark = mark(role)
                for note in bar.notes(role) {
                    let first = Int((start + columns(Double(note.start), bar.meter)).rounded(.down))
                    let length = columns(Double(note.duration), bar.meter)
                    let last = role == .drums ? first : max(first, Int((Double(first) + length - 0.5).rounded(.down)))
                    let share = (Double(note.pitch) - bottomPitch) / (topPitch - bottomPitch)
                    let height = Int((min(max(share, 0), 0.999) * Double(pitchRows)).rounded(.down))
                    let row = role == .drums ? drumRow : drumRow - 1 - height
                    for column in first...last where (1..<screen.columns - 1).contains(column) {
                        let isNow = column == nowColumn
                        screen.put(
                            mark.character, row: row, column: column,
                            look: .init(colour: mark.colour, isBold: column <= nowColumn, isLit: isNow && unicode))
                    }
                }
            }
            let line = Int(start.rounded(.down))
            if (1..<screen.columns - 1).contains(line) {
                screen.put(unicode ? "╷" : "'", row: rows.lowerBound - 1, column: line)
                let label = bar.form.isEmpty ? "\(bar.index + 1)" : Self.names(bar.chords, width: 4 * beatColumns - 2)
                screen.put(
                    label, row: rows.lowerBound - 1, column: line + 1,
                    look: .init(isBold: line <= nowColumn))
            }
        }
        screen.put(unicode ? "▼" : "v", row: rows.lowerBound - 1, column: nowColumn, look: .init(isBold: true))
    }

    /// How far the time is in a bar, in ticks.
    private func ticks(into bar: BarQueue.Heard) -> Double {
        let beats = bar.beats
        guard time > beats[0] else { return 0 }
        let beat = min(max(beats.dropLast().count { $0 <= time } - 1, 0), beats.count - 2)
        let share = min((time - beats[beat]) / max(beats[beat + 1] - beats[beat], 1e-6), 1)
        return (Double(beat) + share) * Double(bar.bar.meter.beatTicks)
    }

    // MARK: The foot

    private func drawFoot(_ screen: inout Screen, row: Int) {
        var column = 1
        for role in roles {
            let isHeard = !muted.contains(role)
            let colour = mark(role).colour
            let sign = isHeard ? mark(role).character : unicode ? "×" : "x"
            screen.put(
                "\(sign) \(role.rawValue)", row: row, column: column,
                look: .init(colour: isHeard ? colour : 240, isBold: isHeard))
            column += role.rawValue.count + 3
        }
        var meter = ""
        if let bufferFill {
            let blocks = min(max((bufferFill + 10) / 20, 0), 5)
            meter =
                "buffer " + String(repeating: unicode ? "▮" : "*", count: blocks)
                + String(repeating: unicode ? "▯" : ".", count: 5 - blocks) + " "
        }
        let health = barCount == nil ? ["\(meter) \(readyBars) bars ready", "\(meter)\(readyBars) bars"] : [meter]
        let room = screen.columns - column - 1
        if let text = health.first(where: { $0.count <= room }) {
            screen.put(text, row: row, column: screen.columns - text.count - 1)
        }
        screen.put(message, row: row + 1, column: 1, look: .init(isBold: true), limit: screen.columns - 2)
        screen.put(keys, row: row + 2, column: 1, look: .init(colour: 245), limit: screen.columns - 2)
        let number = seed.map { "seed \($0)" } ?? ""
        if keys.count + number.count + 5 < screen.columns {
            screen.put(number, row: row + 2, column: screen.columns - number.count - 2, look: .init(colour: 245))
        }
    }
}
