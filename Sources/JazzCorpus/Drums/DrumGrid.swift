import Band

/// A performance laid on the slots of its feel.
struct DrumGrid {
    /// A stroke and where it belongs.
    struct Hit {
        /// Nil for a crash, which belongs to no limb's time.
        var limb: DrumLimb?
        var piece: KitPiece
        /// From the start of the bar.
        var slot: Int
        var velocity: Int
        /// Milliseconds behind the slot, negative when early.
        var offset: Double
    }

    struct Bar {
        var hits: [Hit]
        /// Whether the bar is a fill: toms, and more of the hands than comments need.
        var isFill: Bool
        /// The mean offset of all of its strokes, in milliseconds.
        var lag: Double

        /// The limb's pattern in each beat.
        func patterns(of limb: DrumLimb, feel: DrumTable.Feel) -> [Int] {
            var patterns = [Int](repeating: 0, count: feel.beats)
            for hit in hits where hit.limb == limb { patterns[hit.slot / feel.slots] |= 1 << (hit.slot % feel.slots) }
            return patterns
        }
    }

    let feel: DrumTable.Feel
    let bars: [Bar]
    /// The long eighth of the time-keeping hand to the short one, and from how many strokes; nil with fewer than 12.
    let swingRatio: (ratio: Double, count: Int)?

    init(_ performance: DrumPerformance) {
        feel = performance.feel
        let milliseconds = 60_000 / performance.tempo
        func phase(_ beat: Double) -> Double { beat - beat.rounded(.down) }
        let time = performance.hits.filter { Self.limb(of: $0.piece, feel: performance.feel) == .time }
        // Drummers and their pads are early or late as a whole; what is on the beat says by how much.
        let onBeat = performance.hits.map { phase($0.beat) }.map { $0 > 0.5 ? $0 - 1 : $0 }.filter { abs($0) < 0.17 }
        let lag = Self.median(onBeat) ?? 0
        let beats = performance.hits.map { $0.beat - lag }
        var slots: [Double]
        if feel.slots == 4 {
            slots = [0, 0.25, 0.5, 0.75]
            swingRatio = nil
        } else {
            let swung = time.map { phase($0.beat - lag) }.filter { (0.46..<0.83).contains($0) }
            let offbeat = swung.count >= 12 ? Self.median(swung) ?? 0.62 : 0.62
            slots = [0, 1.0 / 3, offbeat]
            swingRatio = swung.count >= 12 ? (offbeat / (1 - offbeat), swung.count) : nil
        }
        let edges = zip(slots, slots.dropFirst() + [1]).map { ($0 + $1) / 2 }
        let isEven = feel.slots == 4
        let perBar = feel.beats * feel.slots
        var found: [[Hit]] = []
        for (hit, beat) in zip(performance.hits, beats) {
            let whole = Int(beat.rounded(.down))
            let within = beat - Double(whole)
            var slot = 0
            while slot < edges.count, within >= (isEven ? edges[slot] : Self.swungEdge(slot)) { slot += 1 }
            let nominal = slot < slots.count ? slots[slot] : 1
            let index = max(0, whole * slots.count + slot)
            let bar = index / perBar
            // A file may claim any time; what is longer than a few hours is no performance.
            guard bar < Self.mostBars else { break }
            while found.count <= bar { found.append([]) }
            let limb = Self.limb(of: hit.piece, feel: performance.feel)
            let placed = Hit(
                limb: limb, piece: hit.piece, slot: index % perBar, velocity: hit.velocity,
                offset: (within - nominal) * milliseconds)
            // Of a flam or a double trigger the louder stroke counts.
            if let twin = found[bar].firstIndex(where: {
                $0.slot == placed.slot && ($0.piece == placed.piece || ($0.limb != nil && $0.limb == placed.limb))
            }) {
                if found[bar][twin].velocity < placed.velocity { found[bar][twin] = placed }
            } else {
                found[bar].append(placed)
            }
        }
        bars = found.filter { !$0.isEmpty }.map { hits in
            let toms = hits.count { $0.limb == .toms }
            let hands = hits.count { $0.limb == .toms || $0.limb == .snare }
            let lag = hits.reduce(0) { $0 + $1.offset } / Double(hits.count)
            return Bar(hits: hits, isFill: performance.isFill || (toms >= 2 && hands >= 4), lag: lag)
        }
    }

    static func limb(of piece: KitPiece, feel: DrumTable.Feel) -> DrumLimb? {
        switch piece {
        case .ride: .time
        case .hiHat: feel == .even ? .time : nil
        case .pedal: .pedal
        case .snare, .crossStick: .snare
        case .kick: .kick
        case .highTom, .lowTom: .toms
        case .crash: nil
        }
    }

    private static let mostBars = 20_000

    /// Where a swung beat's slots part: a straight eighth at a fast tempo is still the swung one.
    private static func swungEdge(_ slot: Int) -> Double { [0.17, 0.45, 0.83][slot] }

    private static func median(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}
