/// A bar as written, before repeats are played and chords are read.
struct WrittenBar {
    var words: [String] = []
    var label: String?
    var ending: Int?
    var opensRepeat = false
    var closesRepeat = false
    var place: ChartPlace
}

/// Cuts the music lines of a chart into written bars.
struct ChartScanner {
    private(set) var bars: [WrittenBar] = []
    /// The bar being read; it counts once it holds a word.
    private var open = WrittenBar(place: ChartPlace(bar: 1, line: nil))

    /// Takes in one line; its end is a bar line.
    mutating func scan(_ line: Substring, line number: Int?) throws(HarmonyError) {
        var rest = line
        var hasBarLine = false
        open.place = ChartPlace(bar: bars.count + 1, line: number)
        while let first = rest.first {
            if first.isWhitespace {
                rest.removeFirst()
                continue
            }
            switch first {
            case "|", ":":
                let mark = rest.prefix { $0 == "|" || $0 == ":" }
                rest = rest.dropFirst(mark.count)
                if hasBarLine, mark == "|" { throw .bar(.empty, place: open.place) }
                try barLine(String(mark.prefix(8)))
                hasBarLine = true
                continue
            case "[": try label(&rest)
            default:
                let word = rest.prefix { !$0.isWhitespace && $0 != "|" && $0 != ":" && $0 != "[" }
                rest = rest.dropFirst(word.count)
                add(word: String(word))
            }
            hasBarLine = false
        }
        try close()
    }

    /// Fails if something was begun that no bar followed.
    func finish() throws(HarmonyError) {
        if open.opensRepeat { throw .bar(.unclosedRepeat, place: open.place) }
        if open.label != nil || open.ending != nil { throw .bar(.empty, place: open.place) }
    }

    private mutating func add(word: String) {
        let number = word.count == 2 && word.last == "." ? word.first?.wholeNumberValue : nil
        if let number, number > 0, open.words.isEmpty, open.ending == nil {
            open.ending = number
        } else {
            open.words.append(word)
        }
    }

    private mutating func label(_ rest: inout Substring) throws(HarmonyError) {
        guard let end = rest.firstIndex(of: "]") else { throw .bar(.label(String(rest)), place: open.place) }
        let text = rest[rest.index(after: rest.startIndex)..<end].split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
        guard !text.isEmpty, text.count <= 24, open.words.isEmpty, open.label == nil else {
            throw .bar(.label("[\(text)]"), place: open.place)
        }
        open.label = text
        rest = rest[rest.index(after: end)...]
    }

    private mutating func barLine(_ mark: String) throws(HarmonyError) {
        try close()
        guard ["|", "||", "|:", "||:", ":|", ":||", ":|:", ":||:", "::"].contains(mark) else {
            throw .bar(.barLine(mark), place: open.place)
        }
        if mark.first == ":" {
            guard let last = bars.indices.last, !bars[last].closesRepeat, !open.opensRepeat else {
                throw .bar(.closingWithoutOpening, place: open.place)
            }
            bars[last].closesRepeat = true
        }
        if mark.last == ":" {
            guard !open.opensRepeat else { throw .bar(.nestedRepeat, place: open.place) }
            open.opensRepeat = true
        }
    }

    private mutating func close() throws(HarmonyError) {
        guard !open.words.isEmpty else { return }
        guard bars.count < ChartParser.maximumBars else { throw .tooManyBars(limit: ChartParser.maximumBars) }
        bars.append(open)
        open = WrittenBar(place: ChartPlace(bar: bars.count + 1, line: open.place.line))
    }
}
