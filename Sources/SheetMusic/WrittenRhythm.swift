import Harmony
import Music

/// Notes of a part on a grid that can be written: what was played freely, as a musician would note it down.
///
/// Each beat gets the plainest division that its onsets fit: eighths, sixteenths, triplets; finer ones only where more
/// notes than these have places. In swing a late off-beat is an eighth, and only a beat that is struck on its second third
/// is a triplet.
struct WrittenRhythm {
    /// Notes struck together, in divisions from the start of the piece.
    struct Stroke: Hashable {
        var start: Int
        var end: Int
        /// Rising.
        var pitches: [Int]
    }

    /// In order, none sounding into the next.
    private(set) var strokes: [Stroke] = []
    /// Where quarter-note beats begin that are divided into triplets, in divisions from the start of the piece.
    private(set) var tripletBeats: Set<Int> = []

    /// Notes on the grid of ``MetricGrid``, before they are swung.
    struct GridNote: Hashable {
        /// In slots from the start of the piece.
        var slot: Int
        var end: Int
        var pitch: Int
    }

    private static let slotDivisions = WrittenScore.divisions / MetricGrid.slotsPerBeat

    /// - Parameters:
    ///   - notes: In order of onset.
    ///   - lines: The bars of the piece.
    init(_ notes: [GridNote], lines: BarLines, swings: Bool) {
        self.lines = lines
        let end = lines.ticks * WrittenScore.divisions / Meter.ticksPerQuarter
        var chords: [(slot: Int, end: Int, pitches: Set<Int>)] = []
        for note in notes {
            if chords.last?.slot == note.slot {
                chords[chords.count - 1].pitches.insert(note.pitch)
                chords[chords.count - 1].end = max(chords[chords.count - 1].end, note.end)
            } else {
                chords.append((note.slot, note.end, [note.pitch]))
            }
        }
        let places = places(chords.map(\.slot), swings)
        var starts: [Int] = []
        var kept: [(end: Int, pitches: Set<Int>)] = []
        for (index, place) in places.enumerated() where place < end {
            if place == starts.last {
                kept[kept.count - 1].pitches.formUnion(chords[index].pitches)
                kept[kept.count - 1].end = max(kept[kept.count - 1].end, chords[index].end)
            } else {
                starts.append(place)
                kept.append((chords[index].end, chords[index].pitches))
            }
        }
        for index in starts.indices {
            let next = index + 1 < starts.count ? starts[index + 1] : end
            let stop = written(end: kept[index].end * Self.slotDivisions, start: starts[index], next: next)
            strokes.append(Stroke(start: starts[index], end: stop, pitches: kept[index].pitches.sorted()))
        }
    }

    /// Notes that stood on paper before: as they were.
    ///
    /// - Parameters:
    ///   - notated: In order of onset, in ticks.
    ///   - lines: The bars of the piece.
    init(notated: [PartNote], lines: BarLines) {
        self.lines = lines
        let end = lines.ticks / Self.divisionTicks
        var spans: [(start: Int, end: Int, pitches: Set<Int>)] = []
        for note in notated {
            let start = (note.start + Self.divisionTicks / 2) / Self.divisionTicks
            let stop = max(start + 1, (note.end + Self.divisionTicks / 2) / Self.divisionTicks)
            guard start < end else { continue }
            if let last = spans.last, last.start == start {
                spans[spans.count - 1].pitches.insert(note.pitch)
                spans[spans.count - 1].end = max(last.end, stop)
            } else {
                spans.append((start, stop, [note.pitch]))
            }
        }
        for index in spans.indices {
            let next = index + 1 < spans.count ? spans[index + 1].start : end
            spans[index].end = min(spans[index].end, next)
        }
        let grid = writable(spans.flatMap { [$0.start, $0.end] })
        for span in spans {
            let (start, stop) = (grid[span.start] ?? span.start, grid[span.end] ?? span.end)
            // What is too short for any value of its beat sounds with the next.
            if stop > start { strokes.append(Stroke(start: start, end: stop, pitches: span.pitches.sorted())) }
        }
    }

