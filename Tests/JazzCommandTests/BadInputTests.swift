import Testing

/// Every mistake gets one line that says what, where and what to do, and leaves no file behind.
@Suite struct BadInputTests {
    struct Mistake: CustomTestStringConvertible {
        var command: String
        var status: Int32
        var says: String
        var testDescription: String { command }

        init(_ command: String, _ status: Int32, _ says: String) {
            self.command = command
            self.status = status
            self.says = says
        }
    }

    /// Makes a folder of music to learn from.
    private static let solos = "mkdir d; for n in 1 2 3; do jazz generate -q --bars 8 --seed $n d/$n.mid; done"

    static let mistakes = [
        Mistake("jazz generate --bars 0 out.mid", 64, "--bars 0 is not possible; choose 1 to 512 bars"),
        Mistake("jazz generate --bars 513 out.mid", 64, "1 to 512"),
        Mistake("jazz generate --bars -3 out.mid", 64, "--bars -3 is not possible"),
        Mistake("jazz generate --bars many out.mid", 64, "many"),
        Mistake("jazz generate --temp nan out.mid", 64, "temperature"),
        Mistake("jazz generate --temp -1 out.mid", 64, "temperature"),
        Mistake("jazz generate --top-p 2 out.mid", 64, "top-p"),
        Mistake("jazz generate --tempo inf out.mid", 64, "30 to 400"),
        Mistake("jazz generate --style polka out.mid", 64, "swing"),
        Mistake("jazz generate --key H out.mid", 64, "--key H is not a key"),
        Mistake("jazz generate --chart nosuch out.mid", 64, "jazz-blues"),
        Mistake("jazz generate --changes 'Dm7 | Xm7 | C' out.mid", 65, "bar 2: unknown chord \"Xm7\""),
        Mistake("jazz generate --chart blues --key Dmin out.mid", 64, "the changes are in F major"),
        Mistake("jazz generate --chart minor-blues --key 'D major' out.mid", 64, "write --key D, or choose"),
        Mistake("printf 'X:1\\nK:C\\n' > t.abc; jazz generate --changes t.abc out.mid", 65, "the tune has no bars"),
        Mistake("printf '{title: T}\\nla\\n' > t; jazz generate --changes t out.mid", 65, "the song has no chords"),
        Mistake("printf '0.5,C\\n0.5,F\\n' > t; jazz generate --changes t out.mid", 65, "line 2: the time"),
        Mistake(
            "printf '(title T)\\n' > t.ls; jazz generate --changes t.ls out.mid", 65, "the leadsheet has no chords"),
        Mistake("echo '<score-partwise/>' > t; jazz generate --changes t out.mid", 65, "it has no measures"),
        Mistake(
            "printf 'PK\\003\\004x' > t.mxl; jazz generate --changes t.mxl out.mid", 65, "the archive has no directory"),
        Mistake("jazz generate --changes - out.mid < /dev/null", 65, "standard input: the chart has no bars"),
        Mistake("echo 'C | Zz' | jazz generate --changes - out.mid", 65, "standard input: bar 2: unknown chord"),
        Mistake("jazz generate --changes 'Dm7 | | C' out.mid", 65, "bar 2"),
        Mistake("jazz generate --changes nosuch.chart out.mid", 66, "nosuch.chart: no such file"),
        Mistake("jazz generate --changes . out.mid", 66, "cannot be read as a chart"),
        Mistake("jazz generate --changes x --chart blues out.mid", 64, "not with both"),
        Mistake("jazz generate --frobnicate out.mid", 64, "jazz generate --help"),
        Mistake("jazz generate", 64, "out.mid"),
        Mistake("jazz generate nosuch/out.mid", 73, "nosuch"),
        Mistake("jazz generate .", 73, "directory"),
        Mistake("mkdir d; jazz generate d", 73, "directory"),
        Mistake("jazz generate --model nosuch.safetensors out.mid", 66, "nosuch.safetensors: no such file"),
        Mistake("echo hello > m; jazz generate --model m out.mid", 65, "not a valid safetensors file"),
        Mistake("jazz render nosuch.mid out.wav", 66, "nosuch.mid"),
        Mistake("echo hello > x.mid; jazz render x.mid out.wav", 65, "x.mid: not a MIDI file"),
        Mistake("jazz generate -q x.mid; jazz render --soundfont nosuch.sf2 x.mid out.wav", 66, "nosuch.sf2"),
        Mistake("jazz generate -q x.mid; jazz render --rate 7 x.mid out.wav", 64, "8000 to 96000"),
        Mistake("jazz generate -q x.mid; jazz play --device nosuch x.mid", 69, "jazz render"),
        Mistake("jazz play --device nosuch", 69, "jazz render"),
        Mistake("jazz show nosuch.mid --svg out.svg", 66, "nosuch.mid"),
        Mistake("jazz train nosuch -o out.safetensors", 66, "nosuch: no such folder"),
        Mistake("mkdir d; jazz train d -o out.safetensors", 65, "no .mid or .midi file"),
        Mistake("mkdir d; echo x > d/a.mid; jazz train d -o out.safetensors", 65, "cannot be learned from"),
        Mistake("jazz train . -o out.safetensors --cell foo", 64, "gru"),
        Mistake("\(solos); jazz train d -o out.safetensors --threads 0", 64, "--threads 0 is not possible"),
        Mistake("\(solos); jazz train d -o out.safetensors --budget 0.001s", 64, "over before the first update"),
        Mistake("\(solos); jazz train d -o out.safetensors --layer-dropout 1", 64, "layer dropout is 1.0"),
        Mistake("\(solos); jazz train d -o out.safetensors --weight-drop nan", 64, "weight drop is nan"),
        Mistake("jazz train d -o out.safetensors --checkpoint-every often", 64, "'often' is not a duration"),
        Mistake("\(solos); jazz train d -o out.safetensors --resume", 66, "there is nothing to resume"),
        Mistake("\(solos); jazz train d -o /dev/null --resume", 66, "no checkpoint beside it"),
        Mistake(
            "\(solos); echo x > mine.checkpoint; jazz train d -o mine --resume; rm mine.checkpoint; exit 65", 65,
            "the checkpoint cannot be used: mine.checkpoint: not a valid safetensors file"),
        Mistake("jazz model nosuch", 66, "nosuch"),
        Mistake("jazz nosuch", 64, "jazz --help"),
    ]

