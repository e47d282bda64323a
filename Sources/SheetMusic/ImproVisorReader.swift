public import Harmony

/// Reads the changes of an Impro-Visor leadsheet.
///
/// Keller, "Impro-Visor Leadsheet Notation", Harvey Mudd College. Melodies are passed over.
public enum ImproVisorReader {
    /// The changes of a text.
    ///
    /// - Throws: ``SheetMusicError``, with the bar or the line.
    public static func sheet(_ text: String, in wanted: Meter? = nil) throws(SheetMusicError) -> LeadSheet {
        var song = ImproVisorSong(meter: wanted)
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            try song.add(String(line), number: index + 1)
        }
        return try song.sheet()
    }
}

/// A leadsheet as it is read.
struct ImproVisorSong {
    private var title = ""
    private var key: Key?
    private let wanted: Meter?
    private var meter: Meter
    /// That of the first bar.
    private var first: Meter
    private var tempo: Double?
    private var style: String?
    private var isMelody = false
    private var depth = 0
    private var label: String?
    private var bars: [ChartBar] = []
    private var cells: [String] = []

    init(meter: Meter?) {
        wanted = meter
        self.meter = meter ?? .common
        first = meter ?? .common
    }

    mutating func add(_ text: String, number: Int) throws(SheetMusicError) {
        var rest = text[...]
        while let first = rest.first {
            if first == "(" {
                let list = Self.list(&rest)
                guard let list else { throw .line(number, fault: "\"(\" is never closed") }
                try setting(list, number)
            } else if first == "|" {
                rest.removeFirst()
                try closeBar(number)
            } else if first.isWhitespace {
                rest.removeFirst()
            } else {
                let word = String(rest.prefix { !$0.isWhitespace && $0 != "|" })
                rest = rest.dropFirst(word.count)
                if !isMelody { cells.append(word) }
            }
        }
        guard bars.count <= ChartParser.maximumBars else {
            throw .whole("it is longer than \(ChartParser.maximumBars) bars")
        }
    }

    /// A list in parentheses that ends in the same line; lists within it are flattened.
    private static func list(_ rest: inout Substring) -> [String]? {
        var depth = 0
        var text = ""
        for index in rest.indices {
            let character = rest[index]
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if character == "(" || character == ")" { text += " " } else { text.append(character) }
            if depth == 0 {
                rest = rest[rest.index(after: index)...]
                return text.split(separator: " ").map(String.init)
            }
        }
        return nil
    }

    private mutating func setting(_ words: [String], _ number: Int) throws(SheetMusicError) {
        let values = words.dropFirst()
        switch words.first {
        case "title": title = values.joined(separator: " ")
        case "meter":
            guard wanted == nil else { return }
            let name = values.prefix(2).joined(separator: "/")
            guard let meter = Meter(name) else {
                throw .line(
                    number,
                    fault:
                        "the metre \(HarmonyError.shortened(name)) is not played; there are "
                        + Meter.understood)
            }
            if bars.isEmpty { first = meter }
            self.meter = meter
        case "key":
            if let fifths = values.first.flatMap({ Int($0) }), (-7...7).contains(fifths) {
                key = Key(tonic: NoteName(fifths: fifths), isMinor: false)
            }
        case "tempo":
            tempo = values.first.flatMap { Double($0) }.flatMap { (20...400).contains($0) ? $0 : nil } ?? tempo
        case "part":
            if let place = words.firstIndex(of: "type"), place + 1 < words.count {
                isMelody = words[place + 1] != "chords"
            }
        case "section", "style":
            if let place = words.firstIndex(of: "style"), place + 1 < words.count, style == nil {
                style = words[(place + 1)...].joined(separator: " ")
            }
        default: break
        }
    }

    private mutating func closeBar(_ number: Int) throws(SheetMusicError) {
        defer { cells = [] }
        guard !cells.isEmpty else { return }
        let place = "bar \(bars.count + 1)"
        guard cells.count <= meter.beats else {
            throw .line(number, fault: "\(place): \(cells.count) chords in a bar of \(meter.beats) beats")
        }
        var chords: [ChartChord] = []
        for (index, cell) in cells.enumerated() where cell != "/" {
            let chord: Chord
            do throws(HarmonyError) {
                chord = ["NC", "N.C."].contains(cell) ? .noChord : try ChordParser.parse(cell)
            } catch {
                throw .line(number, fault: "\(place): \(error)")
            }
            let beat =
                cells.contains("/")
                ? index * meter.beats / cells.count : (index * meter.beats + cells.count - 1) / cells.count
            chords.append(ChartChord(beat: beat, chord: chord))
        }
        if chords.first?.beat != 0 {
            chords.insert(ChartChord(beat: 0, chord: bars.last?.chords.last?.chord ?? .noChord), at: 0)
        }
        bars.append(ChartBar(chords: chords, section: label, meter: meter))
        label = nil
    }

    func sheet() throws(SheetMusicError) -> LeadSheet {
        var song = self
        try song.closeBar(0)
        guard !song.bars.isEmpty else { throw .whole("the leadsheet has no chords") }
        let named = style.flatMap { StyleName($0) }
        var chart = Chart(
            title: title, key: key, meter: first, tempo: tempo ?? named?.tempo, style: named?.style, bars: song.bars)
        if let style, let note = named?.note(style) { chart.notes.append(note + "; --style picks another") }
        return LeadSheet(chart: chart, melody: [])
    }
}
