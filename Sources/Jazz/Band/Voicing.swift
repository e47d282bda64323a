/// Chord voicings for the left hand of a pianist, and the smoothest way from one to the next.
enum Voicing {
    /// The window in which voicings lie: D3 to C5.
    static let window = 50...72

    /// How full a voicing is.
    enum Density {
        /// Third and seventh, and one colour at most.
        case shell
        /// Four notes without the root, from the third (A) or the seventh (B) up.
        case rootless
    }

    /// The voicing of a chord nearest to the one before.
    static func next(_ chord: Chord, after last: [Int], density: Density) -> [Int] {
        let candidates = voicings(of: chord, density: density)
        var best: [Int] = []
        var bestCost = Int.max
        for voicing in candidates {
            let cost = movement(from: last, to: voicing)
            if cost < bestCost {
                best = voicing
                bestCost = cost
            }
        }
        return best
    }

    /// Every voicing of a chord that lies in the window, each rising.
    static func voicings(of chord: Chord, density: Density) -> [[Int]] {
        var result: [[Int]] = []
        for form in forms(of: chord, density: density) {
            guard let first = form.first else { continue }
            var shape = [pitchClass(chord.root + first)]
            for interval in form.dropFirst() {
                let last = shape[shape.count - 1]
                shape.append(last + pitchClass(chord.root + interval - last))
            }
            for octave in 3...6 {
                let pitches = shape.map { $0 + 12 * octave }
                if let low = pitches.first, let high = pitches.last, window.contains(low), window.contains(high) {
                    result.append(pitches)
                }
            }
        }
        return result
    }

    /// Semitones moved by all voices, and how far the hand strays from the middle of the window.
    private static func movement(from last: [Int], to voicing: [Int]) -> Int {
        let middle = (window.lowerBound + window.upperBound) / 2
        let centre = voicing.reduce(0, +) / max(voicing.count, 1)
        let stray = abs(centre - middle)
        guard let low = last.first, let high = last.last, let newLow = voicing.first, let newHigh = voicing.last else {
            return 4 * stray
        }
        let outer = abs(newLow - low) + 2 * abs(newHigh - high)
        let inner = voicing.reduce(0) { sum, pitch in sum + (last.map { abs($0 - pitch) }.min() ?? 0) }
        // Straying costs little near the middle and more and more outside.
        return 4 * (outer + inner) + stray * stray
    }

    /// Intervals above the root from the bottom up; each is stacked in the nearest octave above the one before.
    private static func forms(of chord: Chord, density: Density) -> [[Int]] {
        guard let third = chord.third else {
            return chord.isNoChord ? [] : [[0, chord.fifth ?? 7], [chord.fifth ?? 7, 0]]
        }
        let fifth = chord.fifth ?? 7
        let colour = colour(of: chord)
        guard let seventh = chord.seventh else {
            let extra = chord.tensions.contains(.nine) ? 2 : 0
            return [[third, fifth, extra], [fifth, extra, third], [extra, third, fifth]]
        }
        let body = self.body(of: chord, fifth: fifth)
        switch density {
        case .shell:
            return [[third, seventh], [seventh, third], [third, seventh, colour], [seventh, third, body]]
        case .rootless:
            return [[third, body, seventh, colour], [seventh, colour, third, body]]
        }
    }

    /// The ninth, or what stands for it: an altered one if written, the root where a ninth would be out of place.
    private static func colour(of chord: Chord) -> Int {
        if chord.quality == .altered || chord.tensions.contains(.sharpNine) { return 3 }
        if chord.tensions.contains(.flatNine) { return 1 }
        switch chord.quality {
        case .halfDiminished, .diminished, .diminishedSeventh, .diminishedMajorSeventh:
            return chord.tensions.contains(.nine) ? 2 : 0
        default: return chord.relativeScale.contains(2) ? 2 : 0
        }
    }

    /// The fifth, or the thirteenth or eleventh the symbol asks for in its place.
    private static func body(of chord: Chord, fifth: Int) -> Int {
        if chord.quality == .altered { return 8 }
        if chord.tensions.contains(.flatThirteen) { return 8 }
        if chord.tensions.contains(.thirteen) { return 9 }
        if chord.tensions.contains(.sharpEleven) { return 6 }
        if chord.tensions.contains(.eleven), chord.family == .minor { return 5 }
        // A plain dominant seventh sounds fuller with its thirteenth.
        if chord.quality == .dominant, chord.tensions.isSubset(of: [.nine]) { return 9 }
        return fifth
    }
}
