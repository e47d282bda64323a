public import Harmony

/// The changes of a piece laid out in time: which chord sounds at which slot.
public struct ChordTimeline: Sendable, Equatable {
    /// A chord and the slot (1/12 beat from the start of the first bar) where it begins.
    public struct Change: Sendable, Equatable {
        public var slot: Int
        public var chord: Chord

        public init(slot: Int, chord: Chord) {
            self.slot = slot
            self.chord = chord
        }
    }

    /// The changes in ascending order of their slots.
    public let changes: [Change]
    /// The slots after which everything begins again; nil for changes that are played once.
    public let period: Int?

    /// Sorts `changes` by slot; of several at one slot the last counts.
    public init(_ changes: [Change], period: Int? = nil) {
        precondition(period.map { $0 > 0 } ?? true, "changes that repeat after \(period!) slots")
        self.period = period
        var sorted: [Change] = []
        for (_, change) in changes.enumerated().sorted(by: {
            ($0.element.slot, $0.offset) < ($1.element.slot, $1.offset)
        }) {
            if sorted.last?.slot == change.slot { sorted.removeLast() }
            sorted.append(change)
        }
        self.changes = sorted
    }

    /// The chord that sounds at `slot`; `nil` before the first one and where there is no chord.
    ///
    /// - Complexity: O(log *n*).
    public func chord(atSlot slot: Int) -> Chord? {
        let next = nextIndex(after: within(slot))
        guard next > 0, !changes[next - 1].chord.isNoChord else { return nil }
        return changes[next - 1].chord
    }

    private func within(_ slot: Int) -> Int { period.map { modulo(slot, $0) } ?? slot }

    /// The index of the first change after `slot`, which lies within the period.
    private func nextIndex(after slot: Int) -> Int {
        var low = 0
        var high = changes.count
        while low < high {
            let middle = (low + high) / 2
            if changes[middle].slot <= slot { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The slot where the next chord enters after `slot`; `nil` after the last.
    ///
    /// - Complexity: O(log *n*).
    public func nextChange(afterSlot slot: Int) -> Int? {
        let within = within(slot)
        let next = nextIndex(after: within)
        if next < changes.count { return slot - within + changes[next].slot }
        return period.flatMap { period in changes.first.map { slot - within + period + $0.slot } }
    }

    /// The same changes `slots` later; the chord that sounds at slot 0 keeps sounding there.
    ///
    /// - Precondition: The changes are played once.
    public func shifted(by slots: Int) -> ChordTimeline {
        ChordTimeline(changes.map { Change(slot: $0.slot + slots, chord: $0.chord) }, period: period)
    }

    /// The changes of `bars`, one after the other, once or for ever.
    public init(_ bars: [ChartBar], meter: Meter, repeats: Bool = false) {
        let barSlots = meter.barTicks / MetricGrid.ticksPerSlot
        let beatSlots = meter.beatTicks / MetricGrid.ticksPerSlot
        self.init(
            bars.enumerated().flatMap { index, bar in
                bar.chords.map { Change(slot: index * barSlots + $0.beat * beatSlots, chord: $0.chord) }
            }, period: repeats ? bars.count * barSlots : nil)
    }
}
