public import Jazz
public import Sound
public import Terminal

/// What the keys of the stage do while files are played.
public struct SetListKeys: Sendable {
    private let list: SetListControls
    private let controls: PlaybackControls
    private var parts = PartSwitches()
    public private(set) var showsHelp = false
    /// What was just said, for those who look.
    public private(set) var message = ""

    public init(_ list: SetListControls, _ controls: PlaybackControls) {
        self.list = list
        self.controls = controls
    }

    public var muted: Set<PartRole> { parts.muted }

    /// The keys, and what they do.
    public static let help: [(keys: String, what: String)] = [
        ("space", "pause, and go on"), ("up, down", "tempo, faster and slower, at once"),
        ("n", "the next piece"), ("p", "from its beginning; there: the one before"),
        ("m + l, c, b, d", "mute lead, chords, bass or drums"), ("S + l, c, b, d", "solo: hear that part alone"),
        ("q", "end at the next bar line; again: stop at once"), ("?", "this help"),
    ]

    /// Obeys a key.
    ///
    /// - Parameter sheet: The piece that is heard.
    /// - Returns: Whether to stop at once.
    public mutating func press(_ key: KeyStroke, over sheet: FileBars?) -> Bool {
        if let said = parts.press(key, of: sheet?.roles ?? []) {
            mute(in: sheet)
            say(said)
            return false
        }
        switch key {
        case .up: turnTempo(by: 0.05)
        case .down: turnTempo(by: -0.05)
        case .escape: showsHelp = false
        case .left, .right: break
        case .character(" "):
            controls.isPaused.toggle()
            say(controls.isPaused ? "paused; space goes on" : "")
        case .character("n"):
            list.skip()
            say("the next piece")
        case .character("p"):
            list.goBack()
            say("from the beginning")
        case .character("?"): showsHelp.toggle()
        case .character("q"):
            if list.wantsEnding { return true }
            list.askForEnding()
            controls.isPaused = false
            say("ends with this bar; q stops at once")
        case .character(let character): say("\(character): no such key; ? lists them")
        }
        return false
    }

    /// Mutes what is not to be heard of a piece, whose parts may be on other channels than those of the one before.
    public func mute(in sheet: FileBars?) {
        controls.mutedChannels = muted.reduce(0) { $0 | (sheet?.channels[$1] ?? 0) }
    }

    private mutating func turnTempo(by step: Double) {
        list.tempoFactor = ((list.tempoFactor + step) * 20).rounded() / 20
        say("tempo \(NumberText.fixed(list.tempoFactor * 100, decimals: 0)) % of its own")
    }

    public mutating func say(_ text: String) { message = text }
}
