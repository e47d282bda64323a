import Numerics
/// Seconds at ticks, and ticks at seconds.
///
/// Time is summed in whole numbers (ticks × microseconds), so nothing is lost over however many changes of tempo; only
/// the last division rounds.
public struct TempoMap: Equatable, Sendable {
    /// A tempo and the tick from which on it holds.
    public struct Change: Equatable, Hashable, Sendable {
        public var tick: Int
        public var microsecondsPerQuarter: Int

        public init(tick: Int, microsecondsPerQuarter: Int) {
            self.tick = tick
            self.microsecondsPerQuarter = microsecondsPerQuarter
        }
    }

    /// A stretch of one tempo: where it begins, in ticks and in units of time, and the units a tick takes.
    private struct Stretch: Equatable, Sendable {
        let tick: Int
        let units: Int
        let unitsPerTick: Int
    }

    /// The tempos in force, in order of tick, no two on one tick; the first is on tick 0, and 120 beats a minute where
    /// none is given there. Empty for SMPTE division, which knows no tempo.
    public let changes: [Change]

    private let stretches: [Stretch]
    private let unitsPerSecond: Int

    /// A map of the given changes, in any order; of several on one tick the last counts.
    ///
    /// Changes with a tempo outside of 1…16,777,215 or a tick outside of 0…``MIDIFile/maximumTick`` are passed over, so
    /// the tempo before them goes on.
    ///
    /// - Precondition: the division has one tick or more to a quarter or frame, and at most a file's greatest number.
    public init(division: Division, changes: [Change]) {
        precondition(division.word != nil, "no such division: \(division)")
        switch division {
        case .ticksPerQuarter(let ticks):
            self.changes = TempoMap.inForce(changes)
            unitsPerSecond = 1_000_000 * ticks
            var stretches: [Stretch] = []
            for change in self.changes {
                let units = stretches.last.map { $0.units + (change.tick - $0.tick) * $0.unitsPerTick } ?? 0
                stretches.append(
                    Stretch(tick: change.tick, units: units, unitsPerTick: change.microsecondsPerQuarter))
            }
            self.stretches = stretches
        case .smpte(.drop29, let ticks):
            self.changes = []
            unitsPerSecond = 30_000 * ticks
            stretches = [Stretch(tick: 0, units: 0, unitsPerTick: 1001)]
        case .smpte(let rate, let ticks):
            self.changes = []
            unitsPerSecond = rate.rawValue * ticks
            stretches = [Stretch(tick: 0, units: 0, unitsPerTick: 1)]
        }
    }

    private static func inForce(_ changes: [Change]) -> [Change] {
        var result = [Change(tick: 0, microsecondsPerQuarter: 500_000)]
        let usable = changes.filter {
            (1...0xFF_FFFF).contains($0.microsecondsPerQuarter) && (0...MIDIFile.maximumTick).contains($0.tick)
        }
        for change in inOrder(usable, tick: \.tick) {
            if result[result.count - 1].tick == change.tick { result.removeLast() }
            result.append(change)
        }
        return result
    }

    /// The time of a tick in seconds from the start; ticks are taken to lie in 0…``MIDIFile/maximumTick``. O(log n).
    public func seconds(atTick tick: Int) -> Double {
        let tick = min(max(tick, 0), MIDIFile.maximumTick)
        let stretch = stretches[last { $0.tick <= tick }]
        return Double(stretch.units + (tick - stretch.tick) * stretch.unitsPerTick) / Double(unitsPerSecond)
    }

    /// The tick nearest to a time, in 0…``MIDIFile/maximumTick``; 0 for what is not a number. O(log n).
    ///
    /// `tick(atSeconds: seconds(atTick: t)) == t` in anything shorter than a day.
    public func tick(atSeconds seconds: Double) -> Int {
        let units = seconds * Double(unitsPerSecond)
        guard units > 0 else { return 0 }
        let index = last { Double($0.units) <= units }
        let stretch = stretches[index]
        let ticks = ((units - Double(stretch.units)) / Double(stretch.unitsPerTick)).rounded()
        let limit = index + 1 < stretches.count ? stretches[index + 1].tick : MIDIFile.maximumTick
        return ticks < Double(limit - stretch.tick) ? stretch.tick + Int(ticks) : limit
    }

    /// Quarters a minute at a tick; nil for SMPTE division.
    public func beatsPerMinute(atTick tick: Int) -> Double? {
        guard !changes.isEmpty else { return nil }
        return 60_000_000 / Double(changes[last { $0.tick <= max(tick, 0) }].microsecondsPerQuarter)
    }

    /// The index of the last stretch that a condition, true up to some stretch, holds for; the first if for none.
    private func last(where holds: (Stretch) -> Bool) -> Int {
        max(0, stretches.partitioningIndex { !holds($0) } - 1)
    }
}

extension MIDIFile {
    /// The tempos of all tracks as one map: files of format 1 should have them in the first, and some do not.
    ///
    /// Of several tempos on one tick that of the last track, and in it the last, counts.
    public var tempoMap: TempoMap {
        var changes: [TempoMap.Change] = []
        for track in tracks {
            for event in track.events.of(kinds: [0x151]) {
                guard case .tempo(let microseconds) = event.message else { continue }
                changes.append(TempoMap.Change(tick: event.tick, microsecondsPerQuarter: microseconds))
            }
        }
        return TempoMap(division: division, changes: changes)
    }
}
