import Testing

/// `jazz train-bass`, through the executable.
@Suite struct TrainBassTests {
    private static let pieces =
        "mkdir d; for n in 1 2 3 4 5 6; do jazz generate -q --bars 24 --chart blues --seed $n d/P${n}_x.mid; done"

    static let mistakes = [
        BadInputTests.Mistake("jazz train-bass nosuch -o out.safetensors", 66, "nosuch: no such folder"),
        BadInputTests.Mistake("jazz train-bass . -o out.safetensors --hidden 4", 64, "choose 8 to 512"),
        BadInputTests.Mistake("mkdir d; jazz train-bass d -o out.safetensors", 65, "no .mid or .midi file"),
        BadInputTests.Mistake(
            "mkdir d; echo x > d/a.mid; jazz train-bass d -o out.safetensors", 65, "cannot be learned from"),
        BadInputTests.Mistake("jazz train-bass d -o nosuch/out.safetensors", 73, "nosuch"),
        BadInputTests.Mistake("jazz train-bass d", 64, "--output"),
        BadInputTests.Mistake(
            "\(pieces); jazz train-bass d -o out.safetensors --threads 0", 64, "--threads 0 is not possible"),
        BadInputTests.Mistake("\(pieces); jazz train-bass d -o out.safetensors --dropout 1", 64, "dropout is 1.0"),
        BadInputTests.Mistake("jazz generate --bass-model nosuch out.mid", 66, "nosuch: no such file"),
        BadInputTests.Mistake(
            "\(pieces); jazz train d -o m -q --from scratch --hidden 8 --epochs 1; jazz generate --bass-model m out.mid",
            65,
            "holds a jazz-lead model"),
    ]

    @Test(arguments: mistakes) func everyMistakeIsExplainedInOneLine(_ mistake: BadInputTests.Mistake) throws {
        try Shell.withDirectory { shell in
            let outcome = shell(mistake.command)
            #expect(outcome.status == mistake.status, "\(outcome.text)")
            #expect(outcome.text.contains(mistake.says), "\(outcome.text)")
            #expect((outcome.text.split(separator: "\n").last ?? "").hasPrefix("jazz: "), "\(outcome.text)")
            #expect(shell("ls -A | grep -E 'out|tmp'").text.isEmpty, "a file was left behind")
        }
    }

    @Test func aFolderIsLearnedAndPlayedFrom() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                """
                \(Self.pieces); echo broken > d/7.mid
                jazz train-bass d -o mine.safetensors --hidden 8 --epochs 3
                """)
            #expect(outcome.status == 0, "\(outcome.text)")
            #expect(outcome.text.contains("7.mid: refused: not a MIDI file"), "\(outcome.text)")
            #expect(outcome.text.contains("6 of 7 files used: 6 lines, 576 beats"), "\(outcome.text)")
            #expect(outcome.text.contains("bits a beat"), "\(outcome.text)")
            let again = shell(
                """
                jazz train-bass d -o again.safetensors --hidden 8 --epochs 3 --threads 1 --name d -q 2>/dev/null
                cmp mine.safetensors again.safetensors &&
                jazz generate -q --bass-model mine.safetensors --bars 8 --seed 1 a.mid &&
                jazz generate -q --bass-model again.safetensors --bars 8 --seed 1 b.mid && cmp a.mid b.mid &&
                jazz generate -q --bars 8 --seed 1 c.mid && ! cmp -s a.mid c.mid
                """)
            #expect(again.status == 0, "\(again.text)")
        }
    }

    @Test func anInterruptedTrainingWritesItsBest() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                "\(Self.pieces); timeout -s INT 3 jazz train-bass d -o m.safetensors --epochs 1000000")
            #expect(outcome.status == 130 || outcome.status == 124, "\(outcome.text)")
            // Nothing is measured any more once it is to stop.
            let told = outcome.text.contains("bits a beat") || outcome.text.contains("not measured, the last of")
            #expect(told, "\(outcome.text)")
            #expect(shell("jazz generate -q --bass-model m.safetensors --bars 4 --seed 1 a.mid").status == 0)
        }
    }

    @Test func theShippedBassIsSmall() throws {
        try Shell.withDirectory { shell in
            let size = shell("wc -c < '\(Shell.root)/Sources/Pretrained/bass.safetensors'").text.filter(\.isNumber)
            #expect((Int(size) ?? .max) <= 400_000)
        }
    }
}
