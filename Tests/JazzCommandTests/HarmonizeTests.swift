import MIDI
import Testing

/// Chords for melodies that have none.
@Suite struct HarmonizeTests {
    /// Four phrases that fall through the circle of fifths to G minor, by chord tones; without a chord.
    private static let tune = """
        printf 'X:1\\nT:Bare\\nM:4/4\\nL:1/8\\nK:Bb\\nz2 GA _B2 e2-|e8|z2 FG A2 d2|d4 d4|z2 E^F G2 c2-|c8|z2 D=E ^F2 B2|B8|\
        z2 GA _B2 e2-|e8|z2 FG A2 d2|d4 d4|z2 E^F G2 c2-|c4 B4|A4 ^F4|G8|]\\n' > bare.abc
        """

    @Test func theKeyAndItsCadencesAreFound() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                "\(Self.tune) && jazz harmonize bare.abc && jazz harmonize bare.abc > again && jazz harmonize bare.abc | cmp - again"
            )
            #expect(outcome.status == 0 && outcome.text.contains("key: Gm"), "\(outcome.text)")
            let bars = outcome.text.split(separator: "\n").filter { $0.contains("|") }.joined(separator: " | ")
            let chords = bars.split { " |".contains($0) }.map(String.init)
            #expect(bars.split(separator: "|").count == 16)
            // The dominant before the end, and the tonic there; the major cadence in the middle.
            #expect(chords.contains { $0.hasPrefix("D7") } && chords.contains("F7"), "\(outcome.text)")
            #expect(chords.last == "Gm7" || chords.last == "Gm" || chords.last == "Gm6" || chords.last == "%")
        }
    }

    /// Two long notes over a dominant outweigh what is usual there.
    @Test func aFewLongNotesAreHeard() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                #"printf 'X:1\nM:4/4\nL:1/8\nK:Bb\nz2 GA _B2 e2-|e8|z2 FG A2 d2|d8|z2 E^F G2 c2-|c4 B4|A4 ^F4|G8|]\n' > b.abc && jazz harmonize b.abc"#
            )
            #expect(outcome.text.contains("key: Gm") && outcome.text.contains("D7"), "\(outcome.text)")
        }
    }

    @Test func alternativesDiffer() throws {
        try Shell.withDirectory { shell in
            let outcome = shell("\(Self.tune) && jazz harmonize bare.abc --count 3 out.mid --seed 1 && ls")
            #expect(outcome.status == 0, "\(outcome.text)")
            var forms: [[String]] = []
            for number in 1...3 {
                let chart = shell("jazz changes out-\(number).mid | grep '|'").text
                var bars: [String] = []
                for cell in chart.split(whereSeparator: { "|\n".contains($0) }) {
                    let text = cell.split(separator: " ").joined(separator: " ")
                    bars.append(text == "%" ? bars.last ?? "" : text)
                }
                forms.append(bars)
                // The melody stays as it is.
                let file = try MIDIFile.read("\(shell.directory)/out-\(number).mid")
                #expect(file.notes.filter { $0.track == 1 }.count == 37 && file.notes.contains { $0.track == 3 })
            }
            for (one, other) in [(0, 1), (0, 2), (1, 2)] {
                #expect(forms[one].count == 16 && forms[other].count == 16)
                let same = zip(forms[one], forms[other]).count { $0 == $1 }
                #expect(same <= 10, "\(forms[one])\n\(forms[other])")
            }
        }
    }

    @Test func accompanyFindsChordsWhereThereAreNone() throws {
        try Shell.withDirectory { shell in
            let outcome = shell("\(Self.tune) && jazz accompany bare.abc a.mid --seed 1 && jazz changes a.mid")
            #expect(
                outcome.status == 0 && outcome.text.contains("they are estimated from the melody"), "\(outcome.text)")
            #expect(outcome.text.contains("Gm") && outcome.text.contains("F7"), "\(outcome.text)")
            // An upbeat has none.
            let upbeat = shell(
                #"printf 'X:1\nM:4/4\nL:1/8\nK:F\nC2|F2 A2 c4|B2 G2 E4|F2 A2 c2 A2|F8|]\n' > u.abc && jazz harmonize u.abc | grep '|'"#
            )
            #expect(upbeat.text.split { " |\n".contains($0) }.first == "N.C.", "\(upbeat.text)")
        }
    }

    @Test(arguments: [("--key Dm", "key: Dm"), ("--key Bb", "key: Bb"), ("", "key: Gm")])
    func theKeyAskedForIsKept(_ option: String, _ says: String) throws {
        try Shell.withDirectory { shell in
            let outcome = shell("\(Self.tune) && jazz harmonize \(option) bare.abc")
            #expect(outcome.status == 0 && outcome.text.contains(says), "\(outcome.text)")
        }
    }

    @Test(arguments: ["3/4", "5/4", "6/8", "7/8", "2/4"])
    func everyMetreHasItsChords(_ meter: String) throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                "jazz generate -q --only lead --chart blues --time \(meter) --bars 12 --seed 2 x.abc && grep -v '^P:' x.abc | sed 's/\"[^\"]*\"//g' > bare.abc && jazz harmonize bare.abc m.musicxml && grep -c '<measure ' m.musicxml"
            )
            #expect(outcome.status == 0, "\(outcome.text)")
            #expect(outcome.text.contains("time: \(meter)") && outcome.text.contains("12 bars of"), "\(outcome.text)")
        }
    }

    @Test(arguments: [
        ("nothing.mid", 66, "no such file"), ("bare.abc out.xyz", 64, "not as .xyz"),
        ("bare.abc --tempo 90", 64, "--tempo is for the band"), ("bare.abc -q", 64, "nothing to print"),
        ("bare.abc --count 10", 64, "choose 1 to 9"), ("bare.abc --key H8", 64, "is not a key"),
        ("bare.abc -", 64, "name a file for the band"), ("--table bare.abc bare.abc", 65, "not a table"),
        ("--table none bare.abc", 66, "cannot be read as a table"), ("two.abc", 65, "notes sound at once"),
        ("empty.abc", 65, "empty.abc"),
    ])
    func saysWhatCannotBeHarmonized(_ arguments: String, _ status: Int, _ says: String) throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                #"\#(Self.tune); printf 'X:1\nL:1/4\nK:C\n[CE]4|C4|\n' > two.abc; printf 'X:1\nK:C\nz8|\n' > empty.abc; jazz harmonize \#(arguments)"#
            )
            #expect(Int(outcome.status) == status && outcome.text.contains(says), "\(outcome.text)")
            #expect(outcome.text.split(separator: "\n").count == 1, "\(outcome.text)")
        }
    }

    @Test func aTableIsLearnedAndUsed() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                "\(Self.tune); mkdir f; for s in 1 2 3; do jazz generate -q --chart minor-song --bars 16 --seed $s f/$s.mid; done; jazz train-harmony f -o mine.table && jazz harmonize --table mine.table bare.abc | head -2 && jazz train-harmony f"
            )
            #expect(
                outcome.text.contains("mine.table: 3 solos") && outcome.text.contains("title: Bare"), "\(outcome.text)")
            #expect(outcome.status == 64 && outcome.text.contains("name the table to write"))
            let measured = shell("jazz train-harmony --measure f")
            #expect(measured.status == 65 && measured.text.contains("eight players"), "\(measured.text)")
        }
    }
}
