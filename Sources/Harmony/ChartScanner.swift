/// A bar as written, before repeats are played and chords are read.
struct WrittenBar {
    var words: [String] = []
    var label: String?
    var ending: Int?
    var opensRepeat = false
    var closesRepeat = false
    /// nil for that of the chart's header.
    var meter: Meter?
    /// How the section that begins here is played.
    var style: Style?
    var location: ChartLocation
}

/// Cuts the music lines of a chart into written bars.
struct ChartScanner {
    private(set) var bars: [WrittenBar] = []
    /// The bar being read; it counts once it holds a word.
    private var open = WrittenBar(location: ChartLocation(bar: 1, line: nil))

    /// The metre of the bars to come; nil for that of the header.
    private var meter: Meter?
    /// Whether no bar has followed the last metre yet.
    private var awaitsBar = false

    /// Whether nothing of the music has been read yet.
    var isUntouched: Bool { bars.isEmpty && open.label == nil && !open.opensRepeat }

    /// Takes in one line; its end is a bar line.
    mutating func scan(_ line: Substring, line number: Int?) throws(HarmonyError) {
        var rest = line
        var hasBarLine = false
        open.location = ChartLocation(bar: bars.count + 1, line: number)
        while let first = rest.first {
            if first.isWhitespace {
                rest.removeFirst()
                continue
            }
            if let mark = Self.barMark(&rest) {
                if hasBarLine, mark == "|" { throw .bar(.empty, location: open.location) }
                try barLine(mark)
                hasBarLine = true
                continue
            }
            if first == "[" {
                try label(&rest)
            } else if open.words.isEmpty, let text = Self.meter(&rest) {
                try begin(meter: text, line: number)
            } else {
                add(Self.word(&rest, isFirst: open.words.isEmpty))
            }
            hasBarLine = false
        }
        try close()
    }

    /// A section's name on a line of its own.
    mutating func begin(section name: String, line number: Int?) throws(HarmonyError) {
        open.location = ChartLocation(bar: bars.count + 1, line: number)
        try setLabel(name)
    }

    /// How the bars are played from here to the next section.
    mutating func begin(style: Style, line number: Int?) {
        open.location = ChartLocation(bar: bars.count + 1, line: number)
        open.style = style
    }

    /// The metre of the bars from here on, as a header between the lines of the music says it.
    mutating func begin(meter text: String, line number: Int?) throws(HarmonyError) {
        open.location = ChartLocation(bar: bars.count + 1, line: number)
        guard let read = Meter(text) else { throw .bar(.meter(text), location: open.location) }
        meter = read
        awaitsBar = true
    }

    /// Fails if something was begun that no bar followed.
    func finish() throws(HarmonyError) {
        if open.opensRepeat { throw .bar(.unclosedRepeat, location: open.location) }
        if open.label != nil || open.ending != nil || open.style != nil || awaitsBar {
            throw .bar(.empty, location: open.location)
        }
    }

    /// The bar line that a text begins with, in plain signs: "[:" and "𝄆" open a repeat as "|:" does, "|]" ends as "|".
    private static func barMark(_ rest: inout Substring) -> String? {
        var mark = ""
        var text = rest
        while let sign = text.first {
            let next = text.dropFirst().first
            switch sign {
            case "|", ":": mark.append(sign)
            case "\u{2016}": mark += "||"
            case "\u{1D106}": mark += "|:"
            case "\u{1D107}": mark += ":|"
            case "[" where next == ":" || next == "|": mark += next == ":" ? "|" : ""
            case "]" where mark == ":": mark = ":|"
            case "]" where mark.last == "|": break
            default:
                guard !mark.isEmpty else { return nil }
                rest = text
                return String(mark.prefix(8))
            }
            text.removeFirst()
        }
        guard !mark.isEmpty else { return nil }
        rest = text
        return String(mark.prefix(8))
    }

    /// The metre that a bar begins with, "3/4" or "7/8 (2+2+3)", if it does; it need not be one that is played.
    private static func meter(_ rest: inout Substring) -> String? {
        let word = rest.prefix { !$0.isWhitespace && !"|(".contains($0) }
        let halves = word.split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count == 2, word.count <= 24,
            halves.allSatisfy({ half in
                half.first?.isNumber == true && half.allSatisfy { $0.isNumber || $0 == "+" }
            })
        else { return nil }
        rest = rest.dropFirst(word.count)
        let after = rest.drop { $0 == " " }
        guard after.first == "(", let end = after.firstIndex(of: ")"),
            after[..<end].dropFirst().allSatisfy({ $0.isNumber || " +".contains($0) }),
            after.distance(from: after.startIndex, to: end) <= 24
        else { return String(word) }
        rest = after[after.index(after: end)...]
        return String(word) + after[...end].filter { $0 != " " }
    }

    /// The words of a line, as they are told apart in bars.
    static func words(_ line: Substring) -> [String] {
        var words: [String] = []
        var rest = line.drop(while: \.isWhitespace)
        while !rest.isEmpty {
            let word = word(&rest, isFirst: words.isEmpty)
            // A sign that is no word's stands for itself.
            words.append(word.isEmpty ? String(rest.removeFirst()) : word)
            rest = rest.drop(while: \.isWhitespace)
        }
        return words
    }

