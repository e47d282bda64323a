import Harmony

/// Writes scores as MusicXML.
///
/// Specification: MusicXML 4.0, W3C Music Notation Community Group Final Report, 2021.
public struct MusicXMLWriter {
    private let score: WrittenScore
    /// What wrote it: a program and its version.
    private let software: String
    private let lineStarts: Set<Int>

    private init(_ score: WrittenScore, software: String) {
        self.score = score
        self.software = software
        lineStarts = Self.lineStarts(score)
    }

    /// The score as the text of a `.musicxml` file, in UTF-8.
    ///
    /// - Parameter software: What is named as the program that wrote it.
    public static func text(of score: WrittenScore, software: String = "jazz") -> String {
        MusicXMLWriter(score, software: software).text()
    }

    private func text() -> String {
        var xml = XMLText()
        xml.line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
        xml.line(
            "<!DOCTYPE score-partwise PUBLIC \"-//Recordare//DTD MusicXML 4.0 Partwise//EN\" "
                + "\"http://www.musicxml.org/dtds/partwise.dtd\">")
        xml.element("score-partwise", ["version": "4.0"]) { xml in
            if !score.title.isEmpty {
                xml.element("work") { $0.element("work-title", [:], score.title) }
            }
            xml.element("identification") { xml in
                xml.element("encoding") { xml in
                    xml.element("software", [:], software)
                    for name in ["accidental", "beam"] { xml.empty("supports", ["element": name, "type": "yes"]) }
                }
                if !score.remarks.isEmpty {
                    xml.element("miscellaneous") { xml in
                        for remark in score.remarks {
                            xml.element("miscellaneous-field", ["name": "recipe"], remark)
                        }
                    }
                }
            }
            xml.element("part-list") { xml in
                for (index, part) in score.parts.enumerated() { list(part, id: "P\(index + 1)", &xml) }
            }
            for (index, part) in score.parts.enumerated() {
                xml.element("part", ["id": "P\(index + 1)"]) { xml in
                    for bar in score.bars.indices {
                        measure(bar, of: part, isFirst: index == 0, id: "P\(index + 1)", &xml)
                    }
                }
            }
        }
        return xml.text
    }

    private func list(_ part: ScorePart, id: String, _ xml: inout XMLText) {
        xml.element("score-part", ["id": id]) { xml in
            xml.element("part-name", [:], part.name)
            if part.isDrums {
                let keys = drumKeys(of: part)
                for key in keys {
                    xml.element("score-instrument", ["id": "\(id)-I\(key)"]) {
                        $0.element("instrument-name", [:], DrumStaff.place(of: key).name)
                    }
                }
                for key in keys {
                    xml.element("midi-instrument", ["id": "\(id)-I\(key)"]) { xml in
                        xml.element("midi-channel", part.channel + 1)
                        xml.element("midi-program", part.program + 1)
                        xml.element("midi-unpitched", key + 1)
                    }
                }
            } else {
                xml.element("score-instrument", ["id": "\(id)-I1"]) { $0.element("instrument-name", [:], part.name) }
                xml.element("midi-instrument", ["id": "\(id)-I1"]) { xml in
                    xml.element("midi-channel", part.channel + 1)
                    xml.element("midi-program", part.program + 1)
                }
            }
        }
    }

    /// The bars that begin a line of a single staff: those of sections, and every fourth from there; every second where so many
    /// notes would be crowded.
    private static func lineStarts(_ score: WrittenScore) -> Set<Int> {
        guard score.parts.count == 1, let part = score.parts.first, part.lowerClef == nil else { return [] }
        var starts: Set<Int> = []
        var line = 0
        for bar in score.bars.indices.dropFirst() {
            func events(_ count: Int) -> Int {
                part.measures[line..<min(line + count, part.measures.count)].reduce(0) {
                    $0 + ($1.voices.first?.count ?? 0)
                }
            }
            guard score.bars[bar].section != nil || bar - line >= (events(4) > mostEvents ? 2 : 4) else { continue }
            line = bar
            starts.insert(bar)
        }
        return starts
    }

    /// The most notes and rests that stand in one line.
    private static let mostEvents = 34

