import Testing

/// A musician's own melody in, notation out.
@Suite struct PaperTests {
    private static let tune =
        "printf 'X:1\\nT:Tune\\nM:4/4\\nL:1/8\\nK:F\\n\"F6\"c2A2 F4|\"D7\"^F2A2 c4|\"Gm7\"B2G2 \"C7\"E2G2|\"F6\"F8|\\n' > t.abc"

    @Test func scoresAreReadAsTheyAreWritten() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                """
                jazz generate -q --seed 4 --chart minor-song --bars 16 a.musicxml && jazz notate -q a.musicxml b.musicxml &&
                jazz notate -q b.musicxml c.musicxml && cmp b.musicxml c.musicxml && jazz notate -q b.musicxml d.abc &&
                jazz notate -q d.abc e.musicxml && cmp b.musicxml e.musicxml && jazz changes a.musicxml > a &&
                jazz changes e.musicxml | cmp - a && jazz changes "$(jazz changes a.musicxml --ireal)" | tail -4 > i &&
                tail -4 a | cmp - i && jazz notate -q a.musicxml f.mid && cut -c5- i > j && jazz changes f.mid | tail -4 | cut -c5- | cmp - j &&
                jazz generate -q --seed 4 --chart minor-song --bars 16 g.mid && jazz generate -q --again g.mid h.musicxml &&
                cmp a.musicxml h.musicxml && jazz changes - < a.musicxml | cmp - a; echo $?; ls
                """)
            // The title of standard input is the score's own, so even that is the same.
            #expect(outcome.text.hasPrefix("0\n"), "\(outcome.text)")
        }
    }

    @Test func theBandPlaysUnderAMelody() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                """
                \(Self.tune); jazz accompany --seed 1 t.abc a.mid && jazz accompany -q --seed 1 - b.mid < t.abc && cmp a.mid b.mid &&
                jazz accompany -q --seed 2 t.abc c.mid && ! cmp -s a.mid c.mid && jazz changes a.mid && jazz show a.mid | head -2 &&
                jazz accompany -q --seed 1 --style bossa --without drums t.abc d.musicxml && grep -c '<part id' d.musicxml &&
                jazz notate -q a.mid a.abc --lead-sheet && tail -1 a.abc
                """)
            #expect(outcome.status == 0, "\(outcome.text)")
            #expect(outcome.text.contains("a.mid: 4 bars of “Tune”") && outcome.text.contains("11 notes in the melody"))
            #expect(outcome.text.contains("F6     | D7     | Gm7 C7 | F6") && outcome.text.contains("\n3\n"))
            #expect(
                outcome.text.contains("c2 A2 F4|\"D7\"^F2 A2 c4|\"Gm7\"B2 G2 \"C7\"E2 G2|\"F6\"F8|]"), "\(outcome.text)"
            )
            // Without chords they are estimated, and that is said.
            let alone = shell("sed 's/\"[A-Gm0-9]*\"//g' t.abc > n.abc; jazz accompany --seed 1 n.abc n.mid")
            #expect(alone.status == 0 && alone.text.contains("estimated"), "\(alone.text)")
            // Notes at once are none of a melody's.
            let chords = shell("sed 's/\"D7\"^F2/\"D7\"[^F2A2]/' t.abc > p.abc; jazz accompany p.abc p.mid; ls p.mid")
            #expect(chords.text.contains("p.abc: bar 2: 2 notes sound at once") && chords.text.contains("F#4, A4"))
            #expect(chords.text.contains("cannot access"), "\(chords.text)")
            let over = shell(
                "jazz accompany t.abc t.abc; jazz accompany t.abc x.krn; jazz accompany t.abc x.mid --lead-sheet")
            #expect(over.text.split(separator: "\n").count == 3 && !shell("ls").text.contains("x."), "\(over.text)")
        }
    }

    /// A chart that names no tempo is written with that of its style.
    @Test func aChartHasTheTempoOfItsStyle() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                """
                printf 'style: ballad\nEbmaj7 | Bb7\n' > b.chart; printf 'style: bossa\ntempo: 99\nEbmaj7 | Bb7\n' > n.chart
                printf 'Ebmaj7 | Bb7\n' > p.chart
                for f in 'b.chart' 'n.chart' 'p.chart' 'p.chart --style ballad'; do
                    jazz notate -q $f o.musicxml && grep -o '<per-minute>[0-9]*' o.musicxml; done
                """)
            #expect(
                outcome.text == "<per-minute>72\n<per-minute>99\n<per-minute>120\n<per-minute>72\n", "\(outcome.text)")
        }
    }

    /// Where no lead is played, its sheet has the chords over slashes, as that of a chart does.
    @Test func aLeadSheetWithoutALeadHasSlashes() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                """
                jazz generate -q --seed 1 --chart waltz --bars 8 --without lead --lead-sheet a.musicxml &&
                jazz generate -q --seed 1 --chart waltz --bars 8 --only bass --lead-sheet --transposed Bb b.musicxml &&
                for f in a b; do grep -c '>slash<' $f.musicxml; grep -c '<part id' $f.musicxml; done &&
                jazz changes a.musicxml | tail -2 > a && jazz changes b.musicxml | tail -2 | cmp - a && echo same
                jazz generate --without lead --transposed Bb x.musicxml; echo $?; ls
                """)
            let lines = outcome.text.split(separator: "\n").map(String.init)
            #expect(lines.prefix(5) == ["24", "1", "24", "1", "same"], "\(outcome.text)")
            #expect(
                lines.contains("64")
                    && lines.contains { $0.contains("with --lead-sheet it writes the chords over slashes") })
            #expect(!lines.contains("x.musicxml"), "\(outcome.text)")
        }
    }

    @Test func aLeadGoesOnFromItsBeginning() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                """
                \(Self.tune); jazz generate -q --seed 3 --prime t.abc --chart blues --style bossa --bars 12 a.mid &&
                jazz generate -q --again a.mid b.mid && cmp a.mid b.mid && jazz generate -q --again a.mid a.abc && cat a.abc
                """)
            #expect(outcome.status == 0, "\(outcome.text)")
            let bars = outcome.text.split(separator: "\n").filter { $0.contains("|") }.joined()
                .filter { $0 != " " }.split(separator: "|").map { bar in
                    bar.split(separator: "\"", omittingEmptySubsequences: false).enumerated().filter {
                        $0.offset % 2 == 0
                    }
                    .map { String($0.element) }.joined()
                }
            #expect(bars.prefix(3) == ["c2A2F4", "_G2A2c4", "B2G2E2G2"] && bars[3].hasPrefix("F"), "\(outcome.text)")
            #expect(bars.count >= 12 && bars[4...].contains { $0.contains { $0.isLetter && $0 != "z" } })
            let short = shell(
                "jazz generate --prime t.abc --chart blues --bars 3 x.mid; jazz generate --again a.mid --prime t.abc x.mid; ls x.mid"
            )
            #expect(
                short.text.contains("bar 4 of 3") && short.text.contains("--prime would make another"), "\(short.text)")
        }
    }

    @Test func hostileSheetsAreRefused() throws {
        try Shell.withDirectory { shell in
            let cases = [
                (
                    "printf '<!DOCTYPE a [<!ENTITY b \"c\">]><score-partwise>&b;</score-partwise>' > x",
                    "declares entities"
                ),
                ("printf '<score-partwise><part id=\"P\"><measure>' > x", "is it whole?"),
                ("printf 'X:1\\nM:0/4\\nK:C\\n\"C\"c4|' > x", "the metre 0/4 is not played"),
                (
                    "printf 'X:1\\nM:4/4\\nL:1/4\\nK:C\\n\"C\"c2|\"F\"c4|\"C\"c3|c4|' > x",
                    "measure 3: its notes are shorter"
                ),
            ]
            for (make, says) in cases {
                let outcome = shell("\(make); jazz changes x; jazz accompany x o.mid; ls -A")
                #expect(outcome.text.split(separator: "\n").count == 3, "\(outcome.text)")
                #expect(outcome.text.hasPrefix("jazz: x: ") && outcome.text.contains(says), "\(outcome.text)")
            }
        }
    }
}
