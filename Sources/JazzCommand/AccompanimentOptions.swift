import ArgumentParser
import Commands
import Files
import Jazz
import MIDI
import Sound
import Repertoire
import Terminal

/// How the band plays under a melody: shared by `accompany` and `harmonize`.
struct AccompanimentOptions: ParsableArguments {
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

    /// Refuses an output that cannot be.
    func check(_ output: String) throws {
        let format = try PieceFormat(output)
        try sheet.check(format)
        if font.soundfont != nil, format != .sound {
            throw ValidationError(
                "--soundfont is for sound; name a file that ends in \(Render.endings.joined(separator: ", "))")
        }
        if let tempo, !Ensemble.tempos.contains(tempo) {
            throw ValidationError("--tempo \(tempo) cannot be played; choose 30 to 400 quarter notes a minute")
        }
    }

    func add(to files: inout FileUses) {
        files.reads(style.styleFile, as: "--style-file")
        players.add(to: &files)
    }

    /// What pieces are played and written with.
    struct Stand {
        let writer: PieceWriter
        let arrangement: Arrangement
        let style: StyleName?
        let models: BandModels
        let seed: UInt64
    }

    func stand(for output: String, note: (String) -> Void) throws -> Stand {
        let format = try PieceFormat(output)
        let renderer = format == .sound ? Renderer(soundFont: try font.find()) : nil
        return Stand(
            writer: PieceWriter(format: format, renderer: renderer, sheet: sheet.options),
            arrangement: try band.arrangement(), style: try style.wanted(note: note),
            models: try players.models(lead: nil), seed: seed ?? UInt64.random(in: 0...999_999))
    }

    /// Has the band play under the melody over a chart, and writes it.
    func write(
        _ music: Manuscript, over chart: Chart, _ stand: Stand, to output: String, isQuiet: Bool,
        _ console: inout Console
    ) throws {
        let tempo = min(max(self.tempo ?? chart.tempo ?? stand.style?.tempo ?? 0, 0), 400)
        let ensemble = Ensemble(
            chart: chart, tempo: tempo >= 30 ? tempo : nil, style: stand.style?.style ?? music.style)
        let remark = "accompaniment by jazz \(JazzVersion.current)\nseed \(stand.seed)\nstyle \(ensemble.style.name)"
        let piece: Piece
        do {
            piece = stand.arrangement(
                try ensemble.accompaniment(
                    of: ensemble.played(music.melody!), networks: stand.models.networks, seed: stand.seed,
                    remarks: [remark]))
        } catch {
            throw Failure(error)
        }
        try stand.writer.write(piece, style: ensemble.style, to: output, &console)
        guard !isQuiet, output != "-" else { return }
        try Output.line(
            "\(output): \(counted(piece.bars.count, "bar")) of \(chart.name), \(ensemble.style.name) at "
                + "\(decimal(ensemble.tempo)), \(counted(music.melody?.notes.count ?? 0, "note")) in the melody, seed \(stand.seed)"
        )
    }
}
