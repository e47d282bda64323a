import ArgumentParser
import Commands
import Files
import Repertoire
import Sound

/// Where what is played goes.
struct PlayOutputOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The ALSA device, as --list-devices lists them.", valueName: "name"))
    var device = "default"

    @Flag(help: "List the sound devices, then end.")
    var listDevices = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Milliseconds of sound that the device holds, \(Self.words(Self.latencies)): fewer obey faster, more are safer "
                + "on a busy machine. Default: \(Self.usualLatency).", valueName: "ms"))
    var latency: Int?

    @Option(
        help: ArgumentHelp(
            "Send MIDI instead of making sound: to a raw MIDI device, a named pipe or a file; seq is a port of the ALSA "
                + "sequencer to which others connect (aconnect), seq:CLIENT:PORT connects it to one, by numbers or name.",
            valueName: "port"))
    var midiOut: String?

    @Flag(help: "Send MIDI clock, start and stop with --midi-out, so that a sequencer follows.")
    var midiClock = false

    @Option(help: ArgumentHelp("Write what is heard to this MIDI file, while it is heard.", valueName: "out.mid"))
    var record: String?

    @Option(help: ArgumentHelp("Write what is heard to this WAV file, while it is heard.", valueName: "out.wav"))
    var wav: String?

    static let names = ["--device", "--list-devices", "--latency", "--midi-out", "--midi-clock", "--record", "--wav"]
    private static let latencies = 4...1000
    private static let usualLatency = 21
    /// Seconds for which a device that was unplugged is waited for.
    private static let patience = 30.0

    private static func words(_ range: ClosedRange<Int>) -> String { OptionCheck.words(range) }

    func validate() throws {
        try OptionCheck.range("--latency", latency, Self.latencies, unit: "milliseconds")
        if midiClock, midiOut == nil {
            throw ValidationError("--midi-clock goes with the notes; say where to with --midi-out")
        }
        if midiOut != nil {
            for (option, isGiven) in [
                ("--wav", wav != nil), ("--latency", latency != nil), ("--device", device != "default"),
            ] where isGiven {
                throw ValidationError("\(option) is for sound, and --midi-out makes none; leave one of the two out")
            }
        }
        if let record {
            try OutputName.checkIsFile(record, "a MIDI file")
            try OutputName.check(record, endings: [".mid", ".midi"], "what is played is recorded as MIDI")
        }
        if let wav {
            try OutputName.checkIsFile(wav, "a WAV file")
            try OutputName.check(wav, endings: [".wav"], "sound is recorded as WAV")
        }
    }

    /// Refuses what would be lost.
    func check(reading inputs: [String], font: SoundFontOptions) throws {
        var files = FileUses()
        files.reads(inputs, as: "a MIDI file")
        files.reads(font.soundfont, as: "the sound font")
        files.writes(record, as: "--record")
        files.writes(wav, as: "--wav")
        files.writes(midiOut.flatMap { SequencerAddress($0) == nil ? $0 : nil }, as: "--midi-out")
        try files.check()
        for path in [record, wav].compactMap({ $0 }) { try Directories.checkWritable(path) }
    }

    var playerOptions: PlayerOptions {
        var options = PlayerOptions()
        options.device = device
        options.secondsAhead = 0.12
        options.secondsToReconnect = Self.patience
        options.midiPort = midiOut
        options.sendsMIDIClock = midiClock
        if let latency { options.setLatency(milliseconds: Double(latency)) }
        return options
    }

    /// What is written down; nil for nothing.
    ///
    /// - Parameter hasPerson: Whether somebody plays along.
    func recorder(title: String, beats: Int, unit: Int, hasPerson: Bool = false) -> Recorder? {
        guard record != nil || wav != nil else { return nil }
        var options = Recorder.Options(midi: record, wav: wav)
        options.title = title
        (options.beats, options.unit) = (beats, unit)
        options.person = hasPerson ? "person" : nil
        return Recorder(options)
    }

    func list() throws {
        let devices: [SoundDeviceList.Device]
        do throws(SoundError) { devices = try SoundDeviceList.playback() } catch { throw Failure(error) }
        for device in devices {
            try Output.line(device.description.isEmpty ? device.name : "\(device.name)   \(device.description)")
        }
    }
}
