extension Chart {
    /// The key the header gives, or else the one in which the chords come to rest.
    ///
    /// A dominant that falls by a fifth onto a major or minor chord speaks for that key, most for a chord that can end a
    /// tune; so do the last and the first chord. Without any of these it is the first chord's root.
    public var impliedKey: Key {
        if let key { return key }
        let chords = bars.flatMap(\.chords).map(\.chord).filter { !$0.isNoChord }
        guard let first = chords.first, let last = chords.last else { return Key(tonic: .usual(0), isMinor: false) }
        // Twelve major keys, then twelve minor ones.
        var scores = [Int](repeating: 0, count: 24)
        func vote(for chord: Chord, _ votes: Int) {
            switch chord.family {
            case .major: scores[chord.root] += votes
            case .minor: scores[12 + chord.root] += votes
            default: break
            }
        }
        for (chord, next) in zip(chords, chords.dropFirst() + [first])
        where chord.family == .dominant && pitchClass(chord.root + 5) == next.root {
            // A minor seventh chord is as often the second degree of the next cadence as a tonic.
            vote(for: next, next.quality == .minorSeventh ? 1 : 3)
        }
        vote(for: last, 2)
        vote(for: first, 1)
        guard let best = scores.max(), best > 0, let winner = scores.firstIndex(of: best) else {
            return Key(tonic: first.rootName, isMinor: first.family == .minor)
        }
        let tonic = chords.first { $0.root == winner % 12 }?.rootName ?? .usual(winner)
        return Key(tonic: tonic, isMinor: winner >= 12)
    }
}
