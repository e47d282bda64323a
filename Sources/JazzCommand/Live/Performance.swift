import Commands
import Jazz
import Live
import MIDI
import Repertoire
import Sound
import Synchronization
import Terminal

/// Music that is played now: what is heard, shown and written down of it, and how it ends.
final class Performance {
    private let output: PlayOutputOptions
    private let isPlain: Bool
    private let isQuiet: Bool
    private let controls = PlaybackControls()
    private let stop = StopFlag()

    init(_ output: PlayOutputOptions, isPlain: Bool, isQuiet: Bool) {
        self.output = output
        self.isPlain = isPlain
        self.isQuiet = isQuiet
    }

    /// Invents until told to end.
    func invent(_ invention: Invention, on font: SoundFont?, _ console: inout Console) throws {
        let band = invention.band
        let settings = LiveSettings(
            .init(
                tempo: band.tempo, temperature: invention.temperature, density: band.density, style: band.style))
        let queue = BarQueue()
        defer { settings.stop() }
        let meter = band.chart.meter
        let recorder = output.recorder(
            title: band.chart.title, beats: meter.beats, unit: meter.unit, hasPerson: invention.listener != nil)
        do throws(SoundError) {
            try BarMaker(
                band, networks: invention.networks, seed: invention.seed, choruses: invention.choruses,
                settings: settings, queue: queue
            ).start()
        } catch {
            throw Failure(error)
        }
        let what = "\(band.chart.name), \(band.style.name) at \(decimal(band.tempo)), seed \(invention.seed)"
        var trader: Trader?
        var follower: Follower?
        if let listener = invention.listener {
            trader = Trader(
                band, networks: invention.networks, seed: invention.seed, length: invention.trade,
                listener: listener, controls: controls)
            follower = invention.follow.map { Follower($0, listener: listener) }
            do throws(SoundError) { try listener.start(controls) } catch { throw Failure(error) }
        }
        defer { invention.listener?.stop() }
        let source = Conductor(
            queue, settings: settings, arrangement: invention.arrangement, countsIn: invention.countsIn,
            controls: controls, trader: trader, follower: follower)
        let view: any LiveView
        if let (terminal, traits) = stage(announcing: what, &console) {
            view = Stage(
                terminal, showing: InventionAct(invention, queue: queue, settings: settings, controls: controls),
                stop: stop, showsBuffer: output.midiOut == nil, traits: traits)
        } else {
            view = PlainView(queue: queue, listener: invention.listener, announcement: "\(what); Ctrl-C ends it")
        }
        try play(
            source, on: font, recorder, view, &console, hearing: invention.listener, sounded: invention.isPersonSounded)
    }

    /// Plays files one after the other.
    func play(_ files: SetListFiles, on font: SoundFont?, _ console: inout Console) throws {
        let list = SetListControls()
        defer { list.stop() }
        let paths = files.paths
        let first = try files.kept[0] ?? readMIDI(paths[0], mostNotes: .max)
        let meter = first.barMap.signature(atTick: 0)
        let recorder = output.recorder(title: "", beats: max(meter.numerator, 1), unit: meter.denominator ?? 4)
        let kept = files.kept
        let source = SetList(count: paths.count, controls: list) { index in
            try kept[index] ?? (index == 0 ? first : readMIDI(paths[index], mostNotes: .max))
        }
        let view: any LiveView
        if let (terminal, traits) = stage(announcing: Self.words(paths), &console) {
            view = Stage(
                terminal, showing: SetListAct(list, paths: paths, controls: controls), stop: stop,
                showsBuffer: output.midiOut == nil, traits: traits)
        } else {
            view = PlainListView(list: list, paths: paths)
        }
        try play(source, on: font, recorder, view, &console)
    }

    private static func words(_ paths: [String]) -> String {
        paths.count == 1 ? "playing \(paths[0])" : "playing \(counted(paths.count, "piece"))"
    }

    /// The terminal, if there is one for a stage.
    ///
    /// - Parameter what: Stands above the stage, and is there when that is gone.
    private func stage(announcing what: String, _ console: inout Console) -> (FullScreen, TerminalTraits)? {
        guard !isPlain, !isQuiet else { return nil }
        let traits = TerminalTraits(
            isTerminal: Descriptor.output.isTerminal,
            environment: Environment.values(["NO_COLOR", "TERM", "LC_ALL", "LC_CTYPE", "LANG"]))
        guard traits.redraws else { return nil }
        console.note(what)
        guard let terminal = FullScreen() else { return nil }
        return (terminal, traits)
    }

    private func play<Source: EventSource>(
        _ source: sending Source, on font: SoundFont?, _ recorder: Recorder?, _ view: any LiveView,
        _ console: inout Console, hearing listener: Listener? = nil, sounded isSounded: Bool = true
    ) throws {
        var options = output.playerOptions
        options.soundsListener = isSounded
        let player = Player(soundFont: font, options: options)
        let (controls, stop) = (controls, stop)
        let report: PlaybackReport
        Suspension.catchSignals()
        do throws(SoundError) {
            report = try player.play(
                source, controls: controls, listener: listener, recorder: recorder,
                onTick: {
                    if Suspension.isRaised { suspend(view, &console) }
                    view.tick(controls, recorder, &console)
                }, shouldStop: { Interruption.isRaised || stop.isRaised },
                onPosition: { view.show($0, &console) })
        } catch {
            view.leave()
            console.clear()
            throw Failure(error)
        }
        view.leave()
        console.clear()
        tell(report, recorder, &console)
        if let error = recorder?.error { throw Failure(error) }
        if report.wasStopped, Interruption.isRaised { throw Failure(.interrupted, "") }
    }

