public import Harmony
public import MIDI
public import Music

/// Why a melody cannot be taken from a piece.
public enum MelodyRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// Nothing sounds but drums, or nothing at all.
    case noNotes
    /// Notes sound at once where one is meant.
    case polyphonic(part: String, bar: Int, pitches: [Int])
    /// A division in frames, which has no beats.
    case noBeats

    public var description: String {
        switch self {
        case .noNotes: "it has no melody: no pitched note sounds in it"
        case .polyphonic(let part, let bar, let pitches):
            "bar \(bar): \(pitches.count) notes sound at once in \(part) "
                + "(\(pitches.map(Self.name).joined(separator: ", "))); a melody has one at a time"
        case .noBeats: "its times are frames of film, and beats cannot be told; save it with ticks to a quarter note"
        }
    }

    private static func name(_ pitch: Int) -> String { "\(NoteName.usual(pitch))\(pitch / 12 - 1)" }
}

/// Takes the parts of a MIDI file, and its melody.
public enum MelodyReader {
    /// The fraction of the shorter note through which two may overlap: players hold on a little.
    private static let mostOverlap = 0.3

    /// The parts of a file in 480 ticks to a quarter note: the melody as the lead, a line called bass or on a bass's
    /// program as the bass, channel 10 as the drums, everything else as chords.
    ///
    /// The melody is the track named so (lead, melody, solo, head …), else the first that plays single notes and is no bass,
    /// else the first.
    ///
    /// - Throws: ``MelodyRefusal``.
    public static func parts(of file: MIDIFile) throws(MelodyRefusal) -> [Part] {
        guard case .ticksPerQuarter(let ticks) = file.division else { throw .noBeats }
        var lines: [SoloReader.LineKey: [PartNote]] = [:]
        for note in file.notes where note.end > note.start {
            let start = note.start * Meter.ticksPerQuarter / ticks
            let end = note.end * Meter.ticksPerQuarter / ticks
            lines[SoloReader.LineKey(track: note.track, channel: note.channel), default: []].append(
                PartNote(start: start, duration: max(1, end - start), pitch: note.pitch, velocity: note.velocity))
        }
        let names = file.trackNames
        var programs: [Int: Int] = [:]
        for choice in file.programs where programs[choice.channel] == nil { programs[choice.channel] = choice.program }
        let keys = lines.keys.sorted()
        func isBass(_ key: SoloReader.LineKey) -> Bool {
            (32...39).contains(programs[key.channel] ?? 0) || (names[key.track] ?? "").lowercased().contains("bass")
        }
        let pitched = keys.filter { $0.channel != 9 }
        let named = pitched.filter { SoloReader.isLeadName(names[$0.track] ?? "") }
        let single = pitched.filter { clash(in: lines[$0] ?? []) == nil && !isBass($0) }
        guard let lead = named.first ?? single.first ?? pitched.first else { throw .noNotes }
        return keys.map { key in
            let name = names[key.track].flatMap { $0.isEmpty ? nil : String($0.prefix(40)) }
            let role: PartRole = key == lead ? .lead : key.channel == 9 ? .drums : isBass(key) ? .bass : .chords
            return Part(
                role: role, name: name, channel: key.channel, program: programs[key.channel] ?? 0,
                notes: lines[key] ?? [])
        }
    }

    /// Refuses a melody in which notes sound at once.
    ///
    /// - Parameter name: What the part is called.
    /// - Throws: ``MelodyRefusal``.
    public static func check(_ notes: [PartNote], name: String, lines: BarLines) throws(MelodyRefusal) {
        guard !notes.isEmpty else { throw .noNotes }
        guard let clash = clash(in: notes) else { return }
        throw .polyphonic(part: name, bar: lines.bar(at: clash.tick) + 1, pitches: clash.pitches)
    }

    /// The first tick at which notes sound at once, and the pitches.
    private static func clash(in notes: [PartNote]) -> (tick: Int, pitches: [Int])? {
        for (first, second) in zip(notes, notes.dropFirst()) {
            let overlap = min(first.end, second.end) - second.start
            let shorter = min(first.duration, second.duration)
            guard second.start - first.start < 15 || Double(overlap) > mostOverlap * Double(shorter), overlap > 15
            else {
                continue
            }
            let together = notes.filter { $0.start < second.start + 15 && $0.end > second.start + 15 }
            return (second.start, Set(together.map(\.pitch)).sorted())
        }
        return nil
    }
}
