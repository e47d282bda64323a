import MIDI
import Testing

/// A finished lead, changed in some bars.
@Suite struct EditTests {
    /// The notes of a track as text, those whose place is wanted.
    private func notes(_ shell: Shell, _ name: String, track: Int, _ isWanted: (Int) -> Bool) throws -> [String] {
        let file = try MIDIFile.read("\(shell.directory)/\(name)")
        return file.notes.filter { $0.track == track && isWanted($0.start) }.map {
            "\($0.start) \($0.end) \($0.pitch) \($0.velocity)"
        }
    }

    @Test(arguments: [
        ("--infill 5-8", 4, 8), ("--chorus 2", 12, 24), ("--keep pitches --infill 9-12", 8, 12),
        ("--keep rhythm --chorus 1", 0, 12),
        ("--infill 24", 23, 24),
    ])
    func allElseStaysAsItWas(_ options: String, _ first: Int, _ last: Int) throws {
        try Shell.withDirectory { shell in
            #expect(shell("jazz generate -q --chart blues --bars 24 --seed 3 a.mid").status == 0)
            let made = shell(
                "jazz generate \(options) --again a.mid --seed 5 b.mid && jazz generate -q --again b.mid c.mid")
            #expect(made.status == 0, "\(made.text)")
            #expect(shell("cmp b.mid c.mid").status == 0)
            // Players are early and late: what begins within half a beat of a bar line may belong to either side.
            func isOutside(_ tick: Int) -> Bool { tick < first * 1920 - 240 || tick >= last * 1920 + 240 }
            for track in 1...4 {
                let old = try notes(shell, "a.mid", track: track) { track > 1 || isOutside($0) }
                let new = try notes(shell, "b.mid", track: track) { track > 1 || isOutside($0) }
                #expect(old == new)
            }
            let old = try notes(shell, "a.mid", track: 1) { !isOutside($0) }
            let new = try notes(shell, "b.mid", track: 1) { !isOutside($0) }
            #expect(old != new)
        }
    }

    @Test(arguments: [
        ("--infill 5-8", "name it with --again"), ("--again a.mid --infill 8-5", "names no bars"),
        ("--again a.mid --infill 20-30", "the lead plays in bars 1 to 24"),
        ("--again a.mid --chorus 3", "the piece has 2 choruses"),
        ("--again a.mid --keep time", "choose rhythm or pitches"),
        ("--again a.mid --infill 1 --chorus 1", "leave one of the two out"),
        ("--again a.mid --infill 1 --tempo 90", "--tempo would make another"),
    ])
    func saysWhatCannotBeChanged(_ options: String, _ says: String) throws {
        try Shell.withDirectory { shell in
            _ = shell("jazz generate -q --chart blues --bars 24 --seed 3 a.mid")
            let outcome = shell("jazz generate \(options) b.mid")
            #expect(outcome.status == 64 && outcome.text.contains(says), "\(outcome.text)")
            #expect(shell("test -e b.mid").status != 0)
        }
    }
}
