public import Harmony
internal import Numerics

/// The bars of a line in slots of the ``MetricGrid``, and the beats that its player counts in them.
///
/// In quarters a beat is twelve slots. Where eighths are counted it is a felt pulse, two or three of them: the third eighth
/// is one more off-beat, so that every group begins as a beat does and none other.
public struct BarGrid: Hashable, Sendable {
    /// A bar: its length and the slots, from its beginning, on which its beats begin.
    private struct Bar: Hashable, Sendable {
        let slots: Int
        /// Empty where beats are quarters all along.
        let beats: [Int]
        /// Where groups begin, where the metre says so; empty else.
        let groups: [Int]

        init(slots: Int) {
            self.slots = slots
            beats = []
            groups = []
        }

        init(_ meter: Meter) {
            slots = meter.barTicks / MetricGrid.ticksPerSlot
            beats = meter.countsEighths ? meter.pulseStarts.map { $0 / MetricGrid.ticksPerSlot } : []
            var starts: [Int] = []
            var pulse = 0
            for group in meter.pulseGroups ?? [] {
                starts.append(pulse * MetricGrid.slotsPerBeat)
                pulse += group
            }
            groups = starts
        }

        private init(slots: Int, beats: [Int], groups: [Int]) {
            self.slots = slots
            self.beats = beats
            self.groups = groups
        }

        /// The bar read from its end: what begins on a slot begins as far before the end there.
        var backward: Bar {
            func turned(_ starts: [Int]) -> [Int] { starts.map { ($0 == 0 ? slots : $0) }.map { slots - $0 }.sorted() }
            return Bar(slots: slots, beats: turned(beats), groups: turned(groups))
        }

        var beatCount: Int { beats.isEmpty ? slots / MetricGrid.slotsPerBeat : beats.count }
    }

    /// What there is: one kind of bar for ever, or so many of different kinds.
    private let bars: [Bar]
    /// Where each begins, and the last ends; empty where all are alike.
    private let starts: [Int]

    /// Bars of so many slots each, for ever.
    public init(slots: Int) {
        precondition(slots > 0, "a bar of \(slots) slots")
        bars = [Bar(slots: slots)]
        starts = []
    }

    /// Bars as they follow one another; behind them they come again from the first.
    public init(_ lines: BarLines) {
        precondition(!lines.meters.isEmpty, "no bars")
        if lines.isUniform {
            bars = [Bar(lines.meters[0])]
            starts = []
        } else {
            bars = lines.meters.map(Bar.init)
            starts = lines.starts.map { $0 / MetricGrid.ticksPerSlot }
        }
    }

    private init(bars: [Bar], starts: [Int]) {
        self.bars = bars
        self.starts = starts
    }

    /// The first `count` bars read from the end of the last: a bar line stays one, and the second of four beats becomes the
    /// fourth.
    ///
    /// - Precondition: `count` is above 0.
    public func backward(count: Int) -> BarGrid {
        precondition(count > 0, "\(count) bars")
        guard !starts.isEmpty else { return BarGrid(bars: [bars[0].backward], starts: []) }
        let turned = (0..<count).reversed().map { bars[$0 % bars.count].backward }
        return BarGrid(bars: turned, starts: turned.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.slots) })
    }

    /// A place in the bars.
    public struct Place: Hashable, Sendable {
        /// From 0; below 0 before the first.
        public var bar: Int
        /// Slots from the beginning of the bar.
        public var slot: Int
        /// Slots in the bar.
        public var length: Int
        /// The beat of the bar, from 0, and how far behind it: 0…11.
        public var beat: Int
        public var slotOfBeat: Int
        /// Beats in the bar.
        public var beats: Int
    }

    /// The place of a slot.
    ///
    /// - Complexity: O(log *n*) in the number of bars.
    public func place(of slot: Int) -> Place {
        let (bar, start, kind) = bar(at: slot)
        let within = slot - start
        guard !kind.beats.isEmpty else {
            return Place(
                bar: bar, slot: within, length: kind.slots, beat: within / MetricGrid.slotsPerBeat,
                slotOfBeat: within % MetricGrid.slotsPerBeat, beats: kind.beatCount)
        }
        let beat = max(0, kind.beats.partitioningIndex { $0 > within } - 1)
        let behind = within - kind.beats[beat]
        // The third eighth of three is an off-beat as the second is.
        let shown = behind < MetricGrid.slotsPerBeat ? behind : behind - MetricGrid.slotsPerBeat / 2
        return Place(
            bar: bar, slot: within, length: kind.slots, beat: beat, slotOfBeat: shown, beats: kind.beatCount)
    }

    private func bar(at slot: Int) -> (bar: Int, start: Int, kind: Bar) {
        guard let end = starts.last else {
            let length = bars[0].slots
            let within = modulo(slot, length)
            return ((slot - within) / length, slot - within, bars[0])
        }
        let round = (slot - modulo(slot, end)) / end
        let within = modulo(slot, end)
        let index = starts.partitioningIndex { $0 > within } - 1
        return (round * bars.count + index, round * end + starts[index], bars[index])
    }

    /// How many bars there are from a slot to an end that is a bar line; the one begun counts.
    public func count(from slot: Int, to end: Int) -> Int {
        guard !starts.isEmpty else { return (end - slot + bars[0].slots - 1) / bars[0].slots }
        return bar(at: end - 1).bar - bar(at: slot).bar + 1
    }

    /// The slot on which a bar, counted from 0, begins.
    public func start(of bar: Int) -> Int {
        guard let end = starts.last else { return bar * bars[0].slots }
        let index = modulo(bar, bars.count)
        return (bar - index) / bars.count * end + starts[index]
    }

    /// Slots in the bar of a slot.
    public func length(at slot: Int) -> Int { bar(at: slot).kind.slots }

    /// Whether the metre of any bar says how its beats are grouped: it counts eighths, or names groups.
    public var isGrouped: Bool { bars.contains { !$0.beats.isEmpty || !$0.groups.isEmpty } }

    /// Whether a group begins on a slot, in a metre that says so.
    public func beginsGroup(_ slot: Int) -> Bool {
        let (_, start, kind) = bar(at: slot)
        return kind.beats.contains(slot - start) || kind.groups.contains(slot - start)
    }

    /// Whether the ear listens for the harmony on a slot: on every other quarter, or where the metre groups its beats, at the
    /// beginning of a group.
    public func isStrong(_ slot: Int) -> Bool {
        let (_, start, kind) = bar(at: slot)
        let within = slot - start
        if !kind.beats.isEmpty { return kind.beats.contains(within) }
        if !kind.groups.isEmpty { return kind.groups.contains(within) }
        return (starts.isEmpty ? slot : within) % (2 * MetricGrid.slotsPerBeat) == 0
    }
}