    private func drumKeys(of part: ScorePart) -> [Int] {
        Set(part.measures.flatMap { $0.voices.flatMap { $0.flatMap { $0.notes.map(\.pitch) } } }).sorted()
    }

    // MARK: Measures

    private func measure(_ bar: Int, of part: ScorePart, isFirst: Bool, id: String, _ xml: inout XMLText) {
        xml.element("measure", ["number": "\(bar + 1)"]) { xml in
            if lineStarts.contains(bar) { xml.empty("print", ["new-system": "yes"]) }
            if bar == 0 {
                attributes(of: part, &xml)
                if isFirst { tempo(&xml) }
            } else if score.meter(of: bar) != score.meter(of: bar - 1) {
                xml.element("attributes") { time(score.meter(of: bar), &$0) }
            }
            if isFirst, let section = score.bars[bar].section { rehearsal(section, &xml) }
            let chords = part.hasChords ? self.chords(of: bar, for: part) : []
            let voices =
                part.isSlashed && score.bars[bar].chords.contains { !$0.chord.isNoChord }
                ? [slashes(score.meter(of: bar), of: part)] : part.measures[bar].voices
            for (voice, events) in voices.enumerated() {
                if voice > 0 {
                    xml.element("backup") { $0.element("duration", events.reduce(0) { $0 + $1.duration }) }
                }
                var left = voice == 0 ? chords[...] : []
                for event in events {
                    while let chord = left.first, chord.start < event.start + event.duration {
                        harmony(
                            chord.chord, offset: chord.start - event.start, staff: part.lowerClef == nil ? nil : 1, &xml
                        )
                        left = left.dropFirst()
                    }
                    write(event, voice: voice, of: part, id: id, &xml)
                }
            }
            let isLast = bar + 1 == score.bars.count
            if isLast || score.bars[bar + 1].section != nil {
                xml.element("barline", ["location": "right"]) {
                    $0.element("bar-style", [:], isLast ? "light-heavy" : "light-light")
                }
            }
        }
    }

    private func attributes(of part: ScorePart, _ xml: inout XMLText) {
        let key = score.key.transposed(by: part.transposition.semitones)
        xml.element("attributes") { xml in
            xml.element("divisions", WrittenScore.divisions)
            xml.element("key") { xml in
                xml.element("fifths", part.isDrums ? 0 : min(max(key.signature, -7), 7))
                xml.element("mode", [:], key.isMinor ? "minor" : "major")
            }
            time(score.bars.isEmpty ? score.meter : score.meter(of: 0), &xml)
            if let lower = part.lowerClef {
                xml.element("staves", 2)
                clef(part.clef, ["number": "1"], &xml)
                clef(lower, ["number": "2"], &xml)
            } else {
                clef(part.clef, [:], &xml)
            }
            if part.transposition.semitones != 0 {
                // What leads from the written pitch down to the sound; whole octaves apart.
                let octaves = part.transposition.semitones / 12
                xml.element("transpose") { xml in
                    xml.element("diatonic", -(part.transposition.steps - 7 * octaves))
                    xml.element("chromatic", -(part.transposition.semitones - 12 * octaves))
                    if octaves != 0 { xml.element("octave-change", -octaves) }
                }
            }
        }
    }

    private func clef(
        _ clef: Clef, _ attributes: KeyValuePairs<String, String>, _ xml: inout XMLText
    ) {
        xml.element("clef", attributes) { xml in
            switch clef {
            case .treble, .trebleOctaveBelow:
                xml.element("sign", [:], "G")
                xml.element("line", 2)
            case .bass, .bassOctaveBelow:
                xml.element("sign", [:], "F")
                xml.element("line", 4)
            case .percussion: xml.element("sign", [:], "percussion")
            }
            if [.trebleOctaveBelow, .bassOctaveBelow].contains(clef) { xml.element("clef-octave-change", -1) }
        }
    }

    /// A metre; one that is not grouped as usual says how.
    private func time(_ meter: Meter, _ xml: inout XMLText) {
        xml.element("time") { xml in
            let beats = meter.grouping?.map(String.init).joined(separator: "+")
            xml.element("beats", [:], beats ?? "\(meter.beats)")
            xml.element("beat-type", meter.unit)
        }
    }

