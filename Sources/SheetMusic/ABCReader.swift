public import Harmony

/// Reads a tune in ABC notation: chord symbols, melody of the first voice, repeats.
///
/// The abc music standard 2.1, 2011. Of a file of several tunes the first is read.
public enum ABCReader {
    /// The sheet of a text.
    ///
    /// - Parameters:
    ///   - meter: Plays the bars in this metre; nil keeps the tune's.
    ///   - requiresChords: Whether a tune without chord symbols is refused.
    /// - Throws: ``SheetMusicError``, with the measure or the line.
    public static func sheet(
        _ text: String, in meter: Meter? = nil, requiresChords: Bool = true
    ) throws(SheetMusicError) -> LeadSheet {
        var tune = ABCTune()
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            guard try tune.add(String(line), number: index + 1) else { break }
        }
        return try tune.sheet(in: meter, requiresChords: requiresChords)
    }
}

/// A tune as it is read.
struct ABCTune {
    private var title = ""
    private var key: Key?
    var meter: Meter?
    var unitLength: Int?
    private var tempo: Double?
    private var style: String?
    private var hasBody = false
    private var voice: String?
    private var isOtherVoice = false
    var measures: [ReadMeasure] = []
    /// Quoted texts that are no chords, and their measures.
    var texts: [(text: String, measure: String)] = []
    var open = ReadMeasure(number: "1", meter: .common)
    var hasContent = false
    var line = 0
    var accidentals: [Int: Int] = [:]
    var signature: [Int] = Array(repeating: 0, count: 7)
    var tuplet: (left: Int, length: Int, of: Int)?
    var brokenNext: Int?
    var isTied = false
    /// The alterations of the notes just read, and of those that a tie holds, by line of the staff.
    var lastAlters: [Int: Int] = [:]
    var tiedAlters: [Int: Int] = [:]
    private var endings: Set<Int> = []
    private static let mostMeasures = 16_384

    /// Reads a line; false behind the end of the tune.
    mutating func add(_ text: String, number: Int) throws(SheetMusicError) -> Bool {
        line = number
        let text = Self.withoutComment(text)
        if text.allSatisfy(\.isWhitespace) { return !hasBody || measures.isEmpty && !hasContent }
        if let field = Self.field(text) {
            if field.name == "X", hasBody, !measures.isEmpty || hasContent { return false }
            try self.field(field.name, field.value)
            return true
        }
        guard hasBody else { return true }
        guard !isOtherVoice else { return true }
        try music(text)
        return true
    }

    private static func withoutComment(_ text: String) -> String {
        // A percent sign in a chord symbol or behind a backslash is none.
        var out = ""
        var isQuoted = false
        for character in text {
            if character == "\"" { isQuoted.toggle() }
            if character == "%", !isQuoted, out.last != "\\" { break }
            out.append(character)
        }
        return out
    }

    static func field(_ text: String) -> (name: Character, value: String)? {
        guard let first = text.first, first.isLetter, first.isASCII, text.dropFirst().first == ":" else { return nil }
        let value = text.dropFirst(2).drop(while: \.isWhitespace)
        // "|:" cannot be meant, and a note before a colon closes a repeat.
        if text.dropFirst(2).first == "|" { return nil }
        return (first, String(value.reversed().drop(while: \.isWhitespace).reversed()))
    }

    mutating func field(_ name: Character, _ value: String) throws(SheetMusicError) {
        switch name {
        case "T" where title.isEmpty: title = value
        case "M": try setMeter(value)
        case "L": try setUnit(value)
        case "Q": setTempo(value)
        case "R" where style == nil: style = value
        case "K":
            setKey(value)
            hasBody = true
        case "V":
            let id = String(value.split(separator: " ").first ?? "")
            guard hasBody else { return }
            if voice == nil { voice = id }
            isOtherVoice = id != voice
        case "P" where hasBody: open.section = LeadSheet.label(value)
        default: break
        }
    }

