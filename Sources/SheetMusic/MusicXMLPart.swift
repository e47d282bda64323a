import Harmony

/// A part as it is read.
struct MusicXMLPart {
    private(set) var measures: [ReadMeasure] = []
    private(set) var key: Key?
    private(set) var tempo: Double?
    private(set) var words: [String] = []
    private(set) var staves = 1
    private var divisions = 1
    private var meter: Meter?
    /// Semitones from what is written to what sounds.
    private var sounding = 0
    private var openEndings: Set<Int> = []
    private var isDrums = false
    /// Whether slashes are drawn in place of what is written, until that is taken back.
    private var isSlashed = false

    var hasChords: Bool { measures.contains { !$0.chords.isEmpty } }
    var hasNotes: Bool { measures.contains { !$0.notes.isEmpty } }

    /// Reads a measure.
    mutating func add(_ element: XMLElement, number: String) throws(SheetMusicError) {
        let number = String(number.prefix(12))
        var measure = ReadMeasure(number: number, meter: meter ?? .common)
        var reader = MeasureReader()
        reader.isSlashed = isSlashed
        for child in element.children {
            switch child.name {
            case "attributes":
                try attributes(child, number, isFirst: measures.isEmpty, &measure)
                reader.isSlashed = isSlashed
            case "note": try reader.note(child, number, divisions, sounding, &measure)
            case "backup", "forward":
                let length = try self.length(child, number)
                try reader.move(by: child.name == "backup" ? -length : length, number)
            case "harmony":
                let offset = try self.offset(child, number)
                let chord = try MusicXMLChord.chord(child, number)
                measure.chords.append(
                    (max(0, reader.time + offset), sounding == 0 ? chord : chord.transposed(by: sounding, in: key)))
            case "direction": try direction(child, number, &measure)
            case "sound": sound(child, &measure)
            case "barline": barline(child, &measure)
            default: break
            }
        }
        measure.signs.endings.formUnion(openEndings)
        if let stopped { openEndings.subtract(stopped) }
        stopped = nil
        measure.length = reader.end
        measure.notes.sort { ($0.time, $0.pitch) < ($1.time, $1.pitch) }
        // An upbeat is shorter, and so may be what stands before a repeat; nothing may be longer.
        let full = measure.full
        let isImplicit = element.attributes["implicit"] == "yes"
        if measure.length > full || (measure.length > 0 && measure.length < full && !measures.isEmpty && !isImplicit) {
            throw .measure(
                number,
                fault: "its notes come to \(Self.quarters(measure.length)), but a bar of \(measure.meter) has "
                    + Self.quarters(full))
        }
        measures.append(measure)
    }

    private var stopped: Set<Int>?

    /// Called when the last measure is in.
    mutating func finish() throws(SheetMusicError) {
        if let first = measures.first, first.length > 0, first.length < first.full, measures.count == 1 {
            throw .measure(
                first.number,
                fault:
                    "its notes come to \(Self.quarters(first.length)), but a bar of \(first.meter) has \(Self.quarters(first.full))"
            )
        }
    }

    private static func quarters(_ length: Int) -> String {
        let hundredths = (length * 100 + ReadMeasure.unit / 2) / ReadMeasure.unit
        let text = hundredths % 100 == 0 ? "\(hundredths / 100)" : "\(Double(hundredths) / 100)"
        return text == "1" ? "1 quarter" : "\(text) quarters"
    }

    private func length(_ element: XMLElement, _ number: String) throws(SheetMusicError) -> Int {
        try MeasureReader.length(element.text("duration"), divisions, number)
    }

    private func offset(_ element: XMLElement, _ number: String) throws(SheetMusicError) -> Int {
        guard let text = element.text("offset"), let value = Double(text), abs(value) < 1e6 else { return 0 }
        return Int((value * Double(ReadMeasure.unit) / Double(divisions)).rounded())
    }

