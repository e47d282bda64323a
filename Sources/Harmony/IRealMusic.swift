/// A bar of an iReal Pro song as written.
struct IRealBar {
    /// What a cell of a bar holds.
    enum Cell: Equatable {
        case chord(String)
        /// "p", or an empty cell: what sounds goes on.
        case held
        case noChord
    }

    /// The labels of what is played before the first chorus only.
    static let openings = ["Intro", "Verse"]

    /// The number as written, from 1.
    var number: Int
    var meter: Meter
    var cells: [Cell] = []
    /// "x" plays the bar before, "r" the two before.
    var repeats = 0
    var label: String?
    var ending: Int?
    var opensRepeat = false
    /// How often the repeat that ends here is played; nil where none ends.
    var closesRepeat: Int?
    var isSegno = false
    /// The coda sign: before the first chord, or behind one.
    var isCoda = false
    var isCodaAtEnd = false
    var isFine = false
    /// "U": where the last chorus ends.
    var isEnd = false
    var jump: Jump?

    /// "D.C. al Coda" and its like.
    struct Jump: Equatable {
        enum Goal: Equatable { case end, coda, fine, ending(Int) }
        var fromSegno: Bool
        var goal: Goal
    }

    var isBlank: Bool { repeats == 0 && cells.allSatisfy { $0 == .held } }
}

/// The written bars of an iReal Pro song.
///
/// The signs are those of the published protocol: `|` `[` `]` `{` `}` `Z` bar lines, `*A` a section, `T44` a metre, `N1` an
/// ending, `S` segno, `Q` coda, `f` fermata, `U` end, `x` and `r` repeated bars, `n` no chord, `p` a slash, `W` a bass
/// under the chord before, `(…)` an alternate chord, `<…>` a text, `s` and `l` small and large, `Y` space, and `,`.
struct IRealMusic {
    private(set) var bars: [IRealBar] = []
    /// Texts that say how the song is to be played, but are nothing that is obeyed.
    private(set) var directions: [(text: String, bar: Int)] = []
    private(set) var meter = Meter.common
    private var hasMeter = false
    private var open: IRealBar
    /// Whether the bar line before the open bar was a closing one: what is blank behind it is layout.
    private var isAfterClosing = true
    private var times: Int?

    init(_ music: String) throws(IRealFault) {
        open = IRealBar(number: 1, meter: .common)
        var rest = Array(music.unicodeScalars)[...]
        while let sign = rest.first {
            rest.removeFirst()
            try read(sign, &rest)
        }
        try close(by: "Z")
        guard bars.contains(where: { !$0.isBlank }) else { throw .noMusic }
    }

    private mutating func read(_ sign: Unicode.Scalar, _ rest: inout ArraySlice<Unicode.Scalar>) throws(IRealFault) {
        switch sign {
        case "|", "[", "]", "Z", "{", "}": try close(by: sign)
        case " ": open.cells.append(.held)
        case "p": open.cells.append(.held)
        case "n": open.cells.append(.noChord)
        case "x": open.repeats = 1
        case "r": open.repeats = 2
        case ",", "s", "l", "Y", "f", "\n", "\r", "\t": break
        case "U": open.isEnd = true
        case "S": open.isSegno = true
        case "Q":
            if open.cells.contains(where: { $0 != .held }) { open.isCodaAtEnd = true } else { open.isCoda = true }
        case "T": try readMeter(&rest)
        case "N":
            guard let digit = rest.popFirst(), ("0"..."9").contains(digit) else {
                throw .symbol("N", bar: open.number)
            }
            dropLayout()
            // "N0" is a bracket without a number: the ending that comes next.
            open.ending = digit == "0" ? nextEnding : Int(digit.value) - 48
        case "*":
            dropLayout()
            readLabel(&rest)
        case "<": try readText(&rest)
        case "(":
            guard let end = rest.firstIndex(of: ")") else { throw .unclosed("(", bar: open.number) }
            rest = rest[(end + 1)...]
        case "A"..."G", "W": open.cells.append(.chord(Self.chord(sign, &rest)))
        default: throw .symbol(String(sign), bar: open.number)
        }
    }

    /// Cells that are left blank between a closing bar line and what begins there are no part of the bar.
    private mutating func dropLayout() {
        if isAfterClosing, open.isBlank, !bars.isEmpty { open.cells = [] }
    }

    /// The number that an ending has if those of its repeat are counted.
    private var nextEnding: Int {
        let start = bars.lastIndex { $0.opensRepeat } ?? 0
        return 1 + (open.opensRepeat ? 0 : bars[start...].compactMap(\.ending).max() ?? 0)
    }

    private static let meters: [String: (Int, Int)] = ["12": (12, 8), "22": (2, 2), "32": (3, 2)]

    private mutating func readMeter(_ rest: inout ArraySlice<Unicode.Scalar>) throws(IRealFault) {
        let digits = rest.prefix(2)
        rest = rest.dropFirst(2)
        guard digits.count == 2, digits.allSatisfy({ ("0"..."9").contains($0) }),
            let beats = Int(String(digits.first!)), let unit = Int(String(digits.last!))
        else { throw .symbol("T", bar: open.number) }
        let text = String(beats) + String(unit)
        let (upper, lower) = Self.meters[text] ?? (beats, unit)
        guard let read = Meter(beats: upper, unit: lower) else { throw .meter("\(upper)/\(lower)", bar: open.number) }
        if !hasMeter { meter = read }
        hasMeter = true
        open.meter = read
    }

