import Testing

/// Parts and instruments through the executable, and `jazz show` with it.
@Suite struct BandOptionsTests {
    /// Command, status, and what the last line must hold.
    static let mistakes: [(String, Int32, String)] = [
        ("jazz generate --only lead --without bass out.mid", 64, "not with both"),
        ("jazz generate --only tuba out.mid", 64, "--only: there is no part \"tuba\"; choose one of lead, chords"),
        ("jazz generate --without '' out.mid", 64, "--without: there is no part"),
        (
            "jazz generate --without lead --without chords --without bass --without drums out.mid", 64,
            "leaves no part to play"
        ),
        (
            "jazz generate --instrument lead=tenor-saxx out.mid", 64,
            "unknown instrument \"tenor-saxx\" for the lead; perhaps tenor-sax"
        ),
        ("jazz generate --instrument drums=flute out.mid", 64, "unknown drum set \"flute\""),
        ("jazz generate --instrument flute out.mid", 64, "names no part"),
        ("jazz generate --instrument tuba=flute out.mid", 64, "--instrument: there is no part \"tuba\""),
        ("jazz generate --instrument lead=129 out.mid", 64, "unknown instrument \"129\""),
        ("jazz generate --instrument lead= out.mid", 64, "jazz instruments"),
        ("jazz instruments zither", 64, "no instrument has \"zither\""),
        ("jazz generate -q x.mid; touch out; jazz generate -q --parts out out2.mid; rm out; exit 73", 73, "out"),
        (
            "jazz generate -q --bars 4 x.mid; jazz show x.mid --bars 9-12", 64,
            "x.mid has no such bar; there are bars 1-4"
        ),
        ("jazz generate -q --bars 4 x.mid; jazz show x.mid --bars 3-2", 64, "is no range of bars"),
        ("jazz generate -q --bars 4 x.mid; jazz show x.mid --bars 0", 64, "is no range of bars"),
        ("jazz generate -q --bars 4 x.mid; jazz show x.mid --bars 1-2-3", 64, "is no range of bars"),
        ("jazz generate -q --bars 4 x.mid; jazz show x.mid --part tuba", 64, "there are lead, chords, bass, drums"),
        ("jazz generate -q --bars 4 x.mid; jazz show x.mid --width 5", 64, "20 to 1000"),
        ("jazz generate -q --bars 4 x.mid; jazz show x.mid --width -5", 64, "--width -5 is not possible"),
        ("jazz generate -q --bars 4 x.mid; jazz show x.mid --bars-per-line 4", 64, "give --svg as well"),
        ("jazz generate -q --bars 4 x.mid; jazz show x.mid --svg out.svg --bars-per-line 0", 64, "1 to 64"),
        ("jazz generate -q --bars 4 x.mid; jazz show x.mid --svg nosuch/out.svg", 73, "nosuch"),
        ("jazz train-drums nosuch -o out.drums", 66, "nosuch"),
        ("mkdir d; jazz train-drums d -o out.drums", 65, "no .mid or .midi file"),
        (
            "mkdir d; echo x > d/a_jazz_120_beat_4-4.mid; jazz train-drums d -o out.drums", 65,
            "its only MIDI file cannot be learned from"
        ),
    ]

    @Test(arguments: mistakes) func everyMistakeIsExplainedInOneLine(_ command: String, _ status: Int32, _ says: String)
        throws
    {
        try Shell.withDirectory { shell in
            let outcome = shell(command)
            #expect(outcome.status == status, "\(outcome.text)")
            let last = outcome.text.split(separator: "\n").last ?? ""
            #expect(last.hasPrefix("jazz: ") && last.contains(says), "\(outcome.text)")
            #expect(!shell("ls -A").text.contains("out"), "a file was left behind")
        }
    }

    @Test func aPartAloneIsThePartOfTheWhole() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                """
                jazz generate -q --chart blues --bars 12 --seed 4 --parts whole whole.mid &&
                jazz generate -q --chart blues --bars 12 --seed 4 --only bass bass.mid && cmp bass.mid whole/bass.mid &&
                jazz generate -q --chart blues --bars 12 --seed 4 --only lead lead.mid && cmp lead.mid whole/lead.mid &&
                jazz generate -q --chart blues --bars 12 --seed 4 --without lead --parts trio trio.mid &&
                cmp trio/chords.mid whole/chords.mid && cmp trio/drums.mid whole/drums.mid && ls trio
                """)
            #expect(outcome.status == 0 && outcome.text == "bass.mid\nchords.mid\ndrums.mid\n", "\(outcome.text)")
        }
    }

    @Test func instrumentsAreListedAndTaken() throws {
        try Shell.withDirectory { shell in
            let list = shell("jazz instruments").text.split(separator: "\n")
            #expect(list.count == 128 + 8)
            #expect(
                shell("jazz instruments tenor").text
                    == " 67  tenor-sax               Ab2–E5   or tenor, tenor-saxophone, sax, saxophone\n")
            let outcome = shell(
                "jazz generate --bars 8 --seed 2 --instrument lead=flute --instrument chords=vibes a.mid && jazz show a.mid --width 80"
            )
            #expect(outcome.status == 0, "\(outcome.text)")
        }
    }

    @Test func showDrawsToATerminalAndAFile() throws {
        try Shell.withDirectory { shell in
            _ = shell("jazz generate -q --chart blues --bars 12 --seed 2 a.mid")
            let text = shell("jazz show a.mid --bars 5-8 --part lead --width 90").text
            #expect(text.contains("bars 5–8 of 12") && text.contains("Bb7") && !text.contains("kik"), "\(text)")
            #expect(text.split(separator: "\n").allSatisfy { $0.count <= 90 })
            let plain = shell("LC_ALL=C jazz show a.mid").text
            #expect(plain.utf8.allSatisfy { $0 < 128 } && plain.contains("kik |"))
            #expect(shell("jazz show a.mid --svg a.svg").text == "a.svg: 12 bars, 4 tracks\n")
            let long = shell(
                "jazz generate -q --bars 70 b.mid && jazz show b.mid | tail -n 1; jazz show b.mid --bars 65-99 | head -n 1"
            )
            #expect(long.text.contains("bars 65 to 70 are not shown; --bars 65-70"), "\(long.text)")
            #expect(long.text.contains("bars 65–70 of 70"))
        }
    }
}
