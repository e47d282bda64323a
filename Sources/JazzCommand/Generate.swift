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
        let model = try piece.readModel()
        let count = try piece.harmony.bars(bars, form: band.chart.bars.count, most: Self.mostBars)
        let result = try band.piece(
            bars: count, networks: BandNetworks(lead: StepEngine(model.network), bass: try piece.bass.engine()), seed: seed,
            remarks: ["made by jazz \(JazzMain.version) with seed \(seed)"])
        try write(result.midiFile())
        if !quiet, !isPiped {
            let notes = result.parts.first { $0.role == .lead }?.notes.count ?? 0
            print(
                "\(output): \(count) \(count == 1 ? "bar" : "bars") of \(band.title), "
                    + "\(band.style.rawValue) at \(decimal(band.tempo)), "
                    + "\(notes) notes in the lead, seed \(seed)")
        }
    }

    private func write(_ file: MIDIFile) throws {
        let bytes: [UInt8]
        do { bytes = try file.encoded() } catch { throw Failure(.software, "the piece cannot be encoded: \(error)") }
        do { try AtomicFile.write(bytes, to: isPiped ? "/dev/stdout" : output) } catch {
            throw Failure(error)
        }
    }
}

extension Ensemble {
    /// The chart's name for people.
    var title: String { chart.title.isEmpty ? "your changes" : "“\(chart.title)”" }
}
