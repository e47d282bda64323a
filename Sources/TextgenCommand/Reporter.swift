import Terminal

/// What the command says on standard error beside the text it writes.
final class Reporter {
    private let isQuiet: Bool
    private let output = Descriptor.error
    private var line: ProgressLine

    init(isQuiet: Bool, environment: [String: String]) {
        self.isQuiet = isQuiet
        line = ProgressLine(traits: TerminalTraits(isTerminal: output.isTerminal, environment: environment))
    }

    /// Says something worth knowing; `always` also if asked to be quiet.
    func note(_ text: String, always: Bool = false) {
        clearProgress()
        if always || !isQuiet { output.write(text + "\n") }
    }

    /// Shows how far something is.
    func progress(_ report: @autoclosure () -> ProgressLine.Report, now: Double) {
        guard !isQuiet, line.isDue(now: now) else { return }
        if let text = line.update(report(), columns: output.columns, now: now) { output.write(text) }
    }

    /// Takes the progress line away.
    func clearProgress() {
        if let text = line.clear() { output.write(text) }
    }
}
