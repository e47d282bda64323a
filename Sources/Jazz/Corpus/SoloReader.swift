public import MIDI

/// Why a file gave no solo to learn from.
public enum SoloRefusal: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file is not a readable MIDI file.
    case unreadable(MIDIError)
    /// Nothing sounds but drums, or nothing at all.
    case noPitchedNotes
    /// No single track has enough notes to be a melody.
    case tooFewNotes(found: Int, needed: Int)
    /// Every track plays chords most of the time, so none is a lead.
    case polyphonic(track: String, share: Double)
    /// The bar is no whole number of grid slots, or longer than any music's.
    case metre(numerator: Int, denominator: Int)

    public var description: String {
        switch self {
        case .unreadable(let error): error.description
        case .noPitchedNotes: "it has no pitched notes"
        case .tooFewNotes(let found, let needed):
            "its longest line has \(found) notes; a solo to learn from needs \(needed)"
        case .polyphonic(let track, let share):
            "no single-note line: \(track) plays chords on \(Int((share * 100).rounded())) % of its onsets; "
                + "put the melody on a track of its own, named lead"
        case .metre(let numerator, let denominator):
            "its metre \(numerator)/\(denominator) cannot be counted in triplets and sixteenths, or its bars are longer than 16 beats"
        }
    }
}

/// Where a solo's chords came from.
public enum ChordSource: String, Sendable {
    case markers, estimated, none
}

/// Finds the lead and the chords in a MIDI file.
public enum SoloReader {
    /// A lead must have this many notes.
    public static let fewestNotes = 16
    /// Two onsets closer than this, in beats, sound together.
    private static let together = 0.03
    /// A line of which more than this share sounds together is not a lead.
    private static let mostPolyphony = 0.35
    /// The longest bar, in beats.
    private static let mostBeats = 16
    /// A silence of this many bars ends one solo and begins the next: another player has taken over.
    private static let barsOfSilence = 3

    /// The solos of a file, in order: one, or several where long silences part them.
    ///
    /// The lead is the track named so (lead, melody, solo, sax, trumpet, head), else the one that is longest, highest
    /// and most nearly monophonic. Chords come from markers, lyrics or texts that are chord symbols, else they are
    /// estimated from the other tracks.
    public static func solos(
        in file: MIDIFile, name: String
    ) throws(SoloRefusal) -> (solos: [Solo], chords: ChordSource) {
        let lead = try lead(of: file)
        let ticks = Double(file.division.nominalTicksPerQuarter)
        let barSlots = try barSlots(of: file)
        let line = skyline(lead.notes, ticksPerQuarter: ticks)
        let tempo = file.tempoMap.beatsPerMinute(atTick: line.first?.start ?? 0) ?? 120
        let onsets = line.map { Double($0.start) / ticks }
        let slots = MetricGrid.transcribe(onsets, tempo: tempo).slots
        var notes: [SoloNote] = []
        for (note, slot) in zip(line, slots) {
            guard let slot, slot >= 0 else { continue }
            let length = Int((Double(note.end - note.start) * 12 / ticks).rounded())
            notes.append(
                SoloNote(slot: slot, length: max(1, length), pitch: note.pitch, velocity: note.velocity))
        }
        guard notes.count >= fewestNotes else {
            throw .tooFewNotes(found: notes.count, needed: fewestNotes)
        }
        for index in notes.indices.dropLast() {
            notes[index].length = min(notes[index].length, notes[index + 1].slot - notes[index].slot)
        }
        let (timeline, source) = ChordReader.chords(of: file, without: lead.key, barSlots: barSlots)
        let bass = bassLine(of: file, without: lead.key, ticksPerQuarter: ticks)
        let swings = swings(onsets)
        let parts = split(notes, barSlots: barSlots)
        let solos = parts.enumerated().map { index, part in
            solo(
                part, name: parts.count > 1 ? "\(name)#\(index + 1)" : name, timeline: timeline,
                barSlots: barSlots, tempo: tempo, swings: swings, bass: bass)
        }
        return (solos, source)
    }

    /// A track's channel: several may share a track in format 0.
    struct LineKey: Hashable, Comparable {
        var track: Int
        var channel: Int
        static func < (a: LineKey, b: LineKey) -> Bool { (a.track, a.channel) < (b.track, b.channel) }
    }

