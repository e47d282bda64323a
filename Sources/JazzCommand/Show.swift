import ArgumentParser
import Commands
import Files
import Jazz
import MIDI
import ModelFile
import Repertoire
import Terminal

/// `jazz show`: a MIDI file as a piano roll, in the terminal or as a drawing.
struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Draw a MIDI file as a piano roll with bar lines and chords.",
        discussion: """
            In the terminal a row is two semitones and a column a sixteenth or so, as many bars to a line as fit; a file \
            of more than 64 bars is shown up to there unless --bars says which. With --svg it becomes a drawing.
            """)

    @Option(help: ArgumentHelp("Write a drawing (SVG) instead; - for standard output.", valueName: "out.svg"))
    var svg: String?

    @Option(
        help: ArgumentHelp(
            "Show only the part whose name holds this, such as lead; repeatable.", valueName: "name"))
    var part: [String] = []

    @Option(help: ArgumentHelp("Show only these bars, such as 5-12 or 7.", valueName: "first-last"))
    var bars: String?

    @Option(
        number: "Columns to draw in, \(OptionCheck.words(Self.widths)). Default: the terminal's width, else 80.",
        value: "n")
    var width: Int?

    @Option(number: "Bars in one line of the drawing, \(OptionCheck.words(Self.barsInLine)).", value: "n")
    var barsPerLine: Int?

    @Argument(help: ArgumentHelp("The MIDI file to read.", valueName: "in.mid"))
    var input: String

    /// Bars shown in the terminal unless told.
    private static let usualBars = 64
    private static let widths = 20...1000
    private static let barsInLine = 1...64

    func validate() throws {
        try OptionCheck.range("--width", width, Self.widths, unit: "columns")
        try OptionCheck.range("--bars-per-line", barsPerLine, Self.barsInLine)
        if svg == nil, barsPerLine != nil {
            throw ValidationError("--bars-per-line is for drawings; give --svg as well, or --width for the terminal")
        }
        if let svg {
            if width != nil {
                throw ValidationError("--width is for the terminal; leave it or --svg out, or give --bars-per-line")
            }
            try OutputName.check(svg, endings: [".svg"], "a drawing is written as SVG")
        }
        _ = try bars.map(Self.range)
    }

    func run() throws {
        let wanted = try bars.map(Self.range)
        var files = FileUses()
        files.reads(input, as: "the MIDI file")
        files.writes(svg, as: "--svg")
        try files.check()
        let file = try readMIDI(input)
        let whole = PianoRoll(file)
        var roll = whole
        if let wanted {
            guard let cut = roll.showing(bars: wanted) else {
                let most = min(whole.barCount, PianoRoll.mostBars)
                let why = whole.barCount == 1 ? "there is 1 bar" : "there are bars 1-\(most)"
                throw Failure(.usage, "--bars \(bars ?? ""): \(input) has no such bar; \(why)")
            }
            roll = cut
        }
        if !part.isEmpty {
            for name in part where whole.showing(voices: [name]) == nil {
                throw Failure(
                    .usage, "--part \(name): \(input) has no such part; \(Self.list(whole.voices.map(\.name)))")
            }
            roll = roll.showing(voices: part) ?? roll
        }
        let title = file.trackNames.first.flatMap { $0 } ?? ""
        let name = (title.isEmpty ? input : title).shownInLine
        var console = Console("jazz", isQuiet: false)
        if let svg {
            try draw(roll, title: name, to: svg, &console)
        } else {
            try write(roll, title: name, &console)
        }
        if file.format == .independent {
            console.note("\(input) holds \(file.tracks.count) pieces (format 2); the first is shown")
        }
    }

    private func draw(_ roll: PianoRoll, title: String, to path: String, _ console: inout Console) throws {
        let drawing: String
        do { drawing = try roll.svg(title: title, barsPerLine: barsPerLine) } catch {
            throw Failure(.data, "\(input): \(error)")
        }
        guard path != "-" else {
            try Output.data(drawing)
            return
        }
        do { try AtomicFile.write(Array(drawing.utf8), to: path) } catch { throw Failure(error) }
        let shown = roll.beats.count
        try Output.line("\(path): \(counted(shown, "bar")), \(counted(roll.voices.count, "track"))")
        if bars == nil, shown < roll.barCount {
            console.note("bars \(shown + 1)-\(roll.barCount) are not drawn; --bars shows others")
        }
    }

    private func write(_ roll: PianoRoll, title: String, _ console: inout Console) throws {
        var roll = roll
        let isTerminal = Descriptor.output.isTerminal
        let environment = Environment.values(["NO_COLOR", "TERM", "LC_ALL", "LC_CTYPE", "LANG"])
        let traits = TerminalTraits(isTerminal: isTerminal, environment: environment)
        let isPlain = !traits.unicode || (isTerminal && !traits.redraws)
        let style = PianoRoll.TextStyle(
            width: width ?? Descriptor.output.columns ?? 80, unicode: !isPlain, colour: traits.colour)
        var rest: String?
        if bars == nil, roll.beats.count > Self.usualBars, let cut = roll.showing(bars: 1...Self.usualBars) {
            let next = "\(Self.usualBars + 1)-\(min(roll.barCount, 2 * Self.usualBars))"
            rest = "bars \(Self.usualBars + 1) to \(roll.barCount) are not shown; --bars \(next) shows the next"
            roll = cut
        }
        try Output.drawing(roll.text(title: title, style: style))
        if let rest { console.note(rest) }
    }

    /// "5-12" or "7".
    private static func range(_ text: String) throws -> ClosedRange<Int> {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Int($0) }
        guard (1...2).contains(parts.count), numbers.count == parts.count, numbers[0] >= 1,
            numbers[0] <= numbers[numbers.count - 1]
        else {
            throw ValidationError("--bars \(text) is no range of bars; write it as in 5-12, or one bar as in 7")
        }
        return numbers[0]...numbers[numbers.count - 1]
    }

    private static func list(_ names: [String]) -> String {
        guard !names.isEmpty else { return "nothing sounds in it" }
        let shown = names.prefix(8).joined(separator: ", ")
        return "there are \(shown)" + (names.count > 8 ? " and \(names.count - 8) more" : "")
    }
}
