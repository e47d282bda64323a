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
    private var meter: Meter?
    private var unitLength: Int?
    private var tempo: Double?
    private var style: String?
    private var hasBody = false
    private var voice: String?
    private var isOtherVoice = false
    private var measures: [ReadMeasure] = []
    private var open = ReadMeasure(number: "1", meter: .common)
    private var hasContent = false
    private var line = 0
    private var accidentals: [Int: Int] = [:]
    private var signature: [Int] = Array(repeating: 0, count: 7)
    private var tuplet: (left: Int, length: Int, of: Int)?
    private var brokenNext: Int?
    private var isTied = false
    /// The alterations of the notes just read, and of those that a tie holds, by line of the staff.
    private var lastAlters: [Int: Int] = [:]
    private var tiedAlters: [Int: Int] = [:]
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

    private static func field(_ text: String) -> (name: Character, value: String)? {
        guard let first = text.first, first.isLetter, first.isASCII, text.dropFirst().first == ":" else { return nil }
        let value = text.dropFirst(2).drop(while: \.isWhitespace)
        // "|:" cannot be meant, and a note before a colon closes a repeat.
        if text.dropFirst(2).first == "|" { return nil }
        return (first, String(value.reversed().drop(while: \.isWhitespace).reversed()))
    }

    private mutating func field(_ name: Character, _ value: String) throws(SheetMusicError) {
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

    // MARK: Music

    private var unit: Int {
        if let unitLength { return unitLength }
        let meter = meter ?? .common
        return (meter.barTicks < 3 * Meter.ticksPerQuarter ? 1 : 2) * ReadMeasure.unit / 4
    }

    private mutating func music(_ text: String) throws(SheetMusicError) {
        var rest = text[...]
        while let first = rest.first {
            switch first {
            case " ", "\t", "\\", "`", "~", "H", "I", "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S", "T", "U", "V",
                "W", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "y", ".", ")", "$",
                "*", ";":
                rest.removeFirst()
            case "\"": try quoted(&rest)
            case "!", "+":
                rest.removeFirst()
                if let end = rest.firstIndex(of: first) {
                    decoration(String(rest[..<end]))
                    rest = rest[rest.index(after: end)...]
                }
            case "{":
                guard let end = rest.firstIndex(of: "}") else { throw fault("\"{\" is never closed") }
                rest = rest[rest.index(after: end)...]
            case "(":
                rest.removeFirst()
                if let digit = rest.first?.wholeNumberValue { try beginTuplet(digit, &rest) }
            case "|", ":": try bar(&rest)
            case "[":
                let next = rest.dropFirst().first
                if next == "|" || next?.isNumber == true {
                    try bar(&rest)
                } else if next?.isLetter == true, rest.dropFirst(2).first == ":" {
                    guard let end = rest.firstIndex(of: "]") else { throw fault("\"[\" is never closed") }
                    if let field = Self.field(String(rest[rest.index(after: rest.startIndex)..<end])) {
                        try self.field(field.name, field.value)
                    }
                    rest = rest[rest.index(after: end)...]
                } else {
                    try chordOfNotes(&rest)
                }
            case "]": rest.removeFirst()
            case ">", "<":
                let count = rest.prefix { $0 == first }.count
                rest = rest.dropFirst(count)
                try breakRhythm(first == ">", count)
            case "-":
                rest.removeFirst()
                isTied = true
                tiedAlters = lastAlters
            case "z", "x": try silence(&rest)
            case "Z", "X": try wholeRests(&rest)
            case "&":
                // A second voice over the same bar.
                guard let end = rest.firstIndex(of: "|") else { return }
                rest = rest[end...]
            default:
                if "^_=ABCDEFGabcdefg".contains(first) {
                    let pitches = [try pitch(&rest)]
                    sound(pitches, try length(&rest))
                } else {
                    throw fault("\"\(first)\" means nothing here")
                }
            }
        }
    }

    private func fault(_ text: String) -> SheetMusicError { .line(line, fault: text) }

    /// A chord symbol, or an annotation.
    private mutating func quoted(_ rest: inout Substring) throws(SheetMusicError) {
        rest.removeFirst()
        guard let end = rest.firstIndex(of: "\"") else { throw fault("a quotation mark is never closed") }
        let text = String(rest[..<end])
        rest = rest[rest.index(after: end)...]
        guard let first = text.first, !"^_<>@".contains(first) else { return }
        hasContent = true
        do throws(HarmonyError) {
            open.chords.append((open.length, try ChordParser.parse(text)))
        } catch {
            throw .measure(open.number, fault: "\(error) (line \(line))")
        }
    }

    private mutating func decoration(_ name: String) {
        switch name {
        case "segno": open.signs.isSegno = true
        case "coda":
            if measures.contains(where: \.signs.leavesToCoda) {
                open.signs.isCoda = true
            } else {
                open.signs.leavesToCoda = true
            }
        case "fine": open.signs.isFine = true
        case "D.C.", "D.C.alcoda", "D.C.alfine": open.signs.jump = .daCapo
        case "D.S.", "D.S.alcoda", "D.S.alfine": open.signs.jump = .dalSegno
        default: break
        }
    }

    private mutating func beginTuplet(_ notes: Int, _ rest: inout Substring) throws(SheetMusicError) {
        rest.removeFirst()
        var numbers: [Int?] = []
        while rest.first == ":", numbers.count < 2 {
            rest.removeFirst()
            numbers.append(rest.first?.wholeNumberValue)
            if rest.first?.isNumber == true { rest.removeFirst() }
        }
        let isCompound = meter?.isCompound ?? false
        let usual = [2: 3, 3: 2, 4: 3, 6: 2, 8: 3][notes] ?? (isCompound ? 3 : 2)
        let inTimeOf = (numbers.first ?? nil) ?? usual
        let count = (numbers.dropFirst().first ?? nil) ?? notes
        guard notes > 1, inTimeOf > 0 else { throw fault("a tuplet of \(notes) is none") }
        tuplet = (count, inTimeOf, notes)
    }

    private mutating func pitch(_ rest: inout Substring) throws(SheetMusicError) -> Int {
        var accidental: Int?
        while let sign = rest.first, "^_=".contains(sign) {
            accidental = (accidental ?? 0) + (sign == "^" ? 1 : sign == "_" ? -1 : 0)
            rest.removeFirst()
        }
        guard let letter = rest.first, let index = Array("CDEFGABcdefgab").firstIndex(of: letter) else {
            throw fault("an accidental stands before no note")
        }
        rest.removeFirst()
        var octave = index < 7 ? 4 : 5
        while let mark = rest.first, mark == "'" || mark == "," {
            octave += mark == "'" ? 1 : -1
            rest.removeFirst()
        }
        let staffLine = octave * 7 + index % 7
        if let accidental { accidentals[staffLine] = accidental }
        // A tie holds the accidental over the bar line.
        let alter = accidentals[staffLine] ?? (isTied ? tiedAlters[staffLine] : nil) ?? signature[index % 7]
        lastAlters[staffLine] = alter
        let pitch = 12 * (octave + 1) + [0, 2, 4, 5, 7, 9, 11][index % 7] + alter
        guard (0...127).contains(pitch) else {
            throw .measure(open.number, fault: "a note lies outside of what is played")
        }
        return pitch
    }

    /// A note's length: "2", "/", "3/2", "//".
    private mutating func length(_ rest: inout Substring) throws(SheetMusicError) -> Int {
        let digits = rest.prefix(while: \.isNumber)
        rest = rest.dropFirst(digits.count)
        let upper = digits.isEmpty ? 1 : Int(digits) ?? 0
        var lower = 1
        while rest.first == "/" {
            rest.removeFirst()
            let digits = rest.prefix(while: \.isNumber)
            rest = rest.dropFirst(digits.count)
            lower *= digits.isEmpty ? 2 : Int(digits) ?? 0
            guard (1...256).contains(lower) else { break }
        }
        guard (1...256).contains(upper), (1...256).contains(lower) else {
            throw .measure(open.number, fault: "a note has a length that is none")
        }
        var length = unit * upper / lower
        if let current = tuplet {
            length = length * current.length / current.of
            tuplet = current.left > 1 ? (current.left - 1, current.length, current.of) : nil
        }
        if let factor = brokenNext {
            length = length * factor / 16
            brokenNext = nil
        }
        return length
    }

    private mutating func chordOfNotes(_ rest: inout Substring) throws(SheetMusicError) {
        rest.removeFirst()
        var pitches: [Int] = []
        var inner = 1
        while let first = rest.first, first != "]" {
            if "^_=ABCDEFGabcdefg".contains(first) {
                pitches.append(try pitch(&rest))
                let held = (tuplet, brokenNext)
                (tuplet, brokenNext) = (nil, nil)
                let length = try self.length(&rest)
                if pitches.count == 1 { inner = length }
                (tuplet, brokenNext) = held
            } else if first == "\"" {
                try quoted(&rest)
            } else {
                rest.removeFirst()
            }
        }
        guard !rest.isEmpty, !pitches.isEmpty else { throw fault("\"[\" is never closed, or holds no note") }
        rest.removeFirst()
        let outer = try length(&rest)
        sound(pitches, unit > 0 ? outer * inner / unit : outer)
    }

    private mutating func sound(_ pitches: [Int], _ length: Int) {
        for pitch in pitches {
            open.notes.append(ReadNote(time: open.length, length: length, pitch: pitch, isTiedBack: isTied))
        }
        isTied = false
        tiedAlters = [:]
        open.length += length
        hasContent = true
    }

    private mutating func silence(_ rest: inout Substring) throws(SheetMusicError) {
        rest.removeFirst()
        open.length += try length(&rest)
        hasContent = true
    }

    private mutating func wholeRests(_ rest: inout Substring) throws(SheetMusicError) {
        rest.removeFirst()
        let digits = rest.prefix(while: \.isNumber)
        rest = rest.dropFirst(digits.count)
        guard let count = digits.isEmpty ? 1 : Int(digits), (1...512).contains(count), open.length == 0 else {
            throw .measure(open.number, fault: "a rest of whole bars stands within a bar, or is too long")
        }
        for index in 0..<count {
            open.length = open.full
            hasContent = true
            if index + 1 < count { try closeMeasure() }
        }
    }

    /// The notes around ">" or "<": the one gives the other half of its length, three quarters for two signs.
    private mutating func breakRhythm(_ isLong: Bool, _ count: Int) throws(SheetMusicError) {
        guard let last = open.notes.last, (1...3).contains(count) else { throw fault("\">\" stands between no notes") }
        let short = 16 >> count
        let factor = isLong ? 32 - short : short
        let before = last.length
        let after = before * factor / 16
        for index in open.notes.indices where open.notes[index].time == last.time { open.notes[index].length = after }
        open.length += after - before
        brokenNext = 32 - factor
    }

    // MARK: Bars

    private mutating func bar(_ rest: inout Substring) throws(SheetMusicError) {
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

    private mutating func closeMeasure() throws(SheetMusicError) {
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
