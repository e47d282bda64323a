/// What an output can show: decided once from the descriptor and the environment, which the caller passes in.
public struct TerminalTraits: Sendable, Equatable {
    /// Whether a line may be drawn over: a terminal, and not a dumb one.
    public var redraws: Bool
    /// Whether colour is wanted: only where lines are redrawn, and not with NO_COLOR (https://no-color.org).
    public var colour: Bool
    /// Whether the terminal's encoding is UTF-8.
    public var unicode: Bool

    /// Traits stated outright.
    public init(redraws: Bool, colour: Bool, unicode: Bool) {
        self.redraws = redraws
        self.colour = colour
        self.unicode = unicode
    }

    /// The traits of an output.
    ///
    /// - Parameters:
    ///   - isTerminal: Whether it is one; see ``Descriptor/isTerminal``.
    ///   - environment: NO_COLOR, TERM, LC_ALL, LC_CTYPE and LANG are looked at.
    public init(isTerminal: Bool, environment: [String: String]) {
        let term = environment["TERM"] ?? ""
        redraws = isTerminal && term != "dumb" && !term.isEmpty
        colour = redraws && (environment["NO_COLOR"] ?? "").isEmpty
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        let encoding = locale.lowercased()
        unicode = encoding.contains("utf-8") || encoding.contains("utf8")
    }
}
