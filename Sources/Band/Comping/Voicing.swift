package import Harmony

/// Chord voicings for a pianist who leaves the root to the bass.
package enum Voicing {
    /// The window in which voicings lie: C3 to D5.
    package static let window = 48...74

    /// How a voicing is built.
    package enum Manner: CaseIterable {
        /// Third and seventh, and one colour at most.
        case shell
        /// Four notes without the root, from the third (A) or the seventh (B) up.
        case rootless
        /// Four notes whose second highest has dropped an octave: wide, for slow pieces.
        case spread
        /// Stacked fourths, for suspended chords and for minor chords that stay.
        case quartal
    }

    /// Every voicing of a chord in a manner that lies in the window and sounds clear, each rising.
    ///
    /// Chords that a manner does not know are played as in ``Manner/rootless``. Empty for "N.C." only.
    package static func voicings(of chord: Chord, manner: Manner) -> [[Int]] {
        let all = forms(of: chord, manner: manner).flatMap { placements($0, root: chord.root) }
        let clear = all.filter { isClear($0, chord: chord) }
        if !clear.isEmpty { return clear }
        return manner == .rootless || chord.isNoChord ? all : voicings(of: chord, manner: .rootless)
    }

    /// A form in every octave of the window: each note in the nearest octave above the one before.
    private static func placements(_ form: [Int], root: Int) -> [[Int]] {
        guard let first = form.first else { return [] }
        var shape = [pitchClass(root + first)]
        for interval in form.dropFirst() {
            let last = shape[shape.count - 1]
            shape.append(last + pitchClass(root + interval - last))
        }
        return (3...6).map { octave in shape.map { $0 + 12 * octave } }.filter { pitches in
            window.contains(pitches[0]) && window.contains(pitches[pitches.count - 1])
        }
    }

    /// Whether nothing in a voicing grinds or growls: no root at the bottom, where the bass has it; seconds not low; no
    /// semitone on top; no minor ninth but in a dominant.
    static func isClear(_ pitches: [Int], chord: Chord) -> Bool {
        if pitchClass(pitches[0]) == chord.root { return false }
        for (low, high) in zip(pitches, pitches.dropFirst()) {
            if high - low <= 2, low < 53 { return false }
            if high - low <= 1, high == pitches[pitches.count - 1] { return false }
        }
        if chord.family == .dominant { return true }
        return !pitches.contains { low in pitches.contains { $0 - low == 13 } }
    }

    /// Intervals above the root from the bottom up.
    private static func forms(of chord: Chord, manner: Manner) -> [[Int]] {
        guard let third = chord.third else {
            return chord.isNoChord ? [] : [[chord.fifth ?? 7, 0], [chord.fifth ?? 7, 0, chord.fifth ?? 7]]
        }
        let fifth = chord.fifth ?? 7
        guard let seventh = chord.seventh else { return triad(chord, third: third, fifth: fifth) }
        if chord.family == .suspended, manner != .shell {
            return [
                [third, seventh, 2], [seventh, 2, third], [fifth, seventh, 2, third], [seventh, 2, third, fifth],
            ].filter { $0.allSatisfy(chord.relativeScale.contains) }
        }
        let body = body(of: chord, fifth: fifth)
        let colour = colour(of: chord)
        switch manner {
        case .shell:
            return [[third, seventh], [seventh, third], [third, seventh, colour], [seventh, third, body]]
        case .rootless: return [[third, body, seventh, colour], [seventh, colour, third, body]]
        case .spread: return dropTwo([third, body, seventh, colour])
        case .quartal:
            guard chord.family == .minor, seventh == 10, chord.relativeScale.contains(9) else { return [] }
            return [[5, 10, 3, 7], [10, 3, 7], [5, 10, 3], [9, 2, 7, 10, 3], [10, 3, 9, 2]]
        }
    }

    /// Chords of three notes: in their inversions, a major one also with sixth and ninth.
    private static func triad(_ chord: Chord, third: Int, fifth: Int) -> [[Int]] {
        let extra = chord.tensions.contains(.nine) ? 2 : 0
        var forms = [[third, fifth, extra], [fifth, extra, third], [extra, third, fifth]]
        if chord.quality == .major, chord.tensions.isSubset(of: [.nine]) {
            forms += [[third, fifth, 9, 2], [fifth, 9, 2, third], [9, 2, third, fifth]]
        }
        return forms
    }

    /// The four inversions of a four-note chord, each with its second highest note an octave lower.
    private static func dropTwo(_ notes: [Int]) -> [[Int]] {
        let rising = PitchClassSet(notes).members
        guard rising.count == 4 else { return [] }
        return (0..<4).map { turn in
            let close = (0..<4).map { rising[(turn + $0) % 4] }
            return [close[2], close[0], close[1], close[3]]
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
