import MIDI

/// One system of a roll drawn with characters.
struct TextSystem {
    private let roll: PianoRoll
    private let style: PianoRoll.TextStyle
    private let bars: Range<Int>
    private let columns: [Int]
    /// The column of each bar line, and of the last.
    private let lines: [Int]
    private var width: Int { lines[lines.count - 1] + 1 }

    /// What sounds in a half cell: the voice and how loud.
    private struct Sound {
        var voice: Int
        var level: Int
        /// The note, so that two in a row on one pitch are told apart.
        var note: Int
    }

    init(_ roll: PianoRoll, layout: RollLayout, bars: Range<Int>, style: PianoRoll.TextStyle) {
        self.roll = roll
        self.style = style
        self.bars = bars
        columns = Array(layout.columns[bars])
        var lines = [0]
        for count in columns { lines.append(lines[lines.count - 1] + count + 1) }
        self.lines = lines
    }

    /// The lines of the system, each ended.
    var text: String {
        var out = [chords, numbers]
        if let range = pitchRange { out += pitched(range) }
        out += drums
        return out.map { line in
            var line = Substring(line)
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }

    // MARK: Places

    private var start: Int { roll.barLines[bars.lowerBound] }
    private var end: Int { roll.barLines[bars.upperBound] }

    /// The column of a tick: the nearest within its bar.
    private func column(_ tick: Int, rounding: Bool) -> Int {
        let low = roll.bar(at: tick, in: bars)
        let index = low - bars.lowerBound
        let length = max(1, roll.barLines[low + 1] - roll.barLines[low])
        let offset = max(0, min(tick, end) - roll.barLines[low])
        let scaled = (offset * columns[index] + (rounding ? length / 2 : 0)) / length
        // What is a little early belongs to the bar line behind it.
        if scaled >= columns[index], index + 1 < columns.count { return lines[index + 1] + 1 }
        return lines[index] + 1 + min(scaled, columns[index] - 1)
    }

    /// The columns of a note: at least one, and none of the next bar's when it ends with its own.
    private func span(_ note: Note) -> ClosedRange<Int> {
        let first = column(max(start, note.start), rounding: true)
        guard note.end > max(start, note.start) else { return first...first }
        var last = note.end >= end ? width - 2 : column(note.end, rounding: true) - 1
        if lines.contains(last) { last -= 1 }
        return first...max(first, last)
    }

    // MARK: Lines above

    /// The chord symbols; one that would run into the next is cut.
    private var chords: String {
        let own = roll.labels.filter { $0.tick >= start && $0.tick < end }
        var out = String(repeating: " ", count: RollLayout.margin)
        for (index, label) in own.enumerated() {
            let cell = RollLayout.margin + column(label.tick, rounding: false)
            // Of chords that fall on one column the last is shown.
            let next =
                index + 1 < own.count
                ? RollLayout.margin + column(own[index + 1].tick, rounding: false) : RollLayout.margin + width
            guard next > cell else { continue }
            if out.count < cell { out += String(repeating: " ", count: cell - out.count) }
            let room = index + 1 < own.count ? next - cell - 1 : next - cell
            guard room > 0 else { continue }
            let plain = PianoRoll.TextStyle.plain(PlainName.shortened(label.text, to: 24), unicode: style.unicode)
            out += Self.cut(plain, to: room, unicode: style.unicode)
        }
        return out
    }

    /// The bars' numbers, and a dot for each further beat.
    private var numbers: String {
        var cells = [Character](repeating: " ", count: RollLayout.margin + width)
        for index in columns.indices {
            let bar = bars.lowerBound + index
            let beats = roll.beats[bar]
            if columns[index] >= 2 * beats {
                for beat in 1..<max(2, beats) where beat < beats {
                    let cell = RollLayout.margin + lines[index] + 1 + beat * columns[index] / beats
                    cells[cell] = style.unicode ? "·" : "."
                }
            }
            let number = Array("\(roll.firstBar + bar)")
            for (offset, digit) in number.enumerated() where offset < columns[index] {
                cells[RollLayout.margin + lines[index] + 1 + offset] = digit
            }
        }
        return String(cells)
    }

    // MARK: Pitches

    private var pitchRange: ClosedRange<Int>? {
        guard let pitches = roll.pitches else { return nil }
        // Rows begin on an even pitch, so that C and C sharp share one.
        return (pitches.lowerBound / 2 * 2)...(pitches.upperBound / 2 * 2 + 1)
    }

    private func pitched(_ range: ClosedRange<Int>) -> [String] {
        var cells = [Sound?](repeating: nil, count: range.count * width)
        // The first voice is drawn last, over the others.
        for index in roll.voices.indices.reversed() where !roll.voices[index].isDrums {
            for (number, note) in roll.voices[index].notes.enumerated() where note.start < end {
                guard max(note.end, note.start + 1) > start else { continue }
                let span = span(note)
                let row = (note.pitch - range.lowerBound) * width
                let sound = Sound(voice: index, level: TextColours.level(note.velocity), note: number)
                for column in span { cells[row + column] = sound }
                // A note struck again is told from one that is held by a gap, where there is room for one.
                let before = span.lowerBound - 1
                if before > 0, let last = cells[row + before], last.voice == index, last.note != number,
                    before > 1, let earlier = cells[row + before - 1], earlier.note == last.note,
                    earlier.voice == index
                {
                    cells[row + before] = nil
                }
            }
        }
        return stride(from: range.upperBound - 1, through: range.lowerBound, by: -2).map { low in
            row(low, cells: cells, base: range.lowerBound)
        }
    }

    private func row(_ low: Int, cells: [Sound?], base: Int) -> String {
        let isC = low % 12 == 0
        let name = isC || low % 12 == 6 ? PitchName.text(low % 12 == 6 ? low + 1 : low) : ""
        var out = name + String(repeating: " ", count: max(0, RollLayout.margin - name.count))
        var barIndex = 0
        var run = ""
        var runColours: (Int, Int?)?
        func flush() {
            if let (foreground, background) = runColours {
                out += PianoRoll.TextStyle.coloured(run, foreground, background)
            } else {
                out += run
            }
            run = ""
        }
        func add(_ text: String, _ colours: (Int, Int?)?) {
            if colours?.0 != runColours?.0 || colours?.1 != runColours?.1 {
                flush()
                runColours = colours
            }
            run += text
        }
        for column in 0..<width {
            if column == lines[barIndex] {
                add(style.unicode ? "│" : "|", style.colour ? (240, nil) : nil)
                barIndex = min(barIndex + 1, lines.count - 1)
                continue
            }
            let lower = cells[(low - base) * width + column]
            let upper = cells[(low + 1 - base) * width + column]
            switch (upper, lower) {
            case (nil, nil):
                add(isC && style.unicode && column % 2 == 0 ? "·" : " ", style.colour && isC ? (238, nil) : nil)
            case (let upper?, nil): add(TextMarks(upper.voice, style).upper, colour(upper))
            case (nil, let lower?): add(TextMarks(lower.voice, style).lower, colour(lower))
            case (let upper?, let lower?):
                if style.colour, style.unicode, colour(upper)?.0 != colour(lower)?.0 {
                    add("▀", (colour(upper)?.0 ?? 7, colour(lower)?.0))
                } else {
                    add(TextMarks(min(upper.voice, lower.voice), style).both, colour(upper))
                }
            }
        }
        flush()
        return out
    }

    private func colour(_ sound: Sound) -> (Int, Int?)? {
        style.colour ? (TextColours.of(sound.voice, level: sound.level), nil) : nil
    }

    // MARK: Drums

    /// The rows of the strip, from the top: name and keys.
    private static let kit: [(name: String, keys: Set<Int>)] = [
        ("cym", [49, 51, 52, 53, 55, 57, 59]), ("hat", [42, 44, 46]), ("tom", [41, 43, 45, 47, 48, 50]),
        ("snr", [37, 38, 39, 40]), ("kik", [35, 36]),
    ]

    private var drums: [String] {
        guard roll.voices.contains(where: \.isDrums) else { return [] }
        let others = Self.kit.count
        var rows = [[Sound?]](repeating: [Sound?](repeating: nil, count: width), count: others + 1)
        var used = [Bool](repeating: false, count: others + 1)
        for (index, voice) in roll.voices.enumerated() where voice.isDrums {
            for note in voice.notes {
                let row = Self.kit.firstIndex { $0.keys.contains(note.pitch) } ?? others
                used[row] = true
                // A stroke a little before the first beat is meant for it.
                guard note.start >= start - early(bars.lowerBound), note.start < end - early(bars.upperBound) else {
                    continue
                }
                let cell = column(max(start, note.start), rounding: true)
                let level = TextColours.level(note.velocity)
                if rows[row][cell].map({ $0.level < level }) ?? true {
                    rows[row][cell] = Sound(voice: index, level: level, note: 0)
                }
            }
        }
        return rows.indices.filter { used[$0] }.map { row in
            let name = row < others ? Self.kit[row].name : "prc"
            var out = name + " "
            var barIndex = 0
            for column in 0..<width {
                if column == lines[barIndex] {
                    let line = style.unicode ? "│" : "|"
                    out += style.colour ? PianoRoll.TextStyle.coloured(line, 240, nil) : line
                    barIndex = min(barIndex + 1, lines.count - 1)
                } else if let sound = rows[row][column] {
                    let mark = (style.unicode ? ["·", "•", "●"] : [".", "o", "O"])[sound.level]
                    out += colour(sound).map { PianoRoll.TextStyle.coloured(mark, $0.0, nil) } ?? mark
                } else {
                    out += " "
                }
            }
            return out
        }
    }

    /// The ticks before a bar line that are nearer to it than to the last column of the bar before.
    private func early(_ bar: Int) -> Int {
        guard bar > 0, bar < roll.beats.count else { return 0 }
        return (roll.barLines[bar] - roll.barLines[bar - 1]) / (2 * max(1, columns.max() ?? 1))
    }

    /// `text` in at most `count` columns, the last of them a sign that it was cut.
    static func cut(_ text: String, to count: Int, unicode: Bool) -> String {
        guard text.count > count else { return text }
        return count > 1 ? text.prefix(count - 1) + (unicode ? "…" : "~") : String(text.prefix(count))
    }
}