    private mutating func readLabel(_ rest: inout ArraySlice<Unicode.Scalar>) {
        guard let letter = rest.popFirst() else { return }
        switch letter {
        case "i": open.label = "Intro"
        case "v", "V": open.label = "Verse"
        case "A"..."Z", "a"..."z": open.label = String(Character(letter)).uppercased()
        default: break
        }
    }

    private mutating func readText(_ rest: inout ArraySlice<Unicode.Scalar>) throws(IRealFault) {
        guard let end = rest.firstIndex(of: ">") else { throw .unclosed("<", bar: open.number) }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: rest[..<end])
        rest = rest[(end + 1)...]
        var words = String(view)[...]
        // "*74" lifts the text above the bar, by two digits.
        if words.first == "*" { words = words.dropFirst(words.dropFirst().prefix(2).count { $0.isNumber } + 1) }
        var text = words.lowercased().filter { $0 != " " && $0 != "." }[...]
        for (long, short) in [("dacapo", "dc"), ("dalsegno", "ds")] where text.hasPrefix(long) {
            text = short + text.dropFirst(long.count)
        }
        if text.hasPrefix("dc") || text.hasPrefix("ds") {
            open.jump = IRealBar.Jump(fromSegno: text.hasPrefix("ds"), goal: Self.goal(text.dropFirst(2)))
        } else if text == "fine" {
            open.isFine = true
        } else if let count = Self.times(text) {
            times = count
        } else if Self.isDirection(text) {
            directions.append((words.split(separator: " ").joined(separator: " "), open.number))
        }
    }

    /// How often a repeat is played: "3x", "x3", "4 times", "play 4x"; nil where a text does not say so. "2x only" says when.
    private static func times(_ text: Substring) -> Int? {
        guard let first = text.firstIndex(where: \.isNumber), !text.hasSuffix("only") else { return nil }
        let digits = text[first...].prefix { $0.isNumber }
        guard let count = Int(digits), (2...16).contains(count) else { return nil }
        let before = text[..<first]
        let after = text[digits.endIndex...]
        let isCounted = after == "x" || after == "times" || after == "time"
        let isPlain = before.isEmpty || before == "x" || before.hasPrefix("play") || before.hasPrefix("repeat")
        return isPlain && (isCounted || before == "x" && after.isEmpty) ? count : nil
    }

    /// Whether a text says what is played when.
    private static func isDirection(_ text: Substring) -> Bool {
        [
            "vamp", "repeat", "cue", "only", "times", "coda", "fine", "till", "open", "tacet", "1st", "2nd", "3rd",
            "last",
        ]
        .contains { text.contains($0) }
    }

    private static func goal(_ text: Substring) -> IRealBar.Jump.Goal {
        if text.hasPrefix("alcoda") { return .coda }
        if text.hasPrefix("alfine") { return .fine }
        guard text.hasPrefix("al") else { return .end }
        let words = ["first", "second", "third"].firstIndex { text.dropFirst(2).hasPrefix($0) }.map { $0 + 1 }
        return (text.dropFirst(2).first?.wholeNumberValue ?? words).map { .ending($0) } ?? .end
    }

    /// The symbol that begins with a root, or with "W" for the chord before.
    private static func chord(_ root: Unicode.Scalar, _ rest: inout ArraySlice<Unicode.Scalar>) -> String {
        var symbol = String.UnicodeScalarView()
        symbol.append(root)
        while let next = rest.first {
            let text = String(String.UnicodeScalarView(symbol))
            switch next {
            case "b", "#", "0"..."9", "-", "^", "h", "o", "+", "/": break
            case "s" where starts(rest, "sus"), "a" where starts(rest, "alt") || starts(rest, "add"):
                symbol.append(contentsOf: rest.prefix(3))
                rest = rest.dropFirst(3)
                continue
            case "A"..."G" where text.hasSuffix("/"): break
            case "*":
                // A quality of the user's own stands between two stars.
                guard let end = rest.dropFirst().firstIndex(of: "*"), end - rest.startIndex < 24 else {
                    return String(symbol)
                }
                symbol.append(contentsOf: rest[(rest.startIndex + 1)..<end])
                rest = rest[(end + 1)...]
                continue
            default: return String(symbol)
            }
            symbol.append(next)
            rest.removeFirst()
        }
        return String(symbol)
    }

    private static func starts(_ rest: ArraySlice<Unicode.Scalar>, _ word: String) -> Bool {
        rest.starts(with: word.unicodeScalars)
    }

    /// Ends the open bar with a bar line and begins the next.
    private mutating func close(by sign: Unicode.Scalar) throws(IRealFault) {
        let closes = sign == "]" || sign == "Z" || sign == "}"
        let opens = sign == "[" || sign == "{"
        let isLayout = open.isBlank && (isAfterClosing || opens || open.cells.isEmpty)
        if isLayout {
            // Signs in front of a bar line belong to the bar behind it.
            var next = IRealBar(number: open.number, meter: open.meter)
            next.label = open.label
            next.ending = open.ending
            next.opensRepeat = open.opensRepeat
            next.isSegno = open.isSegno
            next.isCoda = open.isCoda
            if let last = bars.indices.last {
                if let jump = open.jump { bars[last].jump = jump }
                if open.isFine { bars[last].isFine = true }
            }
            open = next
        } else {
            guard bars.count < ChartParser.maximumBars else { throw .tooLong }
            bars.append(open)
            open = IRealBar(number: bars.count + 1, meter: open.meter)
        }
        if sign == "}", let last = bars.indices.last, bars[last].closesRepeat == nil {
            bars[last].closesRepeat = times ?? 2
            times = nil
        }
        if sign == "{" { open.opensRepeat = true }
        isAfterClosing = closes
    }
}
