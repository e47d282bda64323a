import Testing

/// What a name says of a file is true, and any bytes make a name.
@Suite struct FileNameTests {
    static let wrongForms = [
        ("jazz generate out.mscz", "a piece is written as MIDI, as sound or as notation, not as .mscz"),
        ("jazz generate out.txt", ".mid, .midi, .wav, .flac, .ogg, .musicxml, .xml or .abc"),
        ("jazz generate out.mp3", ".wav, .flac, .ogg"),
        ("jazz generate d.mid/out.pdf", ".pdf"), ("jazz generate --count 2 out.svg", ".svg"),
        ("jazz generate --again x.mid out.krn", ".krn"), ("jazz render x.mid out.mp3", "sound is written as WAV"),
        ("jazz render x.mid out.AIFF", ".aiff"), ("jazz render x.mid out.mid", ".wav"),
        ("jazz show x.mid --svg out.png", "a drawing is written as SVG"),
        ("jazz train d -o out.mid", "a model is written as safetensors"), ("jazz train d -o -", "standard output"),
        ("jazz train-bass d -o out.pt", ".safetensors"), ("jazz train-changes d -o out.json", ".safetensors"),
    ]

    @Test(arguments: wrongForms) func noFileIsCalledWhatItIsNot(_ command: String, _ says: String) throws {
        try Shell.withDirectory { shell in
            #expect(shell("jazz generate -q --bars 4 --seed 1 x.mid; mkdir d d.mid").status == 0)
            let outcome = shell(command)
            #expect(outcome.status == 64 && outcome.text.contains(says), "\(outcome.text)")
            #expect(outcome.text.split(separator: "\n").count == 1)
            #expect(shell("ls -A").text == "d\nd.mid\nx.mid\n")
        }
    }

    @Test func namesThatFitAndThoseThatPromiseNothing() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                """
                for name in a.mid a.MIDI a .mid /dev/null; do jazz generate -q --bars 4 --seed 1 $name || exit 1; done
                cmp a.mid a && cmp a.mid a.MIDI && cmp a.mid .mid && mkfifo p.txt && { cat p.txt >b & } &&
                jazz generate -q --bars 4 --seed 1 p.txt && wait && cmp a.mid b &&
                jazz show a.mid --svg a.svg >said && jazz show a.mid --svg - | cmp - a.svg &&
                jazz show a.mid >roll && jazz show - <a.mid | tail -n +2 >piped && tail -n +2 roll | cmp - piped &&
                test ! -e -
                """)
            #expect(outcome.status == 0, "\(outcome.text)")
        }
    }

    @Test(.enabled(if: Shell.run("ls /usr/share/sounds/sf*/*.sf*").status == 0, "needs a sound font"))
    func aPieceNamedAsSoundIsRendered() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                """
                jazz generate -q --bars 4 --seed 1 --parts d a.mid && jazz render -q a.mid a.wav &&
                jazz generate --bars 4 --seed 1 b.wav && cmp a.wav b.wav && jazz generate -q --again d/lead.mid c.wav &&
                jazz generate -q --bars 4 --seed 1 --count 2 n.wav && cmp a.wav n-1.wav && ls
                """)
            #expect(outcome.status == 0 && outcome.text.hasPrefix("b.wav: 4 bars of"), "\(outcome.text)")
            #expect(outcome.text.hasSuffix("a.mid\na.wav\nb.wav\nc.wav\nd\nn-1.wav\nn-2.wav\n"), "\(outcome.text)")
            #expect(shell("jazz generate --soundfont x.sf2 c.mid").text.contains("--soundfont is for sound"))
        }
    }

    /// Names that are no UTF-8 are read and written as they are, on the command line and in folders.
    @Test func namesInOtherEncodings() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                """
                n=$(printf 'caf\\351') && mkdir $n && jazz generate --bars 8 --seed 1 $n/$n.mid >said &&
                jazz generate -q --again $n/$n.mid --parts $n/parts "$n 2.mid" && cmp $n/$n.mid "$n 2.mid" &&
                jazz show $n/$n.mid --svg=$n.svg && test -s $n.svg && jazz score --no-bits $n/$n.mid | head -1 &&
                jazz score --no-bits $n >all && grep -ac measure all &&
                jazz charts blues >$n.chart && jazz generate -q --bars 4 --seed 2 --changes $n.chart c.mid &&
                ls -1 | od -An -c | tr -d ' \\n'; cat said
                """)
            #expect(outcome.status == 0, "\(outcome.text)")
            #expect(
                outcome.text.contains("caf\\xE9.svg: 9 bars") || outcome.text.contains("caf\\xE9.svg: 8 bars"),
                "\(outcome.text)")
            #expect(outcome.text.contains("caf\\xE9/caf\\xE9.mid: 8 bars"))
            #expect(outcome.text.contains("caf351.svg"), "\(outcome.text)")
            // Nothing under a repaired name.
            #expect(shell("ls | grep -c $(printf '\\357\\277\\275')").text == "0\n")
            // The name that a repaired one would have is another file's.
            let missing = shell("jazz show $(printf 'x\\351.mid')")
            #expect(missing.status == 66 && missing.text.hasPrefix("jazz: x\\xE9.mid: no such file"), "\(missing.text)")
        }
    }

    /// Two names that a string takes for one, é in one scalar and in two.
    @Test func namesThatOnlyLookAlike() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                """
                jazz generate -q --bars 16 --seed 1 "$(printf '\\303\\251.mid')" &&
                jazz generate -q --bars 16 --seed 2 "$(printf 'e\\314\\201.mid')" &&
                jazz score --no-bits "$(printf '\\303\\251.mid')" "$(printf 'e\\314\\201.mid')" | grep -c 'measures within'
                """)
            #expect(outcome.status == 0 && outcome.text == "2\n", "\(outcome.text)")
        }
    }
}

