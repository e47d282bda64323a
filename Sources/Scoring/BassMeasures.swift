import Harmony
package import Improvisation
import JazzCorpus
import Music

/// What bass lines are compared by: where the roots fall and how the line moves.
public struct BassMeasures: Sendable, Equatable {
    /// The fraction of the bars' first beats with the root (or the written bass), the third, the fifth of the chord.
    public private(set) var root = 0.0
    public private(set) var third = 0.0
    public private(set) var fifth = 0.0
    /// The fraction of moves to the next beat that are a step, or lead from a chord tone to a chord tone.
    public private(set) var motion = 0.0
    /// The fraction of moves by one or two semitones.
    public private(set) var steps = 0.0
    /// The fraction of beats with the same note as the beat before.
    public private(set) var repeats = 0.0
    /// The fraction of moves wider than a fifth.
    public private(set) var leaps = 0.0
    /// Semitones from the lowest to the highest note.
    public private(set) var range = 0.0
    /// The mean pitch.
    public private(set) var height = 0.0

    /// The fraction of the bars' first beats with the root, third or fifth.
    public var triad: Double { root + third + fifth }

    /// The measures by name, in a fixed order.
    public var table: [(name: String, value: Double)] {
        [
            ("root on beat 1", root), ("third on beat 1", third), ("fifth on beat 1", fifth),
            ("root, third or fifth on beat 1", triad), ("stepwise or chord-tone motion", motion), ("steps", steps),
            ("repeated notes", repeats), ("leaps over a fifth", leaps), ("range, semitones", range),
            ("mean pitch", height),
        ]
    }

    /// Measures some beats of a line; nil where a quarter of them or more has no note or no chord.
    package init?(_ line: BassLine) {
        let heard = zip(line.pitches, line.setting.beats).count { $0 != nil && !$1.chord.isNoChord }
        guard heard > 0, 4 * heard > 3 * line.pitches.count else { return nil }
        var (ones, moves) = (0.0, 0.0)
        var last: (pitch: Int, isTone: Bool)?
        var (lowest, highest, sum) = (Int.max, Int.min, 0)
        for (pitch, beat) in zip(line.pitches, line.setting.beats) {
            guard let pitch, !beat.chord.isNoChord else {
                last = nil
                continue
            }
            let chord = beat.chord
            let isTone = chord.tones.contains(pitch) || pitchClass(pitch) == chord.bass
            if beat.position == 0 {
                ones += 1
                let above = pitchClass(pitch - chord.root)
                if above == 0 || pitchClass(pitch) == chord.bass {
                    root += 1
                } else if above == chord.third {
                    third += 1
                } else if above == chord.fifth {
                    fifth += 1
                }
            }
            if let last {
                moves += 1
                let size = abs(pitch - last.pitch)
                if size == 1 || size == 2 { steps += 1 }
                if size == 0 { repeats += 1 }
                if size > 7 { leaps += 1 }
                if size == 1 || size == 2 || (isTone && last.isTone) { motion += 1 }
            }
            last = (pitch, isTone)
            (lowest, highest, sum) = (min(lowest, pitch), max(highest, pitch), sum + pitch)
        }
        guard ones > 0, moves > 0 else { return nil }
        root /= ones
        third /= ones
        fifth /= ones
        motion /= moves
        steps /= moves
        repeats /= moves
        leaps /= moves
        range = Double(highest - lowest)
        height = Double(sum) / Double(heard)
    }

    /// The measures of each window of `bars` bars of a line, the last one left out where it is not whole.
    package static func windows(of line: BassLine, bars: Int = 16) -> [BassMeasures] {
        guard let first = line.setting.beats.first else { return [] }
        let size = bars * first.length
        return stride(from: 0, through: line.pitches.count - size, by: size).compactMap { start in
            BassMeasures(line[start..<start + size])
        }
    }
}
