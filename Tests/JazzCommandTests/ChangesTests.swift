import Testing

/// Where the changes of a piece come from, and what the options do to them.
@Suite struct ChangesTests {
    static let song = "irealbook://Tin Roof=Nobody=Bossa Nova=Ab=n=T44*A{C^7 |A-7 D-9 |F-6   |G7#5 }"
    static let two = "\(song)=Back Door=Nobody=Waltz=F-=n=T34[*AF-7 |x |Gh7 |C7b9 Z"

    static func check(_ script: String, prints: String..., not: String? = nil) throws {
        try Shell.withDirectory { shell in
            let outcome = shell(script)
            #expect(outcome.status == 0, "\(outcome.text)")
            for text in prints { #expect(outcome.text.contains(text), "\(outcome.text)") }
            if let not { #expect(!outcome.text.contains(not), "\(outcome.text)") }
        }
    }

    @Test func aLinkIsPlayedFromTheCommandLineOrAPage() throws {
        try Self.check(
            """
            jazz generate --changes '\(Self.song)' --seed 1 a.mid &&
            echo '<html><a href="\(Self.song)">x</a></html>' > page.html &&
            jazz generate --changes page.html --seed 1 b.mid && cmp a.mid b.mid
            """, prints: "a.mid: 16 bars of “Tin Roof”, bossa at 130", not: "--song")
    }

    @Test func aSongOfSeveralIsPicked() throws {
        let say = "jazz generate --seed 1 --changes '\(Self.two)'"
        try Self.check("\(say) a.mid", prints: "jazz: --changes: song 1 of 2, “Tin Roof”; --song picks another")
        try Self.check("\(say) --song 2 a.mid", prints: "song 2 of 2, “Back Door”", "16 bars of “Back Door”, waltz")
        try Self.check("\(say) --song 'back door' -q a.mid", not: "song")
        try Self.check("\(say) --song BACK a.mid", prints: "16 bars of “Back Door”")
    }

    @Test func aPieceGivesItsChangesToAnother() throws {
        try Self.check(
            """
            jazz generate -q --chart waltz --seed 1 --choruses 1 a.mid &&
            jazz generate --changes a.mid --seed 2 b.mid
            """, prints: "b.mid: 32 bars of “Attic Window”, waltz at 152")
    }

    @Test func formsAreKnownOrInvented() throws {
        try Self.check("jazz generate --form rhythm --seed 1 a.mid", prints: "32 bars of “Nothing But the Time”")
        try Self.check("jazz generate --form aaba --seed 1 a.mid", prints: "32 bars of “Invention 1 (aaba)”")
        try Self.check(
            "jazz generate --changes invent --form blues --key C --seed 1 a.mid",
            prints: "24 bars of “Invention 1 (blues)”")
        try Self.check("jazz generate --changes invent --time 3/4 --seed 1 a.mid", prints: "waltz")
    }

    @Test func lengthIsGivenInChoruses() throws {
        try Self.check("jazz generate --chart blues --choruses 3 --seed 1 a.mid", prints: "36 bars")
        try Self.check("jazz generate --chart blues --choruses 3 --bars 36 --seed 1 a.mid", prints: "36 bars")
    }

    @Test func metreKeyAndStyleAreChanged() throws {
        try Self.check("jazz generate --chart blues --time 3/4 --seed 1 a.mid", prints: "waltz at 132")
        try Self.check("jazz generate --chart blues --style bebop --seed 1 a.mid", prints: "bebop at 220")
        try Self.check("jazz generate --chart blues --style swing --seed 1 a.mid", prints: "swing at 132")
        try Self.check(
            """
            jazz generate -q --changes 'Dm7 | G7 | C6 | C6' --transpose -2 --seed 1 a.mid &&
            jazz generate -q --changes 'Cm7 | F7 | Bb6 | Bb6' --seed 1 b.mid && cmp a.mid b.mid &&
            jazz generate -q --changes 'Dm7 | G7 | C6 | C6' --key Bb --seed 1 b.mid && cmp a.mid b.mid
            """)
    }

    @Test func inventedChangesAreAChart() throws {
        try Self.check(
            """
            jazz changes --seed 7 > a.chart && jazz changes --seed 7 > b.chart && cmp a.chart b.chart &&
            jazz changes --seed 8 > c.chart && ! cmp -s a.chart c.chart &&
            jazz generate -q --changes a.chart --seed 7 a.mid && jazz generate -q --changes invent --seed 7 b.mid &&
            cmp a.mid b.mid && cat a.chart
            """, prints: "title: Invention 7 (", "time: 4/4\n[A] ")
        try Self.check(
            "jazz changes --form minor-blues --key G --time 3/4 --tempo 99 --style waltz --seed 1",
            prints: "key: Gm\ntime: 3/4\ntempo: 99\nstyle: waltz\n[A] Gm")
    }

    /// Some tunes in the form of the corpus.
    static let corpus = """
        for n in 1 2 3 4 5 6 7 8 9 10; do
        echo '{"id": 1, "title": "T'$n'", "key": "F-maj", "time": "4/4", "sections": [["A", [["Fmaj7", 4], ["Dmin7", 2], \
        ["AminD7", 2], ["Gm7b5", 4], ["C79b", 4]]], ["A", [["Fmaj7", 4], ["Dmin7", 4], ["G7", 4], ["C7", 4]]]]}'
        done > t.jsonl
        """

    @Test func aModelOfChangesIsTrained() throws {
        try Self.check(
            """
            \(Self.corpus)
            jazz train-changes t.jsonl -o a.safetensors --hidden 8 --epochs 2 --threads 1 &&
            jazz train-changes t.jsonl -o b.safetensors --hidden 8 --epochs 2 --threads 2 -q && cmp a.safetensors b.safetensors &&
            jazz changes --model a.safetensors --form ab --seed 1 > a.chart && jazz generate --changes a.chart a.mid
            """, prints: "a.safetensors: held-out perplexity", "counts of single chords",
            "32 bars of “Invention 1 (ab)”")
    }

    @Test func aBrokenLineIsToldAndTheOthersAreUsed() throws {
        try Self.check(
            """
            \(Self.corpus)
            { echo '{"title": "x", "key": "H", "sections": []}'; echo '{"title'; cat t.jsonl; } > u.jsonl
            jazz train-changes u.jsonl -o a.safetensors --hidden 8 --epochs 1
            """, prints: "u.jsonl: line 1: refused: the key \"H\" does not exist", "u.jsonl: line 2: refused: byte 8")
    }

    static let mistakes = [
        BadInputTests.Mistake("jazz generate --changes '|: C | F' out.mid", 65, "bar 1: \"|:\" is never closed"),
        .init("jazz generate --changes 'C F G Am Dm | C' out.mid", 65, "bar 1: 5 chords or held beats in a bar of 4"),
        .init("jazz generate --changes 'irealb://' out.mid", 65, "--changes: the link is empty"),
        .init("jazz generate --changes '\(two.dropLast(20))' --song 2 out.mid", 65, "--changes: "),
        .init("jazz generate --changes 'irealbook://A=B=C=D=n' out.mid", 65, "the link is cut"),
        .init("jazz generate --changes 'irealbook://A=B=C=H=n=[C Z' out.mid", 65, "“A”: the key \"H\" does not exist"),
        .init("jazz generate --changes '\(two)' --song 3 out.mid", 64, "there are 1 “Tin Roof”, 2 “Back Door”"),
        .init("jazz generate --changes 'C | F' --song 2 out.mid", 64, "--song picks a song of an iReal Pro link"),
        .init("jazz generate --chart blues --song 2 out.mid", 64, "give one with --changes"),
        .init("printf 'key: H\\nC | F' > x.chart; jazz generate --changes x.chart out.mid", 65, "x.chart: line 1"),
        .init("printf 'C | \\351 | F' > x.chart; jazz generate --changes x.chart out.mid", 65, "line 1 is not UTF-8"),
        .init("printf '\\377\\376C\\0' > x.chart; jazz generate --changes x.chart out.mid", 65, "encoded as UTF-16"),
        .init("printf 'C\\0|' > x.chart; jazz generate --changes x.chart out.mid", 65, "byte 2 is 0"),
        .init("echo '<html>' > x.html; jazz generate --changes x.html out.mid", 65, "holds no irealb://"),
        .init("printf 'MThd' > x.mid; jazz generate --changes x.mid out.mid", 65, "x.mid"),
        .init("jazz generate --chart blues --time 0/4 out.mid", 64, "--time 0/4 is not a metre"),
        .init("jazz generate --chart blues --time 4 out.mid", 64, "--time 4 is not a metre"),
        .init("jazz generate --chart blues --choruses 0 out.mid", 64, "--choruses 0 is not possible; choose 1 or more"),
        .init("jazz generate --chart blues --choruses 43 out.mid", 64, "--choruses 43 is not possible"),
        .init("jazz generate --chart blues --choruses 2 --bars 16 out.mid", 64, "disagree"),
        .init("jazz generate --chart blues --transpose 99 out.mid", 64, "-48 to 48"),
        .init("jazz generate --form polka out.mid", 64, "choose one of blues, jazz-blues, minor-blues, rhythm, aaba"),
        .init("jazz generate --changes invent --form rhythm out.mid", 64, "cannot be invented; choose one of aaba"),
        .init("jazz generate --form blues --chart blues out.mid", 64, "leave out --chart"),
        .init("jazz play --choruses 0", 64, "--choruses 0 is not possible"),
        .init("jazz changes --form rhythm", 64, "cannot be invented"),
        .init("jazz changes --key H", 64, "--key H is not a key"),
        .init("jazz changes --temp -1", 64, "temperature"),
        .init("jazz changes --model nosuch", 66, "nosuch"),
        .init("jazz train-changes nosuch -o out.safetensors", 66, "nosuch: no such file"),
        .init(
            "echo x > x; jazz train-changes x -o out.safetensors", 65,
            "its only line cannot be learned from: it is no progression"),
        .init("jazz train-changes x -o nosuch/out.safetensors", 73, "nosuch"),
        .init("\(corpus); jazz train-changes t.jsonl --hidden 4 -o out.safetensors", 64, "8 to 512"),
        .init("\(corpus); jazz train-changes t.jsonl --dropout 1 -o out.safetensors", 64, "dropout is 1.0"),
    ]

    @Test(arguments: mistakes) func everyMistakeIsExplainedInOneLine(_ mistake: BadInputTests.Mistake) throws {
        try Shell.withDirectory { shell in
            let outcome = shell(mistake.command)
            #expect(outcome.status == mistake.status, "\(outcome.text)")
            #expect(outcome.text.contains(mistake.says), "\(outcome.text)")
            let last = outcome.text.split(separator: "\n").last ?? ""
            #expect(last.hasPrefix("jazz: "), "\(outcome.text)")
            #expect(!outcome.text.contains("Fatal error"))
            #expect(shell("ls -A | grep -E 'out|tmp'").text.isEmpty, "a file was left behind")
        }
    }

    @Test func aFileWithoutChordsIsToldWithItsName() throws {
        // Two tracks of format 1, empty but for their end.
        let bytes =
            #"MThd\0\0\0\6\0\1\0\2\1\340MTrk\0\0\0\4\0\377\57\0MTrk\0\0\0\4\0\377\57\0"#
        try Shell.withDirectory { shell in
            let outcome = shell("printf '\(bytes)' > x.mid; jazz generate --changes x.mid out.mid")
            #expect(outcome.status == 65 && outcome.text.contains("x.mid: it has no chord markers"), "\(outcome.text)")
        }
    }
}
