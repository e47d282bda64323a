/// Chooses the pitches of a bass line: the cheapest path through the range by the habits of walking bass players.
///
/// Each step costs what its place in the bar, its chord and the interval from the step before make it cost, plus a
/// little drawn at random; the path with the least total is found exactly (Viterbi). O(steps × range²).
struct BassLine {
    /// E1 to G3: an upright bass without its last frets.
    static let range = 28...55

    /// A place in the line that needs a pitch.
    struct Step {
        var chord: Chord
        /// Whether the chord enters here.
        var entersChord: Bool
        /// Whether a bar begins here.
        var isDownbeat: Bool
        /// Whether the next step enters a chord, so that this one leads there.
        var leadsToChange: Bool
        /// Whether the note lasts for more than one pulse, so that it states the chord rather than passes by.
        var isLong = false
        /// Whether the line closes here, on the bass note.
        var isFinal = false
    }

    /// A pitch for each step.
    static func pitches(_ steps: [Step], using generator: inout some RandomNumberGenerator) -> [Int] {
        guard !steps.isEmpty else { return [] }
        let pitches = Array(range)
        // A state is a pitch and the direction by which it was reached: down, none, up.
        let states = pitches.count * 3
        var costs = [Double](repeating: .infinity, count: states)
        var origins: [[Int]] = []
        for (index, step) in steps.enumerated() {
            let local = pitches.map { pitch in
                cost(of: pitch, in: step, isFirst: index == 0) + 1.9 * generator.unit()
            }
            if index == 0 {
                for (place, cost) in local.enumerated() { costs[place * 3 + 1] = cost }
                origins.append([])
                continue
            }
            var next = [Double](repeating: .infinity, count: states)
            var origin = [Int](repeating: 0, count: states)
            let isApproached = steps[index - 1].leadsToChange && !steps[index - 1].isLong
            for (state, before) in costs.enumerated() where before < .infinity {
                let from = state / 3
                let direction = state % 3 - 1
                for (to, cost) in local.enumerated() {
                    let interval = to - from
                    let turn = direction * interval.signum() < 0 ? 0.55 : 0
                    let move = isApproached ? approachCost(interval) : stepCost(interval)
                    let total = before + cost + move + turn
                    let target = to * 3 + interval.signum() + 1
                    if total < next[target] {
                        next[target] = total
                        origin[target] = state
                    }
                }
            }
            costs = next
            origins.append(origin)
        }
        var state = 0
        for candidate in costs.indices where costs[candidate] < costs[state] { state = candidate }
        var line = [Int](repeating: 0, count: steps.count)
        for index in steps.indices.reversed() {
            line[index] = pitches[state / 3]
            if index > 0 { state = origins[index][state] }
        }
        return line
    }

    private static func cost(of pitch: Int, in step: Step, isFirst: Bool) -> Double {
        let register = pitch < 31 ? 0.5 : pitch > 48 ? 0.25 * Double(pitch - 48) : 0
        let chord = step.chord
        let isBass = pitchClass(pitch) == chord.bass
        if step.isFinal { return (isBass ? 0 : 30) + 0.4 * Double(max(0, pitch - 40)) }
        if isFirst { return register + (isBass ? 0 : 30) }
        let above = pitchClass(pitch - chord.root)
        if step.entersChord {
            if chord.bassName != nil { return register + (isBass ? 0 : 20) }
            switch above {
            case 0: return register
            case chord.fifth: return register + (step.isLong ? 5 : 2.6)
            case chord.third: return register + (step.isLong ? 5 : 2.4)
            default: return register + 12
            }
        }
        let isTone = chord.relativeTones.contains(above)
        let isInside = chord.relativeScale.contains(above)
        if step.isLong {
            if above == chord.fifth { return register }
            return register + (above == 0 ? 0.5 : isTone ? 1.2 : 8)
        }
        if step.isDownbeat { return register + (above == 0 ? 0.4 : isTone ? 0.8 : isInside ? 2.5 : 9) }
        // The last beat before a change may be any neighbour of the goal.
        if step.leadsToChange { return register + (isInside ? 0.2 : 0.3) }
        return register + (isTone ? 0.3 : isInside ? 0.5 : 2.4)
    }

    private static func stepCost(_ interval: Int) -> Double {
        switch abs(interval) {
        case 0: 2.4
        case 1, 2: 0
        case 3, 4: 0.35
        case 5, 7: 0.75
        case 12: 1.6
        case 6, 8, 9: 2.6
        default: 6
        }
    }

    /// Half steps lead best, then whole steps and the fall of a fifth.
    private static func approachCost(_ interval: Int) -> Double {
        switch abs(interval) {
        case 0: 4
        case 1: 0
        case 2: 0.4
        case 5, 7: 0.9
        case 3, 4: 2.2
        case 12: 2.6
        default: 6
        }
    }
}
