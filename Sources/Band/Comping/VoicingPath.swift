package import Harmony
package import Numerics

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
        /// The pitches of the lead while the chord sounds.
        package var lead: [Int]

        package init(chord: Chord, manner: Voicing.Manner, bass: Int? = nil, lift: Int = 0, lead: [Int] = []) {
            self.chord = chord
            self.manner = manner
            self.bass = bass
            self.lift = lift
            self.lead = lead
        }
    }

    /// A voicing for each hit, empty for "N.C.".
    package static func voicings(_ hits: [Hit], using generator: inout Xoshiro256StarStar) -> [[Int]] {
        var result = [[Int]](repeating: [], count: hits.count)
        let sounding = hits.indices.filter { !hits[$0].chord.isNoChord }
        var candidates: [[[Int]]] = []
        var origins: [[Int]] = []
        var costs: [Double] = []
        for (step, index) in sounding.enumerated() {
            let hit = hits[index]
            let choices = choices(for: hit)
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

    /// The part of the lead's notes in whose way a voicing is, as its top voice is not under them; less so where it is a
    /// sixth above and more.
    private static func crowding(of voicing: [Int], in hit: Hit) -> Double {
        guard !hit.lead.isEmpty else { return 0 }
        let top = voicing[voicing.count - 1]
        let crowded = hit.lead.reduce(0.0) { $0 + ($1 > top ? 0 : $1 + 8 > top ? 1 : 0.7) }
        return crowded / Double(hit.lead.count)
    }

    /// The voicings to choose from: those of the manner, and where all of them are in the lead's way, smaller ones too.
    private static func choices(for hit: Hit) -> [[Int]] {
        let choices = Voicing.voicings(of: hit.chord, manner: hit.manner)
        guard choices.allSatisfy({ crowding(of: $0, in: hit) > 0.2 }) else { return choices }
        let smaller: [Voicing.Manner] = [.rootless, .shell]
        return choices + smaller.filter { $0 != hit.manner }.flatMap { Voicing.voicings(of: hit.chord, manner: $0) }
    }

    /// What a voicing costs by itself: away from the middle, in the way of the lead, near the bass, or doubling it an
    /// octave above.
    private static func strain(of voicing: [Int], in hit: Hit) -> Double {
        let centre = Double(voicing.reduce(0, +)) / Double(voicing.count)
        let stray = centre - (hit.lead.isEmpty ? 60.5 : 57) - Double(hit.lift)
        var cost = (hit.lift == 0 ? 0.12 : 0.3) * stray * stray
        cost += 100 * crowding(of: voicing, in: hit)
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