/// Options that contradict each other are refused, and both are named.
@Suite struct ContradictionTests {
    static let contradictions = [
        ("jazz generate --again x.mid --bars 4 out.mid", "--bars"),
        ("jazz generate --again x.mid --seed 4 out.mid", "--seed"),
        ("jazz generate --again x.mid --intro 2 out.mid", "--intro"),
        ("jazz generate --again x.mid --final-bar out.mid", "--final-bar"),
        ("jazz generate --again x.mid --best-of 2 out.mid", "--best-of"),
        ("jazz generate --again x.mid --key F out.mid", "--key"),
        ("jazz generate --again x.mid --chart blues out.mid", "--chart"),
        ("jazz generate --again x.mid --tempo 90 out.mid", "--tempo"),
        ("jazz generate --again x.mid --temp 0.5 out.mid", "--temp"),
        ("jazz generate --again x.mid --arc build out.mid", "--arc"),
        ("jazz generate --again x.mid --only lead out.mid", "--only"),
        ("jazz generate --again x.mid --instrument lead=flute out.mid", "--instrument"),
        ("jazz generate --again x.mid --count 2 out.mid", "--count"),
        ("jazz generate --count 2 --parts d out.mid", "--parts"), ("jazz generate --count 2 -", "--count"),
        ("jazz generate --instrument lead=flute --instrument lead=piano out.mid", "--instrument"),
        ("jazz generate --arc none --density 2 out.mid", "--density"),
        ("jazz generate --only lead --without bass out.mid", "--without"),
        ("jazz generate --song 2 --changes 'C | F' out.mid", "--song"), ("jazz generate --song 2 out.mid", "--song"),
        ("jazz generate --form blues --changes 'C | F' out.mid", "--form"),
        ("jazz generate --form blues --chart blues out.mid", "--form"),
        ("jazz generate --bars 4 --choruses 3 --chart blues out.mid", "--choruses"),
        ("jazz show x.mid --svg o.svg --width 80", "--width"), ("jazz show x.mid --bars-per-line 4", "--bars-per-line"),
        ("jazz play x.mid --seed 3", "--seed"), ("jazz play x.mid --chart blues", "--chart"),
        ("jazz play x.mid --model m", "--model"), ("jazz play x.mid --without lead", "--without"),
        ("jazz score --no-bits --model m x.mid", "--model"),
    ]

    @Test(arguments: contradictions) func contradictionsAreRefused(_ command: String, _ says: String) throws {
        try Shell.withDirectory { shell in
            #expect(shell("jazz generate -q --bars 4 --seed 1 x.mid").status == 0)
            let outcome = shell(command)
            #expect(outcome.status == 64 && outcome.text.contains(says), "\(outcome.status) \(outcome.text)")
            #expect(shell("ls").text == "x.mid\n")
        }
    }

    /// What is missing is said, what is there is scored, and the status tells of both.
    @Test func filesThatAreMissingAreNotPassedOver() throws {
        try Shell.withDirectory { shell in
            #expect(shell("mkdir d; jazz generate -q --bars 8 --seed 1 d/x.mid; echo x >d/bad.mid").status == 0)
            for (command, status) in [
                ("jazz score --no-bits missing.mid d/x.mid", 66), ("jazz score --no-bits d/bad.mid d/x.mid", 65),
                ("jazz score --no-bits --json d/x.mid missing.mid", 66), ("jazz score --no-bits d", 0),
            ] as [(String, Int32)] {
                let outcome = shell(command)
                #expect(outcome.status == status, "\(command): \(outcome.text)")
                #expect(outcome.text.contains("x.mid"))
            }
        }
    }

    @Test func aMessageIsShort() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                "x=$(head -c 100000 /dev/zero | tr '\\0' x); jazz generate $x.mid; jazz show --part $x $x")
            #expect(outcome.text.utf8.count < 6_000 && outcome.text.contains(" … "), "\(outcome.text.count)")
        }
    }

    @Test func theFolderOfPartsIsAsTheMaskHasIt() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                "umask 027; mkdir a; jazz generate -q --bars 4 --parts b/c x.mid; stat -c %a a b b/c x.mid")
            #expect(outcome.text == "750\n750\n750\n640\n", "\(outcome.text)")
        }
    }
}