    private static func lead(of file: MIDIFile) throws(SoloRefusal) -> (key: LineKey, notes: [Note]) {
        var lines: [LineKey: [Note]] = [:]
        for note in file.notes where note.channel != 9 {
            lines[LineKey(track: note.track, channel: note.channel), default: []].append(note)
        }
        guard !lines.isEmpty else { throw .noPitchedNotes }
        let ordered = lines.sorted { $0.key < $1.key }
        let long = ordered.filter { $0.value.count >= fewestNotes }
        guard !long.isEmpty else {
            throw .tooFewNotes(found: ordered.map(\.value.count).max() ?? 0, needed: fewestNotes)
        }
        let names = file.trackNames
        let named = long.filter { isLeadName(names[$0.key.track] ?? "") }
        let ticks = Double(file.division.nominalTicksPerQuarter)
        var best: (key: LineKey, notes: [Note], score: Double)?
        for (key, notes) in named.isEmpty ? long : named {
            let mono = 1 - polyphony(notes, ticksPerQuarter: ticks)
            let high = notes.reduce(0) { $0 + $1.pitch } >= 55 * notes.count
            let score = mono * Double(notes.count).squareRoot() * (high ? 1 : 0.4)
            if best.map({ score > $0.score }) ?? true { best = (key, notes, score) }
        }
        let chosen = best!
        let share = polyphony(chosen.notes, ticksPerQuarter: ticks)
        guard share <= mostPolyphony else {
            let name = names[chosen.key.track] ?? ""
            throw .polyphonic(track: name.isEmpty ? "track \(chosen.key.track + 1)" : "“\(name)”", share: share)
        }
        return (chosen.key, chosen.notes)
    }

    /// What the bass plays, if there is one beside the lead.
    private static func bassLine(of file: MIDIFile, without lead: LineKey, ticksPerQuarter: Double) -> BassTimeline {
        guard let bass = try? BassReader.bass(of: file), bass.key != lead else { return BassTimeline() }
        return BassTimeline(
            bass.notes.map {
                (Int((Double($0.start) * Double(MetricGrid.slotsPerBeat) / ticksPerQuarter).rounded()), $0.pitch)
            })
    }

    /// Whether pairs of eighths are long and short: by the median ratio of eight pairs or more.
    private static func swings(_ onsets: [Double]) -> Bool? {
        var ratios: [Double] = []
        for (first, second) in zip(onsets, onsets.dropFirst()) {
            let beat = (first + 0.1).rounded(.down)
            let (early, late) = (first - beat, second - beat)
            if abs(early) < 0.12, (0.40...0.78).contains(late) { ratios.append((late - early) / (1 - late)) }
        }
        guard ratios.count >= 8 else { return nil }
        return ratios.sorted()[ratios.count / 2] >= 1.15
    }

    static func isLeadName(_ name: String) -> Bool {
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

    private static func split(_ notes: [SoloNote], barSlots: Int) -> [[SoloNote]] {
        var parts: [[SoloNote]] = [[]]
        for note in notes {
            if let last = parts[parts.count - 1].last, note.slot - last.slot > barsOfSilence * barSlots {
                parts.append([])
            }
            parts[parts.count - 1].append(note)
        }
        return parts.filter { $0.count >= fewestNotes }
    }

    /// Moves a part so that the bar of its first note is bar 0.
    private static func solo(
        _ part: [SoloNote], name: String, timeline: ChordTimeline, barSlots: Int, tempo: Double, swings: Bool?,
        bass: BassTimeline
    ) -> Solo {
        let start = part[0].slot / barSlots * barSlots
        let last = part[part.count - 1]
        let end = last.slot + last.length - start
        return Solo(
            name: name,
            notes: part.map {
                SoloNote(slot: $0.slot - start, length: $0.length, pitch: $0.pitch, velocity: $0.velocity)
            },
            changes: timeline.shifted(by: -start), barSlots: barSlots, tempo: tempo,
            barCount: (end + barSlots - 1) / barSlots, swings: swings, bass: bass.shifted(by: -start))
    }
}
