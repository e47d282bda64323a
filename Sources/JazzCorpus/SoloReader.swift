import Harmony
package import Improvisation
package import MIDI
import Music

/// Where a solo's chords came from.
package enum ChordSource: String, Sendable {
    case markers, estimated, none
}

/// Finds the lead and the chords in a MIDI file.
package enum SoloReader {
    /// A lead must have this many notes.
    package static let fewestNotes = 16
    /// Two onsets closer than this, in beats, sound together.
    private static let together = 0.03
    /// A line of which more than this fraction sounds together is not a lead.
    private static let mostPolyphony = 0.35
    /// The characters of a track's name that are told.
    private static let longestName = 40
    /// The longest bar, in beats.
    private static let mostBeats = 16
    /// A silence of this many bars ends one solo and begins the next: another player has taken over.
    private static let barsOfSilence = 3

    /// The solos of a file, in order: one, or several where long silences part them.
    ///
    /// The lead is the track named so (lead, melody, solo, sax, trumpet, head), else of the single-note lines beside the
    /// bass the one that is longest, highest and most nearly monophonic. Chords come from markers, lyrics or texts that
    /// are chord symbols, else they are estimated from the other tracks.
    ///
    /// - Returns: the solos, where their chords came from, and what the lead's track is called.
    package static func solos(
        in file: MIDIFile, name: String
    ) throws(SoloRefusal) -> (solos: [Solo], chords: ChordSource, lead: String) {
        let lead = try lead(of: file)
        let ticks = Double(file.division.nominalTicksPerQuarter)
        let barSlots = try barSlots(of: file)
        let line = skyline(lead.notes, ticksPerQuarter: ticks)
        let tempo = file.tempoMap.beatsPerMinute(atTick: line.first?.start ?? 0) ?? 120
        let onsets = line.map { Double($0.start) / ticks }
        let slots = MetricGrid.transcribe(onsets, tempo: tempo).slots
        var notes: [PartNote] = []
        var starts: [Int] = []
        var ends: [Int] = []
        for (note, slot) in zip(line, slots) {
            guard let slot, slot >= 0 else { continue }
            let length = Int((Double(note.end - note.start) * 12 / ticks).rounded())
            notes.append(
                PartNote(start: slot, duration: max(1, length), pitch: note.pitch, velocity: note.velocity))
            starts.append(note.start)
            // Swing and lag move the next onset: what was sounded of the time up to it says how long a note was meant.
            if let last = notes.dropLast().last, slot - last.start <= nearNotes {
                let index = notes.count - 2
                let before = starts[index]
                let fraction = Double(ends[index] - before) / Double(max(1, note.start - before))
                notes[index].duration = max(1, Int((fraction * Double(slot - last.start)).rounded()))
            }
            ends.append(note.end)
        }
        guard notes.count >= fewestNotes else {
            throw .tooFewNotes(found: notes.count, needed: fewestNotes)
        }
        for index in notes.indices.dropLast() {
            notes[index].duration = min(notes[index].duration, notes[index + 1].start - notes[index].start)
        }
        let (timeline, source) = ChordReader.chords(of: file, without: lead.key, barSlots: barSlots)
        let bass = bassLine(of: file, without: lead.key, ticksPerQuarter: ticks)
        let swings = swings(onsets)
        let timing = timing(onsets, slots, tempo: tempo)
        let parts = split(notes, barSlots: barSlots)
        let solos = parts.enumerated().map { index, part in
            solo(
                part, name: parts.count > 1 ? "\(name)#\(index + 1)" : name, timeline: timeline,
                barSlots: barSlots, tempo: tempo, swings: swings, bass: bass, timing: timing)
        }
        return (solos, source, lead.track)
    }

    /// A track's channel: several may share a track in format 0.
    package struct LineKey: Hashable, Comparable {
        package var track: Int
        package var channel: Int

        package init(track: Int, channel: Int) {
            self.track = track
            self.channel = channel
        }

        package static func < (a: LineKey, b: LineKey) -> Bool { (a.track, a.channel) < (b.track, b.channel) }
    }

    /// One of a file's lines.
    private struct Line {
        var key: LineKey
        var notes: [Note]
        /// The fraction of its notes that sound together with another.
        var polyphony: Double
        /// How much it looks like a lead.
        var fitness: Double

        init(_ key: LineKey, _ notes: [Note], ticksPerQuarter: Double) {
            self.key = key
            self.notes = notes
            polyphony = SoloReader.polyphony(notes, ticksPerQuarter: ticksPerQuarter)
            let isHigh = notes.reduce(0) { $0 + $1.pitch } >= 55 * notes.count
            fitness = (1 - polyphony) * Double(notes.count).squareRoot() * (isHigh ? 1 : 0.4)
        }
    }

    static func lead(of file: MIDIFile) throws(SoloRefusal) -> (key: LineKey, notes: [Note], track: String) {
        var found: [LineKey: [Note]] = [:]
        for note in file.notes where note.channel != 9 {
            found[LineKey(track: note.track, channel: note.channel), default: []].append(note)
        }
        guard !found.isEmpty else { throw .noPitchedNotes(drums: !file.notes.isEmpty) }
        let ticks = Double(file.division.nominalTicksPerQuarter)
        let long = found.sorted { $0.key < $1.key }.filter { $0.value.count >= fewestNotes }
            .map { Line($0.key, $0.value, ticksPerQuarter: ticks) }
        guard !long.isEmpty else {
            throw .tooFewNotes(found: found.values.map(\.count).max() ?? 0, needed: fewestNotes)
        }
        let names = file.trackNames
        func track(_ line: Line) -> String {
            let name = names[line.key.track]?.prefix(longestName) ?? ""
            return name.isEmpty ? "track \(line.key.track + 1)" : "“\(name)”"
        }
        let named = long.filter { isLeadName(names[$0.key.track] ?? "") }
        let choices = named.isEmpty ? long : named
        let single = choices.filter { $0.polyphony <= mostPolyphony }
        guard var best = single.first else {
            let least = choices.min { $0.polyphony < $1.polyphony } ?? choices[0]
            throw .polyphonic(track: track(least), fraction: least.polyphony)
        }
        var rivals = single
        if named.isEmpty, let bass = try? BassReader.bass(of: file).key {
            rivals.removeAll { $0.key == bass }
            // A low line alone may be a baritone's; one that is called a bass is not.
            guard let first = rivals.first ?? (BassReader.isCalledBass(bass, in: file) ? nil : single.first) else {
                throw .onlyBass(track: track(best))
            }
            best = first
        }
        for line in rivals where line.fitness > best.fitness { best = line }
        return (best.key, best.notes, track(best))
    }

    /// What the bass plays, if there is one beside the lead.
    private static func bassLine(of file: MIDIFile, without lead: LineKey, ticksPerQuarter: Double) -> Timeline<Int> {
        guard let bass = try? BassReader.bass(of: file), bass.key != lead else { return Timeline() }
        return Timeline(
            bass.notes.map {
                Timeline.Entry(
                    start: Int((Double($0.start) * Double(MetricGrid.slotsPerBeat) / ticksPerQuarter).rounded()),
                    value: $0.pitch)
            })
    }

    /// How onsets lie around the slots that they were read as: by those on the beat, which swing leaves alone. Nil where there are
    /// too few to tell.
    private static func timing(_ onsets: [Double], _ slots: [Int?], tempo: Double) -> Solo.Timing? {
        let beat = MetricGrid.slotsPerBeat
        var blocks: [Int: [Double]] = [:]
        for (onset, slot) in zip(onsets, slots) {
            guard let slot, modulo(slot, beat) == 0 else { continue }
            let deviation = (onset - Double(slot / beat)) * 60 / tempo
            blocks[slot / (beat * beatsOfLag), default: []].append(deviation)
        }
        let all = blocks.values.joined()
        // Over a stretch the lag stays the same; a note alone in one tells nothing of the scatter.
        let several = blocks.values.filter { $0.count > 1 }
        let freedom = several.reduce(0) { $0 + $1.count - 1 }
        guard freedom >= fewestNotes else { return nil }
        let squares = several.reduce(0.0) { sum, block in
            let mean = block.reduce(0, +) / Double(block.count)
            return block.reduce(sum) { $0 + ($1 - mean) * ($1 - mean) }
        }
        return Solo.Timing(
            swing: swingRatio(onsets), lag: all.reduce(0, +) / Double(all.count),
            scatter: (squares / Double(freedom)).squareRoot())
    }

    /// Slots between onsets up to which a note's length is read by the next one: a half note.
    private static let nearNotes = 2 * MetricGrid.slotsPerBeat
    /// Beats over which a player's lag is taken to stay the same.
    private static let beatsOfLag = 8

    /// Whether pairs of eighths are long and short.
    private static func swings(_ onsets: [Double]) -> Bool? { swingRatio(onsets).map { $0 >= 1.15 } }

    /// The median ratio of the long eighth to the short one, of eight pairs or more.
    private static func swingRatio(_ onsets: [Double]) -> Double? {
        var ratios: [Double] = []
        for (first, second) in zip(onsets, onsets.dropFirst()) {
            let beat = (first + 0.1).rounded(.down)
            let (early, late) = (first - beat, second - beat)
            if abs(early) < 0.12, (0.40...0.78).contains(late) { ratios.append((late - early) / (1 - late)) }
        }
        guard ratios.count >= 8 else { return nil }
        return ratios.sorted()[ratios.count / 2]
    }

    package static func isLeadName(_ name: String) -> Bool {
        let lower = name.lowercased()
        return ["lead", "melod", "solo", "sax", "trumpet", "head"].contains { lower.contains($0) }
    }

    private static func polyphony(_ notes: [Note], ticksPerQuarter: Double) -> Double {
        let starts = notes.map(\.start).sorted()
        guard starts.count > 1 else { return 0 }
        let close = zip(starts, starts.dropFirst()).count { Double($1 - $0) < together * ticksPerQuarter }
        return Double(close) / Double(starts.count - 1)
    }

    /// One note an onset, the highest.
    private static func skyline(_ notes: [Note], ticksPerQuarter: Double) -> [Note] {
        let sorted = notes.sorted { ($0.start, $0.pitch, $0.end) < ($1.start, $1.pitch, $1.end) }
        var line: [Note] = []
        for note in sorted {
            if let last = line.last, Double(note.start - last.start) < together * ticksPerQuarter {
                if note.pitch > last.pitch { line[line.count - 1] = note }
            } else {
                line.append(note)
            }
        }
        return line
    }

    private static func barSlots(of file: MIDIFile) throws(SoloRefusal) -> Int {
        let common = 4 * MetricGrid.slotsPerBeat
        guard let signature = file.timeSignatures.first?.signature, signature.isCountable else { return common }
        let (numerator, denominator) = (signature.numerator, signature.denominator ?? 4)
        let slots = numerator * common / denominator
        guard slots * denominator == numerator * common, slots <= mostBeats * MetricGrid.slotsPerBeat else {
            throw .metre(numerator: numerator, denominator: denominator)
        }
        // A one-beat bar is how a transcription says that nobody noted the metre.
        return slots <= MetricGrid.slotsPerBeat ? common : slots
    }

    private static func split(_ notes: [PartNote], barSlots: Int) -> [[PartNote]] {
        var parts: [[PartNote]] = [[]]
        for note in notes {
            if let last = parts[parts.count - 1].last, note.start - last.start > barsOfSilence * barSlots {
                parts.append([])
            }
            parts[parts.count - 1].append(note)
        }
        return parts.filter { $0.count >= fewestNotes }
    }

    /// Moves a part so that the bar of its first note is bar 0.
    private static func solo(
        _ part: [PartNote], name: String, timeline: Timeline<Chord>, barSlots: Int, tempo: Double, swings: Bool?,
        bass: Timeline<Int>, timing: Solo.Timing?
    ) -> Solo {
        let start = part[0].start / barSlots * barSlots
        let last = part[part.count - 1]
        let end = last.end - start
        return Solo(
            name: name,
            notes: part.map {
                PartNote(start: $0.start - start, duration: $0.duration, pitch: $0.pitch, velocity: $0.velocity)
            },
            changes: timeline.shifted(by: -start), barSlots: barSlots, tempo: tempo,
            barCount: (end + barSlots - 1) / barSlots, swings: swings, bass: bass.shifted(by: -start), timing: timing)
    }
}