    /// The strokes with some of their pitches; those that keep none are left out.
    func keeping(_ kept: ([Int]) -> [Int]) -> WrittenRhythm {
        var result = self
        result.strokes = strokes.compactMap { stroke in
            var stroke = stroke
            stroke.pitches = kept(stroke.pitches)
            return stroke.pitches.isEmpty ? nil : stroke
        }
        return result
    }

    /// Where times are written, those apart that stand where they are: each beat is divided by halves or in thirds, never
    /// both. Says of the latter that they are ``tripletBeats``.
    private mutating func writable(_ times: [Int]) -> [Int: Int] {
        var moved: [Int: Int] = [:]
        for (beat, times) in Dictionary(grouping: Set(times), by: { beat(at: $0) }) {
            let offsets = times.map { $0 - beat }
            // A thirty-second by halves, by thirds and half of that.
            let units = [3, 4, 2]
            let unit =
                units.first { unit in offsets.allSatisfy { $0 % unit == 0 } }
                ?? units.min { Self.misfit(offsets, $0) < Self.misfit(offsets, $1) } ?? 3
            if unit != 3, offsets.contains(where: { $0 % 12 != 0 }) { tripletBeats.insert(beat) }
            for time in times where (time - beat) % unit != 0 {
                moved[time] = beat + (time - beat + unit / 2) / unit * unit
            }
        }
        return moved
    }

    private static func misfit(_ offsets: [Int], _ unit: Int) -> Int {
        offsets.reduce(unit == 2 ? 1 : 0) { $0 + min($1 % unit, unit - $1 % unit) }
    }

    private static let divisionTicks = Meter.ticksPerQuarter / WrittenScore.divisions

    /// The end of a note as it is written: a rest shorter than an eighth is none.
    private func written(end: Int, start: Int, next: Int) -> Int {
        let eighth = WrittenScore.divisions / 2
        guard next - max(end, start) >= eighth else { return next }
        func unit(_ time: Int) -> (beat: Int, unit: Int) {
            let beat = beat(at: time)
            return (beat, tripletBeats.contains(beat) ? WrittenScore.divisions / 3 : eighth)
        }
        let last = unit(end)
        var stop = last.beat + (end - last.beat + last.unit / 2) / last.unit * last.unit
        if stop <= start {
            let own = unit(start)
            stop = own.beat + ((start - own.beat) / own.unit + 1) * own.unit
        }
        return min(stop, next)
    }

    /// The bars of the piece.
    private let lines: BarLines

    /// Where the quarter-note beat of a time begins, counted from its bar line; all in divisions.
    private func beat(at time: Int) -> Int {
        let start = lines.starts[lines.bar(at: time * Self.divisionTicks)] / Self.divisionTicks
        return start + (time - start) / WrittenScore.divisions * WrittenScore.divisions
    }

    /// The places of slots, each in the manner of its bar.
    private mutating func places(_ slots: [Int], _ swings: Bool) -> [Int] {
        var places: [Int] = []
        var first = 0
        while first < slots.count {
            let bar = lines.bar(at: slots[first] * MetricGrid.ticksPerSlot)
            let countsEighths = lines.meters[bar].countsEighths
            var last = first
            while last < slots.count,
                lines.meters[lines.bar(at: slots[last] * MetricGrid.ticksPerSlot)].countsEighths == countsEighths,
                countsEighths || lines.isQuartered || lines.bar(at: slots[last] * MetricGrid.ticksPerSlot) == bar
            { last += 1 }
            let start = lines.starts[countsEighths || lines.isQuartered ? 0 : bar] / MetricGrid.ticksPerSlot
            let own = slots[first..<last].map { $0 - start }
            places +=
                countsEighths
                ? compoundPlaces(own, after: places.last)
                : beatPlaces(own, swings, from: start * Self.slotDivisions)
            first = last
        }
        return places
    }

