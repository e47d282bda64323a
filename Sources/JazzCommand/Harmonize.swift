import ArgumentParser
import Commands
import Files
import Jazz
import Repertoire
import Terminal

/// `jazz harmonize`: chords for a melody.
struct Harmonize: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find chords for a melody, and have the band play them.",
        discussion: """
            Prints a chart: the changes that make the melody likeliest among those that are likely themselves. A network \
            that learned from the changes of standards says how chords follow each other, a table which notes players \
            sound over them. With an output the band plays under the melody as for jazz accompany. With --count the \
            alternatives differ from each other in most of their chords; each is written to a file of its own: out-1.mid, \
            out-2.mid.
            """)

    @Option(number: "So many alternatives, 1 to \(Self.most.upperBound), the best first.", value: "n")
    var count: Int?

    @Option(
        help: ArgumentHelp("The key, such as F or Bbm. Default: the sheet's, or one that is found.", valueName: "key"))
    var key: String?

    @Option(
        help: ArgumentHelp(
            "A model made by jazz train-changes. Default: the one that comes with jazz.", valueName: "file"))
    var model: String?

    @Option(
        help: ArgumentHelp(
            "A table made by jazz train-harmony. Default: the one that comes with jazz.", valueName: "file"))
    var table: String?

    @OptionGroup var playing: AccompanimentOptions

    @Flag(name: .shortAndLong, help: "Say nothing but errors, and print no chart.")
    var quiet = false

    @Argument(help: ArgumentHelp("The melody: MIDI, MusicXML or ABC; - for standard input.", valueName: "melody"))
    var input: String

    @Argument(
        help: ArgumentHelp(
            "The file to write; its name ends in \(PieceFormat.allEndings.joined(separator: ", ")).",
            valueName: "out.mid"))
    var output: String?

    private static let most = 1...9

    func validate() throws {
        try OptionCheck.range("--count", count, Self.most)
        _ = try key.map(Key.wanted)
        guard let output else {
            if quiet { throw ValidationError("--quiet leaves nothing to print; name a file to write") }
            let others = ["--count", "--key", "--model", "--table", "--quiet"]
            if let option = Self.given(besides: others).first {
                throw ValidationError("\(option) is for the band; name a file to write, or leave it out")
            }
            return
        }
        guard output != "-" else {
            throw ValidationError("the chart goes to standard output; name a file for the band")
        }
        try playing.check(output)
    }

    func run() throws {
        let paths = output.map { output in
            let (stem, suffix) = Generate.divided(output)
            return (1...(count ?? 1)).map { count == nil ? output : "\(stem)-\($0)\(suffix)" }
        }
        var files = FileUses()
        files.reads(input, as: "the melody")
        files.reads(model, as: "--model")
        files.reads(table, as: "--table")
        playing.add(to: &files)
        for path in paths ?? [] { files.writes(path, as: "the piece") }
        try files.check()
        if let output { try Directories.checkWritable(output) }
        var console = Console("jazz", isQuiet: quiet)
        let stand = try output.map { output in try playing.stand(for: output) { console.note($0) } }
        let music = try Manuscript.read(input, needsMelody: true)
        if !music.lacksChords, music.chart.bars.contains(where: { !$0.chords.allSatisfy(\.chord.isNoChord) }) {
            console.note("\(input) has chords; others are found for its melody")
        }
        let charts = try Harmonies.charts(
            for: music, key: key.map(Key.wanted), count: count ?? 1, model: model, table: table)
        for (index, chart) in charts.enumerated() {
            if !quiet {
                if index > 0 { try Output.data("\n") }
                try Output.data(chart.sheet)
            }
            guard let paths, let stand else { continue }
            try playing.write(music, over: chart, stand, to: paths[index], isQuiet: quiet, &console)
        }
        if charts.count < count ?? 1 { console.note("only \(charts.count) differ enough from each other") }
    }
}
