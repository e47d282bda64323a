public import Jazz
internal import Synchronization

/// The bars between those who make them and the one who plays them, and those that were played last.
public final class BarQueue: Sendable {
    /// A bar that is or was heard.
    public struct Heard: Sendable {
        public var bar: LiveBar
        /// Its number among all that was heard, from 1.
        public var number: Int
        /// When it begins, and each of its beats, in seconds; at the end, when it ends.
        public var beats: [Double]
        /// Quarter notes a minute at its beginning.
        public var tempo: Double
        /// Whether it is the bar before once more, as nothing new was ready.
        public var isVamp: Bool
    }

    private struct State: Sendable {
        var upcoming: [LiveBar] = []
        var taken: [LiveBar] = []
        var heard: [Heard] = []
        var nextIndex = 0
        var isComplete = false
        var failure: (any Error)?
        var keeps = 16
    }

    private let shared = Mutex(State())

    public init() {}

    // MARK: For the maker

    /// The index of the bar that is taken next.
    var nextIndex: Int { shared.withLock(\.nextIndex) }
    /// Bars that are ready.
    public var readyCount: Int { shared.withLock(\.upcoming.count) }

    /// The bars that are known, taken or not, in order.
    var known: [LiveBar] { shared.withLock { $0.taken + $0.upcoming } }

    /// Puts bars in the place of those from theirs on; false where one of these has been taken already.
    func put(_ bars: [LiveBar], isLast: Bool = false) -> Bool {
        guard let first = bars.first else { return true }
        return shared.withLock { state in
            guard first.index >= state.nextIndex else { return false }
            state.upcoming.removeAll { $0.index >= first.index }
            state.upcoming += bars
            state.isComplete = isLast
            // Those of a chorus, so that it can be kept, and four more.
            state.keeps = max(16, 2 * first.form.count + 4)
            return true
        }
    }

    /// No more can be made.
    func fail(_ error: any Error) {
        shared.withLock { state in
            state.failure = error
            state.isComplete = true
        }
    }

    // MARK: For the conductor

    /// The next bar, if one is ready.
    func take() -> LiveBar? {
        shared.withLock { state in
            guard !state.upcoming.isEmpty else { return nil }
            let bar = state.upcoming.removeFirst()
            state.nextIndex = bar.index + 1
            state.taken.append(bar)
            if state.taken.count > state.keeps { state.taken.removeFirst(state.taken.count - state.keeps) }
            return bar
        }
    }

    /// Whether nothing comes after what is ready.
    var isComplete: Bool { shared.withLock(\.isComplete) }
    var failure: (any Error)? { shared.withLock(\.failure) }

    func hear(_ heard: Heard) {
        shared.withLock { state in
            state.heard.append(heard)
            if state.heard.count > state.keeps { state.heard.removeFirst(state.heard.count - state.keeps) }
        }
    }

    // MARK: For those who show and keep

    /// The bars heard last, up to the one that is about to be.
    public var heard: [Heard] { shared.withLock(\.heard) }

    /// The next bars, as far as they are ready.
    public func upcoming(_ count: Int) -> [LiveBar] { shared.withLock { Array($0.upcoming.prefix(count)) } }

    /// The last chorus that has been heard to its end, as a piece; nil before there is one.
    ///
    /// - Parameter time: The time that is heard now.
    public func lastChorus(at time: Double, title: String, arrangement: Arrangement) -> Piece? {
        let heard = shared.withLock(\.heard).filter { ($0.beats.last ?? 0) <= time && !$0.isVamp }
        guard let last = heard.last(where: { $0.bar.formBar == $0.bar.form.count - 1 || $0.bar.isFinal }) else {
            return nil
        }
        let bars = heard.filter { $0.bar.chorus == last.bar.chorus && $0.bar.index <= last.bar.index }
        guard let first = bars.first else { return nil }
        let lines = BarLines(bars.map(\.bar.chords), meter: first.bar.formMeter)
        var parts: [PartRole: Part] = [:]
        for (place, heard) in bars.enumerated() {
            for part in heard.bar.heardParts {
                var whole = parts[part.role] ?? Part(role: part.role, program: part.program, notes: [])
                whole.notes += part.notes.map { note in
                    var moved = note
                    moved.start += lines.starts[place]
                    return moved
                }
                parts[part.role] = whole
            }
        }
        let piece = Piece(
            title: title, bars: bars.map(\.bar.chords), meter: first.bar.formMeter, tempo: first.tempo,
            parts: PartRole.allCases.compactMap { parts[$0] }.map { $0.tidied(limit: lines.ticks) })
        return arrangement(piece)
    }
}
