import Testing

/// `jazz generate --again`: a piece is made once more from what its file says.
@Suite struct AgainTests {
    /// The options of a piece; each is made, and made again from its file.
    static let recipes = [
        "", "--bars 12 --best-of 6", "--only lead --only bass", "--without lead --bars 24",
        "--instrument lead=flute --instrument drums=brush",
        // The piano leaves room for a lead that is not heard, on whatever it plays.
        "--only chords --instrument lead=flute --bars 32", "--intro 4 --final-bar --bars 9",
        "--changes invent", "--changes invent --form blues --time 3/4 --key C",
        "--form rhythm --style bebop --tempo 233.7",
        "--density 1.37 --arc build --motif 0.9 --temp 0.77 --top-k 5 --rhythm-temp 0.9 --max-copy 0 --bars 20",
        "--memory 0.8 --bars 24",
        "--changes 'Dm7 | G7alt/B | Cmaj7#11 | A7b9' --transpose 3 --bars 10", "--chart waltz --choruses 2",
    ]

    @Test(arguments: recipes) func theSameBytes(_ options: String) throws {
        let seed = UInt64.random(in: 0...999_999)
        print("seed \(seed)")
        try Shell.withDirectory { shell in
            let outcome = shell(
                """
                jazz generate -q \(options) --seed \(seed) a.mid && jazz generate -q --again a.mid b.mid && cmp a.mid b.mid &&
                jazz generate --again b.mid - > c.mid && cmp a.mid c.mid && cp a.mid d.mid &&
                { jazz generate -q --again d.mid d.mid 2>/dev/null; test $? = 64; } && cmp a.mid d.mid
                """)
            #expect(outcome.status == 0, "seed \(seed): \(outcome.text)")
        }
    }

    /// What is kept in the repository is what this version plays; their page has the commands that make them anew.
    @Test(arguments: ["ballad", "bebop", "blues", "bossa", "invention", "waltz"])
    func thePiecesThatAreKeptAreMadeOnceMore(_ name: String) throws {
        try Shell.withDirectory { shell in
            let piece = "\(Shell.root)/samples/pieces/\(name)"
            let outcome = shell(
                """
                jazz generate -q --again '\(piece).mid' again.mid && cmp '\(piece).mid' again.mid &&
                jazz show again.mid --svg again.svg >/dev/null && cmp '\(piece).svg' again.svg
                """)
            #expect(outcome.status == 0, "\(outcome.text)")
        }
    }

