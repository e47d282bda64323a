import Jazz
import Numerics

/// Music made up for tests.
enum MadeMusic {
    /// A solo of notes drawn with a seed, over two chords.
    static func solo(_ name: String, seed: UInt64, notes count: Int = 60) throws -> Solo {
        var random = Xoshiro256StarStar(seed: seed)
        var notes: [PartNote] = []
        var (slot, pitch) = (0, 66)
        for _ in 0..<count {
            let distance = 3 * (1 + Int(random.next() % 6))
            notes.append(
                PartNote(start: slot, duration: distance, pitch: pitch, velocity: 60 + Int(random.next() % 50)))
            slot += distance
            pitch = min(84, max(50, pitch + Int(random.next() % 9) - 4))
        }
        let changes = Timeline([
            .init(start: 0, value: try ChordParser.parse("Dm7")), .init(start: 96, value: try ChordParser.parse("G7")),
        ])
        return Solo(
            name: name, notes: notes, changes: changes, barSlots: 48, tempo: 160, barCount: slot / 48 + 1)
    }

    /// A bass line of a note a beat, drawn with a seed.
    static func line(_ name: String, seed: UInt64, beats count: Int = 64) throws -> BassLine {
        var random = Xoshiro256StarStar(seed: seed)
        let chords = try [ChordParser.parse("Dm7"), ChordParser.parse("G7")]
        let beats = (0..<count).map { beat in
            BassBeat(chord: chords[beat / 8 % 2], position: beat % 4, length: 4, bar: beat / 4)
        }
        var pitch = 40
        let pitches: [Int?] = beats.map { _ in
            pitch = min(52, max(30, pitch + Int(random.next() % 7) - 3))
            return pitch
        }
        return BassLine(name: name, pitches: pitches, setting: BassSetting(beats: beats, tempo: 160))
    }

    /// A line of a file of progressions.
    static func tune(_ title: String, _ chords: [String]) -> String {
        let written = chords.map { "[\"\($0)\", 4]" }.joined(separator: ", ")
        return
            "{\"title\": \"\(title)\", \"key\": \"C-maj\", \"time\": \"4/4\", \"sections\": [[\"A\", [\(written)]]]}\n"
    }
}