    /// Style, tempo and swing, over the first bar.
    private func tempo(_ xml: inout XMLText) {
        xml.element("direction", ["placement": "above"]) { xml in
            if !score.style.isEmpty {
                xml.element("direction-type") { $0.element("words", ["font-weight": "bold"], score.style) }
            }
            xml.element("direction-type") { xml in
                xml.element("metronome", ["parentheses": "yes"]) { xml in
                    xml.element("beat-unit", [:], "quarter")
                    xml.element("per-minute", [:], Self.number(score.tempo))
                }
            }
            xml.element("sound", ["tempo": Self.number(score.tempo)]) { xml in
                xml.element("swing") { xml in
                    guard let swing = score.swing else { return xml.empty("straight") }
                    xml.element("first", Int((swing * 100).rounded()))
                    xml.element("second", 100)
                    xml.element("swing-type", [:], "eighth")
                }
            }
        }
    }

    private func rehearsal(_ label: String, _ xml: inout XMLText) {
        xml.element("direction", ["placement": "above"]) { xml in
            xml.element("direction-type") { $0.element("rehearsal", [:], label) }
        }
    }

    // MARK: Chords

    /// The chords that enter in a bar, as the part reads them, with their places in divisions.
    private func chords(of bar: Int, for part: ScorePart) -> [(start: Int, chord: Chord)] {
        let key = score.key.transposed(by: part.transposition.semitones)
        let meter = score.meter(of: bar)
        let unit = meter.beatTicks / (Meter.ticksPerQuarter / WrittenScore.divisions)
        var last = bar > 0 ? score.bars[bar - 1].chords.last?.chord : nil
        if score.bars[bar].section != nil { last = nil }
        var chords: [(start: Int, chord: Chord)] = []
        for entry in score.bars[bar].chords where entry.beat < meter.beats {
            if entry.chord != last {
                let chord =
                    part.transposition.semitones == 0
                    ? entry.chord : entry.chord.transposed(by: part.transposition.semitones, in: key)
                chords.append((entry.beat * unit, chord))
            }
            last = entry.chord
        }
        return chords
    }

    private func harmony(_ chord: Chord, offset: Int, staff: Int?, _ xml: inout XMLText) {
        xml.element("harmony") { xml in
            let (kind, degrees) = MusicXMLHarmony.kind(of: chord)
            if chord.isNoChord {
                // A root, even one with an empty text, is drawn by MuseScore 3.
                xml.empty("function")
                xml.element("kind", ["text": "N.C."], "none")
            } else {
                name(chord.rootName, "root", &xml)
                let symbol = chord.symbol.dropFirst(chord.rootName.description.count)
                let bass = chord.bassName.map { "/\($0)" } ?? ""
                xml.element("kind", ["text": String(symbol.dropLast(bass.count))], kind)
            }
            if let bass = chord.bassName { name(bass, "bass", &xml) }
            for degree in degrees {
                xml.element("degree", ["print-object": "no"]) { xml in
                    xml.element("degree-value", degree.value)
                    xml.element("degree-alter", degree.alter)
                    xml.element("degree-type", [:], degree.use.rawValue)
                }
            }
            if offset > 0 { xml.element("offset", offset) }
            if let staff { xml.element("staff", staff) }
        }
    }

    private func name(_ name: NoteName, _ element: String, _ xml: inout XMLText) {
        xml.element(element) { xml in
            xml.element("\(element)-step", [:], String(name.description.prefix(1)))
            if name.accidental != 0 { xml.element("\(element)-alter", name.accidental) }
        }
    }

    // MARK: Notes

