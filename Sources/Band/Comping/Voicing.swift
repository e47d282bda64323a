package import Harmony

/// Chord voicings for a pianist who leaves the root to the bass.
package enum Voicing {
    /// The window in which voicings lie: A2 to D5.
    package static let window = 45...74

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
    /// What the symbol names is in all of them but the shells, which leave the colours out, and nothing is in them that
    /// the symbol leaves out; the root and the perfect fifth belong to the bass. Chords that a manner does not know are
    /// played as in ``Manner/rootless``, and those that this does not know either by all their notes, as clear as they
    /// can be. Empty for "N.C." only.
    package static func voicings(of chord: Chord, manner: Manner) -> [[Int]] {
        guard !chord.isNoChord else { return [] }
        let named = manner == .shell ? guideTones(of: chord) : namedTones(of: chord)
        let forms = forms(of: chord, manner: manner).filter { form in
            let tones = PitchClassSet(form)
            return named.intersection(tones) == named && tones.intersection(omittedTones(of: chord)).isEmpty
                && zip(form, form.dropFirst()).allSatisfy { $0 != $1 }
        }
        let clear = forms.flatMap { placements($0, root: chord.root) }.filter { faults(of: $0, chord: chord) == 0 }
        if !clear.isEmpty { return clear }
        if manner != .rootless { return voicings(of: chord, manner: .rootless) }
        let all = everyNote(of: chord).flatMap { placements($0, root: chord.root) }
        let least = all.map { faults(of: $0, chord: chord) }.min()
        return all.filter { faults(of: $0, chord: chord) == least }
    }

    /// Third and seventh, as far as the chord has them, as intervals above the root.
    private static func guideTones(of chord: Chord) -> PitchClassSet {
        PitchClassSet([chord.third, chord.seventh].compactMap { $0 })
    }

    /// What has to be heard as the symbol is read: guide tones, tensions and an altered fifth.
    private static func namedTones(of chord: Chord) -> PitchClassSet {
        let fifth = chord.fifth.map { $0 == 7 ? [] : [$0] } ?? []
        return guideTones(of: chord).union(PitchClassSet(chord.tensions.intervals + fifth))
    }

    /// The third or the fifth that the symbol leaves out, and a perfect fifth where the chord has another.
    private static func omittedTones(of chord: Chord) -> PitchClassSet {
        var tones: PitchClassSet = []
        if chord.tensions.contains(.noThird) { tones = [3, 4] }
        if !chord.tensions.isDisjoint(with: [.noFifth, .sharpFive, .flatFive]) { tones = tones.union([7]) }
        let named = namedTones(of: chord)
        return PitchClassSet(tones.members.filter { !named.contains($0) })
    }

    /// All notes of a chord that counts on no habit, in close position from each of them up, and with the second highest
    /// an octave lower.
    private static func everyNote(of chord: Chord) -> [[Int]] {
        var tones = namedTones(of: chord)
        if tones.count < 3 { tones = tones.union(chord.relativeTones) }
        let rising = tones.members
        return rising.indices.flatMap { turn -> [[Int]] in
            let close = rising.indices.map { rising[(turn + $0) % rising.count] }
            guard close.count > 3 else { return [close] }
            let dropped = close.count - 2
            return [close, [close[dropped]] + close[..<dropped] + [close[close.count - 1]]]
        }
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

    /// How often a voicing grinds or growls: the root at the bottom, where the bass has it; seconds low; a semitone on
    /// top; a minor ninth but in a dominant.
    static func faults(of pitches: [Int], chord: Chord) -> Int {
        var faults = pitchClass(pitches[0]) == chord.root ? 1 : 0
        for (low, high) in zip(pitches, pitches.dropFirst()) {
            if high - low <= 2, low < 53 { faults += 1 }
            if high - low <= 1, high == pitches[pitches.count - 1] { faults += 1 }
        }
        if chord.family == .dominant { return faults }
        for low in pitches where pitches.contains(low + 13) { faults += 1 }
        return faults
    }

    /// Intervals above the root from the bottom up.
    private static func forms(of chord: Chord, manner: Manner) -> [[Int]] {
        guard let third = chord.third else {
            return chord.quality == .power ? [[7, 0], [7, 0, 7]] : []
        }
        let fifth = chord.fifth ?? 7
        guard let seventh = chord.seventh else { return triad(chord, third: third, fifth: fifth) }
        if chord.family == .suspended, manner != .shell {
            // The fourth below keeps a flat ninth open: 4, b7, b9, 5.
            if chord.tensions.contains(.flatNine) {
                let top = chord.tensions.contains(.thirteen) ? 9 : fifth
                return [[third, seventh, 1, top], [fifth, seventh, 1, third], [seventh, 1, third, top]]
            }
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
