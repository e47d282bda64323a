import Commands
import Files
import Jazz
import Live
import MIDI
import Sound
import Terminal

/// The stage in a terminal: draws what is played as it is heard, and obeys the keys.
final class Stage: LiveView {
    private let terminal: FullScreen
    private let queue: BarQueue
    private let settings: LiveSettings
    private let invention: Invention
    private let stop: StopFlag
    private let showsBuffer: Bool
    private let traits: TerminalTraits
    private var keys: StageKeys
    private var screen = Screen(columns: 1, rows: 1)
    private var lastDrawn = 0.0
    private var lastSize = (columns: 0, rows: 0)
    private var hasLostRecording = false

    /// Seconds between two pictures.
    private static let frame = 0.05

    init(
        _ terminal: FullScreen, queue: BarQueue, settings: LiveSettings, controls: PlaybackControls,
        invention: Invention, stop: StopFlag, showsBuffer: Bool, traits: TerminalTraits
    ) {
        self.terminal = terminal
        self.queue = queue
        self.settings = settings
        self.invention = invention
        self.stop = stop
        self.showsBuffer = showsBuffer
        self.traits = traits
        let meter = invention.band.chart.meter
        // A waltz needs its three.
        let styles = Style.allCases.filter { $0 != .waltz || meter.beats % 3 == 0 }
        keys = StageKeys(settings, controls, roles: invention.arrangement.roles, styles: styles)
    }

    func leave() { terminal.leave() }

    func enter() {
        terminal.enter()
        lastSize = (0, 0)
    }

    func show(_ position: PlaybackPosition, _ console: inout Console) {}

    func tick(_ controls: PlaybackControls, _ recorder: Recorder?, _ console: inout Console) {
        var isTouched = false
        for key in terminal.keys() {
            isTouched = true
            switch keys.press(key) {
            case .quit?: stop.raise()
            case .keep?: keep(at: controls.seconds)
            case nil: break
            }
        }
        if !hasLostRecording, let error = recorder?.error {
            hasLostRecording = true
            keys.say("recording has stopped, the music goes on: \(error)")
        }
        let now = Environment.seconds()
        guard isTouched || now - lastDrawn >= Self.frame else { return }
        lastDrawn = now
        draw(controls)
    }

    private func draw(_ controls: PlaybackControls) {
        let size = terminal.size
        if size != lastSize {
            screen = Screen(columns: size.columns, rows: size.rows)
            lastSize = size
        }
        picture(controls).draw(on: &screen)
        var next = screen
        // A terminal that takes nothing now is asked again for the next picture.
        if terminal.show(next.changes(colour: traits.colour)) { screen = next }
    }

    private func picture(_ controls: PlaybackControls) -> StagePicture {
        var picture = StagePicture(values: settings.values)
        picture.title = invention.band.chart.name
        picture.seed = invention.seed
        picture.time = controls.seconds
        picture.heard = queue.heard.suffix(8)
        picture.upcoming = queue.upcoming(8)
        picture.readyBars = queue.readyCount
        picture.bufferFill = showsBuffer ? controls.bufferFill : nil
        picture.roles = invention.arrangement.roles
        picture.muted = keys.muted
        picture.message = keys.message
        picture.showsHelp = keys.showsHelp
        picture.unicode = traits.unicode
        picture.state = state(picture.heard.last { $0.beats[0] <= picture.time }, controls)
        return picture
    }

    /// What goes on, in a word or two.
    private func state(_ heard: BarQueue.Heard?, _ controls: PlaybackControls) -> String {
        if controls.isWaitingForDevice { return "no device: waiting" }
        if controls.isPaused { return "paused" }
        if heard?.isVamp ?? false { return "too slow: vamping" }
        if settings.wantsEnding { return "ending" }
        if settings.isLooping { return "loop" }
        switch heard?.bar.turn {
        case .person?: return invention.listener?.isOver ?? false ? "nobody plays" : "your turn"
        case .lead?: return "the lead answers"
        case nil: return "playing"
        }
    }

    /// Writes the last chorus to a file of a name that is free.
    private func keep(at time: Double) {
        guard
            let piece = queue.lastChorus(
                at: time, title: invention.band.chart.title, arrangement: invention.arrangement)
        else { return keys.say("no chorus has been heard to its end yet") }
        var number = 1
        while FileSystem.exists(Self.name(invention.seed, number)) { number += 1 }
        let name = Self.name(invention.seed, number)
        do {
            try AtomicFile.write(try piece.midiFile().encoded(), to: name)
            keys.say("kept as \(name)")
        } catch {
            keys.say("\(error)")
        }
    }

    private static func name(_ seed: UInt64, _ number: Int) -> String { "chorus-\(seed)-\(number).mid" }
}
