import MIDI
import Testing

/// What is played once around the choruses, and what is counted in.
@Suite struct SurroundingsTests {
    private static let tune = """
        printf 'title: Once\\nkey: C\\nto coda: after bar 6\\n[Intro] G7 | Ab7\\n[Verse] Am7 | Dm7\\n[A] Cmaj7 | D7\\n[B] Em7 | A7\\n\
        [Coda] F6 | C6\\n' > once.chart &&
        """

    @Test(arguments: [
        ("", 8), ("--intro chart", 10), ("--verse", 10), ("--coda", 8),
        ("--intro chart --verse --coda --final-bar", 13), ("--intro 1 --coda", 9),
        ("--intro chart --count-in 2", 12),
    ])
    func whatIsAskedForIsPlayedOnce(_ options: String, _ bars: Int) throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                "\(Self.tune) jazz generate --changes once.chart --choruses 2 --seed 3 \(options) a.mid && jazz generate -q --again a.mid b.mid && cmp a.mid b.mid"
            )
            #expect(outcome.status == 0 && outcome.text.contains("a.mid: \(bars) bars"), "\(outcome.text)")
            for (part, option) in [("introduction", "--intro chart"), ("verse", "--verse"), ("coda", "--coda")] {
                let isLeft = outcome.text.contains(
                    "the \(part) of 2 bars is left out; jazz generate \(option) plays it")
                #expect(isLeft != options.contains(option), "\(outcome.text)")
            }
            let file = try MIDIFile.read("\(shell.directory)/a.mid")
            #expect(file.tracks.allSatisfy { $0.endTick == bars * 1920 })
        }
    }

    @Test func theLastChorusGoesToTheCoda() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                "\(Self.tune) jazz generate -q --changes once.chart --choruses 2 --seed 3 --intro chart --verse --coda a.mid && jazz changes a.mid | grep '|'"
            )
            let read = outcome.text.split(whereSeparator: { " |\n".contains($0) }).joined(separator: " ")
            #expect(read == "G7 Ab7 Am7 Dm7 Cmaj7 D7 Em7 A7 Cmaj7 D7 F6 C6", "\(outcome.text)")
            // The band is alone in the introduction.
            let file = try MIDIFile.read("\(shell.directory)/a.mid")
            let lead = file.notes.filter { $0.track == 1 }
            #expect(lead.first.map { $0.start > 2 * 1920 - 240 } ?? false)
            #expect(file.notes.contains { $0.track == 3 && $0.start < 1920 })
            let chorus = shell("jazz generate --again a.mid --chorus 2 --seed 5 b.mid")
            #expect(chorus.text.contains("bars 9 to 12 anew"), "\(chorus.text)")
        }
    }

    @Test(arguments: [
        ("--chart blues --coda", "the changes have no coda"), ("--chart blues --verse", "no verse"),
        ("--chart blues --intro chart", "no introduction"), ("--chart blues --intro 9", "choose 0 to 8"),
        ("--chart blues --intro some", "intro"), ("--chart blues --count-in 0", "choose 1 to 4"),
        ("--chart blues --count-in 5", "choose 1 to 4"),
    ])
    func saysWhatTheChangesHaveNot(_ options: String, _ says: String) throws {
        try Shell.withDirectory { shell in
            let outcome = shell("jazz generate \(options) a.mid; status=$?; ls; exit $status")
            #expect(outcome.status == 64 && outcome.text.contains(says), "\(outcome.text)")
            #expect(outcome.text.split(separator: "\n").count == 1, "\(outcome.text)")
        }
    }

    @Test(arguments: [("4/4", 4, 1920), ("3/4", 3, 1440), ("6/8", 2, 1440), ("5/4", 5, 2400)])
    func clicksTellTheBeats(_ meter: String, _ beats: Int, _ bar: Int) throws {
        try Shell.withDirectory { shell in
            let make = "jazz generate -q --changes 'C | F | G | C' --time '\(meter)' --bars 4 --seed 2"
            let outcome = shell(
                "\(make) a.mid && \(make) --count-in 2 b.mid && \(make) --without drums --count-in 1 c.mid")
            #expect(outcome.status == 0, "\(outcome.text)")
            func notes(_ name: String, later: Int = 0) throws -> [String] {
                try MIDIFile.read("\(shell.directory)/\(name)").notes.map {
                    "\($0.start + later) \($0.pitch) \($0.channel)"
                }.sorted()
            }
            let clicks = (0..<2).flatMap { number in
                (0..<beats).map { "\(number * bar + $0 * bar / beats) 37 9" }
            }
            // All else is as it was, later.
            #expect(try notes("b.mid") == (notes("a.mid", later: 2 * bar) + clicks).sorted())
            let alone = try MIDIFile.read("\(shell.directory)/c.mid")
            #expect(
                alone.notes.filter { $0.channel == 9 }.count == beats && alone.notes.allSatisfy { $0.end <= 5 * bar })
            let edited = shell(
                "jazz generate --again b.mid --infill 4 --seed 3 d.mid && jazz generate --again b.mid --infill 2 e.mid")
            #expect(
                edited.text.contains("  bar 4 anew") && edited.text.contains("plays in bars 3 to 6"),
                "\(edited.text)")
        }
    }

    @Test func thePedalIsHeldThroughEachChord() throws {
        try Shell.withDirectory { shell in
            let make = "jazz generate -q --chart ballad --bars 16 --seed 2"
            let outcome = shell(
                "\(make) a.mid && \(make) --pedal b.mid && jazz generate -q --again b.mid c.mid && cmp b.mid c.mid")
            #expect(outcome.status == 0, "\(outcome.text)")
            let (plain, file) = try (
                MIDIFile.read("\(shell.directory)/a.mid"), MIDIFile.read("\(shell.directory)/b.mid")
            )
            #expect(plain.notes == file.notes)
            var isDown = false
            var chordsWithPedal = 0
            let changes = Set(file.labels(.marker).map(\.tick))
            for event in file.tracks[2].events {
                guard case .controlChange(1, 64, let value) = event.message else { continue }
                #expect((value > 0) != isDown)
                isDown = value > 0
                if isDown { chordsWithPedal += 1 }
            }
            #expect(!isDown && chordsWithPedal >= 12, "\(chordsWithPedal)")
            // Never down where the chord changes.
            var down: Int?
            for event in file.tracks[2].events {
                guard case .controlChange(1, 64, let value) = event.message else { continue }
                if value > 0 {
                    down = event.tick
                } else if let start = down {
                    #expect(changes.allSatisfy { $0 <= start || $0 >= event.tick })
                }
            }
        }
    }

    @Test(arguments: ["rhythm", "pitches"])
    func aMelodyOfOnesOwnIsVaried(_ kept: String) throws {
        try Shell.withDirectory { shell in
            let tune =
                #"printf 'X:1\nM:4/4\nL:1/8\nK:F\n"F6"c2A2 F4|"D7"^F2A2 c4|"Gm7"B2G2 "C7"E2G2|"F6"F8|\n' > t.abc"#
            let outcome = shell(
                "\(tune) && jazz generate --quantize --straight --prime t.abc --keep \(kept) --chart blues --bars 12 --seed 3 a.mid && jazz generate -q --again a.mid b.mid && cmp a.mid b.mid"
            )
            #expect(outcome.status == 0 && outcome.text.contains("the \(kept) of bars 1 to 4 kept"), "\(outcome.text)")
            let lead = try MIDIFile.read("\(shell.directory)/a.mid").notes.filter { $0.track == 1 }.prefix(11)
            let pitches = [72, 69, 65, 66, 69, 72, 70, 67, 64, 67, 65]
            let onsets = [0, 480, 960, 1920, 2400, 2880, 3840, 4320, 4800, 5280, 5760]
            #expect((lead.map(\.pitch) == pitches) == (kept == "pitches"), "\(lead.map(\.pitch))")
            #expect((lead.map(\.start) == onsets) == (kept == "rhythm"), "\(lead.map(\.start))")
            let whole = shell(
                "jazz generate --prime t.abc --keep \(kept) --changes 'F6 | D7 | Gm7 C7 | F6' --bars 4 --seed 4 c.mid && jazz generate --prime t.abc --keep \(kept) --changes 'F6 | D7 | Gm7' --bars 3 d.mid"
            )
            #expect(whole.status == 64 && whole.text.contains("4 bars of") && whole.text.contains("into bar 4 of 3"))
        }
    }
}
