public import Harmony
public import Numerics

/// What holds from one time to the next: the chords of a piece, or the pitches of a bass.
///
/// Times are whole numbers of one unit, which whoever keeps the timeline names: ticks (480 a quarter note) where something
/// sounds, slots of the ``MetricGrid`` (40 ticks) where a network listens.
public struct Timeline<Value: Hashable & Sendable>: Hashable, Sendable {
    /// A value and the time from which it holds.
    public struct Entry: Hashable, Sendable {
        /// When it begins to hold.
        public var start: Int
        /// What holds.
        public var value: Value

        /// A value from a time on.
        @inlinable public init(start: Int, value: Value) {
            self.start = start
            self.value = value
        }
    }

    /// The entries in ascending order of their times, one at each.
    public let entries: [Entry]
    /// The time after which everything begins again; nil for what is played once.
    public let period: Int?

    /// Sorts entries by time; of several at one time the last counts.
    ///
    /// - Precondition: A period is above 0.
    @inlinable public init(_ entries: [Entry] = [], period: Int? = nil) {
        precondition(period.map { $0 > 0 } ?? true, "a timeline that repeats after \(period!)")
        self.period = period
        var sorted: [Entry] = []
        for (_, entry) in entries.enumerated().sorted(by: {
            ($0.element.start, $0.offset) < ($1.element.start, $1.offset)
        }) {
            if sorted.last?.start == entry.start { sorted.removeLast() }
            sorted.append(entry)
        }
        self.entries = sorted
    }

    /// The index of the entry that holds at a time; nil before the first.
    ///
    /// - Complexity: O(log *n*).
    @inlinable public func index(at time: Int) -> Int? {
        let next = indexOfNext(after: within(time))
        return next > 0 ? next - 1 : nil
    }

    /// What holds at a time; nil before the first entry.
    ///
    /// - Complexity: O(log *n*).
    @inlinable public func value(at time: Int) -> Value? { index(at: time).map { entries[$0].value } }

    /// When the next entry begins after a time; nil after the last.
    ///
    /// - Complexity: O(log *n*).
    @inlinable public func next(after time: Int) -> Int? {
        let within = within(time)
        let next = indexOfNext(after: within)
        if next < entries.count { return time - within + entries[next].start }
        return period.flatMap { period in entries.first.map { time - within + period + $0.start } }
    }

    /// The same, so much later; what has begun before time 0 keeps its time.
    @inlinable public func shifted(by time: Int) -> Timeline {
        Timeline(entries.map { Entry(start: $0.start + time, value: $0.value) }, period: period)
    }

    /// What holds from time 0 up to `end`, read from there: what holds at a time holds as far before the end.
    ///
    /// - Complexity: Linear in the entries up to the end.
    public func backward(from end: Int) -> Timeline {
        var entries: [Entry] = []
        var time = 0
        while time < end {
            let next = min(end, next(after: time) ?? end)
            // The last time of a span is the first of it when it is read from the end.
            if let value = value(at: time) { entries.append(Entry(start: end - next + 1, value: value)) }
            time = next
        }
        return Timeline(entries)
    }

    @inlinable func within(_ time: Int) -> Int { period.map { modulo(time, $0) } ?? time }

    @inlinable func indexOfNext(after time: Int) -> Int { entries.partitioningIndex { $0.start > time } }
}
