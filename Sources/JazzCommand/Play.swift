import Recurrent
import ArgumentParser
import Commands
import Jazz
import MIDI
import ModelFile
import Sampling
import Sound
import Terminal

/// `jazz play`: a MIDI file, or a piece that is invented while it sounds.
struct Play: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Play a MIDI file, or invent music until Ctrl-C.",
        discussion: """
            Without a file the band improvises over the changes, chorus after chorus, until Ctrl-C. Where there is no \
            sound card, jazz render writes a sound file instead.
            """)

    @OptionGroup var font: SoundFontOptions

    @Option(help: ArgumentHelp("The ALSA device, as aplay -L lists them.", valueName: "name"))
    var device = "default"

    @OptionGroup var piece: PieceOptions

    @Flag(name: .shortAndLong, help: "Say nothing but errors.")
    var quiet = false

    @Argument(help: ArgumentHelp("The MIDI file to play; without it, music is invented.", valueName: "in.mid"))
    var input: String?

    func validate() throws {
        guard input != nil else { return }
        if let option = Self.given(besides: ["--soundfont", "--device", "--quiet"]).first {
            throw ValidationError("\(option) is for music that is invented; leave it or the file out")
        }
    }

    func run() throws {
        var options = PlayerOptions()
        options.device = device
        let file = try input.map { try readMIDI($0, mostNotes: .max) }
        let player = Player(soundFont: try font.find(), options: options)
        Interruption.catchSignals()
        var console = Console("jazz", isQuiet: quiet)
        let report: PlaybackReport
        if let file {
            report = try play(file, with: player, &console)
        } else {
            report = try invent(with: player, &console)
        }
        console.clear()
        if report.underruns > 0 {
            console.note("the sound broke off \(report.underruns) times; is the machine busy?")
        }
        if report.wasStopped { throw Failure(.interrupted, "") }
    }

    private func play(_ file: MIDIFile, with player: Player, _ console: inout Console) throws -> PlaybackReport {
        let bars = file.barCount
        return try sounding(&console) { console throws(SoundError) in
            try player.play(file, shouldStop: { Interruption.isRaised }) { position in
                console.status("bar \(position.bar) of \(bars), beat \(position.beat)")
            }
        }
    }

    /// Plays what is invented meanwhile.
    private func invent(with player: Player, _ console: inout Console) throws -> PlaybackReport {
        let seed = piece.seed ?? UInt64.random(in: 0...999_999)
        let choruses = piece.harmony.choruses
        var notes: [String] = []
        let recipe = try piece.recipe(bars: nil, seed: seed) { notes.append($0) }
        for note in notes { console.note(note) }
        let models = try piece.lead.models()
        let band = try recipe.band(copies: models.copies)
        let session: JamSession
        do { session = try JamSession(band, networks: models.networks, seed: seed) } catch {
            throw Failure(error)
        }
        console.note(
            "\(band.chart.name), \(band.style.name) at \(decimal(band.tempo)), seed \(seed); Ctrl-C ends it")
        let form = band.chart.bars
        return try sounding(&console) { console throws(SoundError) in
            try player.play(
                JamSource(session: session, band: band, arrangement: recipe.arrangement, choruses: choruses),
                shouldStop: { Interruption.isRaised }
            ) {
                position in
                let chord = form[(position.bar - 1) % form.count].chord(at: position.beat - 1)
                console.status("bar \(position.bar), beat \(position.beat)   \(chord.symbol)")
            }
        }
    }

    private func sounding(
        _ console: inout Console, _ body: (inout Console) throws(SoundError) -> PlaybackReport
    ) throws -> PlaybackReport {
        do throws(SoundError) {
            return try body(&console)
        } catch {
            console.clear()
            throw Failure(error)
        }
    }
}

/// A jam session as the player asks for it: a chorus at a time.
struct JamSource: EventSource {
    private var session: JamSession
    private let meter: Meter
    private let secondsPerTick: Double
    private let arrangement: Arrangement
    private var hasBegun = false
    /// The choruses still to be played; nil for no end.
    private var choruses: Int?

    init(session: JamSession, band: Ensemble, arrangement: Arrangement, choruses: Int?) {
        self.choruses = choruses
        self.session = session
        self.arrangement = arrangement
        meter = band.chart.meter
        secondsPerTick = 60 / band.tempo / Double(Meter.ticksPerQuarter)
    }

    mutating func nextBatch() throws -> EventBatch? {
        if choruses == 0 { return nil }
        choruses? -= 1
        let chorus = try session.nextChorus()
        var messages: [EventBatch.TimedMessage] = []
        func add(_ message: Message, at tick: Int) {
            messages.append(EventBatch.TimedMessage(seconds: Double(tick) * secondsPerTick, message: message))
        }
        for part in arrangement(chorus.parts) {
            if !hasBegun { add(.programChange(channel: part.channel, program: part.program), at: 0) }
            for note in part.notes {
                add(.noteOn(channel: part.channel, pitch: note.pitch, velocity: note.velocity), at: note.start)
                add(.noteOff(channel: part.channel, pitch: note.pitch, velocity: 64), at: note.end)
            }
        }
        hasBegun = true
        let lines = BarLines(chorus.bars, meter: meter)
        let beats = chorus.bars.indices.flatMap { bar in
            (0..<lines.meters[bar].beats).map { beat in
                EventBatch.Beat(
                    seconds: Double(chorus.ticks.lowerBound + lines.tick(bar: bar, beat: beat)) * secondsPerTick,
                    bar: chorus.firstBar + bar + 1, beat: beat + 1)
            }
        }
        return EventBatch(messages: messages, beats: beats, end: Double(chorus.ticks.upperBound) * secondsPerTick)
    }
}
