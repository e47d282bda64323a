import Recurrent
import ArgumentParser
import Commands
import Jazz
import MIDI
import ModelFile

/// `jazz generate`: a finished piece as a MIDI file.
struct Generate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a piece of exactly so many bars as a MIDI file.",
        discussion: """
            Without changes the seed picks one of the sample charts. The same seed and options give the same file, byte \
            for byte. The file has a track each for lead, chords, bass and drums, and the chords as markers.
            """)

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Length in bars, 1 to 512. Default: whole choruses of the changes, at least 16 bars.", valueName: "n"))
    var bars: Int?

    @OptionGroup var piece: PieceOptions

    @Option(
        help: ArgumentHelp("Write each part to a file of its own in this folder as well.", valueName: "folder"))
    var parts: String?

    @Flag(name: .shortAndLong, help: "Say nothing but errors.")
    var quiet = false

    @Argument(help: ArgumentHelp("The MIDI file to write; - for standard output.", valueName: "out.mid"))
    var output: String

    private var isPiped: Bool { output == "-" }

    /// The longest piece, in bars.
    static let mostBars = 512

    func run() throws {
        var console = Console("jazz", isQuiet: quiet)
        let seed = piece.seed ?? UInt64.random(in: 0...999_999)
        let band = try piece.ensemble(seed: seed) { console.note($0) }
        let arrangement = try piece.band.arrangement()
        let model = try piece.readModel()
        let count = try piece.harmony.bars(bars, form: band.chart.bars.count, most: Self.mostBars)
        let result = try band.piece(
            bars: count, networks: BandNetworks(lead: StepEngine(model.network), bass: try piece.bass.engine()), seed: seed,
            remarks: ["made by jazz \(JazzMain.version) with seed \(seed)"])
        let heard = arrangement(result)
        if let parts { try write(parts: heard, to: parts) }
        try write(heard.midiFile(), to: isPiped ? "/dev/stdout" : output)
        if !quiet, !isPiped {
            let first = heard.parts.first
            let notes = first.map { "\(counted($0.notes.count, "note")) in the \($0.name)" } ?? ""
            print(
                "\(output): \(count) \(count == 1 ? "bar" : "bars") of \(band.title), "
                    + "\(band.style.rawValue) at \(decimal(band.tempo)), \(notes), seed \(seed)")
        }
    }

    /// Each part alone, with the chords as markers, as `folder/lead.mid` and so on.
    private func write(parts piece: Piece, to folder: String) throws {
        do { try Directories.make(folder) } catch { throw Failure(error) }
        for part in piece.parts {
            var alone = piece
            alone.parts = [part]
            try write(alone.midiFile(), to: "\(folder)/\(part.name).mid")
        }
    }

    private func write(_ file: MIDIFile, to path: String) throws {
        let bytes: [UInt8]
        do { bytes = try file.encoded() } catch { throw Failure(.software, "the piece cannot be encoded: \(error)") }
        do { try AtomicFile.write(bytes, to: path) } catch { throw Failure(error) }
    }
}

extension Ensemble {
    /// The chart's name for people.
    var title: String { chart.title.isEmpty ? "your changes" : "“\(chart.title)”" }
}
