import ArgumentParser
import Commands
import Files
import MIDI
import Repertoire
import Sound
import Terminal

/// `jazz render`: MIDI files as sound.
struct Render: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Turn MIDI files into sound files with FluidSynth.",
        discussion: """
            The name says what is written: .wav, .flac or .ogg. With --to several files are rendered at once. Needs \
            FluidSynth and a sound font; ./woodshed installs both. A sound font is looked for in --soundfont, the \
            environment variable WOODSHED_SOUNDFONT, FluidSynth's own setting and the usual folders, in this order.

            EXAMPLES
              jazz render piece.mid piece.flac --rate 48000 --bits 24
              jazz render piece.mid piece.wav --loudness -16 --stems
              jazz render a.mid b.mid --to folder --format ogg
            """)

    @OptionGroup var font: SoundFontOptions

    @Option(
        help: ArgumentHelp("Samples a second, \(Self.rates.lowerBound) to \(Self.rates.upperBound).", valueName: "hz"))
    var rate = 44_100

    @Option(help: ArgumentHelp("Bits a sample: 16, 24 or float (.wav only).", valueName: "bits"))
    var bits = SampleEncoding.int16.rawValue

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("So many decibels louder, softer when negative; -40 to 40.", valueName: "dB"))
    var gain: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "As loud as so many LUFS (ITU-R BS.1770), -40 to -5; peaks stay 1 dB below full scale. Streaming services go by "
                + "-14 to -16.", valueName: "lufs"))
    var loudness: Double?

    @Flag(help: "Write each part to a file of its own as well, all of the same length: out-lead.wav, out-bass.wav …")
    var stems = false

    @Option(
        help: ArgumentHelp(
            "Write to this folder, under the names of the MIDI files, of which there may be several.",
            valueName: "folder"))
    var to: String?

    @Option(
        help: ArgumentHelp("What is written with --to or to -: wav, flac or ogg. (default: wav)", valueName: "kind"))
    var format: String?

    @Flag(name: .shortAndLong, help: "Say nothing but errors.")
    var quiet = false

    @Argument(
        help: ArgumentHelp(
            "The MIDI file to read and the sound file to write, - for standard output; with --to, MIDI files.",
            valueName: "in.mid out.wav"))
    var files: [String]

    private static let rates = 8_000...96_000
    /// How the names of sound files end.
    static let endings = SoundFileKind.allCases.map { ".\($0.rawValue)" }

    /// A file to read, and what becomes of it.
    private struct Job {
        var input: String
        var output: String
        var kind: SoundFileKind
    }

    func validate() throws {
        guard Self.rates.contains(rate) else {
            throw ValidationError(
                "--rate \(rate) is not possible; choose \(Self.rates.lowerBound) to \(Self.rates.upperBound), usually 44100 or 48000"
            )
        }
        guard SampleEncoding(rawValue: bits) != nil else {
            throw ValidationError("--bits \(bits) is not possible; choose 16, 24 or float")
        }
        if let gain, !(-40...40).contains(gain) {
            throw ValidationError("--gain \(gain) is not possible; choose -40 to 40")
        }
        if let loudness, !(-40 ... -5).contains(loudness) {
            throw ValidationError("--loudness \(loudness) is not possible; choose -40 to -5, usually -16")
        }
        if gain != nil, loudness != nil {
            throw ValidationError("--gain and --loudness both say how loud; leave one of the two out")
        }
        if let format, SoundFileKind(rawValue: format) == nil {
            throw ValidationError("--format \(format) is not known; choose wav, flac or ogg")
        }
        _ = try jobs()
    }

    private func jobs() throws -> [Job] {
        let wanted = format.flatMap(SoundFileKind.init(rawValue:)) ?? .wav
        let jobs: [Job]
        if let to {
            jobs = files.map { input in
                let name = PathText.name(of: input)
                let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
                return Job(input: input, output: "\(to)/\(stem).\(wanted.rawValue)", kind: wanted)
            }
        } else {
            guard files.count == 2 else {
                throw ValidationError(
                    files.count < 2
                        ? "name the sound file to write behind the MIDI file"
                        : "name a MIDI file and a sound file, or MIDI files and --to FOLDER")
            }
            guard files[1] != "-" else {
                if stems { throw ValidationError("--stems writes files; name one instead of -") }
                try check(wanted)
                return [Job(input: files[0], output: "-", kind: wanted)]
            }
            if format != nil {
                throw ValidationError("--format is for --to and -; the name of the file says what is written")
            }
            try OutputName.checkIsFile(files[1], "a sound file")
            try OutputName.check(files[1], endings: Self.endings, "sound is written as WAV, FLAC or Ogg Vorbis")
            jobs = [Job(input: files[0], output: files[1], kind: SoundFileKind(name: files[1]) ?? .wav)]
        }
        for job in jobs { try check(job.kind) }
        return jobs
    }

    private func check(_ kind: SoundFileKind) throws {
        if kind == .flac, bits == SampleEncoding.float32.rawValue {
            throw ValidationError("--bits float is for .wav; FLAC has 16 or 24")
        }
        if kind == .ogg, bits != SampleEncoding.int16.rawValue {
            throw ValidationError("--bits is for .wav and .flac; Ogg Vorbis has none")
        }
    }

    func run() throws {
        let jobs = try jobs()
        let files = try jobs.map { try readMIDI($0.input, mostNotes: .max) }
        var renderer = Renderer(soundFont: try font.find(), rate: rate)
        renderer.encoding = SampleEncoding(rawValue: bits) ?? .int16
        renderer.level = loudness.map { .loudness($0) } ?? gain.map { .gain($0) } ?? .asPlayed
        var uses = FileUses()
        uses.reads(jobs.map(\.input), as: jobs.count == 1 ? "the MIDI file" : "a MIDI file")
        uses.reads(renderer.soundFont.path, as: "the sound font")
        for (job, file) in zip(jobs, files) {
            uses.writes(job.output, as: "the sound file of \(job.input)")
            for channel in stems ? file.soundingChannels : [] {
                uses.writes(file.stem(job.output, channel), as: "a stem of \(job.input)")
            }
        }
        try uses.check()
        if let to { try Directories.make(to) }
        var console = Console("jazz", isQuiet: quiet)
        for (job, file) in zip(jobs, files) { try render(job, file, renderer, &console) }
    }

    private func render(_ job: Job, _ file: MIDIFile, _ renderer: Renderer, _ console: inout Console) throws {
        guard job.output != "-" else { return try pipe(job, file, renderer, &console) }
        let report = try renderer.render(file, to: job.output, as: job.kind, &console)
        if !quiet { try Output.line("\(job.output): \(words(report))") }
        guard stems else { return }
        defer { console.clear() }
        let written: [String]
        do throws(SoundError) {
            written = try renderer.renderStems(
                file, frames: report.frames, gain: report.gain, as: job.kind, path: { file.stem(job.output, $0) },
                progress: { console.progress(.init(label: "rendering stems", fraction: $0, details: [])) })
        } catch {
            throw Failure(error)
        }
        console.clear()
        if !quiet { for path in written { try Output.line(path) } }
    }

    /// Sizes stand at the beginning, so what goes through a pipe is rendered to a file first.
    private func pipe(_ job: Job, _ file: MIDIFile, _ renderer: Renderer, _ console: inout Console) throws {
        try ScratchFile.with { path in
            try renderer.render(file, to: path, as: job.kind, &console)
            try ScratchFile.read(path) { try Output.data($0) }
        }
    }

    private func words(_ report: Renderer.Report) -> String {
        let loudness = report.loudness.map { ", \(NumberText.fixed($0, decimals: 1)) LUFS" } ?? ""
        return "\(decimal(report.seconds)) s at \(rate) Hz, peak \(percent(report.peak)) of full scale\(loudness)"
    }
}

