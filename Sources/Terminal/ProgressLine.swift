/// One line that says how far something is.
///
/// It writes nothing itself: ``update(_:columns:now:)`` returns what to write, if anything. On a terminal that is the
/// line drawn over the last one, up to ten times a second; elsewhere a plain line now and then.
///
///     learning ━━━━━━━━━━╸───────────── 43 % · loss 1.92 · 41k tokens/s · 1:12 left
public struct ProgressLine: Sendable {
    /// How far it is.
    public struct Report: Sendable, Equatable {
        /// What is being done: one word.
        public var label: String
        /// How much is done, 0…1.
        public var fraction: Double
        /// What else is worth knowing, the most important first; the last are left out where the line is too narrow.
        public var details: [String]

        public init(label: String, fraction: Double, details: [String]) {
            self.label = label
            self.fraction = fraction
            self.details = details
        }
    }

    private let traits: TerminalTraits
    private let plainInterval: Double
    private var lastWritten = -Double.infinity
    private var isDrawn = false

    /// A line that has not been drawn.
    ///
    /// - Parameter plainInterval: The seconds between two lines where nothing can be drawn over.
    public init(traits: TerminalTraits, plainInterval: Double = 15) {
        self.traits = traits
        self.plainInterval = plainInterval
    }

    /// Takes the newest report.
    ///
    /// - Parameters:
    ///   - columns: The width of the terminal now; the line stays below it, so that it never wraps.
    ///   - now: The seconds since any fixed moment.
    /// - Returns: What to write; nil if it is too early for another line.
    public mutating func update(_ report: Report, columns: Int?, now: Double) -> String? {
        guard now - lastWritten >= (traits.redraws ? 0.1 : plainInterval) else { return nil }
        lastWritten = now
        guard traits.redraws else { return Self.plain(report) + "\n" }
        isDrawn = true
        return "\r\u{1B}[K" + Self.line(report, width: (columns ?? 80) - 1, traits: traits)
    }

    /// Takes the line away before something else is written, or at the end.
    ///
    /// - Returns: What to write; nil if nothing is drawn.
    public mutating func clear() -> String? {
        guard isDrawn else { return nil }
        isDrawn = false
        lastWritten = -.infinity
        return "\r\u{1B}[K"
    }

    /// The line without a bar.
    package static func plain(_ report: Report) -> String {
        ([report.label + " " + percent(report.fraction)] + report.details).joined(separator: ", ")
    }

    /// The line with a bar, in at most `width` columns.
    package static func line(_ report: Report, width: Int, traits: TerminalTraits) -> String {
        let separator = traits.unicode ? " · " : ", "
        let percent = percent(report.fraction)
        var details = report.details
        func length() -> Int {
            details.reduce(percent.count) { $0 + separator.count + $1.count }
        }
        while !details.isEmpty, length() > width { details.removeLast() }
        let facts = ([percent] + details).joined(separator: separator)
        guard facts.count <= width else { return String(facts.prefix(max(0, width))) }

        // The bar, then the label, take what room is left.
        let room = width - facts.count - 1
        let shown = report.label.count + 1 + minimumBar <= room ? report.label + " " : ""
        let barWidth = min(maximumBar, room - shown.count)
        guard barWidth >= minimumBar else { return facts }
        return shown + bar(report.fraction, width: barWidth, traits: traits) + " " + facts
    }

    private static let minimumBar = 6
    private static let maximumBar = 30

    private static func bar(_ fraction: Double, width: Int, traits: TerminalTraits) -> String {
        let filled = Int((bounded(fraction) * Double(width)).rounded(.down))
        let (full, empty) = traits.unicode ? ("━", "─") : ("#", "-")
        let done = String(repeating: full, count: filled)
        let rest = String(repeating: empty, count: width - filled)
        return traits.colour ? "\u{1B}[32m\(done)\u{1B}[0m\u{1B}[2m\(rest)\u{1B}[0m" : done + rest
    }

    private static func percent(_ fraction: Double) -> String {
        let text = String(Int((bounded(fraction) * 100).rounded(.down)))
        return String(repeating: " ", count: 3 - text.count) + text + " %"
    }

    private static func bounded(_ fraction: Double) -> Double {
        fraction.isNaN ? 0 : min(1, max(0, fraction))
    }
}
