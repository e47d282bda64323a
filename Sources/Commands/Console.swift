public import Terminal

/// What a command says on standard error while it works: notes, and one line that is redrawn.
public struct Console {
    /// Seconds of silence before the first line of progress that stays.
    private static let progressDelay = 2.0
    /// The characters of a note that are shown; what is named in one may be of any length.
    static let longestNote = 2_000
    private let name: String
    private let isQuiet: Bool
    private let traits: TerminalTraits
    private var line: ProgressLine
    private var hasStatus = false
    /// When the work began that is being reported.
    private var start: Double?

    /// - Parameters:
    ///   - name: The command, said before every note.
    ///   - isQuiet: Says nothing at all.
    public init(_ name: String, isQuiet: Bool) {
        self.name = name
        self.isQuiet = isQuiet
        traits = TerminalTraits(
            isTerminal: Descriptor.error.isTerminal,
            environment: Environment.values(["NO_COLOR", "TERM", "LC_ALL", "LC_CTYPE", "LANG"]))
        line = ProgressLine(traits: traits)
    }

    /// The width of what it writes to, in columns.
    public var columns: Int { Descriptor.error.columns ?? 80 }

    /// Whether more than ASCII can be shown.
    public var showsUnicode: Bool { traits.unicode }

    /// A line that stays.
    ///
    /// - Parameter always: Said even when quiet, because something would go unnoticed otherwise.
    public mutating func note(_ text: String, always: Bool = false) {
        guard always || !isQuiet else { return }
        clear()
        Descriptor.error.write("\(name): \(text.shownInLine.abridged(to: Self.longestNote))\n")
    }

    /// How far the work is; redrawn on a terminal, a plain line now and then elsewhere.
    public mutating func progress(_ report: ProgressLine.Report) {
        guard !isQuiet else { return }
        let now = Environment.seconds()
        let start = start ?? now
        self.start = start
        // Work that is soon done needs no lines where they cannot be taken away again.
        guard traits.redraws || now - start > Self.progressDelay else { return }
        if let text = line.update(report, columns: Descriptor.error.columns, now: now) {
            Descriptor.error.write(text)
        }
    }

    /// A line for this moment only, shown where it can be drawn over.
    public mutating func status(_ text: String) {
        guard !isQuiet, traits.redraws else { return }
        hasStatus = true
        Descriptor.error.write("\r\u{1B}[K" + text.shownInLine.prefix((Descriptor.error.columns ?? 80) - 1))
    }

    /// Takes the redrawn line away.
    public mutating func clear() {
        if let text = line.clear() { Descriptor.error.write(text) }
        if hasStatus { Descriptor.error.write("\r\u{1B}[K") }
        hasStatus = false
        start = nil
    }
}
