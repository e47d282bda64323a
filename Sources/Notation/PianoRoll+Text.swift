import MIDI

extension PianoRoll {
    /// How a roll is drawn with characters.
    public struct TextStyle: Sendable, Equatable {
        /// Columns of the page, at least 20.
        public var width: Int
        /// Half blocks and lines; plain ASCII otherwise.
        public var unicode: Bool
        /// The parts in colours of the 256-colour palette.
        public var colour: Bool

        /// A style; widths below 20 are taken for 20.
        public init(width: Int, unicode: Bool, colour: Bool) {
            self.width = max(20, width)
            self.unicode = unicode
            self.colour = colour
        }
    }

    /// The roll as text, two semitones to a row: chord symbols and bar numbers above, pitches at the side, the drums in a
    /// strip below. Every line is at most as wide as the style says.
    ///
    /// - Complexity: O(notes + bars × width); a row's height is bounded by the pitches there are.
    public func text(title: String, style: TextStyle) -> String {
        let layout = RollLayout(self, width: style.width)
        var out = heading(title, style)
        for system in layout.systems {
            out += "\n" + TextSystem(self, layout: layout, bars: system, style: style).text
        }
        return out
    }

    private func heading(_ title: String, _ style: TextStyle) -> String {
        let bars = beats.count
        let range =
            bars == barCount ? "\(bars) \(bars == 1 ? "bar" : "bars")" : "bars \(firstBar)–\(firstBar + bars - 1)"
        var facts = [PlainName.shortened(title, to: style.width), meter]
        if let tempo { facts.append("\(Int(tempo.rounded())) a minute") }
        facts.append(bars == barCount ? range : "\(range) of \(barCount)")
        let line = TextStyle.plain(facts.filter { !$0.isEmpty }.joined(separator: " · "), unicode: style.unicode)
        var out = TextSystem.cut(line, to: style.width, unicode: style.unicode) + "\n"
        var used = 0
        var legend = ""
        for (index, voice) in voices.enumerated() {
            let mark =
                voice.isDrums ? "" : style.colour ? (style.unicode ? "█ " : "# ") : TextMarks(index, style).both + " "
            let entry = mark + TextStyle.plain(PlainName.shortened(voice.name, to: 24), unicode: style.unicode)
            let more = index == 0 ? 0 : 3
            let room = index + 1 < voices.count ? style.width - 10 : style.width
            guard used + more + entry.count <= room || index == 0 else {
                let rest = "  … \(voices.count - index) more"
                legend += TextStyle.plain(rest, unicode: style.unicode)
                break
            }
            if index > 0 { legend += "   " }
            legend += style.colour ? TextStyle.coloured(entry, TextColours.of(index, level: 1), nil) : entry
            used += more + entry.count
        }
        if !legend.isEmpty { out += legend + "\n" }
        if voices.isEmpty { out += "(nothing sounds in it)\n" }
        if omittedNotes > 0 { out += "(\(omittedNotes) more notes are not drawn)\n" }
        return out
    }
}

extension PianoRoll.TextStyle {
    /// `text` in ASCII where need be.
    static func plain(_ text: String, unicode: Bool) -> String {
        guard !unicode else { return text }
        var out = ""
        for character in text {
            switch character {
            case "–", "·": out += "-"
            case "…": out += "~"
            default: out += character.isASCII ? String(character) : "?"
            }
        }
        return out
    }

    /// `text` in a colour of the 256-colour palette.
    static func coloured(_ text: String, _ foreground: Int, _ background: Int?) -> String {
        let back = background.map { ";48;5;\($0)" } ?? ""
        return "\u{1B}[38;5;\(foreground)\(back)m\(text)\u{1B}[0m"
    }
}

/// The colours of the voices, each from soft to loud.
enum TextColours {
    private static let table = [
        [131, 167, 203], [25, 68, 75], [136, 178, 221], [65, 71, 114], [97, 134, 177], [243, 247, 252],
    ]

    /// - Parameter level: 0…2, how loud.
    static func of(_ voice: Int, level: Int) -> Int { table[voice % table.count][level] }

    static func level(_ velocity: Int) -> Int { velocity < 50 ? 0 : velocity < 85 ? 1 : 2 }
}

/// The characters for an upper semitone, a lower one, and both.
struct TextMarks {
    let upper: String
    let lower: String
    let both: String

    /// The marks of a voice: without colours every voice has its own.
    init(_ voice: Int, _ style: PianoRoll.TextStyle) {
        let sets =
            style.unicode
            ? ["▀▄█", "˙.:", "‾_="] : ["\"o8", "'.:", "~_="]
        let marks = (style.colour ? (style.unicode ? "▀▄█" : "\"o8") : sets[voice % sets.count]).map(String.init)
        (upper, lower, both) = (marks[0], marks[1], marks[2])
    }
}

/// Where bars and beats stand on a page of characters.
struct RollLayout {
    /// Columns beside the bars for the names of pitches.
    static let margin = 4
    /// Columns of each bar shown, without its bar line.
    let columns: [Int]
    /// The bars of each system, by index.
    let systems: [Range<Int>]

    init(_ roll: PianoRoll, width: Int) {
        let room = width - Self.margin - 1
        let lengths = zip(roll.barLines, roll.barLines.dropFirst()).map { max(1, $1 - $0) }
        let quarters = lengths.map { max(1, ($0 + roll.ticksPerQuarter / 2) / roll.ticksPerQuarter) }
        let usual = quarters.sorted()[quarters.count / 2]
        func fitting(_ perQuarter: Int) -> Int { room / (usual * perQuarter + 1) }
        // Four columns to a quarter show sixteenths; narrow pages do with fewer, short pieces on wide ones have more.
        var perQuarter = [4, 3, 2].first { fitting($0) >= 2 } ?? [4, 3, 2].first { fitting($0) >= 1 } ?? 1
        var most = max(1, fitting(perQuarter))
        // Systems of 4, 8, 12 … bars are how players read.
        if most > 4 { most -= most % 4 } else if most == 3 { most = 2 }
        most = min(most, lengths.count)
        for wider in [12, 8, 6, 5, 4, 3] where fitting(wider) >= most && wider > perQuarter {
            perQuarter = wider
            break
        }
        columns = quarters.map { max(2, min(room - 1, $0 * perQuarter)) }
        var systems: [Range<Int>] = []
        var first = 0
        var used = 0
        for bar in columns.indices {
            if bar > first, used + columns[bar] + 1 > room || bar - first >= most {
                systems.append(first..<bar)
                (first, used) = (bar, 0)
            }
            used += columns[bar] + 1
        }
        systems.append(first..<columns.count)
        self.systems = systems
    }
}
