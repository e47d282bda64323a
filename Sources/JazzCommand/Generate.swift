import ArgumentParser
import Commands
import Files
import Jazz
import MIDI
import ModelFile
import Repertoire
import Sound
import Terminal

/// `jazz generate`: a finished piece as a MIDI file.
struct Generate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a piece of exactly so many bars as a MIDI file, as sound or as notation.",
        discussion: """
            Without changes the seed picks one of the sample charts. The same seed and options give the same file, byte \
            for byte. The file has a track each for lead, chords, bass and drums, and the chords as markers. All that it \
            was made with stands in a text of the file: --again FILE makes the same piece once more.
            """)

    @Option(
        number:
            "Length in bars, 1 to \(PieceLimits.mostBars). Default: whole choruses of the changes, at least \(PieceLimits.fewestBars) bars.",
        value: "n")
    var bars: Int?

    @OptionGroup var surroundings: SurroundingsOptions

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Keep the lead that measures nearest to real solos of so many, 1 to \(PieceLimits.takes.upperBound).",
            valueName: "n"))
    var bestOf = 1

    @Option(
        help: ArgumentHelp(
            "Make the piece of this file once more; of the other options --model, --backward-model, --bass-model, "
                + "--drum-table and --parts count.",
            valueName: "file"))
    var again: String?

    @Option(
        help: ArgumentHelp(
            "Begin the lead with this melody, and go on from it: MIDI, MusicXML or ABC. With --keep the melody is varied.",
            valueName: "file"))
    var prime: String?

    @Option(
        number:
            "Write so many pieces, 1 to \(Self.mostPieces), with seeds one after the other, each named after its seed: out-7.mid, "
            + "out-8.mid.", value: "n")
    var count: Int?

    @OptionGroup var piece: PieceOptions

    @Option(
        help: ArgumentHelp("Write each part to a file of its own in this folder as well.", valueName: "folder"))
    var parts: String?

    @OptionGroup var font: SoundFontOptions

    @OptionGroup(title: "A part anew") var edit: EditOptions

    @OptionGroup(title: "Feel") var feel: FeelArguments

    @OptionGroup(title: "Paper") var sheet: SheetOptions

    @Flag(name: .shortAndLong, help: "Say nothing but errors.")
    var quiet = false

    @Argument(
        help: ArgumentHelp(
            "The MIDI file to write; - for standard output. A name that ends in .wav, .flac or .ogg has the piece rendered as sound, one in "
                + ".musicxml written as notation.",
            valueName: "out.mid"))
    var output: String

    var isPiped: Bool { output == "-" }

    private static let mostPieces = 10_000

    func validate() throws {
        let format = try PieceFormat(output)
        try sheet.check(format)
        if font.soundfont != nil, format != .sound {
            throw ValidationError(
                "--soundfont is for sound; name a file that ends in \(Render.endings.joined(separator: ", "))")
        }
        try OptionCheck.range("--bars", bars, 1...PieceLimits.mostBars, unit: "bars")
        try OptionCheck.range("--best-of", bestOf, PieceLimits.takes)
        if let count {
            try OptionCheck.range("--count", count, 1...Self.mostPieces)
            guard again == nil else { throw ValidationError("--again makes one piece; leave --count out") }
            guard !isPiped else { throw ValidationError("--count writes files; name one instead of -") }
            guard parts == nil else { throw ValidationError("--count and --parts exclude each other") }
        }
        if again == nil, edit.isAsked, prime == nil || !edit.isOnlyKeep {
            throw ValidationError(
                "--infill, --chorus and --keep change a piece that is there; name it with --again, or with --prime a "
                    + "melody for --keep to vary")
        }
        if again != nil {
            // Even where an option asks for what is usual: the file may ask for something else.
            let others = [
                "--again", "--model", "--backward-model", "--bass-model", "--drum-table", "--parts", "--soundfont",
                "--quiet",
                "--lead-sheet",
                "--transposed",
            ]
            if let option = Self.given(besides: others + (edit.isAsked ? EditOptions.names : [])).first {
                throw ValidationError(
                    "--again makes the piece as it was made, and \(option) would make another; leave one of the two out"
                )
            }
        }
    }

    func run() throws {
        var console = Console("jazz", isQuiet: quiet)
        if count == nil {
            try checkFiles(writing: [output])
            if !isPiped { try Directories.checkWritable(output) }
        }
        let writer = try self.writer()
        if let again { return try remake(again, writer, &console) }
        let first = piece.seed ?? UInt64.random(in: 0...999_999)
        var notes: [String] = []
        let recipe = try recipe(seed: first) { notes.append($0) }
        for note in notes { console.note(note) }
        if let count { return try write(count, from: recipe, writer, &console) }
        let models = try piece.lead.models()
        try write(recipe, models, writer, &console)
    }

    private func writer() throws -> PieceWriter {
        let format = try PieceFormat(output)
        return PieceWriter(
            format: format, renderer: format == .sound ? Renderer(soundFont: try font.find()) : nil,
            sheet: sheet.options)
    }
}

extension Chart {
    /// The chart's name for people.
    var name: String { title.isEmpty ? "your changes" : "“\(title)”" }
}
