import ArgumentParser
import Commands
import MIDI
import Sound
import Terminal

/// `jazz render`: a MIDI file as sound.
struct Render: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Turn a MIDI file into a WAV file with FluidSynth.",
        discussion: """
            Needs FluidSynth and a sound font; ./woodshed installs both. A sound font is looked for in --soundfont, the \
            environment variable WOODSHED_SOUNDFONT, FluidSynth's own setting and the usual folders, in this order.
            """)

    @OptionGroup var font: SoundFontOptions

    @Option(
        help: ArgumentHelp("Samples a second, \(Self.rates.lowerBound) to \(Self.rates.upperBound).", valueName: "hz"))
    var rate = 44_100

    @Flag(name: .shortAndLong, help: "Say nothing but errors.")
    var quiet = false

    @Argument(help: ArgumentHelp("The MIDI file to read.", valueName: "in.mid"))
    var input: String

    @Argument(help: ArgumentHelp("The WAV file to write.", valueName: "out.wav"))
    var output: String

    private static let rates = 8_000...96_000
    /// How the names of sound files end that can be written.
    static let ending = ".wav"

    func validate() throws {
        guard Self.rates.contains(rate) else {
            throw ValidationError(
                "--rate \(rate) is not possible; choose \(Self.rates.lowerBound) to \(Self.rates.upperBound), usually 44100 or 48000"
            )
        }
        try OutputName.checkIsFile(output, "a WAV file")
        try OutputName.check(output, endings: [Self.ending], "sound is written as WAV")
    }

    func run() throws {
        let file = try readMIDI(input, mostNotes: .max)
        let renderer = Renderer(soundFont: try font.find(), rate: rate)
        var files = FileUses()
        files.reads(input, as: "the MIDI file")
        files.reads(renderer.soundFont.path, as: "the sound font")
        files.writes(output, as: "the WAV file")
        try files.check()
        var console = Console("jazz", isQuiet: quiet)
        let report = try renderer.render(file, to: output, &console)
        guard !quiet else { return }
        try Output.line(
            "\(output): \(decimal(report.seconds)) s at \(rate) Hz, peak \(percent(report.peak)) of full scale")
    }
}

extension Renderer {
    /// Renders a MIDI file, and shows how far that is.
    @discardableResult
    func render(_ file: MIDIFile, to path: String, _ console: inout Console) throws -> Report {
        defer { console.clear() }
        do throws(SoundError) {
            return try render(
                file, to: path, progress: { console.progress(.init(label: "rendering", fraction: $0, details: [])) })
        } catch {
            throw Failure(error)
        }
    }
}

/// The sound font option of `generate`, `play` and `render`.
struct SoundFontOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The sound font (.sf2 or .sf3) to play with.", valueName: "file"))
    var soundfont: String?

    func find() throws -> SoundFont {
        do throws(SoundError) {
            return try SoundFont.find(named: soundfont, environment: Environment.value("WOODSHED_SOUNDFONT"))
        } catch {
            throw Failure(error)
        }
    }
}
