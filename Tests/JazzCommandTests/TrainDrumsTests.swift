import MIDI
import Testing

/// `jazz train-drums`, and playing from its table.
@Suite struct TrainDrumsTests {
    /// Eight bars of the ride, at a velocity.
    private static func performance(_ velocity: Int) -> [Track] {
        var track = Track(name: "kit")
        for beat in 0..<32 {
            let tick = beat * 480
            track.append(Note(channel: 9, pitch: 51, velocity: velocity, start: tick, end: tick + 40))
            if beat % 2 == 1 { track.append(Note(channel: 9, pitch: 44, velocity: 60, start: tick, end: tick + 40)) }
        }
        track.sort()
        return [track]
    }

    private static func withPerformances(_ body: (Shell) throws -> Void) throws {
        try Shell.withDirectory { shell in
            _ = shell("mkdir d")
            for (index, velocity) in [70, 90, 70].enumerated() {
                try MusicFile.write(
                    performance(velocity), to: "\(shell.directory)/d/\(index)_a_jazz_120_beat_4-4.mid")
            }
            try body(shell)
        }
    }

    @Test func aTableIsLearnedAndPlayedFrom() throws {
        try Self.withPerformances { shell in
            let outcome = shell("jazz train-drums d -o my.table --attribution 'Me' && jazz model my.table")
            #expect(outcome.status == 0, "\(outcome.text)")
            #expect(outcome.text.contains("my.table: 2 of 3 files, 16 bars"), "\(outcome.text)")
            #expect(outcome.text.contains("2_a_jazz_120_beat_4-4.mid: refused: the same strokes as 0_a_jazz"))
            #expect(outcome.text.contains("kind           jazz-drums\nname           d\n"), "\(outcome.text)")
            #expect(outcome.text.contains("learned from   2 performances, 16 bars\nattribution    Me\n"))
            let played = shell(
                """
                jazz generate -q --drum-table my.table --seed 1 --bars 8 a.mid && jazz generate -q --seed 1 --bars 8 b.mid &&
                ! cmp -s a.mid b.mid && jazz generate -q --again a.mid --drum-table my.table c.mid && cmp a.mid c.mid &&
                jazz train-drums d -q -o twin.table --name other && ! cmp -s my.table twin.table &&
                jazz generate -q --again a.mid --drum-table twin.table d.mid && cmp a.mid d.mid
                """)
            #expect(played.status == 0, "\(played.text)")
            for (options, says) in [
                ("a.mid", "a.mid was made with the drum table "),
                ("b.mid --drum-table my.table", "b.mid was made with the drum table "),
            ] {
                let other = shell("jazz generate --again \(options) out.mid")
                #expect(other.status == 65 && other.text.contains(says), "\(other.text)")
                #expect(other.text.contains("name its file with --drum-table"), "\(other.text)")
            }
        }
    }

    static let mistakes: [(String, Int32, String)] = [
        ("jazz generate --drum-table nosuch out.mid", 66, "nosuch: no such file"),
        ("jazz generate --drum-table d out.mid", 66, "cannot be read as a drum table"),
        ("echo x > x; jazz generate --drum-table x out.mid", 65, "x: not a drum table: its first line should be"),
        ("printf 'woodshed-drums 1\\nx\\n' > x; jazz play --drum-table x", 65, "line 2 is not understood"),
        ("printf 'woodshed-drums 1\\nx\\n' > x; jazz model x", 65, "line 2 is not understood"),
        ("printf 'woodshed-drums 1\\n\\377\\n' > x; jazz model x", 65, "not a drum table"),
        ("jazz train-drums d -o d/0_a_jazz_120_beat_4-4.mid", 64, "would replace the file that is read as music"),
        ("jazz train-drums d", 64, "--output"),
    ]

    @Test(arguments: mistakes) func everyMistakeIsExplained(_ command: String, _ status: Int32, _ says: String) throws {
        try Self.withPerformances { shell in
            let before = shell("cksum d/*").text
            let outcome = shell(command)
            #expect(outcome.status == status && outcome.text.contains(says), "\(outcome.text)")
            #expect(shell("ls -A | grep out").text.isEmpty && shell("cksum d/*").text == before)
        }
    }
}
