/// Reads charts as text.
///
///     chart   = { line }
///     line    = header | section | music    "#" at the start of a line or after a space begins a comment
///     header  = ("title" | "composer" | "key" | "time" | "tempo" | "style" | "form" | "to coda") ":" value
///     music   = bar { barline bar }         a line's end is a bar line too, if there is none
///     section = label [ ":" ]               on a line without bar lines: A, B2, Intro, Verse, Bridge …
///             | "[" label "]" header         on a line of its own: [B] style: latin
///     barline = "|" | "||" | "|:" | ":|" | ":|:" | "[:" | ":]"
///     bar     = [ "[" label "]" ] [ ending ] [ metre ] ( "%" | "x" | { chord | "." | "/" | "-" } )
///     ending  = "1." | "2." | … | "9."
///     metre   = "3/4" | "7/8" | "7/8 (2+2+3)" | …
///
/// - `%` or `x` plays the bar before once more.
/// - A bar without dots spreads its chords evenly; if they do not divide the bar, the earlier ones are the longer:
///   three chords in 4/4 last 2, 1 and 1 beats, two in 3/4 last 2 and 1.
/// - In a bar with `.`, `/` or `-` each mark is one beat: a chord enters, or the last one is held. `Dm7 . G7 .` is half and
///   half, `Dm7 . . G7` three and one, `. . G7 .` holds the chord of the bar before for two beats. What the marks do
///   not fill belongs to the last chord. A beat is the lower number of the time signature.
/// - `|: … :|` is played twice; with endings once for each: `|: Dm7 | G7 |1. C | A7 :|2. C | C |`.
/// - A metre holds from its bar on, in the order of the text: `C | 2/4 G7 | 4/4 C`. Between lines of music it may stand as a
///   header, `time: 2/4`. In brackets stand its groups, where they are not the usual ones.
/// - `style:` between lines of music holds up to the next section.
/// - `[A]` begins a section, in the middle of a line a bar too. `N.C.` silences the harmony.
/// - Lines before the music that are neither headers nor changes are those of a typed lead sheet: the title, then the
///   style and the tempo.
/// - Where an `H` is written, `B` is the German one, B flat.
public enum ChartParser {
    /// The most bars a chart may have, repeats written out.
    public static let maximumBars = 4096
    /// The most characters a chart's text may have.
    public static let maximumCharacters = 262_144

    /// The chart a text describes; a single line such as "Dm7 | G7 | Cmaj7 | A7" is one too.
    ///
    /// - Throws: `HarmonyError`, which names the bar, the line if there are several, and the symbol.
    public static func parse(_ text: String) throws(HarmonyError) -> Chart {
        let length = text.utf8.count
        guard length <= maximumCharacters else { throw .tooLong(characters: length, limit: maximumCharacters) }
        var header = ChartHeader()
        var scanner = ChartScanner()
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let isSingle = lines.count { $0.contains { !$0.isWhitespace } } <= 1
        let hasBarLines = lines.contains { withoutComment($0).contains("|") }
        let hasLetters = ChartSheet.hasLetters(lines.map(withoutComment))
        for (index, line) in lines.enumerated() {
            let line = withoutComment(line)
            let number = isSingle ? nil : index + 1
            if !isSingle, let (name, music) = ChartSheet.section(line, hasLetters: hasLetters) {
                try scanner.begin(section: name, line: number)
                try scanner.scan(music, line: number)
            } else if let (label, name, value) = ChartHeader.splitSection(line), !isSingle {
                try scanner.begin(section: label, line: number)
                try Self.begin(name, value, &scanner, &header, line: number)
            } else if let (name, value) = ChartHeader.split(line) {
                let location = ChartLocation(bar: scanner.bars.count + 1, line: number)
                if scanner.isUntouched {
                    try header.set(name, to: value, line: index + 1)
                } else if ["time", "style"].contains(name) {
                    try Self.begin(name, value, &scanner, &header, line: number)
                } else {
                    throw .bar(.lateHeader(name), location: location)
                }
            } else if !isSingle, scanner.isUntouched, ChartSheet.isHead(line, hasBarLines: hasBarLines) {
                header.read(sheet: line, line: index + 1)
            } else {
                try scanner.scan(line, line: number)
            }
        }
        try scanner.finish()
        let order = try ChartForm.order(of: scanner.bars)
        let reader = ChartBars(scanner.bars, meter: header.meter)
        let bars = try reader.bars(in: order)
        var chart = Chart(
            title: header.title, key: header.key, meter: header.meter, tempo: header.tempo, style: header.style,
            bars: bars)
        chart.barsToCoda = header.barsToCoda
        try header.checkCoda(of: chart)
        chart.notes =
            header.notes + header.unreadNotes + (reader.isGerman ? ["H is written here, so B is read as B flat"] : [])
        return chart
    }

    /// A metre or a style between lines of music.
    private static func begin(
        _ name: String, _ value: String, _ scanner: inout ChartScanner, _ header: inout ChartHeader, line: Int?
    ) throws(HarmonyError) {
        if name == "time" { return try scanner.begin(meter: value, line: line) }
        guard let named = StyleName(value) else {
            throw .header(
                name: name, value: value, understood: ChartHeader.understoodStyles, line: line ?? 1)
        }
        if let note = named.note(value) { header.notes.append(note) }
        scanner.begin(style: named.style, line: line)
    }

    /// "#" begins a comment only where it cannot be a sharp: at the start of a line, or after a space and before no number of
    /// a chord.
    private static func withoutComment(_ line: Substring) -> Substring {
        var isAfterSpace = true
        var isFirst = true
        for index in line.indices {
            if line[index] == "#", isAfterSpace, isFirst || !isSharp(line[index...]) { return line[..<index] }
            isAfterSpace = line[index].isWhitespace
            if !isAfterSpace { isFirst = false }
        }
        return line
    }

    /// Whether "#" belongs to a number that chords have raised: of "C7 #9", "C7 (b9 #11)".
    private static func isSharp(_ text: Substring) -> Bool {
        let number = text.dropFirst().prefix { $0.isNumber }
        let next = text.dropFirst(1 + number.count).first
        return ["4", "5", "9", "11"].contains(number) && !(next?.isLetter ?? false)
    }
}
