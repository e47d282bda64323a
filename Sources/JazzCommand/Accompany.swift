import ArgumentParser
import Commands
import Files
import Jazz
import MIDI
import Numerics
import Repertoire
import Sound
import Terminal

/// `jazz accompany`: the band under a melody of one's own.
struct Accompany: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Have the band play under a melody of your own.",
        discussion: """
            Bass, piano and drums play over the chords of the melody's file: markers in MIDI, chord symbols in MusicXML and \
            ABC. Where none are written they are estimated from the notes, and that is said; --changes gives others. The \
            melody is kept as it is, a written one swung as the style asks. The same seed gives the same accompaniment.
            """)

    @Option(
        help: ArgumentHelp(
            "Changes to play instead of the file's: as for jazz generate.", valueName: "text or file"))
    var changes: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Quarter notes a minute, 30 to 400. Default: the melody's.", valueName: "bpm"))
    var tempo: Double?

    @OptionGroup var style: StyleArguments

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The same seed gives the same accompaniment. Default: a new one each time.", valueName: "n"))
    var seed: UInt64?

    @OptionGroup var players: PlayerArguments

    @OptionGroup(title: "Band") var band: BandOptions

    @OptionGroup(title: "Paper") var sheet: SheetOptions

    @OptionGroup var font: SoundFontOptions

    @Flag(name: .shortAndLong, help: "Say nothing but errors.")
    var quiet = false

    @Argument(help: ArgumentHelp("The melody: MIDI, MusicXML or ABC; - for standard input.", valueName: "melody"))
    var input: String

    @Argument(
        help: ArgumentHelp(
            "The file to write; its name ends in \(PieceFormat.allEndings.joined(separator: ", ")); - for standard output.",
            valueName: "out.mid"))
    var output: String

    func validate() throws {
        let format = try PieceFormat(output)
        try sheet.check(format)
        if font.soundfont != nil, format != .sound {
            throw ValidationError(
                "--soundfont is for sound; name a file that ends in \(Render.endings.joined(separator: ", "))")
        }
    }

    func run() throws {
        var files = FileUses()
        files.reads(input, as: "the melody")
        files.reads(changes, as: "--changes")
        files.reads(style.styleFile, as: "--style-file")
        players.add(to: &files)
        files.writes(output, as: "the piece")
        try files.check()
        if output != "-" { try Directories.checkWritable(output) }
        let format = try PieceFormat(output)
        let renderer = format == .sound ? Renderer(soundFont: try font.find()) : nil
        let arrangement = try band.arrangement()
        if let tempo, !Ensemble.tempos.contains(tempo) {
            throw Failure(.usage, "--tempo \(tempo) cannot be played; choose 30 to 400 quarter notes a minute")
        }
        var console = Console("jazz", isQuiet: quiet)
        let named = try style.wanted { console.note($0) }
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
        }
        for note in notes { console.note(note) }
        let tempo = min(max(self.tempo ?? chart.tempo ?? named?.tempo ?? 0, 0), 400)
        let ensemble = Ensemble(
            chart: chart, tempo: tempo >= 30 ? tempo : nil, style: named?.style ?? music.style)
        let chosen = seed ?? UInt64.random(in: 0...999_999)
        let models = try players.models(lead: nil)
        let remark = "accompaniment by jazz \(JazzMain.version)\nseed \(chosen)\nstyle \(ensemble.style.name)"
        let piece: Piece
        do {
            piece = arrangement(
                try ensemble.accompaniment(
                    of: ensemble.played(music.melody!), networks: models.networks, seed: chosen, remarks: [remark]))
        } catch {
            throw Failure(error)
        }
        let writer = PieceWriter(format: format, renderer: renderer, sheet: sheet.options)
        try writer.write(piece, style: ensemble.style, to: output, &console)
        guard !quiet, output != "-" else { return }
        try Output.line(
            "\(output): \(counted(piece.bars.count, "bar")) of \(chart.name), \(ensemble.style.name) at "
                + "\(decimal(ensemble.tempo)), \(counted(music.melody?.notes.count ?? 0, "note")) in the melody, seed \(chosen)"
        )
    }
}
