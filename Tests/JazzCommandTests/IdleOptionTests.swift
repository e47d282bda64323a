import Testing

/// An option that has no effect where it is given is refused or spoken of, also where it is given with its usual value.
@Suite struct IdleOptionTests {
    /// A command and the options that mean nothing to it.
    static let refused: [(command: String, options: [String])] = [
        (
            "jazz generate --again a.mid b.mid",
            [
                "--bars 8", "--intro 0", "--final-bar", "--best-of 1", "--changes C", "--chart blues", "--form blues",
                "--key C", "--transpose 0", "--tempo 120", "--time 4/4", "--style swing", "--choruses 1", "--seed 1",
                "--temp 0.9", "--top-k 0", "--top-p 1", "--rhythm-temp 1", "--arc arch", "--density 1", "--motif 0.5",
                "--manner average", "--memory 0", "--max-copy 12", "--instrument lead=flute", "--without lead",
                "--only lead",
                "--count 1",
            ]
        ),
        (
            "jazz play a.mid",
            [
                "--seed 1", "--temp 0.9", "--density 1", "--chart blues", "--choruses 1", "--model m", "--bass-model m",
                "--drum-table m", "--only lead", "--arc arch", "--top-p 1",
            ]
        ),
        (
            "jazz changes a.mid",
            ["--form blues", "--seed 1", "--model m", "--temp 0.8", "--temp=1", "--top-p 0.9", "--top-p 1"]
        ),
        ("jazz changes", ["--song 1"]),
        ("jazz generate b.mid", ["--song 1", "--soundfont f.sf2"]),
        ("jazz generate --changes c.chart b.mid", ["--song 1", "--chart blues", "--form blues"]),
        ("jazz show a.mid", ["--bars-per-line 4"]), ("jazz show a.mid --svg b.svg", ["--width 80"]),
        ("jazz score a.mid", ["--exclude-self", "--no-bits --model m"]),
        (
            "jazz train d --folds 2",
            ["--resume", "--checkpoint-every 1m", "--name x", "--attribution x", "--compact", "-o m.safetensors"]
        ),
        ("jazz train d -o m.safetensors", ["--cell gru", "--hidden 64", "--layers 1"]),
    ]

    @Test(arguments: refused) func whatHasNoEffectIsRefused(_ command: String, _ options: [String]) throws {
        try Shell.withDirectory { shell in
            #expect(
                shell("jazz generate -q --bars 4 --seed 1 a.mid; echo 'C | F' > c.chart; mkdir d; cp a.mid d").status
                    == 0)
            for option in options {
                let outcome = shell("\(command) \(option)")
                let name = option.split { $0 == " " || $0 == "=" }[0]
                #expect(outcome.status == 64, "\(command) \(option): \(outcome.text)")
                #expect(outcome.text.split(separator: "\n").count == 1, "\(outcome.text)")
                #expect(outcome.text.contains(name == "-o" ? "-o" : name), "\(command) \(option): \(outcome.text)")
                #expect(shell("ls b.* m.* 2>/dev/null").text.isEmpty)
            }
        }
    }

    /// What changes nothing now but may in another place is said.
    @Test func whatIsLeftOutIsSaid() throws {
        try Shell.withDirectory { shell in
            for (options, says) in [
                ("--without lead --instrument lead=flute", "--instrument lead=flute: that part is left out"),
                ("--only lead --instrument chords=vibraphone", "--instrument chords=vibraphone: that part is left out"),
                ("--temp 0 --top-k 3", "--top-k has no effect"), ("--temp 0 --top-p 0.5", "--top-p has no effect"),
            ] {
                let outcome = shell("jazz generate --bars 4 --seed 1 \(options) a.mid")
                #expect(outcome.status == 0 && outcome.text.contains(says), "\(options): \(outcome.text)")
            }
        }
    }
}