    /// The word that a text begins with; brackets that are closed hold it together, spaces and all: "C7 (b9, b13)" are
    /// two words, "C7[b9]" is one, "F7[B]" is one and a label.
    ///
    /// - Parameter isFirst: Whether no chord stands before it in the bar.
    private static func word(_ rest: inout Substring, isFirst: Bool) -> String {
        var word = ""
        while let sign = rest.first, !sign.isWhitespace, !"|:\u{2016}\u{1D106}\u{1D107}".contains(sign) {
            let isOpening = sign == "(" || (sign == "[" && holdsTension(rest))
            if sign == "[", !isOpening { break }
            if isOpening, let end = rest.firstIndex(of: sign == "(" ? ")" : "]"),
                !rest[..<end].contains("|"), rest.distance(from: rest.startIndex, to: end) < ChordParser.maximumLength
            {
                word += rest[...end]
                rest = rest[rest.index(after: end)...]
            } else {
                word.append(rest.removeFirst())
            }
        }
        // "add 13" is one word, "flat 9" too; so is "b 5" behind a chord.
        let next = rest.first { $0 != " " }
        let isPrefix =
            ["add", "omit", "no"].contains(word.lowercased()) && next.map("b#\u{266D}\u{266F}".contains) ?? false
        let isAccidental =
            !isFirst && ["b", "\u{266D}"].contains(word) && next.map("59".contains) ?? false
            || !isFirst && ["b", "\u{266D}"].contains(word) && rest.drop { $0 == " " }.hasPrefix("13")
        if isPrefix || isAccidental
            || ["add", "omit", "no", "flat", "sharp"].contains(word.lowercased()) && next?.isNumber ?? false
        {
            rest = rest.drop { $0 == " " }
            return word + self.word(&rest, isFirst: false)
        }
        return word
    }

    /// Whether a bracket holds notes of a chord rather than a section's name.
    private static func holdsTension(_ text: Substring) -> Bool {
        let inside = text.dropFirst().drop { $0 == " " }
        guard let first = inside.first else { return false }
        return first.isNumber || "b#\u{266D}\u{266F}+-".contains(first)
            || ["add", "sus", "no", "omit", "alt", "maj"].contains { inside.lowercased().hasPrefix($0) }
    }

    /// What holds a chord for another beat.
    static let holds: Set<String> = [".", "/", "-", "\u{2013}", "\u{2014}"]
    /// What plays the bar before once more.
    static let repeats: Set<String> = ["%", "x", "X"]

    private mutating func add(_ word: String) {
        let number = word.count == 2 && word.last == "." ? word.first?.wholeNumberValue : nil
        if let number, number > 0, open.words.isEmpty, open.ending == nil {
            open.ending = number
            return
        }
        // Between chords a comma or a semicolon says nothing.
        let word = word.count > 1 && ",;".contains(word.last ?? " ") ? String(word.dropLast()) : word
        if let last = open.words.last, let whole = Self.joined(last, word) {
            open.words[open.words.count - 1] = whole
        } else if word.first == "(", word.last == ")", word.contains(" "), !Self.isChord(word) {
            for part in word.dropFirst().dropLast().split(whereSeparator: \.isWhitespace) { add(String(part)) }
        } else {
            open.words.append(word)
        }
    }

    /// A chord and the rest of it: "C7 b9", "C major", "G7 (b9, b13)"; nil where the second word stands for itself.
    private static func joined(_ first: String, _ second: String) -> String? {
        guard !holds.contains(second), !repeats.contains(second), !holds.contains(first), !repeats.contains(first),
            (try? ChordParser.parse(second, roots: .plain)) == nil
        else { return nil }
        let whole = "\(first) \(second)"
        return isChord(first) && isChord(whole) ? whole : nil
    }

    static func isChord(_ word: String) -> Bool { (try? ChordParser.parse(word)) != nil }

    private mutating func label(_ rest: inout Substring) throws(HarmonyError) {
        guard let end = rest.firstIndex(of: "]") else { throw .bar(.label(String(rest)), location: open.location) }
        let text = rest[rest.index(after: rest.startIndex)..<end].split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
        // In the middle of a line a label is a bar line too.
        if !open.words.isEmpty { try close() }
        try setLabel(text)
        rest = rest[rest.index(after: end)...]
    }

    private mutating func setLabel(_ text: String) throws(HarmonyError) {
        guard !text.isEmpty, text.count <= 24, open.label == nil else {
            throw .bar(.label("[\(text)]"), location: open.location)
        }
        open.label = text
    }

    private mutating func barLine(_ mark: String) throws(HarmonyError) {
        try close()
        guard ["|", "||", "|:", "||:", ":|", ":||", ":|:", ":||:", "::"].contains(mark) else {
            throw .bar(.barLine(mark), location: open.location)
        }
        if mark.first == ":" {
            guard let last = bars.indices.last, !bars[last].closesRepeat, !open.opensRepeat else {
                throw .bar(.closingWithoutOpening, location: open.location)
            }
            bars[last].closesRepeat = true
        }
        if mark.last == ":" {
            guard !open.opensRepeat else { throw .bar(.nestedRepeat, location: open.location) }
            open.opensRepeat = true
        }
    }

    private mutating func close() throws(HarmonyError) {
        guard !open.words.isEmpty else { return }
        guard bars.count < ChartParser.maximumBars else { throw .tooManyBars(limit: ChartParser.maximumBars) }
        open.meter = meter
        awaitsBar = false
        bars.append(open)
        open = WrittenBar(location: ChartLocation(bar: bars.count + 1, line: open.location.line))
    }
}