    @Test(arguments: mistakes) func everyMistakeIsExplainedInOneLine(_ mistake: Mistake) throws {
        try Shell.withDirectory { shell in
            let outcome = shell(mistake.command)
            #expect(outcome.status == mistake.status, "\(outcome.text)")
            #expect(outcome.text.contains(mistake.says), "\(outcome.text)")
            let last = outcome.text.split(separator: "\n").last ?? ""
            #expect(last.hasPrefix("jazz: "), "\(outcome.text)")
            #expect(!outcome.text.contains("Fatal error"))
            #expect(shell("ls -A | grep -v '^d$' | grep -E 'out|tmp'").text.isEmpty, "a file was left behind")
        }
    }

    @Test func aFullDiskLeavesNothingBehind() throws {
        try Shell.withDirectory { shell in
            // A limit on file size does what a full disk does, to the program.
            let outcome = shell("trap '' XFSZ; ulimit -f 1; jazz generate --bars 64 --seed 1 out.mid")
            #expect(outcome.status == 73, "\(outcome.text)")
            #expect(outcome.text.contains("out.mid"))
            #expect(shell("ls -A").text.isEmpty)
        }
    }

    @Test func anOlderFileSurvivesAFailure() throws {
        try Shell.withDirectory { shell in
            _ = shell("echo precious > out.mid")
            let outcome = shell("trap '' XFSZ; ulimit -f 1; jazz generate --bars 64 --seed 1 out.mid")
            #expect(outcome.status == 73)
            #expect(shell("cat out.mid").text == "precious\n")
        }
    }

    @Test func aTrainingThatWasKilledGoesOnWithItsOwnOptionsOnly() throws {
        try Shell.withDirectory { shell in
            let train = "jazz train d -o m.safetensors --from scratch --hidden 8 --checkpoint-every 0.01s"
            _ = shell(
                "\(Self.solos); { \(train) --epochs 100000 & } 2>&-; p=$!; "
                    + "while [ ! -e m.safetensors.checkpoint ] && kill -0 $p; do sleep 0.02; done; kill -9 $p; wait $p")
            let other = shell("\(train) --epochs 100000 --resume --layers 2")
            #expect(other.status == 65, "\(other.text)")
            #expect(
                other.text.contains(
                    "m.safetensors.checkpoint: belongs to another run: its number of layers is 1, here it is 2"),
                "\(other.text)")
            let stopped = shell("timeout -s INT 2 \(train) --epochs 100000 --resume")
            #expect(stopped.text.contains("going on after"), "\(stopped.text)")
            #expect(stopped.text.contains("--resume goes on"), "\(stopped.text)")
            let anew = shell("\(train) --epochs 2")
            #expect(anew.status == 0 && anew.text.contains("--resume would go on from there"), "\(anew.text)")
            #expect(shell("ls -A").text == "d\nm.safetensors\n")
        }
    }

    @Test func aTextModelIsRefused() throws {
        try Shell.withDirectory { shell in
            _ = shell("yes 'the quick brown fox jumps over the lazy dog' | head -n 400 > corpus.txt")
            let made = shell("textgen --corpus corpus.txt --budget 1s -n 1 --save-model text.safetensors")
            #expect(made.status == 0, "\(made.text)")
            let outcome = shell("jazz generate --model text.safetensors out.mid")
            #expect(outcome.status == 65 && outcome.text.contains("holds a text model"), "\(outcome.text)")
        }
    }

    @Test("A line about a long name stays a line") func longNames() throws {
        try Shell.withDirectory { shell in
            let outcome = shell("jazz show \"$(printf 'x\\033%.0s' $(seq 2000))\"")
            #expect(outcome.status == 66)
            #expect(outcome.text.count < 2_100 && outcome.text.contains(" … "), "\(outcome.text.count) characters")
        }
    }
}