extension MIDIFile {
    /// The channels that have notes.
    fileprivate var soundingChannels: [Int] { Set(notes.map(\.channel)).sorted() }

    /// The name of the file of a channel: that of its track behind the name of the whole.
    fileprivate func stem(_ output: String, _ channel: Int) -> String {
        let note = notes.first { $0.channel == channel }
        let title = (note.flatMap { trackNames.indices.contains($0.track) ? trackNames[$0.track] : nil } ?? "") ?? ""
        let plain = String(title.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }.prefix(40))
        let isAlone = !plain.allSatisfy { $0 == "-" } && channelsOfTracks[title, default: []] == [channel]
        let name = isAlone ? plain : "channel-\(channel + 1)"
        guard let dot = output.lastIndex(of: ".") else { return "\(output)-\(name)" }
        return "\(output[..<dot])-\(name)\(output[dot...])"
    }

    private var channelsOfTracks: [String: Set<Int>] {
        var channels: [String: Set<Int>] = [:]
        for note in notes {
            guard trackNames.indices.contains(note.track), let name = trackNames[note.track] else { continue }
            channels[name, default: []].insert(note.channel)
        }
        return channels
    }
}

extension Renderer {
    /// Renders a MIDI file, and shows how far that is.
    @discardableResult
    func render(
        _ file: MIDIFile, to path: String, as kind: SoundFileKind = .wav, _ console: inout Console
    ) throws -> Report {
        defer { console.clear() }
        do throws(SoundError) {
            return try render(
                file, to: path, as: kind,
                progress: { console.progress(.init(label: "rendering", fraction: $0, details: [])) })
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