    private func write(
        _ event: ScoreEvent, voice: Int, of part: ScorePart, id: String, _ xml: inout XMLText
    ) {
        let staff = part.lowerClef == nil ? nil : voice + 1
        guard !event.notes.isEmpty else {
            xml.element("note") { xml in
                event.value == nil ? xml.empty("rest", ["measure": "yes"]) : xml.empty("rest")
                xml.element("duration", event.duration)
                xml.element("voice", voice + 1)
                if let value = event.value { write(value, &xml) }
                if let staff { xml.element("staff", staff) }
                if event.tupletEdge != .none {
                    xml.element("notations") { self.tuplet(event, &$0) }
                }
            }
            return
        }
        for (place, note) in event.notes.enumerated() {
            // Slashes are silent where a program obeys this.
            xml.element("note", part.isSlashed ? ["dynamics": "0"] : [:]) { xml in
                if place > 0 { xml.empty("chord") }
                if part.isDrums {
                    xml.element("unpitched") { xml in
                        xml.element("display-step", [:], note.name.description)
                        xml.element("display-octave", note.octave)
                    }
                } else {
                    xml.element("pitch") { xml in
                        xml.element("step", [:], String(note.name.description.prefix(1)))
                        if note.name.accidental != 0 { xml.element("alter", note.name.accidental) }
                        xml.element("octave", note.octave)
                    }
                }
                xml.element("duration", event.duration)
                if note.isTiedBack { xml.empty("tie", ["type": "stop"]) }
                if note.isTiedOn { xml.empty("tie", ["type": "start"]) }
                if part.isDrums { xml.empty("instrument", ["id": "\(id)-I\(note.pitch)"]) }
                xml.element("voice", voice + 1)
                if let value = event.value { write(value, accidental: note.showsAccidental ? note.name : nil, &xml) }
                if part.isDrums { xml.element("stem", [:], voice == 0 ? "up" : "down") }
                if part.isSlashed {
                    xml.element("stem", [:], "none")
                    xml.element("notehead", [:], "slash")
                }
                if part.isDrums, let head = DrumStaff.place(of: note.pitch).head {
                    xml.element("notehead", [:], head)
                }
                if let staff { xml.element("staff", staff) }
                if place == 0 {
                    for (level, beam) in event.beams.enumerated() {
                        xml.element("beam", ["number": "\(level + 1)"], beam.rawValue)
                    }
                }
                if note.isTiedBack || note.isTiedOn || (place == 0 && event.tupletEdge != .none) {
                    xml.element("notations") { xml in
                        if note.isTiedBack { xml.empty("tied", ["type": "stop"]) }
                        if note.isTiedOn { xml.empty("tied", ["type": "start"]) }
                        if place == 0 { tuplet(event, &xml) }
                    }
                }
            }
        }
    }

    /// A slash on the middle line for each pulse of a bar.
    private func slashes(_ meter: Meter, of part: ScorePart) -> [ScoreEvent] {
        let key = score.key.transposed(by: part.transposition.semitones)
        let name = NoteName(letter: 6, accidental: Spelling.accidental(of: 6, in: key))
        let ticks = Meter.ticksPerQuarter / WrittenScore.divisions
        let starts = meter.pulseStarts.map { $0 / ticks }
        return zip(starts, starts.dropFirst() + [meter.barTicks / ticks]).map { start, end in
            ScoreEvent(
                start: start, duration: end - start, value: NoteValue.plain.first { $0.duration == end - start },
                notes: [ScoreNote(pitch: 71 + name.accidental, name: name, octave: 4)])
        }
    }

    private static let types = ["whole", "half", "quarter", "eighth", "16th", "32nd"]

    private func write(_ value: NoteValue, accidental: NoteName? = nil, _ xml: inout XMLText) {
        xml.element("type", [:], Self.types[value.power])
        if value.isDotted { xml.empty("dot") }
        if let accidental {
            let names = ["double-flat", "flat", "natural", "sharp", "double-sharp"]
            xml.element("accidental", [:], names[accidental.accidental + 2])
        }
        if value.isTriplet {
            xml.element("time-modification") { xml in
                xml.element("actual-notes", 3)
                xml.element("normal-notes", 2)
            }
        }
    }

    private func tuplet(_ event: ScoreEvent, _ xml: inout XMLText) {
        switch event.tupletEdge {
        case .none: break
        case .start: xml.empty("tuplet", ["type": "start", "bracket": "yes"])
        case .stop: xml.empty("tuplet", ["type": "stop"])
        }
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() ? String(Int(value)) : String((value * 100).rounded() / 100)
    }
}