    /// README says by which command.
    @Test func thePictureOfTheReadmeIsOfThePieceThatItNames() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                """
                jazz generate -q --chart jazz-blues --bars 16 --seed 7 a.mid && jazz show a.mid --svg a.svg >/dev/null &&
                cmp a.svg '\(Shell.root)/samples/piano-roll.svg'
                """)
            #expect(outcome.status == 0, "\(outcome.text)")
        }
    }

    @Test func theChartNeedNotBeThereAnyMore() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                """
                jazz charts minor-blues > my.chart && jazz generate -q --changes my.chart --seed 2 --bars 9 a.mid && rm my.chart &&
                jazz generate --again a.mid b.mid && cmp a.mid b.mid
                """)
            #expect(outcome.status == 0 && outcome.text.contains("seed 2"), "\(outcome.text)")
        }
    }

    @Test func aPartsFileMakesThatPart() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                """
                jazz generate -q --instrument bass=fretless-bass --seed 3 --parts p a.mid &&
                for part in lead chords bass drums; do
                jazz generate -q --again p/$part.mid $part.mid && cmp $part.mid p/$part.mid || exit 1; done
                jazz generate -q --again a.mid --parts q b.mid && diff -r p q
                """)
            #expect(outcome.status == 0 && outcome.text.isEmpty, "\(outcome.text)")
        }
    }

    @Test func oneOfManyIsMadeAgain() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                "jazz generate -q --count 3 --seed 5 x.mid && jazz generate -q --again x-7.mid y.mid && cmp x-7.mid y.mid"
            )
            #expect(outcome.status == 0, "\(outcome.text)")
        }
    }

    @Test func theModelsMustBeThoseItWasMadeWith() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                """
                mkdir d; for n in 1 2 3 4 5 6; do jazz generate -q --bars 16 --seed $n d/$n.mid; done
                jazz train d -q -o m.safetensors --from scratch --hidden 8 --epochs 1 2>/dev/null &&
                jazz train-bass d -q -o b.safetensors --hidden 8 --epochs 1 >/dev/null 2>&1 &&
                jazz generate -q --model m.safetensors --bass-model b.safetensors --seed 1 --bars 8 a.mid &&
                jazz generate -q --model m.safetensors --bass-model b.safetensors --again a.mid c.mid && cmp a.mid c.mid
                """)
            #expect(outcome.status == 0, "\(outcome.text)")
            for (options, says) in [
                ("", "was made with the lead model"), ("--model m.safetensors", "was made with the bass model"),
                ("--bass-model b.safetensors", "name its file with --model"),
            ] {
                let refused = shell("jazz generate --again a.mid \(options) out.mid")
                #expect(refused.status == 65 && refused.text.contains(says), "\(refused.text)")
                #expect(refused.text.hasPrefix("jazz: a.mid ") && shell("ls out.mid").status != 0)
            }
        }
    }

    /// Changes a recipe in place, which keeps the lengths in the file right, and what is said of it.
    static let damages = [
        ("bars 12/bars xx", "its recipe cannot be read: bars xx"), ("bars 12/bras 12", "it has no bars"),
        ("bars 12/bars 00", "bars 00"), ("tempo 160.0/tempo 999.9", "tempo 999.9"),
        ("tempo 160.0/tempo nan.0", "tempo nan.0"),
        ("style swing/style polka", "style polka"), ("seed 4/seed x", "seed x"), ("arc arch/arc ache", "arc ache"),
        ("density 1.0/density 9.0", "density 9.0"), ("best-of 1/best-of 0", "best-of 0"),
        ("final-bar 0/final-bar 7", "final-bar 7"), ("max-copy 12/max-copy -2", "max-copy -2"),
        ("parts lead/parts tuba", "parts tuba"), ("parts lead/parts =aaa", "parts =aaa"),
        ("intro 0/intro 9", "intro 9"),
        ("time: 4\\/4/time: 4\\/0", "its recipe cannot be read: "), ("| Eb7/| Xb7", "unknown chord \"Xb7\""),
        ("lead-model/leap-model", "it has no lead-model"),
        ("made by jazz/maid by jazz", "does not say how it was made"),
    ]

    @Test(arguments: damages) func aChangedRecipeIsRefused(_ change: String, _ says: String) throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                """
                jazz generate -q --chart jazz-blues --bars 12 --tempo 160 --style swing --seed 4 a.mid
                LC_ALL=C sed 's/\(change)/' a.mid > b.mid; cmp -s a.mid b.mid && echo nothing was changed
                jazz generate --again b.mid out.mid
                """)
            #expect(outcome.status == 65 && outcome.text.contains(says), "\(outcome.text)")
            #expect(
                outcome.text.hasPrefix("jazz: b.mid") && outcome.text.split(separator: "\n").count == 1,
                "\(outcome.text)")
            #expect(shell("ls out.mid").status != 0)
        }
    }

    static let mistakes = [
        BadInputTests.Mistake("jazz generate --again nosuch.mid out.mid", 66, "nosuch.mid: no such file"),
        .init("echo x > x.mid; jazz generate --again x.mid out.mid", 65, "x.mid: not a MIDI file"),
        .init(
            "jazz generate -q a.mid; head -c 300 a.mid > x.mid; jazz generate --again x.mid out.mid", 65, "x.mid: byte "
        ),
        .init("jazz generate -q a.mid; jazz generate --again a.mid --count 2 out.mid", 64, "leave --count out"),
        .init("jazz generate -q a.mid; jazz generate --again a.mid nosuch/out.mid", 73, "nosuch"),
        .init(
            #"printf 'MThd\0\0\0\6\0\0\0\1\1\340MTrk\0\0\0\4\0\377\57\0' > x.mid; jazz generate --again x.mid out.mid"#,
            65,
            "x.mid does not say how it was made"),
    ]

    @Test(arguments: mistakes) func everyMistakeIsExplainedInOneLine(_ mistake: BadInputTests.Mistake) throws {
        try Shell.withDirectory { shell in
            let outcome = shell(mistake.command)
            #expect(outcome.status == mistake.status && outcome.text.contains(mistake.says), "\(outcome.text)")
            #expect((outcome.text.split(separator: "\n").last ?? "").hasPrefix("jazz: "), "\(outcome.text)")
            #expect(shell("ls -A | grep -E 'out|tmp'").text.isEmpty, "a file was left behind")
        }
    }

    /// A recipe of an older version is made, and it is said that the bytes may differ.
    @Test func anotherVersionIsTold() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                """
                jazz generate -q --seed 4 --bars 8 a.mid; LC_ALL=C sed 's/made by jazz 0.1.0/made by jazz 0.0.9/' a.mid > b.mid
                jazz generate -q --again b.mid c.mid; jazz generate --again b.mid c.mid && cmp a.mid c.mid
                """)
            #expect(outcome.status == 0 && outcome.text.contains("b.mid was made by jazz 0.0.9"), "\(outcome.text)")
        }
    }
}
