import Harmony
import Music

/// How the line sits on its changes.
extension Excerpt {
    /// Fewer notes over chords say nothing about the harmony.
    private static let fewestOverChords = 8
    /// A note that resolves does so within this many beats.
    private static let resolution = 2.01

    var harmonyMeasures: [(Measure, Double?)] {
        var strong: [Double] = []
        var offbeat: [Double] = []
        var inScale: [Double] = []
        var outside = 0
        var resolved = 0
        let chords = slots.map(line.chord)
        for (index, note) in notes.enumerated() {
            guard let chord = chords[index] else { continue }
            let isTone = chord.hasTone(note.pitch)
            inScale.append(chord.hasInScale(note.pitch) ? 1 : 0)
            // Strong is every other beat from the start of the stretch, whatever the metre.
            let phase = (slots[index] - origin) % 24
            if phase == 0 { strong.append(isTone ? 1 : 0) } else if phase != 12 { offbeat.append(isTone ? 1 : 0) }
            guard !isTone, index + 1 < notes.count else { continue }
            outside += 1
            let isResolved = (index + 1..<min(index + 3, notes.count)).contains { next in
                guard onset(notes[next]) - onset(note) < Self.resolution, let chord = chords[next] else { return false }
                return abs(notes[next].pitch - note.pitch) <= 2 && chord.hasTone(notes[next].pitch)
            }
            if isResolved { resolved += 1 }
        }
        guard inScale.count >= Self.fewestOverChords else { return [(.chordVariety, chordVariety)] }
        let onStrong = mean(strong)
        let offBeat = mean(offbeat)
        return [
            (.chordTonesOnStrongBeats, onStrong), (.chordTonesOffBeat, offBeat),
            (.chordToneContrast, onStrong.flatMap { strong in offBeat.map { strong - $0 } }),
            (.scaleRatio, mean(inScale)), (.resolved, outside > 0 ? Double(resolved) / Double(outside) : nil),
            (.chordVariety, chordVariety),
        ]
    }

    /// Different runs of three chords among all runs (MusDr's CPI); chords are alike with the same root and tones.
    private var chordVariety: Double? {
        struct Sound: Hashable {
            var root: Int
            var tones: PitchClassSet
        }
        let start = range.lowerBound - 0.01
        let sounds = line.changes.entries.filter {
            start <= line.beat($0.start) && line.beat($0.start) < range.upperBound
        }.compactMap { change in
            change.value.map { Sound(root: $0.root, tones: $0.relativeTones) }
        }
        guard sounds.count > 4 else { return nil }
        // One run fewer than there are, as the bands were taken.
        let runs = (0..<sounds.count - 3).map { Array(sounds[$0..<$0 + 3]) }
        return Double(Set(runs).count) / Double(runs.count)
    }
}
