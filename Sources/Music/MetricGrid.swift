/// The rhythmic grid of the lead: twelve slots a beat, fine enough for sixteenths and triplets alike.
///
/// Twelve a beat fits 91 % of the notes of transcribed jazz solos, four a beat 66 %. Swing is taken out here, so that a
/// pair of swung eighths is always slots 0 and 6, and put back by ``Swing`` when a piece is rendered.
public enum MetricGrid {
    /// Slots in a quarter-note beat.
    public static let slotsPerBeat = 12
    /// A distance between onsets of this many slots or more, two and a half beats, ends a phrase.
    package static let phraseGap = 30
    /// Ticks in a slot at the 480 ticks a quarter of every file written here.
    public static let ticksPerSlot = 480 / slotsPerBeat

    /// How far before a beat an onset still belongs to it, in beats: players anticipate.
    private static let anticipation = 0.10
    /// How far onsets scatter around what the player means, in seconds.
    private static let scatter = 0.027
    /// What landing on a slot costs where no pattern is known, as the −ln of a probability: sixteenths and triplets are
    /// the least unlikely.
    private static let slotCost: [Double] = [0, 3, 2, 0.5, 0.5, 3, 0, 3, 0.5, 0.5, 2, 3]
    /// What not being a known pattern costs.
    private static let strangeness = 5.5

    /// How far behind the beat a player may be, in beats; below 0 before it.
    private static let lags = stride(from: -6, through: 22, by: 2).map { Double($0) / 100 }
    /// Beats within which a player's lag is taken to stay the same.
    private static let blockBeats = 8
    /// How far lags lie from 0, and from one block's to the next, in beats.
    private static let usualLag = 0.15
    private static let usualDrift = 0.03

    /// Onsets as they were meant.
    public struct Transcription: Sendable, Equatable {
        /// For each onset its slot, strictly ascending; `nil` for one that found no free slot (more than twelve notes in
        /// a beat).
        public var slots: [Int?]
        /// How far behind the beat the player was, in beats, for each stretch of eight beats that has
        /// onsets.
        public var lags: [Double]
    }

    /// Assigns every onset a slot of its own, in ascending order.
    ///
    /// The most probable reading is chosen (Cemgil, Desain and Kappen, "Rhythm quantization for transcription", 2000):
    /// patterns that are likely in themselves, see ``BeatPatterns``, near to what was played, where onsets scatter by
    /// some 27 ms and the off-beat eighth may lie anywhere from even to triplet swing. Players stay behind the beat for
    /// bars on end; how far is found along with the slots, as the cheapest path of lags through the piece (Viterbi), and
    /// taken out. Without that, laid-back eighths would be read as syncopated sixteenths.
    ///
    /// - Parameters:
    ///   - onsets: Onset times in quarter-note beats, ascending.
    ///   - tempo: Quarter notes a minute.
    /// - Complexity: O(*n*).
    public static func transcribe(_ onsets: [Double], tempo: Double) -> Transcription {
        let deviation = scatter * min(max(tempo, 30), 400) / 60 * Double(slotsPerBeat)
        let weight = 1 / (2 * deviation * deviation)
        func block(_ onset: Double) -> Double { ((onset + anticipation) / Double(blockBeats)).rounded(.down) }
        var blocks: [Range<Int>] = []
        for index in onsets.indices {
            if let last = blocks.last, block(onsets[last.lowerBound]) == block(onsets[index]) {
                blocks[blocks.count - 1] = last.lowerBound..<index + 1
            } else {
                blocks.append(index..<index + 1)
            }
        }
        let path = cheapestPath(
            blocks.map { block in
                lags.map { read(onsets[block], lag: $0, weight: weight).cost }
            })
        var slots: [Int?] = []
        var last = Int.min
        for (block, lag) in zip(blocks, path) {
            for slot in read(onsets[block], lag: lag, weight: weight).slots {
                // Two blocks may both claim the beat between them.
                let free = slot.map { max($0, last + 1) }
                if let free { last = free }
                slots.append(free)
            }
        }
        return Transcription(slots: slots, lags: path)
    }

