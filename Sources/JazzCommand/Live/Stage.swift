import Commands
import Files
import Jazz
import Live
import MIDI
import Sound
import Terminal

/// What a stage shows, and what its keys do.
protocol StageAct: AnyObject {
    /// Obeys a key; true to stop at once.
    func press(_ key: KeyStroke, _ controls: PlaybackControls) -> Bool
    func say(_ text: String)
    /// How things stand now; what all acts have in common is filled in by the stage.
    func picture(_ controls: PlaybackControls) -> StagePicture
    /// What goes on, in a word or two.
    func state(_ picture: StagePicture) -> String
}

/// The stage in a terminal: draws what is played as it is heard, and obeys the keys.
final class Stage: LiveView {
    private let terminal: FullScreen
    private let act: any StageAct
    private let stop: StopFlag
    private let showsBuffer: Bool
    private let traits: TerminalTraits
    private var screen = Screen(columns: 1, rows: 1)
    private var lastDrawn = 0.0
    private var lastSize = (columns: 0, rows: 0)
    private var hasLostRecording = false

    /// Seconds between two pictures.
    private static let frame = 0.05

    init(_ terminal: FullScreen, showing act: any StageAct, stop: StopFlag, showsBuffer: Bool, traits: TerminalTraits) {
        self.terminal = terminal
        self.act = act
        self.stop = stop
        self.showsBuffer = showsBuffer
        self.traits = traits
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
            if act.press(key, controls) { stop.raise() }
        }
        if !hasLostRecording, let error = recorder?.error {
            hasLostRecording = true
            act.say("recording has stopped, the music goes on: \(error)")
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
        var picture = act.picture(controls)
        picture.bufferFill = showsBuffer ? controls.bufferFill : nil
        picture.unicode = traits.unicode
        picture.state =
            controls.isWaitingForDevice
            ? "no device: waiting" : controls.isPaused ? "paused" : act.state(picture)
        picture.draw(on: &screen)
        var next = screen
        // A terminal that takes nothing now is asked again for the next picture.
        if terminal.show(next.changes(colour: traits.colour)) { screen = next }
    }
}

/// Music that is invented.
final class InventionAct: StageAct {
    private let queue: BarQueue
    private let settings: LiveSettings
    private let invention: Invention
    private var keys: StageKeys

    init(_ invention: Invention, queue: BarQueue, settings: LiveSettings, controls: PlaybackControls) {
        self.queue = queue
        self.settings = settings
        self.invention = invention
        let meter = invention.band.chart.meter
        // A waltz needs its three.
        let styles = Style.allCases.filter { $0 != .waltz || meter.beats % 3 == 0 }
        keys = StageKeys(settings, controls, roles: invention.arrangement.roles, styles: styles)
    }

    func press(_ key: KeyStroke, _ controls: PlaybackControls) -> Bool {
        switch keys.press(key) {
        case .quit?: return true
        case .keep?: keep(at: controls.seconds)
        case nil: break
        }
        return false
    }

    func say(_ text: String) { keys.say(text) }

    func picture(_ controls: PlaybackControls) -> StagePicture {
        var picture = StagePicture(values: settings.values)
        picture.title = invention.band.chart.name
        picture.seed = invention.seed
        picture.time = controls.seconds
        picture.heard = queue.heard.suffix(8)
        picture.upcoming = queue.upcoming(8)
        picture.readyBars = queue.readyCount
        picture.roles = invention.arrangement.roles
        picture.muted = keys.muted
        picture.message = keys.message
        picture.showsHelp = keys.showsHelp
        return picture
    }

    func state(_ picture: StagePicture) -> String {
        let heard = picture.heard.last { $0.beats[0] <= picture.time }
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

/// Files one after the other.
final class SetListAct: StageAct {
    private let list: SetListControls
    private let paths: [String]
    private var keys: SetListKeys

    init(_ list: SetListControls, paths: [String], controls: PlaybackControls) {
        self.list = list
        self.paths = paths
        keys = SetListKeys(list, controls)
    }

    func press(_ key: KeyStroke, _ controls: PlaybackControls) -> Bool {
        keys.press(key, over: list.place(at: controls.seconds)?.piece.sheet)
    }

    func say(_ text: String) { keys.say(text) }

    func picture(_ controls: PlaybackControls) -> StagePicture {
        let place = list.place(at: controls.seconds)
        keys.mute(in: place?.piece.sheet)
        let (heard, upcoming) = place.map { $0.piece.sheet.around($0.seconds) } ?? ([], [])
        let factor = place?.factor ?? 1
        let index = place?.piece.index ?? 0
        var picture = StagePicture(
            playing: PathText.name(of: paths[index]), tempo: (heard.last?.tempo ?? 120) * factor, factor: factor,
            place: paths.count > 1 ? "\(index + 1) of \(paths.count)" : nil, bars: place?.piece.bars ?? 0)
        picture.time = place?.seconds ?? 0
        picture.heard = heard
        picture.upcoming = upcoming
        picture.roles = place?.piece.sheet.roles ?? []
        picture.muted = keys.muted
        picture.message = keys.message
        picture.showsHelp = keys.showsHelp
        return picture
    }

    func state(_ picture: StagePicture) -> String { list.wantsEnding ? "ending" : "playing" }
}
