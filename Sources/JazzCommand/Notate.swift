import ArgumentParser
import Commands
import Jazz
import MIDI
import Repertoire
import Sound
import Terminal

/// `jazz notate`: music of one's own as notation, or from notation as MIDI.
struct Notate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a MIDI file, a score or a chart as notation: MusicXML or ABC.",
        discussion: """
            Reads MIDI, MusicXML (.musicxml, .mxl), ABC and charts of every kind, and writes what the name of the output asks \
            for. The rhythm of a MIDI file is put on the grid of the metre. A piece of jazz generate is written more \
            exactly by making it again: jazz generate --again piece.mid piece.musicxml
            """)

    @OptionGroup var sheet: SheetOptions

    @Option(
        help: ArgumentHelp(
            "How it is played, which decides whether its eighths are swung: "
                + "\(Style.allCases.map(\.name).joined(separator: ", ")). Default: as the file says, else even.",
            valueName: "name"))
    var style: String?

    @Flag(name: .shortAndLong, help: "Say nothing but errors.")
    var quiet = false

    @Argument(help: ArgumentHelp("The file to read; - for standard input.", valueName: "in"))
    var input: String

    @Argument(
        help: ArgumentHelp(
            "The file to write; its name ends in \(PieceFormat.allEndings.joined(separator: ", ")).", valueName: "out"))
    var output: String

    func validate() throws {
        let format = try PieceFormat(output)
        if format == .sound { throw ValidationError("\(output): sound is made by jazz render; name a file of notes") }
        try sheet.check(format)
    }

    func run() throws {
        var files = FileUses()
        files.reads(input, as: "the music")
        files.writes(output, as: "the notation")
        try files.check()
        let wanted = try style.map(StyleName.known)
        var music = try Manuscript.read(input, needsMelody: false)
        if music.lacksChords, music.melody != nil, let chart = try Harmonies.charts(for: music).first {
            music.chart = chart
            music.notes.append(Harmonies.note)
        }
        var console = Console("jazz", isQuiet: quiet)
        for note in music.notes { console.note(note) }
        if sheet.leadSheet, music.melody == nil, !music.parts.isEmpty {
            throw Failure(.data, "\(input): it has no melody to write a lead sheet of")
        }
        let style = wanted?.style ?? music.style
        let piece = Piece(
            title: music.chart.title, key: music.chart.key, bars: music.chart.bars, meter: music.chart.meter,
            tempo: music.chart.tempo ?? wanted?.tempo ?? style?.usualTempo ?? 120, parts: music.parts)
        let writer = PieceWriter(format: try PieceFormat(output), sheet: sheet.options)
        try writer.write(piece, style: style, to: output, &console)
        guard !quiet, output != "-" else { return }
        var words = ["\(output): \(counted(piece.bars.count, "bar")) of \(music.chart.name)"]
        if let melody = music.melody { words.append("\(counted(melody.notes.count, "note")) in the melody") }
        try Output.line(words.joined(separator: ", "))
    }
}
