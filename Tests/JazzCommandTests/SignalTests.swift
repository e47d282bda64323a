import Glibc
import Testing

/// Signals are heard at once, whatever a command is doing, and leave nothing behind.
@Suite struct SignalTests {
    /// What runs until it is ended; `pipe` never delivers anything.
    static let work = [
        "jazz show pipe", "jazz score pipe", "jazz render pipe y.wav", "jazz generate --changes pipe y.mid",
        "jazz generate --again pipe y.mid", "jazz show /dev/stdin", "jazz show flood.mid",
        "jazz render flood.mid y.wav", "jazz generate --count 10000 --bars 64 y.mid",
        "jazz generate --best-of 1000 --bars 500 y.mid", "textgen --corpus pipe", "textgen --corpus -",
        "textgen --corpus words.txt --hidden 1024 --steps 1000000",
    ]

    @Test(arguments: work) func aSignalEndsItAtOnce(_ line: String) throws {
        try Shell.withDirectory { shell in
            _ = shell("mkfifo pipe input; yes 'so it goes, and on it goes' | head -2000 > words.txt")
            // Ten million messages for one moment.
            if line.contains("flood") {
                let flood = HostileFile.all.first { $0.name == "all notes off" }
                try shell.write(try #require(flood).bytes(20_000_000), to: "flood.mid")
            }
            for (signal, status) in [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129)] {
                let words = line.split(separator: " ").map(String.init)
                let child = try Child(words, in: shell, input: "\(shell.directory)/input")
                usleep(300_000)
                let start = ContinuousClock.now
                child.send(signal)
                let end = child.end(within: 30)
                // A tenth of a second, and what a busy machine takes to notice.
                #expect(start.duration(to: .now) < .seconds(2), "\(line)")
                #expect(end.status == status || (end.status == 0 && line.contains("flood")), "\(line): \(end)")
                let left = shell("ls -A | grep -vE '^(pipe|input|words.txt|flood.mid|y(-[0-9]+)?[.]mid|[.]cache)$'")
                    .text
                #expect(left.isEmpty, "\(left)")
            }
        }
    }

    /// Long before the first update is done, in the middle of one, in a measurement: what is kept is whole, or nothing is.
    @Test(arguments: [
        "textgen --corpus words.txt --hidden 300 --batch 1 --window 20000 --steps 1000 --retrain --save-model m.safetensors",
        "textgen --corpus words.txt --hidden 64 --budget 20s --retrain --save-model m.safetensors",
        "jazz train d -o m.safetensors --from scratch --hidden 256 --epochs 100000",
        "jazz train-bass d -o m.safetensors --hidden 128 --epochs 100000",
        "jazz train d --folds 2 --from scratch --hidden 64 --epochs 100000",
    ]) func learningEndsAtOnce(_ line: String) throws {
        try Shell.withDirectory { shell in
            _ = shell(
                """
                yes 'so it goes, and on it goes' | head -4000 > words.txt
                mkdir d; for n in 1 2 3 4 5 6; do jazz generate -q --bars 16 --seed $n d/P${n}_x.mid; done
                """)
            for (wait, signal, status) in [(200_000, SIGINT, 130), (1_500_000, SIGTERM, 143), (4_000_000, SIGINT, 130)]
            {
                _ = shell("rm -rf m.* .cache")
                let child = try Child(line.split(separator: " ").map(String.init), in: shell)
                usleep(UInt32(wait))
                let start = ContinuousClock.now
                child.send(signal)
                let end = child.end(within: 30)
                #expect(start.duration(to: .now) < .seconds(2), "\(line): \(end)")
                #expect(end.status == status, "\(line): \(end)")
                #expect(!end.text.contains("Fatal"), "\(end)")
                guard shell("test -e m.safetensors").status == 0 else { continue }
                let reads =
                    line.hasPrefix("textgen")
                    ? "textgen --model m.safetensors -n 5 --seed 1" : "jazz model m.safetensors"
                #expect(shell(reads).status == 0, "\(line)")
            }
        }
    }

    @Test func aHangUpThatIsIgnoredStaysIgnored() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                """
                mkfifo pipe; (trap '' HUP; exec jazz show pipe) & p=$!
                sleep 0.3; kill -HUP $p; sleep 0.2; kill -0 $p && echo lives; kill -TERM $p; wait $p; echo $?
                """)
            #expect(outcome.text == "lives\n143\n", "\(outcome.text)")
        }
    }

    /// In a folder, what is no file is none of the music; named, a pipe is read like a file.
    @Test func pipesInFoldersAreRefusedAndNamedOnesRead() throws {
        try Shell.withDirectory { shell in
            let made = shell(
                "mkdir d; mkfifo d/x.mid; jazz generate -q --seed 1 --bars 32 piece.mid; cp piece.mid d/a.mid")
            #expect(made.status == 0, "\(made.text)")
            for command in [
                "jazz train d -o m.safetensors --epochs 1", "jazz train-bass d -o m.safetensors --epochs 1",
                "jazz train-drums d -o m.drums", "jazz score --no-bits d",
            ] {
                let end = try Child(command.split(separator: " ").map(String.init), in: shell).end(within: 60)
                #expect(end.text.contains("x.mid") && end.text.contains("not a regular file"), "\(command): \(end)")
            }
            let piped = shell("cat piece.mid | jazz show /dev/stdin; jazz show piece.mid")
            #expect(piped.status == 0 && piped.text.contains("lead"), "\(piped.text)")
        }
    }

    @Test func learningKeepsWhatThereIsWhenTheTerminalGoes() throws {
        try Shell.withDirectory { shell in
            _ = shell("yes 'so it goes, and on it goes' | head -2000 > words.txt")
            for (signal, status) in [(SIGHUP, 129), (SIGTERM, 143)] {
                let child = try Child(
                    "textgen --corpus words.txt --hidden 16 --steps 1000000 --retrain --save-model m.safetensors".split(
                        separator: " "
                    ).map(String.init),
                    in: shell)
                for _ in 0..<3_000 where !child.text.contains("Ctrl-C keeps") { usleep(10_000) }
                usleep(1_000_000)
                child.send(signal)
                let end = child.end(within: 30)
                #expect(end.status == status && end.text.contains("the best so far is kept"), "\(end)")
                #expect(shell("textgen --model m.safetensors -n 5 --seed 1 && rm m.safetensors").status == 0)
            }
        }
    }
}