    private mutating func setMeter(_ value: String) throws(SheetMusicError) {
        let name = value == "C" ? "4/4" : value == "C|" ? "2/2" : value
        if name == "none" { return }
        guard let meter = Meter(name) else {
            throw .line(
                line,
                fault:
                    "the metre \(HarmonyError.shortened(value)) is not played; there are "
                    + Meter.understood)
        }
        self.meter = meter
        if !hasContent { open.meter = meter }
    }

    private mutating func setUnit(_ value: String) throws(SheetMusicError) {
        let parts = value.split(separator: "/").compactMap { Int($0) }
        guard parts.count == 2, parts[0] == 1, (1...64).contains(parts[1]), parts[1].nonzeroBitCount == 1 else {
            throw .line(line, fault: "the length L:\(HarmonyError.shortened(value)) is no note value, such as 1/8")
        }
        unitLength = 4 * ReadMeasure.unit / parts[1]
    }

    private mutating func setTempo(_ value: String) {
        guard tempo == nil else { return }
        let plain = value.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 0 }.map { String($0.element) }.joined()
        let halves = plain.split(separator: "=")
        guard let last = halves.last, let beats = Double(last.filter { $0.isNumber || $0 == "." }) else { return }
        var quarters = 1.0
        if halves.count == 2 {
            let beat = halves[0].split(separator: "/").compactMap { Double($0.filter(\.isNumber)) }
            if beat.count == 2, beat[1] > 0 { quarters = 4 * beat[0] / beat[1] }
        }
        if (20...400).contains(beats * quarters) { tempo = beats * quarters }
    }

    private mutating func setKey(_ value: String) {
        let words = value.split(separator: " ").map(String.init)
        guard let first = words.first, first != "none", !first.contains("=") else { return }
        var tonic = String(first.prefix { "ABCDEFG".contains($0) }.prefix(1))
        guard !tonic.isEmpty else { return }
        var rest = first.dropFirst()
        if let accidental = rest.first, accidental == "#" || accidental == "b" {
            tonic.append(accidental)
            rest = rest.dropFirst()
        }
        let mode = (rest.isEmpty ? words.dropFirst().first.map { $0.contains("=") ? "" : $0 } ?? "" : String(rest))
            .lowercased()
        // Steps of the modes on the line of fifths below the major key.
        let modes = [
            ("mix", 1), ("dor", 2), ("phr", 4), ("lyd", -1), ("loc", 5), ("aeo", 3), ("maj", 0), ("ion", 0), ("m", 3),
        ]
        guard let name = Key(tonic)?.tonic else { return }
        let steps = mode.isEmpty ? 0 : modes.first { mode.hasPrefix($0.0) }?.1 ?? 0
        let fifths = min(max(name.fifths - steps, -7), 7)
        let isMinor = [2, 3, 4, 5].contains(steps)
        if key == nil { key = Key(tonic: NoteName(fifths: fifths + (isMinor ? 3 : 0)), isMinor: isMinor) }
        signature = (0..<7).map {
            Spelling.accidental(of: $0, in: Key(tonic: NoteName(fifths: fifths), isMinor: false))
        }
    }

    // MARK: Bars

    mutating func bar(_ rest: inout Substring) throws(SheetMusicError) {
        let signs = rest.prefix { "|:[]".contains($0) }
        // "[" begins an ending, a chord or a field unless it belongs to the line.
        var line = String(signs)
        if line.count > 1, line.last == "[" { line.removeLast() }
        if line == "[" { line = "" }
        rest = rest.dropFirst(line.count)
        let colons = line.prefix { $0 == ":" }.count
        let closes = colons > 0 && line.count > colons || line.allSatisfy { $0 == ":" } && line.count > 1
        let opens = line.last == ":" && line.count > 1
        if hasContent {
            if closes { open.signs.closesRepeat = colons + 1 > 2 && line.count > colons ? colons + 1 : 2 }
            try closeMeasure()
            if closes || line.contains("||") || line.contains("]") { endings = [] }
        } else if closes, !measures.isEmpty {
            measures[measures.count - 1].signs.closesRepeat = 2
            endings = []
        }
        if opens { open.signs.opensRepeat = true }
        // Endings: "|1", "[1", "[1,3", "[2-4".
        var numbers = rest
        if numbers.first == "[" { numbers = numbers.dropFirst() }
        guard numbers.first?.isNumber == true, rest.first == "[" || !line.isEmpty else { return }
        let text = numbers.prefix { $0.isNumber || $0 == "," || $0 == "-" }
        rest = numbers.dropFirst(text.count)
        endings = []
        for part in text.split(separator: ",") {
            let ends = part.split(separator: "-").compactMap { Int($0) }.filter { (1...64).contains($0) }
            if let low = ends.first, let high = ends.last, low <= high { endings.formUnion(low...high) }
        }
    }

    mutating func closeMeasure() throws(SheetMusicError) {
        guard measures.count < Self.mostMeasures else {
            throw .whole("more than \(Self.mostMeasures) measures are too many for a sheet")
        }
        open.signs.endings = endings
        if open.length > open.full {
            throw .measure(
                open.number,
                fault: "its notes are longer than a bar of \(open.meter) (line \(line)); is a bar line missing?")
        }
        measures.append(open)
        var next = ReadMeasure(number: "\(measures.count + 1)", meter: meter ?? .common)
        next.signs.opensRepeat = false
        open = next
        hasContent = false
        accidentals = [:]
        tuplet = nil
        brokenNext = nil
    }

    func sheet(in wanted: Meter?, requiresChords: Bool) throws(SheetMusicError) -> LeadSheet {
        var tune = self
        if hasContent { try tune.closeMeasure() }
        guard !tune.measures.isEmpty else { throw .whole("the tune has no bars; is its key (K:) there?") }
        var measures = Self.joined(tune.measures)
        for (index, measure) in measures.enumerated()
        where index > 0 && measure.length > 0 && measure.length < measure.full {
            // The last bar of a part may give its end to the upbeat.
            let isLast = index + 1 == measures.count || measure.signs.closesRepeat != nil
            guard isLast else {
                throw .measure(
                    measure.number,
                    fault: "its notes are shorter than a bar of \(measure.meter); is one missing?")
            }
        }
        for index in measures.indices where index > 0 { measures[index].length = measures[index].full }
        var sheet = try LeadSheet(
            measures, title: title, key: key, tempo: tempo, style: style.flatMap { StyleName($0) == nil ? nil : $0 },
            in: wanted, requiresChords: requiresChords)
        sheet.melodyName = voice
        for (text, measure) in texts.prefix(4) {
            sheet.chart.notes.append("measure \(measure): “\(text)” is taken for a text, not for a chord")
        }
        return sheet
    }

    /// Bars that a repeat sign divides are one.
    private static func joined(_ measures: [ReadMeasure]) -> [ReadMeasure] {
        var result: [ReadMeasure] = []
        for measure in measures {
            guard let last = result.last, result.count > 1, last.length > 0, last.length < last.full,
                last.length + measure.length == last.full, last.signs.closesRepeat == nil,
                last.signs.endings == measure.signs.endings,
                !measure.signs.opensRepeat
            else {
                result.append(measure)
                continue
            }
            var whole = last
            whole.chords += measure.chords.map { (time: $0.time + last.length, chord: $0.chord) }
            whole.notes += measure.notes.map {
                ReadNote(time: $0.time + last.length, length: $0.length, pitch: $0.pitch, isTiedBack: $0.isTiedBack)
            }
            whole.length = last.full
            whole.signs.closesRepeat = measure.signs.closesRepeat
            result[result.count - 1] = whole
        }
        return result
    }
}
