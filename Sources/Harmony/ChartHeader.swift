/// The header lines of a chart's text.
struct ChartHeader {
    var title = ""
    var key: Key?
    var meter = Meter.common
    var tempo: Double?
    var style: Style?
    /// The bar behind which the last chorus goes to the coda.
    var barsToCoda: Int?
    private var codaLine = 1
    /// What is played otherwise than it is written.
    var notes: [String] = []
    /// Lines before the music that say nothing known, with their numbers.
    var unread: [(line: Int, text: String)] = []
    private var hasTempo = false

    private static let names = ["title", "composer", "key", "time", "tempo", "style", "form", "to coda"]

    /// The name and value of a header line; nil for a line of music.
    static func split(_ line: Substring) -> (name: String, value: String)? {
        guard let colon = line.firstIndex(of: ":") else { return nil }
        let name = trimmed(line[..<colon])
        let after = line[line.index(after: colon)...]
        // ":|" closes a repeat, even after a bar of letters only.
        guard name.count > 1, name.allSatisfy({ $0.isLetter || $0 == " " }), after.first != "|" else { return nil }
        return (name.lowercased(), trimmed(after))
    }

    static var understoodStyles: String { "one of \(Style.allCases.map(\.name).joined(separator: ", "))" }

    /// The label, name and value of a line such as "[B] style: latin"; nil for any other.
    static func splitSection(_ line: Substring) -> (label: String, name: String, value: String)? {
        let text = line.drop(while: \.isWhitespace)
        guard text.first == "[", let end = text.firstIndex(of: "]"),
            let (name, value) = split(text[text.index(after: end)...]), ["time", "style"].contains(name)
        else { return nil }
        return (trimmed(text[text.index(after: text.startIndex)..<end]), name, value)
    }

    mutating func set(_ name: String, to value: String, line: Int) throws(HarmonyError) {
        func fault(_ understood: String) -> HarmonyError {
            .header(name: HarmonyError.shortened(name), value: value, understood: understood, line: line)
        }
        switch name {
        case "title": title = String(value.prefix(200))
        case "composer", "form": break
        case "key":
            guard let read = Key(value) else { throw fault("a key such as Bb, F# minor or Am") }
            key = read
        case "time":
            guard let read = Meter(value) else {
                throw fault("a time signature such as 4/4, 6/8 or 7/8 (2+2+3): there are \(Meter.understood)")
            }
            meter = read
        case "tempo":
            let number = value.prefix { $0.isNumber || $0 == "." }
            let unit = Self.trimmed(value[number.endIndex...]).lowercased()
            guard let read = Double(number), (20...400).contains(read), ["", "bpm"].contains(unit) else {
                throw fault("a tempo of 20 to 400 beats a minute")
            }
            tempo = read
            hasTempo = true
        case "style":
            guard let named = StyleName(value) else {
                throw fault(Self.understoodStyles)
            }
            set(named, value)
        case "to coda":
            let words = value.lowercased().split(separator: " ")
            guard words.count == 3, words[0] == "after", words[1] == "bar", let bar = Int(words[2]),
                (1...ChartParser.maximumBars).contains(bar)
            else { throw fault("the bar of the last chorus behind which the coda is played, as in \"after bar 12\"") }
            barsToCoda = bar
            codaLine = line
        default: throw fault("one of \(Self.names.map { "\($0):" }.joined(separator: ", "))")
        }
    }

    /// Takes a style by its name; a tempo in figures goes before that of the words.
    mutating func set(_ named: StyleName, _ text: String) {
        style = named.style
        if !hasTempo { tempo = named.tempo ?? tempo }
        if let note = named.note(text) { notes.append(note + "; --style picks another") }
    }

    /// Refuses a way to a coda that is not there.
    func checkCoda(of chart: Chart) throws(HarmonyError) {
        guard let barsToCoda, chart.framed([.coda]).frame.barsToCoda == nil else { return }
        throw .header(
            name: "to coda", value: "after bar \(barsToCoda)",
            understood: "a bar of the chorus before its last, and a last section [Coda]", line: codaLine)
    }

    static func trimmed(_ text: Substring) -> String {
        let start = text.drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }
}
