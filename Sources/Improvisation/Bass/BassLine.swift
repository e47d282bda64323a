import Harmony
package import Recurrent

/// A bass line beat by beat over changes: what the bass network learns from.
package struct BassLine: Sendable, Equatable {
    /// Where it comes from, such as a file name.
    package var name: String
    /// The pitch that sounds on each beat; nil where the bass is silent.
    package var pitches: [Int?]
    /// The changes, a beat for each pitch.
    package var setting: BassSetting

    /// - Precondition: `pitches` and the setting's beats are equally many.
    package init(name: String, pitches: [Int?], setting: BassSetting) {
        precondition(pitches.count == setting.beats.count, "\(pitches.count) pitches on \(setting.beats.count) beats")
        self.name = name
        self.pitches = pitches
        self.setting = setting
    }

    /// How far a line agrees with the chords around each beat, eight bars before to eight bars after: the mean of the
    /// fraction of chords that begin on their bass note and the fraction of notes in the chord's scale.
    ///
    /// - Complexity: O(*n*).
    package static func clarity(_ pitches: [Int?], on beats: [BassBeat]) -> [Double] {
        guard let reach = beats.first.map({ 8 * $0.length }) else { return [] }
        /// Sums up to each beat: chords begun, of them on the bass note; notes, of them in the scale.
        var sums = [(chords: 0, roots: 0, notes: 0, inside: 0)]
        for (index, beat) in beats.enumerated() {
            var sum = sums[index]
            if let pitch = pitches[index], !beat.chord.isNoChord {
                sum.notes += 1
                if beat.chord.scale.contains(pitch) { sum.inside += 1 }
                if index == 0 || beat.chord != beats[index - 1].chord {
                    sum.chords += 1
                    if pitchClass(pitch) == beat.chord.bass { sum.roots += 1 }
                }
            }
            sums.append(sum)
        }
        return beats.indices.map { index in
            let (from, to) = (sums[max(0, index - reach)], sums[min(beats.count, index + reach)])
            let notes = to.notes - from.notes
            let chords = to.chords - from.chords
            guard notes > 0 else { return 0 }
            let inside = Double(to.inside - from.inside) / Double(notes)
            // A chord or two say little about how the others would have begun.
            return chords < 4 ? inside - 0.15 : (inside + Double(to.roots - from.roots) / Double(chords)) / 2
        }
    }

    /// The beats on which a note sounds.
    package var noteCount: Int { pitches.count { $0 != nil } }

    /// Writes the line as tokens of ``BassVocabulary`` with their inputs.
    ///
    /// Neither the first note is a target, as nothing before it says where a line begins, nor are rests: the band
    /// decides where the bass is silent.
    ///
    /// - Complexity: O(*n*) in the number of beats.
    package func encoded() -> TokenSequence {
        guard let first = pitches.lazy.compactMap(\.self).first else { return TokenSequence(inputs: [], targets: []) }
        var context = BassContext(setting, firstPitch: first)
        var result = TokenSequence(inputs: [], targets: [])
        var hasBegun = false
        for pitch in pitches {
            context.appendInputs(to: &result.inputs)
            // The context follows the folded intervals; measuring from it keeps the pitch class after a wide leap.
            let token = pitch.map { BassVocabulary.interval($0 - context.lastPitch) } ?? BassVocabulary.rest
            result.targets.append(pitch == nil || !hasBegun ? -1 : Int32(token))
            if pitch != nil { hasBegun = true }
            context.accept(token)
        }
        return result
    }
}
