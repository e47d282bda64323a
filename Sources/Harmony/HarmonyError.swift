/// Why a chord symbol or a chart could not be read.
public enum HarmonyError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A chord symbol stops making sense at `offset` (0-based, in characters).
    case chord(symbol: String, offset: Int)
    /// A chord symbol in a bar of a chart stops making sense.
    case chordInBar(symbol: String, offset: Int, location: ChartLocation)
    /// A bar cannot be read for the reason given.
    case bar(ChartFault, location: ChartLocation)
    /// A header line cannot be read.
    case header(name: String, value: String, understood: String, line: Int)
    /// A chart has no bars.
    case emptyChart
    /// A chart is longer than `limit` bars once its repeats are written out.
    case tooManyBars(limit: Int)
    /// A text is too long to be a chart.
    case tooLong(characters: Int, limit: Int)
    /// No chart of the library has this name.
    case unknownChart(name: String, known: [String])
    /// An iReal Pro link, or the song of this title in it, cannot be read.
    case link(IRealFault, song: String?)
    /// A MIDI file cannot be read as a chart.
    case midi(MIDIChartFault)
    /// A table of a style cannot be read.
    case style(String, line: Int?)

    /// The chord symbols the parser reads, in short.
    public static let understoodChords =
        "C, Cm, C6, Cm6, C6/9, Cmaj7, C7, C9, C13, Cm7, Cm9, CmMaj7, Cm7b5, Cdim7, C+, C7#5, C7b9, C7(#9,b13), "
        + "C7alt, Csus4, C9sus, Cadd9, C/E, N.C."

    /// What failed, where, and what to do about it.
    public var description: String {
        switch self {
        case .chord(let symbol, let offset):
            return Self.unknown(symbol, offset)
        case .chordInBar(let symbol, let offset, let location):
            return "\(location): \(Self.unknown(symbol, offset))"
        case .bar(let fault, let location):
            return "\(location): \(fault)"
        case .header(let name, let value, let understood, let line):
            return
                "line \(line): the header \"\(name): \(Self.shortened(value))\" is not understood; write \(understood)"
        case .emptyChart:
            return "the chart has no bars; write chords between bar lines, such as Dm7 | G7 | Cmaj7 | A7"
        case .tooManyBars(let limit):
            return "the chart is longer than \(limit) bars with its repeats written out; shorten it"
        case .tooLong(let characters, let limit):
            return "the text has \(characters) characters, a chart at most \(limit); is this a chart?"
        case .unknownChart(let name, let known):
            return "there is no sample chart \"\(Self.shortened(name))\"; there are \(known.joined(separator: ", "))"
        case .link(let fault, let song):
            return (song.map { "“\(Self.shortened($0))”: " } ?? "") + fault.description
        case .midi(let fault):
            return fault.description
        case .style(let fault, let line):
            return (line.map { "line \($0): " } ?? "") + fault
        }
    }

    private static func unknown(_ symbol: String, _ offset: Int) -> String {
        let at = Array(symbol).dropFirst(offset).first.map { " at \"\($0)\" (character \(offset + 1))" }
        return "unknown chord \"\(shortened(symbol))\"\(at ?? ""); understood are \(understoodChords)"
    }

    package static func shortened(_ text: String) -> String {
        let head = text.prefix(24)
        return head + (head.endIndex == text.endIndex ? "" : "…")
    }
}

/// Where in a chart something is: the bar as written, and the line when the chart has several.
public struct ChartLocation: Hashable, Sendable, CustomStringConvertible {
    /// The bar's number as written, from 1.
    public let bar: Int
    /// The line of the text, from 1; nil in a one-line chart.
    public let line: Int?

    /// A place from its numbers, both from 1.
    public init(bar: Int, line: Int?) {
        self.bar = bar
        self.line = line
    }

    /// "bar 3" or "bar 3 (line 5)".
    public var description: String {
        line.map { "bar \(bar) (line \($0))" } ?? "bar \(bar)"
    }
}

/// What is wrong with a bar of a chart.
public enum ChartFault: Hashable, Sendable, CustomStringConvertible {
    /// More chords and held beats than the bar has beats.
    case tooFull(count: Int, beats: Int)
    /// Two bar lines with nothing between them.
    case empty
    /// Bar line characters in an order that means nothing.
    case barLine(String)
    /// "%" or a held beat where no chord has sounded yet.
    case nothingToRepeat(String)
    /// "%" together with other chords.
    case repeatNotAlone
    /// "|:" inside a repeat.
    case nestedRepeat
    /// ":|" without "|:".
    case closingWithoutOpening
    /// "|:" without ":|".
    case unclosedRepeat
    /// An ending in the wrong place or with the wrong number.
    case ending(number: Int, expected: Int?)
    /// The ending that must follow is missing.
    case missingEnding(Int)
    /// "[" without "]", or an empty or overlong label.
    case label(String)
    /// A header after the first bar.
    case lateHeader(String)
    /// A metre that is not played.
    case meter(String)

    /// The fault in words.
    public var description: String {
        switch self {
        case .tooFull(let count, let beats):
            return "\(count) chords or held beats in a bar of \(beats) beats; move some to the next bar"
        case .empty: return "nothing between two bar lines; write % to repeat the bar before"
        case .barLine(let mark): return "\"\(mark)\" is not a bar line; bar lines are | || |: :|"
        case .nothingToRepeat(let symbol): return "\"\(symbol)\" has no chord before it to repeat or hold"
        case .repeatNotAlone: return "\"%\" repeats a whole bar; it must stand alone between bar lines"
        case .nestedRepeat: return "\"|:\" inside a repeat; close the first one with \":|\""
        case .closingWithoutOpening: return "\":|\" without \"|:\"; write \"|:\" where the repeat begins"
        case .unclosedRepeat: return "\"|:\" is never closed; write \":|\" where the repeat ends"
        case .ending(let number, let expected):
            guard let expected else { return "ending \(number). is not inside a repeat" }
            return "ending \(number). where ending \(expected). belongs"
        case .missingEnding(let number): return "ending \(number). must follow \":|\""
        case .label(let text):
            return "\"\(HarmonyError.shortened(text))\" is not a section label; write [A] before a bar"
        case .lateHeader(let name): return "the header \"\(name):\" must stand before the first bar"
        case .meter(let text):
            return "the metre \(HarmonyError.shortened(text)) is not played; there are \(Meter.understood)"
        }
    }
}
