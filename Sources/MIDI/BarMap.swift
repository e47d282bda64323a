import Numerics
/// A place in the metre: bar and beat, counted from 0, and ticks behind the beat.
public struct BarPosition: Equatable, Hashable, Sendable, Comparable {
    public var bar: Int
    /// Counted in the note value under the time signature: eighths in 6/8.
    public var beat: Int
    public var tick: Int

    public init(bar: Int, beat: Int = 0, tick: Int = 0) {
        self.bar = bar
        self.beat = beat
        self.tick = tick
    }

    public static func < (left: BarPosition, right: BarPosition) -> Bool {
        (left.bar, left.beat, left.tick) < (right.bar, right.beat, right.tick)
    }
}

/// Bars and beats at ticks, and ticks at bars and beats.
///
/// A bar line that falls between two ticks (7/128 at 24 ticks a quarter) is on the tick below; the error does not add
/// up. Where several fall on one tick, its position is in the last.
public struct BarMap: Equatable, Sendable {
    /// A time signature and the tick from which on it holds.
    public struct Change: Equatable, Hashable, Sendable {
        public var tick: Int
        public var signature: TimeSignature

        public init(tick: Int, signature: TimeSignature) {
            self.tick = tick
            self.signature = signature
        }
    }

    /// A stretch of one time signature; bars last `barTicks / denominator` ticks, beats `beatTicks / denominator`.
    private struct Stretch: Equatable, Sendable {
        let tick: Int
        let bar: Int
        let numerator: Int
        let denominator: Int
        let beatTicks: Int
        var barTicks: Int { beatTicks * numerator }

        /// How many of the steps, `length / denominator` ticks apart, lie at or before an offset, without the first.
        func count(of length: Int, within offset: Int) -> Int {
            ((offset + 1) * denominator - 1) / length
        }

        /// The offset of a step; ``MIDIFile/maximumTick`` where it lies beyond.
        func offset(of length: Int, _ count: Int) -> Int {
            let (product, overflows) = length.multipliedReportingOverflow(by: count)
            return overflows ? MIDIFile.maximumTick : product / denominator
        }
    }

    /// The time signatures in force, in order of tick, no two on one tick; the first is on tick 0, and 4/4 where none
    /// is given there.
    public let changes: [Change]
    private let stretches: [Stretch]

    /// A map of the given changes, in any order; of several on one tick the last counts.
    ///
    /// A change begins a bar wherever it stands: the bar before is cut short. Changes to a signature in which no bars can
    /// be counted (``TimeSignature/isCountable``) or outside of 0…``MIDIFile/maximumTick`` are passed over.
    ///
    /// - Precondition: `ticksPerQuarter` is in 1…32767.
    public init(ticksPerQuarter: Int, changes: [Change]) {
        precondition((1...0x7FFF).contains(ticksPerQuarter), "\(ticksPerQuarter) ticks per quarter")
        self.changes = BarMap.inForce(changes)
        var stretches: [Stretch] = []
        for change in self.changes {
            let bars = stretches.last.map { $0.bar + $0.count(of: $0.barTicks, within: change.tick - $0.tick - 1) + 1 }
            stretches.append(
                Stretch(
                    tick: change.tick, bar: bars ?? 0, numerator: change.signature.numerator,
                    denominator: 1 << change.signature.denominatorPower, beatTicks: 4 * ticksPerQuarter))
        }
        self.stretches = stretches
    }

    private static func inForce(_ changes: [Change]) -> [Change] {
        var result = [Change(tick: 0, signature: .common)]
        let usable = changes.filter { $0.signature.isCountable && (0...MIDIFile.maximumTick).contains($0.tick) }
        for change in inOrder(usable, tick: \.tick) {
            if result[result.count - 1].tick == change.tick { result.removeLast() }
            result.append(change)
        }
        return result
    }

    /// The bar and beat of a tick, which is taken to lie in 0…``MIDIFile/maximumTick``. O(log n).
    public func position(atTick tick: Int) -> BarPosition {
        let tick = min(max(tick, 0), MIDIFile.maximumTick)
        let stretch = stretches[last { $0.tick <= tick }]
        let offset = tick - stretch.tick
        let bars = stretch.count(of: stretch.barTicks, within: offset)
        // Beats are counted from the start of the stretch, not of the bar, so that their rounding agrees with the bars'.
        let beats = stretch.count(of: stretch.beatTicks, within: offset)
        return BarPosition(
            bar: stretch.bar + bars, beat: beats - bars * stretch.numerator,
            tick: offset - stretch.offset(of: stretch.beatTicks, beats))
    }

    /// The tick of a position; bars below 0 are taken for 0, and the result is at most ``MIDIFile/maximumTick``. O(log n).
    ///
    /// A beat or tick that its bar does not have is counted on through the following bars as if the metre went on.
    public func tick(at position: BarPosition) -> Int {
        let bar = max(position.bar, 0)
        let stretch = stretches[last { $0.bar <= bar }]
        let start = stretch.offset(of: stretch.barTicks, bar - stretch.bar)
        guard start < MIDIFile.maximumTick else { return MIDIFile.maximumTick }
        let beats = (bar - stretch.bar) * stretch.numerator
        let limit = MIDIFile.maximumTick
        let beat = min(max(position.beat, 0), limit)
        let offset = stretch.offset(of: stretch.beatTicks, beats + beat)
        return min(stretch.tick + min(offset, limit) + min(max(position.tick, 0), limit), limit)
    }

    /// The tick on which a bar, counted from 0, begins.
    public func tick(ofBar bar: Int) -> Int {
        tick(at: BarPosition(bar: bar))
    }

    /// The time signature in force at a tick.
    public func signature(atTick tick: Int) -> TimeSignature {
        changes[last { $0.tick <= max(tick, 0) }].signature
    }

    /// The tick of the first change of time signature behind a tick. O(log n).
    package func change(after tick: Int) -> Int? {
        let index = tick < 0 ? 0 : last { $0.tick <= tick } + 1
        return index < changes.count ? changes[index].tick : nil
    }

    /// The number of bars that begin before a tick: those of a piece that ends there.
    public func bars(before tick: Int) -> Int {
        tick > 0 ? position(atTick: tick - 1).bar + 1 : 0
    }

    /// The index of the last stretch that a condition, true up to some stretch, holds for; the first if for none.
    private func last(where holds: (Stretch) -> Bool) -> Int {
        max(0, stretches.partitioningIndex { !holds($0) } - 1)
    }
}

extension MIDIFile {
    /// The time signatures of all tracks as one map; for SMPTE division a quarter is taken to last half a second.
    public var barMap: BarMap {
        BarMap(ticksPerQuarter: division.nominalTicksPerQuarter, changes: timeSignatures)
    }

    /// The time signatures of all tracks as they stand in the file, track after track.
    public var timeSignatures: [BarMap.Change] {
        tracks.flatMap { track in
            track.events.of(kinds: [0x158]).compactMap { event in
                guard case .timeSignature(let signature) = event.message else { return nil }
                return BarMap.Change(tick: event.tick, signature: signature)
            }
        }
    }

    /// The number of bars begun before the end of the last track.
    public var barCount: Int { barMap.bars(before: lengthInTicks) }
}
