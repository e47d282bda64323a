package import Harmony
import Numerics
/// The smoothest way through the voicings of a piece.
///
/// Each chord that is struck has some candidates; what a candidate costs is how far the hand strays, what it doubles,
/// and how far the voices move from the voicing before. The cheapest path is found exactly (Viterbi).
/// O(hits × candidates²).
package struct VoicingPath {
    /// A chord to be voiced.
    package struct Hit {
        package var chord: Chord
        package var manner: Voicing.Manner
        /// The pitch of the bass at that moment; nil when it is silent.
        package var bass: Int?
        /// Semitones by which the hand is wanted higher than usual.
        package var lift: Int

        package init(chord: Chord, manner: Voicing.Manner, bass: Int? = nil, lift: Int = 0) {
            self.chord = chord
            self.manner = manner
            self.bass = bass
            self.lift = lift
        }
    }

    /// A voicing for each hit, empty for "N.C.".
    package static func voicings(_ hits: [Hit], using generator: inout some RandomNumberGenerator) -> [[Int]] {
        var result = [[Int]](repeating: [], count: hits.count)
        let sounding = hits.indices.filter { !hits[$0].chord.isNoChord }
        var candidates: [[[Int]]] = []
        var origins: [[Int]] = []
        var costs: [Double] = []
        for (step, index) in sounding.enumerated() {
            let hit = hits[index]
            let isSame =
                step > 0 && hits[sounding[step - 1]].chord == hit.chord
                && hits[sounding[step - 1]].manner == hit.manner
            // The choices of a chord struck again are those it had.
            let choices = isSame ? candidates[step - 1] : Voicing.voicings(of: hit.chord, manner: hit.manner)
            let own = choices.map { strain(of: $0, in: hit) + 3 * generator.nextUniform() }
            var next = own
            var origin = [Int](repeating: 0, count: choices.count)
            if step > 0 {
                for (to, voicing) in choices.enumerated() {
                    var best = Double.infinity
                    for (from, before) in candidates[step - 1].enumerated() {
                        let total = costs[from] + moving(from: before, to: voicing)
                        if total < best {
                            best = total
                            origin[to] = from
                        }
                    }
                    next[to] += best
                }
            }
            candidates.append(choices)
            origins.append(origin)
            costs = next
        }
        var state = costs.indices.min { costs[$0] < costs[$1] } ?? 0
        for (step, index) in sounding.enumerated().reversed() {
            result[index] = candidates[step][state]
            state = origins[step][state]
        }
        return result
    }

    /// What a voicing costs by itself: away from the middle, near the bass, or doubling it an octave above.
    private static func strain(of voicing: [Int], in hit: Hit) -> Double {
        let centre = Double(voicing.reduce(0, +)) / Double(voicing.count)
        let stray = centre - 60.5 - Double(hit.lift)
        var cost = (hit.lift == 0 ? 0.12 : 0.3) * stray * stray
        if let bass = hit.bass {
            if voicing[0] <= bass { cost += 60 } else if voicing[0] - bass < 5 { cost += 12 }
            if voicing[0] == bass + 12 { cost += 4 }
        }
        return cost
    }

    /// Semitones that the voices move, the top voice counting more and its leaps more still.
    private static func moving(from last: [Int], to voicing: [Int]) -> Double {
        let top = abs(voicing[voicing.count - 1] - last[last.count - 1])
        return Double(movement(from: last, to: voicing)) + Double(top) * 0.5 + (top > 5 ? 6 : 0)
    }

    /// Semitones moved by all voices when each goes to the nearest place without crossing another; voices may part or
    /// meet where the voicings differ in size.
    ///
    /// - Precondition: both voicings rise and neither is empty.
    package static func movement(from last: [Int], to voicing: [Int]) -> Int {
        var row = [Int](repeating: 0, count: voicing.count)
        for (index, pitch) in last.enumerated() {
            var diagonal = 0
            for (column, goal) in voicing.enumerated() {
                let above = row[column]
                let cheapest =
                    if index == 0 {
                        column == 0 ? 0 : row[column - 1]
                    } else {
                        column == 0 ? above : min(above, row[column - 1], diagonal)
                    }
                diagonal = above
                row[column] = cheapest + abs(goal - pitch)
            }
        }
        return row[voicing.count - 1]
    }
}
