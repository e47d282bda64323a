public import Harmony

/// Reads the changes of a song sheet in ChordPro.
///
/// The ChordPro file format, version 6. Its chords stand over syllables and not in bars, so each is a bar, and that is
/// said; a grid has bars, and is read with them.
public enum ChordProReader {
    /// The changes of a text.
    ///
    /// - Throws: ``SheetMusicError``, with the line.
    public static func sheet(_ text: String, in wanted: Meter? = nil) throws(SheetMusicError) -> LeadSheet {
        var song = ChordProSong(meter: wanted)
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            try song.add(String(line), number: index + 1)
        }
        return try song.sheet()
    }
}

/// A song as it is read.
struct ChordProSong {
    private var title = ""
    private var key: Key?
    private var meter: Meter
    /// That of the first bar.
    private var first: Meter
    private let wanted: Meter?
    private var tempo: Double?
    private var bars: [ChartBar] = []
    private var label: String?
    private var isGrid = false
    private var isVerbatim = false
    private var chorus: [ChartBar] = []
    private var chorusStart: Int?
    private var hasLoose = false

    init(meter: Meter?) {
        wanted = meter
        self.meter = meter ?? .common
        first = meter ?? .common
    }

    mutating func add(_ text: String, number: Int) throws(SheetMusicError) {
        let text = String(text.drop(while: \.isWhitespace))
        if text.hasPrefix("#") { return }
        if text.hasPrefix("{") {
            guard let end = text.firstIndex(of: "}") else { throw .line(number, fault: "\"{\" is never closed") }
            let inside = text[text.index(after: text.startIndex)..<end]
            let colon = inside.firstIndex { $0 == ":" || $0 == " " } ?? inside.endIndex
            let name = inside[..<colon].lowercased()
            let value = inside[colon...].drop { $0 == ":" || $0 == " " }
            try directive(name, String(value), number)
        } else if isGrid {
            try grid(text, number)
        } else if !isVerbatim {
            try lyrics(text, number)
        }
        guard bars.count <= ChartParser.maximumBars else {
            throw .whole("it is longer than \(ChartParser.maximumBars) bars")
        }
    }

    private mutating func directive(_ name: String, _ value: String, _ number: Int) throws(SheetMusicError) {
        switch name {
        case "title", "t": title = value
        case "key": key = Key(value) ?? key
        case "tempo": tempo = Double(value).flatMap { (20...400).contains($0) ? $0 : nil } ?? tempo
        case "time" where wanted == nil:
            guard let meter = Meter(value) else {
                throw .line(
                    number,
                    fault:
                        "the metre \(HarmonyError.shortened(value)) is not played; there are "
                        + Meter.understood)
            }
            if bars.isEmpty { first = meter }
            self.meter = meter
        case "start_of_grid", "sog": isGrid = true
        case "end_of_grid", "eog": isGrid = false
        case "start_of_tab", "sot", "start_of_abc", "start_of_ly": isVerbatim = true
        case "end_of_tab", "eot", "end_of_abc", "end_of_ly": isVerbatim = false
        case "start_of_chorus", "soc":
            label = LeadSheet.label(value.isEmpty ? "Chorus" : value)
            chorusStart = bars.count
        case "end_of_chorus", "eoc":
            if let start = chorusStart { chorus = Array(bars[start...]) }
            chorusStart = nil
        case "chorus": bars += chorus
        case "start_of_verse", "sov": label = LeadSheet.label(value.isEmpty ? "Verse" : value)
        case "start_of_bridge", "sob": label = LeadSheet.label(value.isEmpty ? "Bridge" : value)
        default: break
        }
    }

    private mutating func append(_ chords: [ChartChord]) {
        bars.append(ChartBar(chords: chords, section: label, meter: meter))
        label = nil
    }

    private func chord(_ text: String, _ number: Int) throws(SheetMusicError) -> Chord {
        do throws(HarmonyError) {
            return try ChordParser.parse(["N.C.", "NC", "N.C"].contains(text) ? "N.C." : text)
        } catch {
            throw .line(number, fault: "\(error)")
        }
    }

    /// "[F]Hello my [Gm7]dear"
    private mutating func lyrics(_ text: String, _ number: Int) throws(SheetMusicError) {
        var rest = text[...]
        while let start = rest.firstIndex(of: "[") {
            guard let end = rest[start...].firstIndex(of: "]") else {
                throw .line(number, fault: "\"[\" is never closed")
            }
            let name = rest[rest.index(after: start)..<end].filter { !$0.isWhitespace }
            rest = rest[rest.index(after: end)...]
            // An asterisk begins an annotation.
            guard !name.isEmpty, name.first != "*", name != "|", name != "/" else { continue }
            append([ChartChord(beat: 0, chord: try chord(name, number))])
            hasLoose = true
        }
    }

    /// "| F . . . | Gm7 . C7 . |"
    private mutating func grid(_ text: String, _ number: Int) throws(SheetMusicError) {
        guard let first = text.firstIndex(of: "|") else { return }
        let body = text[first...].split(separator: " ").map { $0.filter { $0 != ":" } }
        var cells: [String] = []
        func isBar(_ word: String) -> Bool { !word.isEmpty && word.allSatisfy { $0 == "|" } }
        for word in body {
            guard isBar(word) || word.hasPrefix("|") && word.count <= 3 && !word.contains(where: \.isLetter) else {
                cells.append(word)
                continue
            }
            try addGrid(cells, number)
            cells = []
        }
    }

    private mutating func addGrid(_ cells: [String], _ number: Int) throws(SheetMusicError) {
        guard !cells.isEmpty else { return }
        if cells == ["%"] {
            guard let last = bars.last else { throw .line(number, fault: "\"%\" has no bar before it to repeat") }
            return append(last.chords)
        }
        guard cells.count <= meter.beats else {
            throw .line(number, fault: "\(cells.count) cells in a bar of \(meter.beats) beats")
        }
        var chords: [ChartChord] = []
        for (index, cell) in cells.enumerated() where cell != "." && cell != "/" {
            chords.append(ChartChord(beat: index * meter.beats / cells.count, chord: try chord(cell, number)))
        }
        if chords.first?.beat != 0 {
            chords.insert(ChartChord(beat: 0, chord: bars.last?.chords.last?.chord ?? .noChord), at: 0)
        }
        append(chords)
    }

    func sheet() throws(SheetMusicError) -> LeadSheet {
        guard !bars.isEmpty else { throw .whole("the song has no chords; ChordPro has them in brackets, [Dm7]") }
        var chart = Chart(title: title, key: key, meter: first, tempo: tempo, bars: bars)
        if hasLoose {
            chart.notes.append(
                "ChordPro has no bars: each chord is played for one; jazz changes prints a chart to mend")
        }
        return LeadSheet(chart: chart, melody: [])
    }
}
