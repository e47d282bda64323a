package import Jazz

/// What was found in a file or a line that is learned from.
package struct LessonUse: Sendable, Equatable {
    /// How many pieces.
    package var count: Int
    /// How much there is to learn in them.
    package var size: Int
    /// Where the chords came from.
    package var chords: ChordSource?
    /// What the track is called that it was found on.
    package var track: String
}

extension MIDICorpus {
    /// What became of the files.
    var outcomes: [LessonOutcome<Reader.Refusal>] {
        files.map { path, outcome in
            let kind: LessonOutcome<Reader.Refusal>.Kind =
                switch outcome {
                case .used(let count, let size, let chords, let track):
                    .used(LessonUse(count: count, size: size, chords: chords, track: track))
                case .refused(let refusal): .refused(refusal)
                case .duplicate(let twin): .duplicate(of: twin)
                }
            return LessonOutcome(name: path, kind: kind)
        }
    }
}
