import Harmony
package import Improvisation
package import MIDI
import Music

/// Finds the bass line and the chords in a MIDI file.
package enum BassReader {
    /// A line must sound on this many beats.
    package static let fewestBeats = 32
    /// The longest bar, in beats.
    static let mostBeats = 16
    /// A silence of this many bars ends one line and begins the next.
    private static let barsOfSilence = 2
    /// A note this much before a beat, in beats, is played on it.
    private static let early = 0.25
    /// A note this much after a beat is still played on it.
    private static let late = 0.4
    /// The longest that a held note is followed, in beats.
    private static let longestHold = 8
    /// A line no higher than this on the whole may be a bass.
    private static let highestMean = 50

    /// The lines of a file, in order: one, or several where long silences part them.
    ///
    /// The bass is the track named so, else the one with a General MIDI bass program, else the lowest line that is
    /// low enough. A beat has the note that is struck on it or near it, else the note that is held through it.
    package static func lines(
        in file: MIDIFile, name: String
    ) throws(BassRefusal) -> (lines: [BassLine], chords: ChordSource) {
        let bass = try bass(of: file)
        let length = try beatsPerBar(of: file)
        let ticks = file.division.nominalTicksPerQuarter
        let line = pitches(bass.notes, ticksPerBeat: ticks)
        let parts = split(line, silence: barsOfSilence * length)
        guard !parts.isEmpty else { throw .tooFewBeats(found: line.count, needed: fewestBeats) }
        let (timeline, source) = ChordReader.chords(
            of: file, without: bass.key, barSlots: length * MetricGrid.slotsPerBeat)
        let tempos = file.tempoMap
        let lines = parts.enumerated().map { index, part in
            let first = part[0].beat / length * length
            let last = part[part.count - 1].beat
            var beats = (first...last).map { beat in
                BassBeat(
                    chord: timeline.chord(at: beat * MetricGrid.slotsPerBeat) ?? .noChord, position: beat % length,
                    length: length, bar: (beat - first) / length)
            }
            var pitches = [Int?](repeating: nil, count: beats.count)
            for entry in part { pitches[entry.beat - first] = entry.pitch }
            for (index, clarity) in BassLine.clarity(pitches, on: beats).enumerated() { beats[index].clarity = clarity }
            let seconds = tempos.seconds(atTick: (last + 1) * ticks) - tempos.seconds(atTick: first * ticks)
            let tempo = seconds > 0 ? 60 * Double(beats.count) / seconds : 120
            return BassLine(
                name: parts.count > 1 ? "\(name)#\(index + 1)" : name, pitches: pitches,
                setting: BassSetting(beats: beats, tempo: tempo))
        }
        return (lines, source)
    }

    /// The bass and its notes.
    static func bass(of file: MIDIFile) throws(BassRefusal) -> (key: SoloReader.LineKey, notes: [Note]) {
        var lines: [SoloReader.LineKey: [Note]] = [:]
        for note in file.notes where note.channel != 9 {
            lines[SoloReader.LineKey(track: note.track, channel: note.channel), default: []].append(note)
        }
        let ordered = lines.sorted { $0.key < $1.key }
        let names = file.trackNames
        let named = ordered.filter { isBassName(names[$0.key.track] ?? "") }
        let basses = voicedBasses(of: file)
        let voiced = ordered.filter { basses.contains($0.key) }
        let low = ordered.filter { $0.value.reduce(0) { $0 + $1.pitch } <= highestMean * $0.value.count }
        let choices = [named, voiced, low].first { !$0.isEmpty } ?? []
        guard var best = choices.first else { throw .noBass }
        for line in choices.dropFirst() where line.value.count > best.value.count { best = line }
        return (best.key, best.value)
    }

    /// Whether a line is a bass by its track's name, or plays with bass programs only.
    static func isCalledBass(_ line: SoloReader.LineKey, in file: MIDIFile) -> Bool {
        let programs = file.programs.filter { $0.track == line.track && $0.channel == line.channel }
        return isBassName(file.trackNames[line.track] ?? "")
            || !programs.isEmpty && programs.allSatisfy { bassPrograms.contains($0.program) }
    }

    private static func voicedBasses(of file: MIDIFile) -> Set<SoloReader.LineKey> {
        Set(
            file.programs.filter { bassPrograms.contains($0.program) }
                .map { SoloReader.LineKey(track: $0.track, channel: $0.channel) })
    }

    /// General MIDI's basses, counted from 0.
    private static let bassPrograms = 32...39

    private static func isBassName(_ name: String) -> Bool {
        let lower = name.lowercased()
        return lower.contains("bass") && !["bassoon", "bass drum", "bass clarinet"].contains { lower.contains($0) }
    }

    private static func beatsPerBar(of file: MIDIFile) throws(BassRefusal) -> Int {
        guard let signature = file.timeSignatures.first?.signature, signature.isCountable else { return 4 }
        let (numerator, denominator) = (signature.numerator, signature.denominator ?? 4)
        let beats = 4 * numerator / denominator
        guard beats * denominator == 4 * numerator, beats <= mostBeats else {
            throw .metre(numerator: numerator, denominator: denominator)
        }
        // A one-beat bar is how a transcription says that nobody noted the metre.
        return beats <= 1 ? 4 : beats
    }

    /// The beats on which the bass sounds, in order, each with its pitch.
    private static func pitches(_ notes: [Note], ticksPerBeat: Int) -> [(beat: Int, pitch: Int)] {
        let ticks = Double(ticksPerBeat)
        var struck: [Int: (distance: Double, pitch: Int)] = [:]
        var held: [Int: Int] = [:]
        for note in notes {
            let start = Double(note.start) / ticks
            let beat = Int((start + early).rounded(.down))
            let offset = start - Double(beat)
            if offset <= late {
                let rival = struck[beat] ?? (.infinity, 127)
                if (abs(offset), note.pitch) < (rival.distance, rival.pitch) {
                    struck[beat] = (abs(offset), note.pitch)
                }
            }
            // Held through a beat means sounding well into it.
            let last = min(Int((Double(note.end) / ticks - late).rounded(.up)) - 1, beat + longestHold)
            if last > beat { for later in beat + 1...last { held[later] = note.pitch } }
        }
        let beats = Set(struck.keys).union(held.keys).sorted()
        return beats.compactMap { beat in (struck[beat]?.pitch ?? held[beat]).map { (beat, $0) } }
    }

    private static func split(_ line: [(beat: Int, pitch: Int)], silence: Int) -> [[(beat: Int, pitch: Int)]] {
        var parts: [[(beat: Int, pitch: Int)]] = [[]]
        for entry in line {
            if let last = parts[parts.count - 1].last, entry.beat - last.beat > silence { parts.append([]) }
            parts[parts.count - 1].append(entry)
        }
        return parts.filter { $0.count >= fewestBeats }
    }
}
