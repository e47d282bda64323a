import Numerics
package import Band
package import Harmony
package import Music

/// Pieces for the band's tests.
package enum BandFixture {
    package static let changes = "[A] Dm7 | G7 | Cmaj7 | A7b9 | [B] Dm7 G7 | C/E Ebdim7 | N.C. | Bm7b5 E7alt"

    package static func section(
        _ text: String = changes, time: String = "4/4", bars: Int, tempo: Double = 140, style: Style = .swing,
        ending: Bool = true
    ) throws -> RhythmSection {
        let chart = try ChartParser.parse("time: \(time)\n\(text)")
        return try RhythmSection(
            bars: chart.bars(count: bars), meter: chart.meter, tempo: tempo, style: style, hasEnding: ending,
            drumTable: DrumFixture.table())
    }

    /// The parts, the bass being played by an untrained network: its masks alone must hold it together.
    package static func parts(_ section: RhythmSection, seed: UInt64) throws -> [Part] {
        var generator = Xoshiro256StarStar(seed: seed)
        let bass = try section.bass(engine: BassFixture.untrained(seed: seed), using: &generator)
        let chords = section.chords(over: bass.notes, using: &generator)
        return [chords, bass, section.drums(using: &generator)]
    }

    /// Whether a part is in order, within its limits, and never strikes a pitch that still sounds.
    package static func isSound(_ part: Part, limit: Int) -> Bool {
        var ends = [Int](repeating: 0, count: 128)
        for note in part.notes {
            guard note.start >= 0, note.duration > 0, note.end <= limit, (0...127).contains(note.pitch),
                (1...127).contains(note.velocity), note.start >= ends[note.pitch]
            else { return false }
            ends[note.pitch] = note.end
        }
        return zip(part.notes, part.notes.dropFirst()).allSatisfy { ($0.start, $0.pitch) < ($1.start, $1.pitch) }
    }

    /// The metres that are played.
    package static let times = [
        "1/4", "2/4", "3/4", "4/4", "5/4", "6/4", "7/4", "8/4", "9/4", "11/4", "12/4", "2/2", "3/2", "6/8", "9/8",
        "12/8", "3/8", "5/8", "7/8", "7/8 (3+2+2)", "9/8 (2+2+2+3)", "11/8", "8/8", "5/4 (2+3)", "7/4 (2+2+3)", "2/8",
    ]

    /// The band, and one note of a lead that outlasts the piece.
    package static func piece(bars: Int, time: String = "4/4", seed: UInt64 = 1) throws -> Piece {
        let text = "title: Test\nkey: Am\ntime: \(time)\nAm7 | D9 | % | E7b9 | N.C. | Bm7b5/F"
        let chart = try ChartParser.parse(text)
        let section = try RhythmSection(
            bars: chart.bars(count: bars), meter: chart.meter, tempo: 150, style: .swing, hasEnding: true,
            drumTable: DrumFixture.table())
        var parts = try parts(section, seed: seed)
        let lead = [PartNote(start: section.ticks - 100, duration: 900, pitch: 70, velocity: 90)]
        parts.insert(Part(role: .lead, notes: lead), at: 0)
        return Piece(
            title: chart.title, key: chart.key, bars: section.bars, meter: chart.meter, tempo: 150, parts: parts,
            remarks: ["seed \(seed)"])
    }
}