    /// The cheapest path of lags, one a block, given what each would cost.
    private static func cheapestPath(_ costs: [[Double]]) -> [Double] {
        var total = lags.map { _ in 0.0 }
        var choices: [[Int]] = []
        for (block, cost) in costs.enumerated() {
            var next: [Double] = []
            var choice: [Int] = []
            for (index, lag) in lags.enumerated() {
                var best = block == 0 ? 0 : Double.greatestFiniteMagnitude
                var from = index
                if block > 0 {
                    for (before, other) in lags.enumerated() {
                        let drift = (lag - other) / usualDrift
                        let sum = total[before] + drift * drift / 2
                        if sum < best { (best, from) = (sum, before) }
                    }
                }
                let distance = lag / usualLag
                next.append(best + cost[index] + distance * distance / 2)
                choice.append(from)
            }
            total = next
            choices.append(choice)
        }
        var index = total.indices.min { total[$0] < total[$1] } ?? 0
        var path: [Double] = []
        for choice in choices.reversed() {
            path.append(lags[index])
            index = choice[index]
        }
        return path.reversed()
    }

    /// The slots of onsets played so far behind the beat, and the −ln of their probability up to a constant.
    private static func read(
        _ onsets: ArraySlice<Double>, lag: Double, weight: Double
    ) -> (slots: [Int?], cost: Double) {
        var slots: [Int?] = []
        slots.reserveCapacity(onsets.count)
        var cost = 0.0
        var first = onsets.startIndex
        while first < onsets.endIndex {
            let beat = (onsets[first] - lag + anticipation).rounded(.down)
            var end = first + 1
            while end < onsets.endIndex, (onsets[end] - lag + anticipation).rounded(.down) == beat { end += 1 }
            let within = onsets[first..<min(end, first + slotsPerBeat)].map {
                ($0 - lag - beat) * Double(slotsPerBeat)
            }
            let reading = readBeat(within, weight: weight)
            for slot in reading.slots { slots.append(Int(beat) * slotsPerBeat + slot) }
            for _ in within.count..<end - first { slots.append(nil) }
            cost += reading.cost
            first = end
        }
        return (slots, cost)
    }

    /// The slots (0…11) of one beat's onsets, given in slots from the beat.
    private static func readBeat(_ onsets: [Double], weight: Double) -> (slots: [Int], cost: Double) {
        func misfit(_ onset: Double, _ slot: Int) -> Double {
            // A swung eighth is late by up to two slots.
            let meant = slot == 6 ? min(max(onset, 6), 8) : Double(slot)
            return weight * (onset - meant) * (onset - meant)
        }
        var best: (slots: [Int], cost: Double) = ([], .greatestFiniteMagnitude)
        for pattern in BeatPatterns.patterns(onsets: onsets.count) {
            var cost = pattern.cost
            for index in onsets.indices where cost < best.cost { cost += misfit(onsets[index], pattern.slots[index]) }
            if cost < best.cost { best = (pattern.slots, cost) }
        }
        if best.cost > strangeness {
            let free = freePattern(onsets, misfit)
            if free.cost + strangeness < best.cost { best = (free.slots, free.cost + strangeness) }
        }
        return best
    }

    /// The cheapest of all ascending assignments, by dynamic programming.
    private static func freePattern(
        _ onsets: [Double], _ misfit: (Double, Int) -> Double
    ) -> (slots: [Int], cost: Double) {
        // cost[s]: the least cost of placing the notes so far with the last of them on slot s.
        let unreachable = Double.greatestFiniteMagnitude
        var cost = [Double](repeating: unreachable, count: slotsPerBeat)
        var choices: [[Int]] = []
        for (index, onset) in onsets.enumerated() {
            var next = [Double](repeating: unreachable, count: slotsPerBeat)
            var choice = [Int](repeating: -1, count: slotsPerBeat)
            var best = index == 0 ? 0 : unreachable
            var bestSlot = -1
            for slot in 0..<slotsPerBeat {
                if best < unreachable {
                    next[slot] = best + misfit(onset, slot) + slotCost[slot]
                    choice[slot] = bestSlot
                }
                if index > 0, cost[slot] < best {
                    best = cost[slot]
                    bestSlot = slot
                }
            }
            cost = next
            choices.append(choice)
        }
        var slot = cost.indices.min { cost[$0] < cost[$1] } ?? 0
        let total = cost[slot]
        var placed: [Int] = []
        for choice in choices.reversed() {
            placed.append(slot)
            slot = choice[slot]
        }
        return (placed.reversed(), total)
    }
}
