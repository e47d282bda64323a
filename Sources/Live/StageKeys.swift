public import Jazz
public import Sound
public import Terminal

/// What the keys of the stage do.
public struct StageKeys: Sendable {
    /// What has to be done beyond turning what is shared.
    public enum Action: Equatable, Sendable {
        /// Ends at once.
        case quit
        /// Writes the last chorus to a file.
        case keep
    }

    private let settings: LiveSettings
    private let controls: PlaybackControls
    private let roles: [PartRole]
    private let styles: [Style]
    public private(set) var showsHelp = false
    private var parts = PartSwitches()
    /// What was just said, for those who look.
    public private(set) var message = ""

    /// - Parameters:
    ///   - roles: The parts that play.
    ///   - styles: Those that the changes can be played in, in the order of the key.
    public init(_ settings: LiveSettings, _ controls: PlaybackControls, roles: [PartRole], styles: [Style]) {
        self.settings = settings
        self.controls = controls
        self.roles = roles
        self.styles = styles
    }

    public var muted: Set<PartRole> { parts.muted }

    /// Obeys a key.
    public mutating func press(_ key: KeyStroke) -> Action? {
        if let said = parts.press(key, of: roles) {
            controls.mutedChannels = muted.reduce(0) { $0 | 1 << UInt16($1.channel) }
            say(said)
            return nil
        }
        switch key {
        case .up: turnTempo(by: 1)
        case .down: turnTempo(by: -1)
        case .left: turn(\.temperature, by: -0.05, within: LiveSettings.temperatures, "temperature")
        case .right: turn(\.temperature, by: 0.05, within: LiveSettings.temperatures, "temperature")
        case .escape: showsHelp = false
        case .character(let character): return press(character)
        }
        return nil
    }

    private mutating func press(_ character: Character) -> Action? {
        switch character {
        case " ":
            controls.isPaused.toggle()
            say(controls.isPaused ? "paused; space goes on" : "")
        case "d": turn(\.density, by: -0.25, within: Self.densities, "density")
        case "D": turn(\.density, by: 0.25, within: Self.densities, "density")
        case "n":
            settings.askForNewChorus()
            say("a new chorus from the next bar on")
        case "s":
            let place = styles.firstIndex(of: settings.values.style) ?? -1
            settings.values.style = styles[(place + 1) % styles.count]
            say("\(settings.values.style.name) from the next bar on")
        case "k", "K":
            settings.values.transposition += character == "k" ? 1 : -1
            if abs(settings.values.transposition) > 12 { settings.values.transposition = 0 }
            say("transposed by \(settings.values.transposition) from the next chorus on")
        case "l":
            settings.isLooping.toggle()
            say(settings.isLooping ? "these four bars again and again; l goes on" : "going on")
        case "r": return .keep
        case "?": showsHelp.toggle()
        case "q":
            if settings.wantsEnding { return .quit }
            settings.askForEnding()
            settings.isLooping = false
            controls.isPaused = false
            say("coming to an end; q stops at once")
        default: say("\(character): no such key; ? lists them")
        }
        return nil
    }

    private static let densities = 0.25...3.0
    private static let tempos = 40.0...320.0

    private mutating func turnTempo(by step: Double) {
        turn(\.tempo, by: step * (settings.values.tempo < 120 ? 2 : 5), within: Self.tempos, "tempo")
    }

    private mutating func turn(
        _ path: WritableKeyPath<LiveSettings.Values, Double>, by step: Double, within range: ClosedRange<Double>,
        _ name: String
    ) {
        var values = settings.values
        // To whole steps, whatever it began with.
        let wanted = ((values[keyPath: path] + step) / abs(step)).rounded() * abs(step)
        values[keyPath: path] = min(max(wanted, range.lowerBound), range.upperBound)
        settings.values = values
        say("\(name) \(NumberText.fixed(values[keyPath: path], decimals: abs(step) < 1 ? 2 : 0)) from the next bar on")
    }

    public mutating func say(_ text: String) { message = text }
}