    private mutating func attributes(
        _ element: XMLElement, _ number: String, isFirst: Bool, _ measure: inout ReadMeasure
    ) throws(SheetMusicError) {
        if let text = element.text("divisions") {
            guard let value = Int(text), (1...1_000_000).contains(value) else {
                throw .measure(number, fault: "divisions of \"\(text.prefix(12))\" count no time; they are 1 or more")
            }
            divisions = value
        }
        if let value = element.number("staves"), (1...20).contains(value) { staves = value }
        for style in element.all("measure-style") {
            if let slash = style["slash"] { isSlashed = slash.attributes["type"] != "stop" }
        }
        if let transpose = element["transpose"] {
            let chromatic = transpose.number("chromatic") ?? 0
            let octaves = transpose.number("octave-change") ?? 0
            guard abs(chromatic) <= 48, abs(octaves) <= 4 else {
                throw .measure(number, fault: "a transposition by \(chromatic) semitones is out of reach")
            }
            sounding = chromatic + 12 * octaves
        }
        if let time = element["time"], time["senza-misura"] == nil {
            let beats = time.all("beats").map(\.trimmed)
            let units = time.all("beat-type").map(\.trimmed)
            let name = zip(beats, units).map { "\($0.prefix(8))/\($1.prefix(8))" }.joined(separator: " + ")
            guard beats.count == 1, units.count == 1,
                let meter = Meter("\(beats[0])/\(units[0])")
            else {
                throw .measure(
                    number,
                    fault: "the metre \(name) is not played; there are \(Meter.understood)")
            }
            self.meter = meter
            measure.meter = meter
        }
        if let read = element["key"], key == nil, let fifths = read.number("fifths"), (-7...7).contains(fifths) {
            let isMinor = read.text("mode") == "minor"
            let written = Key(tonic: NoteName(fifths: fifths + (isMinor ? 3 : 0)), isMinor: isMinor)
            key = sounding % 12 == 0 ? written : written.transposed(by: sounding)
        }
    }

    private mutating func direction(
        _ element: XMLElement, _ number: String, _ measure: inout ReadMeasure
    ) throws(SheetMusicError) {
        for type in element.all("direction-type").flatMap(\.children) {
            switch type.name {
            case "rehearsal": measure.section = LeadSheet.label(type.trimmed) ?? measure.section
            case "segno": measure.signs.isSegno = true
            case "coda": measure.signs.isCoda = true
            case "words" where words.count < 100: words.append(String(type.trimmed.prefix(60)))
            case "metronome":
                if tempo == nil, type["beat-unit"]?.trimmed == "quarter", let text = type.text("per-minute") {
                    setTempo(text, dots: type.all("beat-unit-dot").count)
                }
            default: break
            }
        }
        if let child = element["sound"] { sound(child, &measure) }
    }

    private mutating func setTempo(_ text: String, dots: Int = 0) {
        guard tempo == nil, let value = Double(text) else { return }
        let quarters = dots > 0 ? value * 1.5 : value
        if (20...400).contains(quarters) { tempo = quarters }
    }

    private mutating func sound(_ element: XMLElement, _ measure: inout ReadMeasure) {
        if let text = element.attributes["tempo"] { setTempo(text) }
        if element.attributes["dacapo"] == "yes" { measure.signs.jump = .daCapo }
        if element.attributes["dalsegno"] != nil { measure.signs.jump = .dalSegno }
        if element.attributes["tocoda"] != nil {
            measure.signs.leavesToCoda = true
            measure.signs.isCoda = false
        }
        if element.attributes["coda"] != nil { measure.signs.isCoda = true }
        if element.attributes["segno"] != nil { measure.signs.isSegno = true }
        if element.attributes["fine"] != nil { measure.signs.isFine = true }
    }

    private mutating func barline(_ element: XMLElement, _ measure: inout ReadMeasure) {
        if let direction = element["repeat"]?.attributes["direction"] {
            if direction == "forward" { measure.signs.opensRepeat = true }
            if direction == "backward" {
                measure.signs.closesRepeat =
                    element["repeat"]?.attributes["times"].flatMap { Int($0) }.map { max(1, min($0, 64)) } ?? 2
            }
        }
        if let ending = element["ending"] {
            let numbers = Set(
                (ending.attributes["number"] ?? "").split { !$0.isNumber }.compactMap { Int($0) }.filter {
                    (1...64).contains($0)
                })
            if ending.attributes["type"] == "start" {
                openEndings = numbers
            } else {
                stopped = numbers.isEmpty ? openEndings : numbers
            }
        }
    }
}

