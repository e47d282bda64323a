import Testing

/// `jazz score`, through the executable.
@Suite struct ScoreTests {
    private static let reference = "\(Shell.root)/../shared/judges"
    private static let hasReference =
        Shell.run("test -r '\(reference)/jazz_metrics.py' && python3 -c 'import mido'").status == 0

    /// Writes `count` pieces into the folder `d`.
    private static func pieces(_ count: Int) -> String {
        "mkdir d; for n in $(seq 1 \(count)); do jazz generate -q --bars 16 --seed $n d/$n.mid; done"
    }

    @Test func aPieceIsShownBesideRealSolos() throws {
        try Shell.withDirectory { shell in
            let outcome = shell("\(Self.pieces(1)); jazz score d/1.mid")
            #expect(outcome.status == 0, "\(outcome.text)")
            let lines = outcome.text.split(separator: "\n").map(String.init)
            #expect(lines[0].hasPrefix("d/1.mid: 16 bars, ") && lines[0].hasSuffix("notes, chords as marked"))
            #expect(lines[1].hasSuffix("real solos in 16 bars: p10, median, p90"))
            let density = lines.first { $0.hasPrefix("  notes a bar  ") } ?? ""
            #expect(density.contains("3.94    5.50    7.50") && density.contains("●"), "\(density)")
            #expect(outcome.text.contains("measures within the band of real solos"))
            #expect(outcome.text.contains("bits a note under the model: rhythm "))
            #expect(lines.allSatisfy { $0.count < 100 && !$0.hasSuffix(" ") }, "\(outcome.text)")
        }
    }

    @Test func aSetIsJudgedByD() throws {
        try Shell.withDirectory { shell in
            let outcome = shell("\(Self.pieces(6)); jazz score --set d --corpus d --exclude-self")
            #expect(outcome.status == 0, "\(outcome.text)")
            #expect(outcome.text.contains("6 files, 6 windows of 16 bars: D 0."), "\(outcome.text)")
            #expect(outcome.text.contains("of fewer than 20 windows neither says much"))
            #expect(outcome.text.contains("notes in the chord's scale") && outcome.text.contains("off by"))
            // Its own pieces share runs, but none is a copy of another.
            #expect(!outcome.text.contains("the intervals of 9"), "\(outcome.text)")
            let itself = shell("jazz score d/1.mid --no-bits --corpus d")
            #expect(itself.text.contains("from 1.mid; with their rhythm"), "\(itself.text)")
            #expect(!itself.text.contains("bits a note"))
        }
    }

    @Test func aShortPieceIsMeasuredWhole() throws {
        try Shell.withDirectory { shell in
            let outcome = shell("jazz generate -q --bars 12 --seed 1 a.mid; jazz score a.mid --no-bits")
            #expect(outcome.text.contains("a.mid: 12 bars, "), "\(outcome.text)")
            #expect(shell("jazz score a.mid --window 16").status == 65)
            #expect(shell("jazz score a.mid --window 0 --no-bits").text == outcome.text)
        }
    }

