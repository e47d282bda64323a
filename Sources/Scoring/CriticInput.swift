internal import Harmony
package import Improvisation
import Music
package import Numerics

extension ModelKind {
    /// Tells leads that `jazz` made from those of players.
    package static let critic = ModelKind(
        name: "jazz-critic", encoding: "heard-line-1", vocabulary: ["player", "jazz"],
        inputSizes: CriticInput.fields.map(\.size), hiddenSize: 64)
}

/// What a critic is told of a line, note by note.
///
/// It hears sound, not tokens: intervals, chord degrees and times as they stand in a file. Transcribed onsets are noisy and made
/// ones are not, which would give either away; so the onsets of both are jittered by more than a transcription errs.
package enum CriticInput {
    /// The input fields and their sizes, in order: the network's `inputSizes`.
    package static let fields: [(name: String, size: Int)] = [
        ("interval", 37),
        ("degree of the chord", 12),
        ("third and seventh of the chord", 8),
        ("sixths of a beat since the last onset", 25),
        ("sixth of the beat", 6),
        ("beat of the bar", 8),
        ("length in sixths of a beat", 13),
        ("length by the time to the next onset", 6),
        ("height above the first note", 19),
        ("notes since this pitch", 16),
        ("tempo", 6),
    ]

    /// The deviation of the jitter, in seconds.
    private static let jitter = 0.030

    /// The ids of the fields of some notes of a line, jittered as the generator says.
    ///
    /// - Parameters:
    ///   - notes: Some of the line's notes. Of the one before them the first knows.
    ///   - tempo: Quarter notes a minute.
    package static func ids(
        of notes: Range<Int>, in line: MeasuredLine, tempo: Double, using random: inout Xoshiro256StarStar
    ) -> [Int32] {
        let deviation = jitter * tempo / 60
        // The note after them too, for the length of the last.
        let known = max(0, notes.lowerBound - 1)..<min(line.notes.count, notes.upperBound + 1)
        let heard = known.map { index in
            let note = line.notes[index]
            let start = line.beat(note.start) + random.nextNormal() * deviation
            let end = line.beat(note.end) + random.nextNormal() * deviation
            return (index: index, start: start, length: max(0, end - start))
        }.sorted { ($0.start, $0.index) < ($1.start, $1.index) }
        let skipped = notes.lowerBound - known.lowerBound
        let first = line.notes[heard[skipped].index].pitch
        var ids: [Int32] = []
        ids.reserveCapacity(notes.count * fields.count)
        for place in skipped..<skipped + notes.count {
            let note = heard[place]
            let pitch = line.notes[note.index].pitch
            let chord = line.chord(atSlot: line.slots[note.index])
            let before = place > 0 ? heard[place - 1] : nil
            let sixth = sixths(note.start)
            ids.append(before.map { Int32(clamped(pitch - line.notes[$0.index].pitch, to: 18) + 18) } ?? -1)
            ids.append(chord.map { Int32(modulo(pitch - $0.root, 12)) } ?? -1)
            ids.append(chord.map { family($0) } ?? -1)
            ids.append(before.map { Int32(min(24, sixths(note.start - $0.start))) } ?? -1)
            ids.append(Int32(modulo(sixth, 6)))
            ids.append(Int32(modulo(Int((Double(sixth) / 6).rounded(.down)), max(1, Int(line.barBeats))) % 8))
            ids.append(Int32(min(12, sixths(note.length))))
            ids.append(place + 1 < heard.count ? articulation(note.length / (heard[place + 1].start - note.start)) : -1)
            ids.append(Int32(clamped((pitch - first) / 2, to: 9) + 9))
            ids.append(
                (1...16).first { place - $0 >= 0 && line.notes[heard[place - $0].index].pitch == pitch }
                    .map { Int32($0 - 1) } ?? -1)
            ids.append(Int32([80, 120, 160, 200, 250].firstIndex { tempo < $0 } ?? 5))
        }
        return ids
    }

    private static func sixths(_ beats: Double) -> Int { Int((min(max(beats, -1e6), 1e6) * 6).rounded()) }

    private static func clamped(_ value: Int, to limit: Int) -> Int { max(-limit, min(limit, value)) }

    private static func family(_ chord: MeasuredChord) -> Int32 {
        let tones = chord.relativeTones
        return (tones.contains(4) ? 1 : 0) + (tones.contains(3) ? 2 : 0) + (tones.contains(10) ? 4 : 0)
    }

    private static func articulation(_ fraction: Double) -> Int32 {
        Int32([0.3, 0.5, 0.7, 0.85, 0.97].firstIndex { fraction < $0 } ?? 5)
    }
}
