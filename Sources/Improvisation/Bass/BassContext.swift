import Harmony

/// Where a bass line stands: what has been played and what the network is told before it plays the next beat.
///
/// Training and playing go through this one type, token by token.
package struct BassContext: SequenceContext {
    private static let families = ChordFamily.allCases.count

    package static let vocabularySize = BassVocabulary.count
    /// The input fields and their sizes, in order: the network's `inputSizes`.
    package static let fields: [(name: String, size: Int)] = [
        ("last token", BassVocabulary.count),
        ("beat of the bar", 8),
        ("beats a bar", 8),
        ("chord above the last pitch", 12 * families),
        ("chord of the next beat above the last pitch", 12 * families),
        ("chord of the next bar above the last pitch", 12 * families),
        ("beats until the chord changes", 9),
        ("written bass above the last pitch", 12),
        ("register", 14),
        ("tempo", 6),
        ("bar of four", 4),
        ("clarity", 6),
    ]

    /// The beat that the next token plays; the number of beats when the line is over.
    package private(set) var beat = 0
    /// The pitch of the last note; before the first note, the pitch that the line sets out from.
    package private(set) var lastPitch: Int
    let setting: BassSetting
    /// The interval that the last token says, in semitones; nil for a rest and before the first.
    package private(set) var lastInterval: Int?
    private var lastToken = -1

    /// A line about to begin on `firstPitch`.
    package init(_ setting: BassSetting, firstPitch: Int) {
        self.setting = setting
        lastPitch = firstPitch
    }

    /// Appends the ids of the input fields for the next beat; −1 says that a field has nothing to tell.
    package func appendInputs(to inputs: inout [Int32]) {
        guard beat < setting.beats.count else {
            inputs += repeatElement(-1, count: Self.fields.count)
            return
        }
        let now = setting.beats[beat]
        let change = setting.nextChange[beat]
        inputs.append(Int32(lastToken))
        inputs.append(Int32(min(7, now.position)))
        inputs.append(Int32(min(7, now.length - 1)))
        inputs.append(chordInput(at: beat))
        inputs.append(chordInput(at: beat + 1))
        inputs.append(chordInput(at: setting.nextBar[beat]))
        inputs.append(change < setting.beats.count ? Int32(min(change - beat, 9) - 1) : -1)
        inputs.append(now.chord.bassName.map { Int32(modulo($0.pitchClass - lastPitch, 12)) } ?? -1)
        inputs.append(Int32(max(0, min(13, (lastPitch - 24) / 3))))
        inputs.append(Int32([80, 120, 160, 200, 250].firstIndex { setting.tempo < $0 } ?? 5))
        inputs.append(Int32(modulo(now.bar, 4)))
        inputs.append(Int32([0.45, 0.54, 0.61, 0.67, 0.73].firstIndex { now.clarity < $0 } ?? 5))
    }

    /// Root and family in one id, the root as an interval above the last pitch.
    private func chordInput(at index: Int) -> Int32 {
        guard index < setting.beats.count, !setting.beats[index].chord.isNoChord else { return -1 }
        let chord = setting.beats[index].chord
        return Int32(modulo(chord.root - lastPitch, 12) * Self.families + chord.family.rawValue)
    }

    /// Takes the token played on this beat and moves to the next.
    package mutating func accept(_ token: Int) {
        lastToken = token
        lastInterval = BassVocabulary.semitones(of: token)
        lastPitch += lastInterval ?? 0
        beat += 1
    }
}
