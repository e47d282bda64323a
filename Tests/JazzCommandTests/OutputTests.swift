import FoundationEssentials
import Testing

/// Whatever goes to standard output arrives, or the command says that it does not.
@Suite struct OutputTests {
    static let commands = [
        "jazz show x.mid", "jazz show --svg o.svg x.mid", "jazz score --no-bits x.mid",
        "jazz score --no-bits --json x.mid", "jazz score --no-bits --set x.mid", "jazz charts", "jazz charts blues",
        "jazz changes --seed 1", "jazz model", "jazz instruments", "jazz generate -", "jazz generate y.mid",
        "jazz generate --count 2 y.mid", "jazz --help", "jazz help", "jazz help score", "jazz show --help",
        "jazz --version", "jazz --generate-completion-script bash", "jazz --experimental-dump-help",
        "textgen --help", "textgen --version", "textgen import --help", "textgen --generate-completion-script fish",
    ]

    @Test(arguments: commands) func lostOutputIsAFailure(_ command: String) throws {
        try Shell.withDirectory { shell in
            #expect(shell("jazz generate -q --bars 16 --seed 1 x.mid").status == 0)
            let full = shell("\(command) >/dev/full")
            #expect(full.status == 73, "\(full.text)")
            #expect(full.text.contains(": standard output: cannot be written: no space left"))
            #expect(full.text.split(separator: "\n").count == 1, "\(full.text)")

            // A closed descriptor is no output either, and no file gets its number and what was meant for it.
            let closed = shell("\(command) >&-")
            #expect(closed.status == 73, "\(closed.text)")
            #expect(closed.text.split(separator: "\n").count == 1, "\(closed.text)")

            // A reader that has gone is nothing to speak of. It is gone for certain: the pipe is opened and left.
            let left = shell("mkfifo p; : <p & exec 3>p; wait; \(command) >&3")
            #expect(left.status == 0 && left.text.isEmpty, "\(left.status) \(left.text)")
        }
    }

    @Test func bytesForProgramsAreExact() throws {
        try Shell.withDirectory { shell in
            let odd = "title: t\\033[1m\\nkey: C\\nDm7 | G7\\n"
            #expect(
                shell("printf '\(odd)' >o.chart; jazz generate -q --changes o.chart --bars 4 --seed 1 x.mid").status
                    == 0)
            #expect(shell("jazz generate --again x.mid - | cmp - x.mid").status == 0)
            #expect(
                shell("jazz charts blues >a; script -qec 'jazz charts blues' /dev/null | tr -d '\\r' | cmp - a").status
                    == 0)
        }
    }

    /// No executable has a way around the one place that checks.
    @Test func nothingIsPrintedUnchecked() throws {
        let found = Shell.run(
            "cd '\(Shell.root)/Sources' && grep -rnE '(^|[^.[:alnum:]])print\\(|Descriptor\\.output\\.write' *Command")
        #expect(found.status == 1, "\(found.text)")
    }
}

/// Text from files is shown, never obeyed.
@Suite struct ShownTextCommandTests {
    /// A title that would clear a screen, name a window, turn text around and forge a line.
    private static let title = "T\u{1B}[2J\u{1B}]0;W\u{7}\u{202E}\u{9B}1mX"
    private static let shown = "T\\u{1B}[2J\\u{1B}]0;W\\u{7}\\u{202E}\\u{9B}1mX"

    /// Whether there is anything in `text` that a terminal would obey, line ends and colours of the program apart.
    private func obeys(_ text: String) -> Bool {
        text.unicodeScalars.contains {
            ($0.properties.generalCategory == .control && $0 != "\n" && $0 != "\t")
                || ("\u{202A}"..."\u{202E}").contains($0)
        }
    }

    @Test func titlesAndNames() throws {
        try Shell.withDirectory { shell in
            try Data("title: \(Self.title)\nDm7 | G7\n".utf8).write(to: URL(filePath: shell.directory + "/e.chart"))
            let made = shell(
                "jazz generate --changes e.chart --bars 4 --seed 1 \"$(printf 'o\\033[1m\\nhash 1')\".mid; mv o*.mid x.mid"
            )
            #expect(made.text.contains("“\(Self.shown)”") && made.text.contains("o\\u{1B}[1m\\nhash 1.mid: 4 bars"))
            #expect(!obeys(made.text), "\(made.text)")

            // The title of the first track, and a name of a part.
            try MusicFile.write(
                [MusicFile.track(Self.title, 8), MusicFile.track("p\u{1B}c", 8)], to: shell.directory + "/t.mid")
            let roll = shell("jazz show t.mid")
            #expect(roll.text.contains(Self.shown) && roll.text.contains("p\\u{1B}c"), "\(roll.text)")
            #expect(!obeys(roll.text), "\(roll.text)")

            for command in [
                "jazz show --part $'\\e[2Jq' x.mid", "jazz show $'no\\e[2J.mid'", "jazz charts $'\\e[2J'",
                "jazz generate --chart $'\\e[2J' y.mid", "jazz instruments $'\\e[2J'",
                "cp x.mid $'s\\e[2J\\n.mid'; jazz score --no-bits s*.mid", "jazz $'\\e[2J'",
                "jazz show --svg $'s\\e[2J.svg' x.mid", "textgen --corpus $'\\e[2J'",
            ] {
                let outcome = shell("bash -c \(quoted(command))")
                #expect(outcome.text.contains("\\u{1B}[2J"), "\(command): \(outcome.text)")
                #expect(!obeys(outcome.text), "\(command): \(outcome.text)")
            }
        }
    }

    /// A chart goes to a program as it is, and to a terminal so that it cannot do anything there.
    @Test func aModelCardCannotForgeALine() throws {
        try Shell.withDirectory { shell in
            #expect(
                shell("mkdir d; for n in 1 2 3 4 5 6; do jazz generate -q --bars 16 --seed $n d/$n.mid; done").status
                    == 0)
            let trained = shell(
                "bash -c \(quoted("jazz train d -q --from scratch --hidden 8 --epochs 1 -o m --name $'N\\e[2J\\nhash  0000'"))"
            )
            try #require(trained.status == 0, "\(trained.text)")
            let card = shell("jazz model m").text
            #expect(card.contains("N\\u{1B}[2J\\nhash  0000"), "\(card)")
            #expect(card.split(separator: "\n").count { $0.hasPrefix("hash") } == 1)
            #expect(!obeys(card))
        }
    }

    private func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }

    @Test("Bytes that are no text are not sent to a terminal") func noBytesToATerminal() throws {
        try Shell.withDirectory { shell in
            let outcome = shell("script -qec 'jazz generate -q --bars 2 --seed 1 -' /dev/null")
            #expect(outcome.status == 64 && outcome.text.contains("standard output is a terminal"), "\(outcome.text)")
            #expect(!outcome.text.contains("MThd"))
        }
    }
}
