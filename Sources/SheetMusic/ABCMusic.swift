import Harmony

/// The notes, rests and signs of a line of music.
extension ABCTune {
    private var unit: Int {
        if let unitLength { return unitLength }
        let meter = meter ?? .common
        return (meter.barTicks < 3 * Meter.ticksPerQuarter ? 1 : 2) * ReadMeasure.unit / 4
    }

    mutating func music(_ text: String) throws(SheetMusicError) {
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

    func fault(_ text: String) -> SheetMusicError { .line(line, fault: text) }

    /// A chord symbol, or an annotation.
    private mutating func quoted(_ rest: inout Substring) throws(SheetMusicError) {
        rest.removeFirst()
        guard let end = rest.firstIndex(of: "\"") else { throw fault("a quotation mark is never closed") }
        let text = String(rest[..<end])
        rest = rest[rest.index(after: end)...]
        guard let first = text.first, !"^_<>@".contains(first) else { return }
        let sign = text.filter { $0 != " " }
        if let found = Self.signs.first(where: { $0.lowercased() == sign.lowercased() }) { return decoration(found) }
        do throws(HarmonyError) {
            open.chords.append((open.length, try ChordParser.parse(text)))
            hasContent = true
        } catch {
            guard Self.isText(text) else { throw .measure(open.number, fault: "\(error) (line \(line))") }
            texts.append((HarmonyError.shortened(text), open.number))
        }
    }

    /// Signs that are written as texts as well.
    private static let signs = [
        "segno", "coda", "fine", "D.C.", "D.C.alcoda", "D.C.alfine", "D.S.", "D.S.alcoda", "D.S.alfine",
    ]

    /// Whether quoted text is no chord that was misspelt: "1", "Slow", "Chorus", but not "Xm7" or "Cmaj77".
    private static func isText(_ text: String) -> Bool {
        guard let first = text.first else { return false }
        if first.isNumber || !(first.isLetter || first == "(") { return true }
        guard !text.contains(where: \.isNumber) else { return false }
        guard "ABCDEFGHabcdefgh(".contains(first) else { return true }
        let chordWords = [
            "maj", "min", "dim", "aug", "sus", "add", "alt", "dom", "omit", "half", "lyd", "phr", "is", "es",
        ]
        let rest = text.dropFirst().prefix { $0.isLetter && $0.isLowercase }
        return rest.count >= 3 && !chordWords.contains { rest.hasPrefix($0) }
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
}
