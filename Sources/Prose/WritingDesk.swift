public import Sampling

/// A text that a person and a model write in turns: every change can be taken back.
public struct WritingDesk: Sendable {
    private struct Page: Equatable, Sendable {
        var text = ""
        /// How many characters at the end the model wrote last; 0 where a person did.
        var written = 0
    }

    /// Who writes with the person.
    public let model: TextModel
    private let seed: UInt64
    private var sequence = 0
    private var page = Page()
    private var past: [Page] = []
    private var future: [Page] = []

    /// The model reads so many of the last characters.
    public static let context = 8_000

    /// An empty page.
    public init(model: TextModel, seed: UInt64) {
        self.model = model
        self.seed = seed
    }

    /// The text so far.
    public var text: String { page.text }

    /// What the model wrote last, if nothing was written since.
    public var lastWritten: String { String(String.UnicodeScalarView(page.text.unicodeScalars.suffix(page.written))) }

    private var tail: String { String(String.UnicodeScalarView(page.text.unicodeScalars.suffix(Self.context))) }

    private mutating func change(to new: Page) {
        past.append(page)
        future = []
        page = new
    }

    /// Adds what a person typed.
    public mutating func type(_ text: String) {
        guard !text.isEmpty else { return }
        change(to: Page(text: page.text + text))
    }

    /// Has the model go on.
    ///
    /// - Parameters:
    ///   - rules: Makes the rules of what comes after a text.
    ///   - deliver: Called with each character; returns whether to go on.
    /// - Returns: Why it ended.
    /// - Throws: `SamplingError`, and what `rules` throws: the text is as it was.
    public mutating func write(
        options: SamplingOptions, limits: LengthLimits, stops: StopStrings? = nil,
        rules: (String) throws -> TextConstraints? = { _ in nil }, deliver: (Unicode.Scalar) -> Bool
    ) throws -> StopReason {
        let rules = try rules(tail)
        var new = String.UnicodeScalarView()
        var reason = StopReason.length
        sequence += 1
        var held = stops
        func take(_ scalar: Unicode.Scalar) -> StopReason? {
            new.append(scalar)
            return deliver(scalar) ? nil : .interrupted
        }
        reason = try model.write(
            prompt: tail, options: options, limits: limits, seed: seed, sequence: sequence, constraints: rules
        ) { scalar in
            guard held != nil else { return take(scalar) }
            var ending: StopReason?
            let isOver = held?.add(scalar) { if ending == nil { ending = take($0) } } ?? false
            return ending ?? (isOver ? .stopString : nil)
        }
        if reason != .stopString { held?.finish { _ = take($0) } }
        if !new.isEmpty { change(to: Page(text: page.text + String(new), written: new.count)) }
        return reason
    }

    /// Takes away what the model wrote last.
    ///
    /// - Returns: Whether there was anything.
    public mutating func reject() -> Bool {
        guard page.written > 0 else { return false }
        let kept = page.text.unicodeScalars.dropLast(page.written)
        change(to: Page(text: String(String.UnicodeScalarView(kept))))
        return true
    }

    /// Keeps what the model wrote last: it cannot be rejected any more, only undone.
    ///
    /// - Returns: Whether there was anything.
    public mutating func accept() -> Bool {
        guard page.written > 0 else { return false }
        change(to: Page(text: page.text))
        return true
    }

    /// Takes the last change back.
    public mutating func undo() -> Bool {
        guard let last = past.popLast() else { return false }
        future.append(page)
        page = last
        return true
    }

    /// Makes the last change again that was taken back.
    public mutating func redo() -> Bool {
        guard let next = future.popLast() else { return false }
        past.append(page)
        page = next
        return true
    }

    /// The words that are likeliest to come next.
    public func alternatives(_ count: Int) -> [(text: String, probability: Double)] {
        model.nextWords(after: tail, count: count)
    }
}
