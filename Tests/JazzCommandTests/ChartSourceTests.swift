import Testing

/// Changes from wherever they come: pipes, standard input, MIDI files of every wrapping, playlists.
@Suite struct ChartSourceTests {
    /// The chart that a piece says it was made over.
    private static let chart = "grep -a -A9 '^chart$' o.mid | grep -a '|'"

    @Test(arguments: [
        "echo 'Dm7 | G7' | jazz generate -q --seed 1 --changes - o.mid",
        "jazz generate -q --seed 1 --changes <(echo 'Dm7 | G7') o.mid",
        "mkfifo p; (echo 'Dm7 | G7' > p &); jazz generate -q --seed 1 --changes p o.mid",
    ])
    func readsPipes(_ command: String) throws {
        try Shell.withDirectory { shell in
            let outcome = shell("bash -c \"\(command)\" && \(Self.chart)")
            #expect(outcome.status == 0 && outcome.text.contains("Dm7 | G7"), "\(outcome.text)")
        }
    }

    @Test func readsMIDIInEveryWrapping() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                """
                jazz generate -q --seed 1 --bars 2 --changes 'Dm7 | G7' m.mid
                size=$(wc -c < m.mid)
                word() { printf "$(printf '\\\\%03o\\\\%03o\\\\0\\\\0' $(($1 & 255)) $(($1 >> 8 & 255)))"; }
                { printf RIFF; word $((size + 12)); printf RMIDdata; word $size; cat m.mid; } > r.rmi
                cp m.mid k.kar
                for f in m.mid r.rmi k.kar; do jazz generate -q --seed 3 --changes $f o.mid && \(Self.chart); done
                cat r.rmi | jazz generate -q --seed 3 --changes - o.mid && \(Self.chart)
                """)
            #expect(outcome.status == 0)
            #expect(outcome.text.split(separator: "\n").count { $0.contains("Dm7 | G7") } == 4, "\(outcome.text)")
        }
    }

    @Test func saysWhatItDoesNotHonour() throws {
        let cases = [
            ("--changes 'irealbook://x=y=Gospel=C=n=[C |F Z'", "“Gospel” is played as funk"),
            ("--changes 'irealbook://x=y=Frob=C=n=[C |F Z'", "“Frob” is not known"),
            ("--changes 'irealbook://x=y=Swing=C=n={C |F Z'", "bar 1 is never closed"),
            ("--changes 'Hm7 | B7'", "B is read as B flat"),
            ("--style gospel --chart blues", "“gospel” is played as funk"),
            ("--changes 'Dm7 | G7 | C6' --key Cm", "seem to be in major"),
        ]
        try Shell.withDirectory { shell in
            for (options, says) in cases {
                let outcome = shell("jazz generate --seed 1 --bars 2 \(options) o.mid")
                #expect(outcome.status == 0 && outcome.text.contains(says), "\(options): \(outcome.text)")
            }
        }
    }

    @Test func changesPrintsWhatItReads() throws {
        try Shell.withDirectory { shell in
            let link = "irealbook://One=y=Slow Swing=C=n={A-7 |N1D7 }G^7 Z=Two=y=Waltz=F=n=T34[F6 |C7 Z"
            let first = shell("jazz changes '\(link)'")
            #expect(first.status == 0 && first.text.contains("title: One") && first.text.contains("tempo: 90"))
            #expect(
                first.text.contains("Am7 | D7  | Am7 | Gmaj7") || first.text.contains("Am7   | D7    | Am7   | Gmaj7"))
            let second = shell("jazz changes --song two --key G '\(link)' > c; jazz changes c")
            #expect(second.status == 0 && second.text.contains("time: 3/4") && second.text.contains("G6 | D7"))
            // What is printed is read again as the same.
            let again = shell(
                "jazz generate -q --bars 4 --seed 1 a.mid; jazz changes a.mid > a; jazz changes a | cmp - a && "
                    + "jazz changes - < a | cmp - a && echo same")
            #expect(again.text.contains("same"), "\(again.text)")
            for options in ["--seed 1 c", "--form aaba c", "--song 2", "nosuch.chart"] {
                #expect(shell("jazz changes \(options)").status != 0, "\(options)")
            }
        }
    }

    @Test func playsTheFirstSongThatHasMusic() throws {
        let link = "irealbook://Nothing=y=Swing=C=n=[   Z=Something=y=Swing=C=n=[A-7 |F Z"
        try Shell.withDirectory { shell in
            let outcome = shell("jazz generate --seed 1 --bars 2 --changes '\(link)' o.mid")
            #expect(outcome.status == 0 && outcome.text.contains("song 2 of 2, “Something”; --song picks another"))
            let empty = shell("jazz generate --seed 1 --bars 2 --song 1 --changes '\(link)' o.mid")
            #expect(empty.status == 65 && empty.text.contains("--song"), "\(empty.text)")
        }
    }
}
