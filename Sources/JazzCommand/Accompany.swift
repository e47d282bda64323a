import ArgumentParser
import Commands
import Files
import Jazz
import Repertoire
import Terminal

/// `jazz accompany`: the band under a melody of one's own.
struct Accompany: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Have the band play under a melody of your own.",
        discussion: """
            Bass, piano and drums play over the chords of the melody's file: markers in MIDI, chord symbols in MusicXML and \
            ABC. Where none are written they are found for the melody as jazz harmonize finds them, or estimated from what else \
            sounds, and that is said; --changes gives others. The melody is kept as it is, a written one swung as the style asks. The same seed gives the same accompaniment.
            """)

    @Option(
        help: ArgumentHelp(
            "Changes to play instead of the file's: as for jazz generate.", valueName: "text or file"))
    var changes: String?

    @OptionGroup var playing: AccompanimentOptions

    @Flag(name: .shortAndLong, help: "Say nothing but errors.")
    var quiet = false

    @Argument(help: ArgumentHelp("The melody: MIDI, MusicXML or ABC; - for standard input.", valueName: "melody"))
    var input: String

    @Argument(
        help: ArgumentHelp(
            "The file to write; its name ends in \(PieceFormat.allEndings.joined(separator: ", ")); - for standard output.",
            valueName: "out.mid"))
    var output: String

    func validate() throws { try playing.check(output) }

    func run() throws {
        var files = FileUses()
        files.reads(input, as: "the melody")
        files.reads(changes, as: "--changes")
        playing.add(to: &files)
        files.writes(output, as: "the piece")
        try files.check()
        if output != "-" { try Directories.checkWritable(output) }
        var console = Console("jazz", isQuiet: quiet)
        let stand = try playing.stand(for: output) { console.note($0) }
        let music = try Manuscript.read(input, needsMelody: true)
        var (chart, notes) = (music.chart, music.notes)
        if let changes {
            notes = []
            let other = try ChartArgument(note: { notes.append($0) }).read(changes).framed([])
            let isUniform = other.barLines.isUniform && chart.barLines.isUniform
            guard other.meter == chart.meter, isUniform || other.barLines == chart.barLines else {
                throw Failure(.data, "--changes are in \(other.meter), and the melody in \(chart.meter)")
            }
            chart = chart.with(bars: other.bars)
            chart.key = other.key ?? chart.key
        } else if music.lacksChords {
            chart = try Harmonies.charts(for: music).first ?? chart
            notes.append(Harmonies.note)
        }
        for note in notes { console.note(note) }
        try playing.write(music, over: chart, stand, to: output, isQuiet: quiet, &console)
    }
}