    /// Lets go of what sounds, gives the terminal back and stands still until told to go on.
    private func suspend(_ view: any LiveView, _ console: inout Console) {
        let wasPaused = controls.isPaused
        controls.isPaused = true
        // Until the notes are let go, and the device has played what it holds.
        for _ in 0..<100 where !controls.isResting { SystemThread.sleep(milliseconds: 2) }
        SystemThread.sleep(milliseconds: 60)
        console.clear()
        view.leave()
        Suspension.suspend()
        view.enter()
        controls.isPaused = wasPaused
    }

    private func tell(_ report: PlaybackReport, _ recorder: Recorder?, _ console: inout Console) {
        if let (frames, messages) = recorder?.losses, frames + messages > 0 {
            console.note(
                "the disk was too slow: \(decimal(Double(frames) / Double(report.rate))) s of sound and "
                    + "\(counted(messages, "message")) are missing in the recording", always: true)
        }
        if report.underruns > 0 {
            console.note("the sound broke off \(counted(report.underruns, "time")); is the machine busy?")
        }
        if report.reconnections > 0 {
            console.note("the sound device was gone and came back \(counted(report.reconnections, "time"))")
        }
    }
}

/// What shows music that is playing.
protocol LiveView: AnyObject {
    /// Called every few milliseconds.
    func tick(_ controls: PlaybackControls, _ recorder: Recorder?, _ console: inout Console)
    /// Called at each beat.
    func show(_ position: PlaybackPosition, _ console: inout Console)
    /// Gives the terminal back, and takes it again.
    func leave()
    func enter()
}

extension LiveView {
    func leave() {}
    func enter() {}
}

/// A line that tells bar and chord, and lines that stay for what has gone wrong.
final class PlainView: LiveView {
    private let queue: BarQueue
    private let listener: Listener?
    private var troubles = Troubles()
    /// What is said once the device is open.
    private var announcement: String?

    init(queue: BarQueue, listener: Listener?, announcement: String) {
        self.queue = queue
        self.listener = listener
        self.announcement = announcement
    }

    func tick(_ controls: PlaybackControls, _ recorder: Recorder?, _ console: inout Console) {
        if let announcement { console.note(announcement) }
        announcement = nil
        troubles.tell(controls, recorder, &console)
    }

    func show(_ position: PlaybackPosition, _ console: inout Console) {
        guard position.bar > 0, let heard = queue.heard.last(where: { $0.number == position.bar }) else {
            return console.status("count-in, beat \(position.beat)")
        }
        troubles.tellVamp(heard, &console)
        if listener?.isOver ?? false { troubles.tellSilence(&console) }
        let turn = heard.bar.turn.map { $0 == .person ? "   you" : "   the lead" } ?? ""
        let chord = heard.bar.chords.chord(at: position.beat - 1)
        console.status("bar \(position.bar), beat \(position.beat)   \(chord.symbol)\(turn)")
    }
}

/// The same for files.
final class PlainListView: LiveView {
    private let list: SetListControls
    private let paths: [String]
    private var shown = -1
    private var troubles = Troubles()

    init(list: SetListControls, paths: [String]) {
        self.list = list
        self.paths = paths
    }

    func tick(_ controls: PlaybackControls, _ recorder: Recorder?, _ console: inout Console) {
        troubles.tell(controls, recorder, &console)
    }

    func show(_ position: PlaybackPosition, _ console: inout Console) {
        guard let piece = list.started.last(where: { $0.seconds <= position.seconds }) else { return }
        if paths.count > 1, piece.index != shown {
            shown = piece.index
            console.note("\(piece.index + 1) of \(paths.count): \(paths[piece.index])")
        }
        console.status("bar \(position.bar) of \(piece.bars), beat \(position.beat)")
    }
}

/// Says once what has gone wrong, and that it is well again.
struct Troubles {
    private var isLost = false
    private var hasLostRecording = false
    private var isVamping = false
    private var isAlone = false

    mutating func tell(_ controls: PlaybackControls, _ recorder: Recorder?, _ console: inout Console) {
        if controls.isWaitingForDevice != isLost {
            isLost.toggle()
            console.note(
                isLost ? "the sound device is gone; waiting for it to come back" : "the sound device is back",
                always: true)
        }
        if !hasLostRecording, let error = recorder?.error {
            hasLostRecording = true
            console.note("recording has stopped, the music goes on: \(error)", always: true)
        }
    }

    mutating func tellSilence(_ console: inout Console) {
        guard !isAlone else { return }
        isAlone = true
        console.note("nothing more comes from --listen; the band goes on", always: true)
    }

    mutating func tellVamp(_ heard: BarQueue.Heard, _ console: inout Console) {
        if heard.isVamp != isVamping {
            isVamping = heard.isVamp
            if isVamping {
                console.note(
                    "the next bar is not ready: the band goes over the last one again; the machine is too slow for this model",
                    always: true)
            }
        }
    }
}