    @Test func aBrokenFileDoesNotStopTheOthers() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                "\(Self.pieces(2)); echo hello > d/0.mid; head -c 300 d/1.mid > d/3.mid; jazz score --no-bits d nosuch.mid"
            )
            // A file that was named is missing from the result.
            #expect(outcome.status == 66, "\(outcome.text)")
            #expect(outcome.text.contains("jazz: d/0.mid: not a MIDI file"))
            #expect(outcome.text.contains("jazz: d/3.mid: "))
            #expect(outcome.text.contains("jazz: nosuch.mid: "))
            #expect(outcome.text.contains("d/1.mid: 16 bars") && outcome.text.contains("d/2.mid: 16 bars"))
        }
    }

    @Test func theModelIsAskedHowSolosGoOn() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                "mkdir d; for n in 1 2 3; do jazz generate -q --chart blues --bars 64 --seed $n d/$n.mid; done; jazz score --continuations d"
            )
            #expect(outcome.status == 0, "\(outcome.text)")
            #expect(outcome.text.contains("the others of the same solo: right in "), "\(outcome.text)")
            #expect(outcome.text.contains("the others of other solos, in the same key: right in "), "\(outcome.text)")
            // The same wrong answers for a file whatever is beside it.
            let alone = shell(
                "jazz score --continuations --json d/2.mid > a.json; jazz score --continuations --json d/2.mid d/3.mid > b.json"
            )
            #expect(alone.status == 0)
            let answers = shell(
                """
                python3 - <<'END'
                import json
                a, b = (json.load(open(n)) for n in ("a.json", "b.json"))
                same = [x for x in a["answers"] if x["others"] == "sameSolo"]
                told = a["sameSolo"]
                assert told["questions"] == len(same) > 2 and 0 <= told["low"] <= told["rate"] <= told["high"] <= 1
                assert [x for x in b["answers"] if x["solo"] == "2.mid" and x["others"] == "sameSolo"] == same
                for kind in ("sameSolo", "otherSolos"):
                    asked = [x for x in b["answers"] if x["others"] == kind]
                    right = sum(x["choices"][0]["bits"] < min(c["bits"] for c in x["choices"][1:]) for x in asked)
                    assert asked and right == b[kind]["right"]
                for x in b["answers"]:
                    assert x["choices"][0]["solo"] == x["solo"] and x["choices"][0]["bar"] == x["given"] + 8
                    assert all((c["solo"] == x["solo"]) == (x["others"] == "sameSolo") for c in x["choices"][1:])
                END
                """)
            #expect(answers.status == 0, "\(answers.text)")
        }
    }

    struct Mistake: CustomTestStringConvertible {
        var command: String
        var status: Int32
        var says: String
        var testDescription: String { command }
    }

    static let mistakes = [
        Mistake(command: "jazz score x.mid --held-out", status: 64, says: "--held-out goes with --continuations"),
        Mistake(command: "jazz score x.mid --continuations --set", status: 64, says: "has no use for --set"),
        Mistake(
            command: "jazz score a b --continuations --held-out", status: 64, says: "--held-out takes one folder"),
        Mistake(command: "jazz score --continuations nosuch.mid", status: 66, says: "nosuch.mid: "),
        Mistake(command: "jazz score --continuations --held-out nosuch", status: 66, says: "nosuch: no such folder"),
        Mistake(
            command: "jazz generate -q --bars 16 --seed 1 x.mid; jazz score --continuations x.mid", status: 65,
            says: "x.mid: no solo is long enough to ask how it goes on: it takes 40 bars"),
        Mistake(command: "jazz score", status: 64, says: "name one or more MIDI files"),
        Mistake(
            command: "jazz score x.mid --window 3", status: 64, says: "--window 3 is not possible; choose 4 to 2048"),
        Mistake(command: "jazz score x.mid --window -1", status: 64, says: "--window -1 is not possible"),
        Mistake(command: "jazz score x.mid --exclude-self", status: 64, says: "--corpus"),
        Mistake(command: "jazz score x.mid --no-bits --model m", status: 64, says: "--no-bits"),
        Mistake(command: "jazz score nosuch.mid", status: 66, says: "nosuch.mid: "),
        Mistake(command: "jazz score a.mid b.mid", status: 66, says: "none of 2 files can be scored"),
        Mistake(
            command: "mkdir d; jazz score d", status: 65,
            says: "d: no .mid or .midi file in it or below it"),
        Mistake(command: "echo hello > x.mid; jazz score x.mid", status: 65, says: "x.mid: not a MIDI file"),
        Mistake(
            command: "echo hello > x.mid; jazz score x.mid nosuch.mid", status: 65,
            says: "none of 2 files can be scored"),
        Mistake(
            command: "jazz generate -q --bars 1 --seed 1 x.mid; jazz score x.mid", status: 65,
            says: "it takes 24 to compare"),
        Mistake(
            command: "jazz generate -q --bars 8 --seed 1 x.mid; jazz score --set x.mid", status: 65,
            says: "no room for a window of 16"),
        Mistake(
            command: "jazz score x.mid --model nosuch.safetensors", status: 66, says: "nosuch.safetensors: no such file"
        ),
        Mistake(command: "jazz score x.mid --corpus nosuch", status: 66, says: "nosuch: no such folder"),
        Mistake(
            command: "mkdir d; echo hello > d/a.mid; jazz score x.mid --corpus d", status: 65,
            says: "none of its 1 MIDI file"),
    ]

    @Test(arguments: mistakes) func mistakesAreToldInOneLine(_ mistake: Mistake) throws {
        try Shell.withDirectory { shell in
            let outcome = shell(mistake.command)
            #expect(outcome.status == mistake.status, "\(outcome.text)")
            let last = outcome.text.split(separator: "\n").last ?? ""
            #expect(last.hasPrefix("jazz: ") && last.contains(mistake.says), "\(outcome.text)")
        }
    }

    /// Every figure of `--json` against the script that the real bands were taken with.
    @Test(.enabled(if: hasReference, "needs ../shared/judges/jazz_metrics.py and python3 with mido"))
    func generatedPiecesMeasureAsTheReferenceSays() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                """
                \(Self.pieces(24)); ls d | wc -l
                jazz score d --window 16 --json --no-bits --corpus d --exclude-self > own.json &&
                python3 '\(Self.reference)/jazz_metrics.py' d --window 16 --json reference.json --corpus d \
                --exclude-self --profile '\(Self.reference)/profile_core_16bar.json' > /dev/null &&
                python3 - '\(Self.reference)' <<'END'
                import json, sys
                sys.path.insert(0, sys.argv[1])
                import jazz_metrics as J
                own = json.load(open("own.json"))
                rows = {w["file"]: w for f in own["files"] for w in f["windows"]}
                reference = json.load(open("reference.json"))
                assert len(rows) == len(reference) >= 12, (len(rows), len(reference))
                keys = J.CORE + ["copy8_pitch", "copy8_pitch_rhythm", "longest_copy_notes", "notes", "bars"]
                for row in reference:
                    for key in keys:
                        a, b = rows[row["file"]][key], row.get(key)
                        assert a == b or abs(a - b) <= 1e-6, (row["file"], key, a, b)
                    for key in "meter", "chord_source", "longest_copy_source":
                        assert rows[row["file"]][key] == row[key], (row["file"], key)
                D = J.set_distance(reference, json.load(open(sys.argv[1] + "/profile_core_16bar.json")))[0]
                assert abs(own["set"]["D"] - D) < 1e-6, (own["set"]["D"], D)
                print("agreed on", len(reference))
                END
                """)
            #expect(outcome.status == 0 && outcome.text.contains("agreed on"), "\(outcome.text)")
        }
    }

    @Test func infilledBarsAreMeasuredBesideThosePlayed() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                """
                \(Self.pieces(3)); jazz score-infill -q d --judge \(Shell.root)/Sources/Pretrained/lead.safetensors \
                    --backward-judge \(Shell.root)/Sources/Pretrained/backward.safetensors
                """)
            #expect(outcome.status == 0, "\(outcome.text)")
            let lines = outcome.text.split(separator: "\n").map(String.init)
            #expect(lines.count == 9 && lines[0] == "3 gaps of four bars in 3 solos, bits a note", "\(outcome.text)")
            func figures(_ line: Int) -> [Double] { lines[line].split(separator: " ").compactMap { Double($0) } }
            let (behind, ending) = (figures(2), figures(3))
            #expect(behind.count == 4 && behind[2] <= min(behind[1], behind[3]), "\(outcome.text)")
            #expect(ending.count == 4 && figures(4).count == 4, "\(outcome.text)")
            // The judges are the networks themselves here.
            #expect(figures(5) == behind && figures(6) == ending, "\(outcome.text)")
            #expect(figures(8).count == 2 && figures(8).allSatisfy { (0...100).contains($0) }, "\(outcome.text)")
            #expect(shell("jazz score-infill -q d").text.split(separator: "\n")[2] == lines[2])
            for (arguments, status, says) in [
                ("d --held-out", 65, "none is held out"), ("none", 66, "none"), ("d --judge none", 66, "none"),
                ("d --backward-judge none", 64, "name that one too"), ("d --backward-model none", 66, "none"),
                (
                    "d --backward-model \(Shell.root)/Sources/Pretrained/lead.safetensors", 65,
                    "jazz-lead-backward"
                ),
                ("", 64, ""),
                ("e", 65, "no solo has 16 bars"),
            ] {
                let refused = shell("mkdir -p e; jazz generate -q --bars 8 e/a.mid; jazz score-infill -q \(arguments)")
                #expect(refused.status == Int32(status) && refused.text.contains(says), "\(arguments): \(refused.text)")
            }
        }
    }
}