    /// Places on sixteenths, in pulses of three eighths; thirty-seconds where those are too few.
    private func compoundPlaces(_ slots: [Int], after before: Int?) -> [Int] {
        var places: [Int] = []
        var last = before
        for slot in slots {
            let exact = slot * Self.slotDivisions
            var place = (exact + 3) / 6 * 6
            if let last, place <= last { place = last + 3 }
            last = place
            places.append(place)
        }
        return places
    }

    /// Places by beat, each divided in its own way; rising, but for what finds no place of its own.
    ///
    /// - Parameter origin: Where the slots count from, in divisions.
    private mutating func beatPlaces(_ slots: [Int], _ swings: Bool, from origin: Int) -> [Int] {
        let beatSlots = MetricGrid.slotsPerBeat
        var slots = slots
        // What is struck just before a beat that nothing is struck on belongs to it.
        for index in slots.indices where slots[index] % beatSlots == beatSlots - 1 {
            let next = index + 1 < slots.count ? slots[index + 1] : Int.max
            if next > slots[index] + 3 { slots[index] += 1 }
        }
        var places: [Int] = []
        var first = 0
        while first < slots.count {
            let beat = slots[first] / beatSlots
            var last = first
            while last < slots.count, slots[last] / beatSlots == beat { last += 1 }
            let division = BeatDivision.best(slots[first..<last].map { $0 % beatSlots }, swings: swings)
            let start = origin + beat * WrittenScore.divisions
            if division.isTriplet { tripletBeats.insert(start) }
            places += division.places.map { start + $0 }
            first = last
        }
        return places
    }
}

/// A beat divided so that its onsets have places.
struct BeatDivision {
    /// In divisions from the beat, one for each onset, rising.
    let places: [Int]
    let isTriplet: Bool

    /// The places of a division, and what it costs to read it: as much as moving notes by the root of so many slots.
    private static let grids: [(unit: Int, isTriplet: Bool, cost: Double)] = [
        (12, false, 0), (6, false, 0.3), (8, true, 0.3), (3, false, 7), (4, true, 7), (2, true, 20),
    ]

    /// - Parameter slots: Onsets in slots from the beat, 0…11, rising.
    static func best(_ slots: [Int], swings: Bool) -> BeatDivision {
        var best: (cost: Double, division: BeatDivision)?
        for grid in grids {
            guard let fit = fit(slots, unit: grid.unit, swings: swings && !grid.isTriplet) else { continue }
            let cost = fit.cost + grid.cost
            if cost < best?.cost ?? .infinity {
                // A triplet of which only the beat is struck is none.
                best = (cost, BeatDivision(places: fit.places, isTriplet: grid.isTriplet && fit.places != [0]))
            }
        }
        return best!.division
    }

    /// The cheapest rising places of the onsets, by dynamic programming; nil where there are too few.
    private static func fit(_ slots: [Int], unit: Int, swings: Bool) -> (places: [Int], cost: Double)? {
        let count = WrittenScore.divisions / unit
        guard slots.count <= count else { return nil }
        var cost = [Double](repeating: .infinity, count: count)
        var choices: [[Int]] = []
        for (index, slot) in slots.enumerated() {
            var next = [Double](repeating: .infinity, count: count)
            var choice = [Int](repeating: -1, count: count)
            var best = index == 0 ? 0 : Double.infinity
            var from = -1
            for place in 0..<count {
                if best < .infinity {
                    next[place] = best + misfit(slot, place * unit, swings: swings)
                    choice[place] = from
                }
                if index > 0, cost[place] < best { (best, from) = (cost[place], place) }
            }
            cost = next
            choices.append(choice)
        }
        guard var place = cost.indices.min(by: { cost[$0] < cost[$1] }), cost[place] < .infinity else { return nil }
        let total = cost[place]
        var places: [Int] = []
        for choice in choices.reversed() {
            places.append(place * unit)
            place = choice[place]
        }
        return (places.reversed(), total)
    }

    private static func misfit(_ slot: Int, _ place: Int, swings: Bool) -> Double {
        // A swung eighth is late by up to two slots.
        if swings, place == 12, (7...8).contains(slot) { return 0.1 }
        let distance = Double(slot) - Double(place) / 2
        return distance * distance
    }
}
