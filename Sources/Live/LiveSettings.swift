public import Jazz
internal import Synchronization

/// What a hand has asked for, shared by those who make the music, those who play it and those who show it.
public final class LiveSettings: Sendable {
    /// What can be turned while the music goes on.
    public struct Values: Equatable, Sendable {
        /// Quarter notes a minute; from the next bar line on.
        public var tempo: Double
        /// The temperature of the lead's pitches; from the next bar line on.
        public var temperature: Double
        /// See ``Ensemble/density``; from the next bar line on.
        public var density: Double
        /// From the next bar line on.
        public var style: Style
        /// Semitones above the chart; from the next chorus on.
        public var transposition = 0

        public init(tempo: Double, temperature: Double, density: Double, style: Style) {
            self.tempo = tempo
            self.temperature = temperature
            self.density = density
            self.style = style
        }
    }

    struct State: Sendable {
        var values: Values
        /// How often a new chorus was asked for.
        var newChoruses = 0
        var wantsEnding = false
        var isLooping = false
        var isStopped = false
    }

    private let shared: Mutex<State>

    public init(_ values: Values) { shared = Mutex(State(values: values)) }

    /// The temperatures that a hand can reach.
    public static let temperatures = 0.0...2.0

    public var values: Values {
        get { shared.withLock(\.values) }
        set { shared.withLock { $0.values = newValue } }
    }

    var state: State { shared.withLock(\.self) }

    /// From the next bar line on the form begins anew, with other music.
    public func askForNewChorus() { shared.withLock { $0.newChoruses += 1 } }

    /// From the next bar line on the music comes to its end.
    public func askForEnding() { shared.withLock { $0.wantsEnding = true } }
    public var wantsEnding: Bool { state.wantsEnding }

    /// Whether the four bars at hand come again and again.
    public var isLooping: Bool {
        get { state.isLooping }
        set { shared.withLock { $0.isLooping = newValue } }
    }

    /// Nobody listens any more.
    public func stop() { shared.withLock { $0.isStopped = true } }
}