/// The time within a measure as its elements move it.
private struct MeasureReader {
    var time = 0
    /// The furthest that anything went.
    var end = 0
    /// Whether slashes are drawn in place of the notes.
    var isSlashed = false
    /// When the last note began, for the notes of its chord.
    private var onset = 0

    static func length(_ text: String?, _ divisions: Int, _ number: String) throws(SheetMusicError) -> Int {
        guard let text, let value = Double(text), value >= 0, value <= 1e6 * Double(divisions) else {
            throw .measure(number, fault: "a duration of \"\((text ?? "").prefix(12))\" is none")
        }
        return Int((value * Double(ReadMeasure.unit) / Double(divisions)).rounded())
    }

    mutating func move(by length: Int, _ number: String) throws(SheetMusicError) {
        time += length
        guard time >= 0 else { throw .measure(number, fault: "a voice goes back to before the bar line") }
        end = max(end, time)
    }

    mutating func note(
        _ element: XMLElement, _ number: String, _ divisions: Int, _ sounding: Int, _ measure: inout ReadMeasure
    ) throws(SheetMusicError) {
        // Grace notes take no time, and cues are somebody else's.
        guard element["grace"] == nil else { return }
        let length = try Self.length(element.text("duration"), divisions, number)
        let isChord = element["chord"] != nil
        if !isChord { onset = time }
        // Slashes stand for what the player makes up.
        let isSlash = isSlashed || element.text("notehead") == "slash"
        if let pitch = element["pitch"], element["cue"] == nil, !isSlash, (element.number("staff") ?? 1) == 1 {
            let letters = ["C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11]
            guard let letter = pitch.text("step").flatMap({ letters[$0] }), let octave = pitch.number("octave"),
                (-1...10).contains(octave)
            else { throw .measure(number, fault: "a note has no pitch that is one") }
            let alter = pitch.text("alter").flatMap { Double($0) } ?? 0
            guard abs(alter) <= 3 else { throw .measure(number, fault: "a note is altered by \(alter) semitones") }
            let value = 12 * (octave + 1) + letter + Int(alter.rounded()) + sounding
            guard (0...127).contains(value) else {
                throw .measure(number, fault: "a note lies outside of what is played")
            }
            if length > 0 {
                measure.notes.append(
                    ReadNote(
                        time: onset, length: length, pitch: value,
                        isTiedBack: element.all("tie").contains { $0.attributes["type"] == "stop" }))
            }
        }
        if !isChord { try move(by: length, number) }
    }
}

/// A harmony element.
enum MusicXMLChord {
    static func chord(_ element: XMLElement, _ number: String) throws(SheetMusicError) -> Chord {
        let kind = element["kind"]
        let value = kind?.trimmed ?? ""
        let text = kind?.attributes["text"]
        if value == "none" || text == "N.C." { return .noChord }
        guard let root = name(element["root"], "root") else {
            throw .measure(number, fault: "a chord has no root that is a note; functions and numerals are not read")
        }
        let degrees = element.all("degree").compactMap { degree -> MusicXMLHarmony.Degree? in
            guard let value = degree.number("degree-value"),
                let use = degree.text("degree-type").flatMap(MusicXMLHarmony.Degree.Use.init)
            else { return nil }
            return .init(value: value, alter: degree.number("degree-alter") ?? 0, use: use)
        }
        let bass = element["bass"].flatMap { name($0, "bass") }
        guard
            let chord = MusicXMLHarmony.chord(root: root, kind: value, text: text, degrees: degrees, bass: bass)
        else {
            let symbol = "\(root)\(text ?? value)"
            throw .measure(number, fault: "unknown chord \"\(HarmonyError.shortened(symbol))\"")
        }
        return chord
    }

    private static func name(_ element: XMLElement?, _ kind: String) -> NoteName? {
        guard let element, let step = element.text("\(kind)-step"), step.count == 1,
            let letter = Array("CDEFGAB").firstIndex(of: Character(step)),
            let alter = (element.text("\(kind)-alter").map { Double($0) } ?? 0), abs(alter) <= 2
        else { return nil }
        return NoteName(letter: letter, accidental: Int(alter))
    }
}
