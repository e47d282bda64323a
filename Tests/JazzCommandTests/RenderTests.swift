import TestFiles
import Testing

/// `jazz render`: kinds of files, several at once, and standard output.
@Suite struct RenderTests {
    /// With a real font, its reverberation and a loudness that is asked for: 110 dB below the piece at most is left over.
    @Test func stemsAddUpToThePiece() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                "jazz generate -q --bars 12 --seed 2 a.mid && jazz render -q --bits float --loudness -16 --stems a.mid a.wav"
            )
            #expect(outcome.status == 0, "\(outcome)")
            func samples(_ name: String) -> [Float] {
                let bytes = (TemporaryDirectory.content(of: "\(shell.directory)/\(name)") ?? []).dropFirst(58).map {
                    $0
                }
                return stride(from: 0, to: bytes.count - 3, by: 4).map { index in
                    Float(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[index + $1]) << UInt32(8 * $1) })
                }
            }
            let mix = samples("a.wav")
            let stems = ["lead", "chords", "bass", "drums"].map { samples("a-\($0).wav") }
            try #require(stems.allSatisfy { $0.count == mix.count && !$0.isEmpty })
            var power = (mix: 0.0, rest: 0.0)
            for index in mix.indices {
                let rest = stems.reduce(mix[index]) { $0 - $1[index] }
                power.mix += Double(mix[index] * mix[index])
                power.rest += Double(rest * rest)
            }
            #expect(power.mix > 1 && power.rest < 1e-11 * power.mix, "\(power.rest / power.mix)")
        }
    }

    @Test func theNameSaysWhatIsWritten() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                """
                jazz generate -q --bars 2 --seed 1 a.mid; cp a.mid b.mid
                for f in a.wav a.flac a.ogg; do jazz render -q a.mid $f && head -c 4 $f && echo; done
                jazz render -q --bits 24 --rate 48000 a.mid c.wav; jazz render -q --bits float --rate 96000 a.mid d.wav
                od -An -tu2 -j34 -N2 c.wav; od -An -tu2 -j20 -N2 d.wav; od -An -tu4 -j24 -N4 d.wav
                jazz render -q a.mid b.mid --to made --format flac && ls made
                jazz render -q a.mid - | cmp - a.wav && echo same
                jazz render -q a.mid e.wav --stems && ls e-*.wav && wc -c e*.wav | awk '{print $1}' | sort -u | wc -l
                """)
            let words = outcome.text.split(whereSeparator: \.isWhitespace).map(String.init)
            #expect(
                outcome.status == 0
                    && words == [
                        "RIFF", "fLaC", "OggS", "24", "3", "96000", "a.flac", "b.flac", "same", "e-bass.wav",
                        "e-chords.wav", "e-drums.wav", "e-lead.wav", "2",
                    ], "\(outcome)")
        }
    }

    @Test func theLoudnessIsThatAskedFor() throws {
        try Shell.withDirectory { shell in
            let outcome = shell("jazz generate -q --bars 4 --seed 1 a.mid; jazz render a.mid a.wav --loudness -25")
            #expect(outcome.status == 0 && outcome.text.contains("-25.0 LUFS"), "\(outcome)")
            let louder = shell("jazz render a.mid a.wav --gain 6; jazz render a.mid b.wav --gain -6")
            #expect(louder.status == 0 && louder.text.split(separator: "\n").count == 2, "\(louder)")
        }
    }

    static let mistakes: [(String, Int32, String)] = [
        ("jazz render a.mid", 64, "sound file to write"), ("jazz render a.mid b.mid c.wav", 64, "--to FOLDER"),
        ("jazz render a.mid a.mp3", 64, ".wav, .flac or .ogg"), ("jazz render a.mid a.flac --bits float", 64, "FLAC"),
        ("jazz render a.mid a.ogg --bits 24", 64, "Ogg Vorbis has none"),
        ("jazz render a.mid a.wav --bits 12", 64, "16, 24"),
        ("jazz render a.mid a.wav --gain 6 --loudness -16", 64, "leave one"),
        ("jazz render a.mid a.wav --loudness 3", 64, "-40 to -5"),
        ("jazz render a.mid a.wav --format ogg", 64, "--to and -"),
        ("jazz render a.mid - --stems", 64, "--stems"),
        ("jazz render a.mid --to d --format mp3", 64, "wav, flac or ogg"),
        ("jazz render a.mid a.mid --to .", 64, "would write the same file"),
        ("cp a.mid a-lead.wav; jazz render a-lead.wav a.wav --stems", 64, "would replace"),
    ]

    @Test(arguments: mistakes) func mistakesAreNamed(_ command: String, _ status: Int32, _ says: String) throws {
        try Shell.withDirectory { shell in
            let outcome = shell("jazz generate -q --bars 1 --seed 1 a.mid; \(command)")
            #expect(outcome.status == status && outcome.text.contains(says), "\(outcome)")
        }
    }
}
