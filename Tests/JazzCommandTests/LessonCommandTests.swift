import Testing

/// What `jazz train`, `jazz train-backward`, `jazz train-bass` and `jazz train-changes` have in common, through the executable.
@Suite struct LessonCommandTests {
    /// Six pieces in the folder `d`, and tunes in `t`.
    private static let music = """
        mkdir d; for n in 1 2 3 4 5 6; do jazz generate -q --bars 16 --chart blues --seed $n d/P${n}_x.mid; done
        for n in 1 2 3 4 5 6 7 8 9 10; do
        echo '{"title": "T'$n'", "key": "F-maj", "sections": [["A", [["Fmaj7", 4], ["Dmin7", 2], ["Gm7", 2], ["C7", 4]]]]}'
        done > t
        """

    /// A command with what it learns from, and the kind of model that it makes.
    struct Lesson: CustomTestStringConvertible {
        var command: String
        var kind: String
        var testDescription: String { command }
    }

    static let lessons = [
        Lesson(command: "jazz train d --from scratch", kind: "jazz-lead"),
        Lesson(command: "jazz train-backward d --from scratch", kind: "jazz-lead-backward"),
        Lesson(command: "jazz train-bass d", kind: "jazz-bass"),
        Lesson(command: "jazz train-changes t", kind: "jazz-changes"),
    ]

    @Test(arguments: lessons) func whatWasKilledGoesOnToTheSameWeights(_ lesson: Lesson) throws {
        try Shell.withDirectory { shell in
            let train = "\(lesson.command) --hidden 8 --steps 300 --name x"
            let outcome = shell(
                """
                \(Self.music)
                \(train) -q -o whole.safetensors >/dev/null || exit 1
                { \(train) --checkpoint-every 0.01s -q -o m.safetensors >/dev/null & } 2>&-; p=$!
                while [ ! -e m.safetensors.checkpoint ] && kill -0 $p; do sleep 0.01; done; kill -9 $p; wait $p
                \(train) -o m.safetensors --resume && cmp m.safetensors whole.safetensors && jazz model m.safetensors
                """)
            #expect(outcome.status == 0, "\(outcome.text)")
            #expect(outcome.text.contains("jazz: going on after "), "\(outcome.text)")
            #expect(outcome.text.contains("kind           \(lesson.kind)\nname           x\n"), "\(outcome.text)")
            #expect(outcome.text.contains("lstm, 1 × 8, ") && outcome.text.contains("steps 300"), "\(outcome.text)")
            #expect(shell("ls -A").text == "d\nm.safetensors\nt\nwhole.safetensors\n")
        }
    }

    @Test(arguments: lessons) func aModelLearnsOnAndIsComparedWithBefore(_ lesson: Lesson) throws {
        try Shell.withDirectory { shell in
            let command = lesson.command.replacing(" --from scratch", with: "")
            let outcome = shell(
                """
                \(Self.music)
                \(lesson.command) --hidden 8 --steps 3 -q -o one.safetensors --attribution Me >/dev/null
                \(command) --from one.safetensors --steps 40 -o two.safetensors && jazz model two.safetensors
                """)
            #expect(outcome.status == 0, "\(outcome.text)")
            #expect(outcome.text.contains("jazz: learning on from one.safetensors: "), "\(outcome.text)")
            #expect(
                outcome.text.contains("\none.safetensors before: ") && outcome.text.contains("\nlearning on helped"))
            #expect(outcome.text.contains("attribution    Me\n"), "\(outcome.text)")
            let same = shell(
                "cp two.safetensors x; \(command) --from two.safetensors -o two.safetensors; cmp x two.safetensors")
            #expect(same.status == 0 && same.text.contains("would replace the file that is read as --from"))
        }
    }

    @Test(arguments: lessons) func foldsWriteNothing(_ lesson: Lesson) throws {
        try Shell.withDirectory { shell in
            let outcome = shell("\(Self.music); \(lesson.command) --hidden 8 --steps 2 --folds 3 -q")
            #expect(outcome.status == 0, "\(outcome.text)")
            #expect(
                outcome.text.split(separator: "\n").map { $0.prefix(6) } == ["part 1", "part 2", "part 3", "all 3:"])
            #expect(shell("ls -A").text == "d\nt\n")
        }
    }

    static let contradictions = [
        ("--steps 3 --epochs 2", "--steps and --epochs contradict each other: each says when learning ends"),
        ("--epochs 2 --budget 3s", "--budget and --epochs contradict each other"),
        ("--steps 3 --budget 3s --epochs 1", "--budget and --steps and --epochs"),
        ("--steps 0", "number of steps is 0"), ("--epochs -1", "number of epochs is -1"),
        ("--budget 0s", "'0s' is not a duration"), ("--hidden -8", "--hidden -8 is not possible"),
        ("--layers 9", "--layers 9 is not possible; choose 1 to 4"), ("--cell lstn", "'lstn' is no cell"),
        ("--from m.safetensors --hidden 8", "shapes a new network"),
        ("--threads 0", "--threads 0 is not possible; choose 1 to 1024"),
        ("--learning-rate nan", "learning rate is nan"), ("--dropout -0.1", "dropout is -0.1"),
        ("--folds 2", "--folds writes no model"), ("--seed 1 --seed 2", "--seed is given twice"),
    ]

    @Test(arguments: ["train d", "train-bass d", "train-changes t"], contradictions)
    func contradictionsAreRefused(_ command: String, _ mistake: (String, String)) throws {
        try Shell.withDirectory { shell in
            let outcome = shell("jazz \(command) -o m.safetensors \(mistake.0)")
            #expect(outcome.status == 64 && outcome.text.contains(mistake.1), "\(outcome.text)")
            #expect(outcome.text.split(separator: "\n").count == 1 && shell("ls -A").text.isEmpty, "\(outcome.text)")
        }
    }

    @Test func filesOfEveryNameAreReadAndPipesRefused() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                """
                \(Self.music); mv d/P1_x.mid d/P1_x.KAR; mkfifo d/P2_pipe.mid
                { printf RIFF; printf '\\0\\0\\0\\0RMIDdata'; python3 -c "
                import os, struct, sys
                sys.stdout.buffer.write(struct.pack('<I', os.path.getsize('d/P2_x.mid')))"; cat d/P2_x.mid; } > d/P2_x.rmi
                rm d/P2_x.mid; timeout 60 jazz train d -v -o m.safetensors --steps 2
                """)
            #expect(outcome.status == 0, "\(outcome.text)")
            #expect(outcome.text.contains("jazz: P1_x.KAR: used: ") && outcome.text.contains("jazz: P2_x.rmi: used: "))
            #expect(outcome.text.contains("jazz: P2_pipe.mid: refused: "), "\(outcome.text)")
            #expect(outcome.text.contains("6 of 7 files used"), "\(outcome.text)")
        }
    }

    @Test(arguments: ["INT 130", "TERM 143", "HUP 129"]) func everySignalKeepsTheBest(_ signal: String) throws {
        try Shell.withDirectory { shell in
            let halves = signal.split(separator: " ")
            let outcome = shell(
                """
                \(Self.music); { jazz train-bass d --hidden 8 --epochs 100000 --checkpoint-every 0.01s -o m & } 2>log; p=$!
                while [ ! -e m.checkpoint ] && kill -0 $p; do sleep 0.01; done; kill -\(halves[0]) $p; wait $p; echo status $?
                """)
            #expect(outcome.text.contains("status \(halves[1])\n"), "\(outcome.text)")
            #expect(shell("jazz model m && ls m.checkpoint").status == 0)
        }
    }
}
