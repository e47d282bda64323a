import Testing

@Suite struct StylesTests {
    @Test func aTableIsPrintedAndPlayedAgain() throws {
        try Shell.withDirectory { shell in
            #expect(shell("jazz styles").text.split(separator: "\n").count == 12)
            // A copy under another name plays the same notes; what it is called stands in the report.
            let copy = "jazz styles samba | sed 's/^style: .*/style: mine/; s/^words: .*//' > mine.style"
            #expect(shell(copy).status == 0)
            let made = shell("jazz generate --chart blues --tempo 180 --bars 12 --seed 1 --style-file mine.style a.mid")
            #expect(made.status == 0 && made.text.contains("mine at 180"), "\(made.text)")
            #expect(
                shell("jazz generate -q --chart blues --tempo 180 --bars 12 --seed 1 --style samba b.mid").status == 0)
            #expect(shell("jazz show a.mid > a.txt && jazz show b.mid > b.txt && cmp a.txt b.txt").status == 0)
            #expect(shell("rm mine.style && jazz generate -q --again a.mid c.mid && cmp a.mid c.mid").status == 0)
        }
    }

    @Test(arguments: [
        ("--style-file none.style", 66, "none.style: no such file"),
        ("--style-file bad.style", 65, "bad.style: line 2:"),
        ("--style-file mine.style --style samba", 64, "leave one of the two out"),
        ("--style polka", 64, "is not known"),
        ("--style-file binary.style", 65, "plain text"),
    ])
    func refusesWhatIsNoStyle(_ options: String, _ status: Int32, _ says: String) throws {
        try Shell.withDirectory { shell in
            let files =
                "printf 'style: a\\nhorns: 3\\n' > bad.style; jazz styles funk > mine.style; printf 'a\\000b' > binary.style"
            _ = shell(files)
            let result = shell("jazz generate \(options) --seed 1 out.mid 2>&1; s=$?; test ! -e out.mid && exit $s")
            #expect(result.status == status && result.text.contains(says), "\(result.text)")
        }
    }
}
