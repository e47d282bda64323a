import ArgumentParser
import Commands
import Jazz
import MIDI
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

    func run() throws {
        var options = PlayerOptions()
        options.device = device
        let file = try input.map(readMIDI)
        let player = Player(soundFont: try font.find(), options: options)
        Interrupt.install()
        let report: PlaybackReport
        if let file {
            let bars = file.barMap
            report = try playing {
                try player.play(file, shouldStop: { Interrupt.isRequested }) { position in
                    show(position, chord: nil, bars: bars.bars(before: file.lengthInTicks))
                }
            }
        } else {
            report = try invent(with: player)
        }
        if !quiet { ProgressLine.clear() }
        if report.underruns > 0, !quiet {
            note("the sound broke off \(report.underruns) times; is the machine busy?")
        }
        if report.wasStopped { throw Failure(.interrupted, "") }
    }

    private func invent(with player: Player) throws -> PlaybackReport {
        let seed = piece.seed ?? UInt64.random(in: 0...999_999)
        let band = try piece.ensemble(seed: seed)
        let model = try piece.readModel()
        let session = try JamSession(band, network: model.network, seed: seed)
        if !quiet {
            note(
                "\(band.title), \(band.style.rawValue) at \(decimal(band.tempo)), seed \(seed); Ctrl-C ends it")
        }
        let form = band.chart.bars
        return try playing {
            try player.play(JamSource(session: session, band: band), shouldStop: { Interrupt.isRequested }) { position in
                let chord = form[(position.bar - 1) % form.count].chord(at: position.beat - 1)
                show(position, chord: chord.symbol, bars: nil)
            }
        }
    }

    private func playing(_ body: () throws(SoundError) -> PlaybackReport) throws -> PlaybackReport {
        do throws(SoundError) {
            return try body()
        } catch {
            if !quiet { ProgressLine.clear() }
            throw Failure(.of(error), error.description)
        }
    }

    private func show(_ position: PlaybackPosition, chord: String?, bars: Int?) {
        guard !quiet else { return }
        let bar = "bar \(position.bar)" + (bars.map { " of \($0)" } ?? "") + ", beat \(position.beat)"
        ProgressLine.show(bar + (chord.map { "   \($0)" } ?? ""))
    }
}

/// A jam session as the player asks for it: a chorus at a time.
struct JamSource: EventSource {
    private var session: JamSession
    private let meter: Meter
    private let secondsPerTick: Double
    private var hasBegun = false

    init(session: JamSession, band: Ensemble) {
        self.session = session
        meter = band.chart.meter
        secondsPerTick = 60 / band.tempo / Double(Meter.ticksPerQuarter)
    }

    mutating func nextBatch() throws -> EventBatch? {
        let chorus = try session.nextChorus()
        var messages: [EventBatch.TimedMessage] = []
        func add(_ message: Message, at tick: Int) {
            messages.append(EventBatch.TimedMessage(seconds: Double(tick) * secondsPerTick, message: message))
        }
        for part in chorus.parts {
            if !hasBegun { add(.programChange(channel: part.channel, program: part.program), at: 0) }
            for note in part.notes {
                add(.noteOn(channel: part.channel, pitch: note.pitch, velocity: note.velocity), at: note.start)
                add(.noteOff(channel: part.channel, pitch: note.pitch, velocity: 64), at: note.end)
            }
        }
        hasBegun = true
        let beats = chorus.bars.indices.flatMap { bar in
            (0..<meter.beats).map { beat in
                EventBatch.Beat(
                    seconds: Double(chorus.ticks.lowerBound + bar * meter.barTicks + beat * meter.beatTicks)
                        * secondsPerTick,
                    bar: chorus.firstBar + bar + 1, beat: beat + 1)
            }
        }
        return EventBatch(messages: messages, beats: beats, end: Double(chorus.ticks.upperBound) * secondsPerTick)
    }
}
