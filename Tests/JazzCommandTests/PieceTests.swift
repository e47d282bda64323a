import Testing

/// The main job, through the executable.
@Suite struct PieceTests {
    @Test func theSameSeedWritesTheSameBytes() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                """
                jazz generate --bars 16 --seed 7 a.mid && jazz generate --bars 16 --seed 7 b.mid &&
                jazz generate --bars 16 --seed 8 c.mid && cmp a.mid b.mid && ! cmp -s a.mid c.mid
                """)
            #expect(outcome.status == 0, "\(outcome.text)")
        }
    }

    @Test func aChartFileAndItsTextMakeTheSamePiece() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                """
                jazz charts blues > my.chart && jazz generate -q --changes my.chart --seed 3 --bars 4 a.mid &&
                jazz generate -q --chart blues --seed 3 --bars 4 b.mid && cmp a.mid b.mid
                """)
            #expect(outcome.status == 0, "\(outcome.text)")
        }
    }

    @Test func generatingNeedsNoSoundLibrary() throws {
        try Shell.withDirectory { shell in
            let libraries = shell("ldd $(command -v jazz)").text
            #expect(libraries.contains("libc.so"))
            #expect(!libraries.contains("fluidsynth") && !libraries.contains("asound"))
        }
    }

    @Test func theShippedModelIsSmallAndSaysWhereItComesFrom() throws {
        try Shell.withDirectory { shell in
            let size = Int(shell("wc -c < '\(Shell.root)/Sources/Pretrained/lead.safetensors'").text.filter(\.isNumber))
            #expect(size ?? .max <= 2_000_000)
            let card = shell("jazz model").text
            #expect(card.contains("Weimar Jazz Database") && card.contains("bits a note"), "\(card)")
        }
    }

    @Test func aPieceGoesToStandardOutputOnRequest() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                "jazz generate --bars 4 --seed 1 - > a.mid && jazz generate -q --bars 4 --seed 1 b.mid && cmp a.mid b.mid"
            )
            #expect(outcome.status == 0, "\(outcome.text)")
        }
    }

    /// A folder of the program's own pieces, learned for a moment and played from.
    @Test func aFolderIsLearnedAndPlayedFrom() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                """
                mkdir solos && for seed in 1 2 3 4 5 6; do jazz generate -q --bars 16 --seed $seed solos/$seed.mid; done
                echo broken > solos/7.mid
                jazz train solos -o mine.safetensors --from scratch --hidden 16 --epochs 2
                """)
            #expect(outcome.status == 0, "\(outcome.text)")
            #expect(outcome.text.contains("7.mid: refused: not a MIDI file"))
            #expect(outcome.text.contains("6 of 7 files used"))
            #expect(outcome.text.contains("bits a note"))
            let played = shell(
                "jazz generate --model mine.safetensors --bars 8 --seed 1 out.mid && jazz model mine.safetensors")
            #expect(played.status == 0 && played.text.contains("6 solos"), "\(played.text)")
            let again = shell(
                """
                jazz train solos -o again.safetensors --from scratch --hidden 16 --epochs 2 --threads 1 --name mine -q 2>/dev/null &&
                jazz generate -q --model again.safetensors --bars 8 --seed 1 again.mid && cmp out.mid again.mid
                """)
            #expect(again.status == 0, "\(again.text)")
        }
    }
}
