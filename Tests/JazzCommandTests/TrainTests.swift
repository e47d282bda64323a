import MIDI
import Testing

/// `jazz train`, through the executable: folders of all kinds, and models that learn on.
@Suite struct TrainTests {
    /// Six pieces in the folder `d`.
    private static let pieces =
        "mkdir d; for n in 1 2 3 4 5 6; do jazz generate -q --bars 16 --chart blues --seed $n d/P${n}_x.mid; done"

    @Test func oneGoodFileAmongAThousandBrokenOnesIsLearnedFrom() throws {
        try Shell.withDirectory { shell in
            let made = shell(
                """
                mkdir d; for n in $(seq 200); do echo 'not music' > d/text$n.mid; : > d/empty$n.mid
                printf 'MThd\\0\\0\\0\\6\\0\\1\\0\\1\\1\\340MTrk\\0\\0\\0\\377' > d/cut$n.mid; printf 'MThd\\0\\0\\0\\6\\0\\0\\0\\1\\0\\140MTrk\\0\\0\\0\\4\\0\\377\\57\\0' > d/silent$n.MID
                printf 'RIFF\\377\\377\\377\\377RMIDdata' > d/riff$n.midi; done
                jazz generate -q --bars 32 --seed 1 d/good.mid; ls d | wc -l
                """)
            #expect(made.text == "1001\n")
            let outcome = shell("jazz train d -o m.safetensors --epochs 2")
            #expect(outcome.status == 0, "\(outcome.text)")
            #expect(outcome.text.contains("jazz: good.mid: used: the lead is “lead”, "), "\(outcome.text)")
            #expect(outcome.text.contains("jazz: and 797 more are broken or no MIDI files\n"), "\(outcome.text)")
            #expect(outcome.text.contains("jazz: and 197 more have no notes\n"), "\(outcome.text)")
            #expect(outcome.text.contains("jazz: 1 of 1,001 files used: 1 solo"), "\(outcome.text)")
            #expect(outcome.text.split(separator: "\n").count < 20)
            #expect(shell("jazz generate -q --model m.safetensors --bars 4 a.mid").status == 0)
            let quiet = shell("jazz train d -q -o m.safetensors --epochs 2")
            #expect(!quiet.text.contains("good.mid") && quiet.text.contains("and 797 more"), "\(quiet.text)")
            let verbose = shell("jazz train d -v -o m.safetensors --epochs 2")
            #expect(verbose.text.split(separator: "\n").count { $0.contains(": refused: ") } == 1000)
            #expect(!verbose.text.contains(" more ") && !verbose.text.contains("--verbose"))
            let none = shell("rm d/good.mid; jazz train d -o out.safetensors")
            #expect(none.status == 65, "\(none.text)")
            #expect(
                none.text.hasSuffix(
                    "jazz: d: none of its 1000 MIDI files can be learned from: 800 are broken or no MIDI files, 200 have no "
                        + "notes; export again, as a Standard MIDI File, from the program that made it\n"),
                "\(none.text)")
        }
    }

    /// What is in a folder, and what is said of it as a whole.
    struct Folder: CustomTestStringConvertible {
        var files: [[Track]]
        var says: String
        var testDescription: String { says }
    }

    static let bass = MusicFile.track("", 40, pitches: [36], channel: 1, program: 33)
    static let chords = MusicFile.track("piano", 40, pitches: [60, 64, 67], channel: 2, program: 0)
    static let drums = MusicFile.track("drums", 40, pitches: [51], channel: 9)

    static let folders = [
        Folder(
            files: [[drums]],
            says: "d: its only MIDI file cannot be learned from: it has drums only; there is no melody"),
        Folder(
            files: [[drums], [MusicFile.track("kit", 20, pitches: [38], channel: 9)]],
            says: "d: none of its 2 MIDI files can be learned from: 2 have drums only; there is no melody to learn; "
                + "jazz train-drums"),
        Folder(files: [[Track(name: "nothing")]], says: "it has no notes; name a folder of music"),
        Folder(
            files: [[MusicFile.track("sax", 5)], [MusicFile.track("sax", 15)], [drums]],
            says:
                "none of its 3 MIDI files can be learned from: 2 have no line of 16 notes, 1 has drums only; that is too"
        ),
        Folder(
            files: [[chords, drums]],
            says: "it plays chords throughout; put the melody on a track of its own, named lead"),
        Folder(files: [[bass]], says: "it has no lead beside the bass; put the melody"),
        Folder(files: [[chords, bass, drums]], says: "it has no lead beside the bass"),
    ]

    @Test(arguments: folders) func aFolderThatGivesNothingIsExplained(_ folder: Folder) throws {
        try Shell.withDirectory { shell in
            _ = shell("mkdir d")
            for (index, tracks) in folder.files.enumerated() {
                try MusicFile.write(tracks, to: "\(shell.directory)/d/\(index).mid")
            }
            let outcome = shell("jazz train d -o out.safetensors")
            #expect(outcome.status == 65, "\(outcome.text)")
            let lines = outcome.text.split(separator: "\n")
            #expect(
                (lines.last ?? "").hasPrefix("jazz: d: ") && (lines.last ?? "").contains(folder.says), "\(outcome.text)"
            )
            #expect(lines.count { $0.contains(".mid: refused: ") } == folder.files.count)
            #expect(shell("ls -A").text == "d\n", "a file was left behind")
        }
    }

    /// The lead is a single-note line beside the bass, however much more the others play.
    @Test func theLeadIsFoundBesideABusyBand() throws {
        try Shell.withDirectory { shell in
            _ = shell("mkdir d")
            let piano = MusicFile.track("", 4000, pitches: [60, 64], channel: 2, program: 0)
            let bass = MusicFile.track("", 4000, pitches: [36], channel: 1, program: 33)
            let horn = MusicFile.track("Alto", 60, pitches: [70], channel: 3, program: 65)
            try MusicFile.write([piano, bass, horn, Self.drums], to: "\(shell.directory)/d/a.mid")
            let outcome = shell("jazz train d -o m.safetensors --epochs 1")
            #expect(outcome.status == 0, "\(outcome.text)")
            #expect(
                outcome.text.contains("a.mid: used: the lead is “Alto”, 60 notes, chords estimated"), "\(outcome.text)")
        }
    }

    @Test func aFolderWithoutChordsIsToldSo() throws {
        try Shell.withDirectory { shell in
            _ = shell("mkdir d")
            try MusicFile.write([MusicFile.track("", 200)], to: "\(shell.directory)/d/a.mid")
            let outcome = shell("jazz train d -o m.safetensors --epochs 3")
            #expect(outcome.status == 0, "\(outcome.text)")
            #expect(
                outcome.text.contains("a.mid: used: the lead is track 1, 200 notes, but without chords"),
                "\(outcome.text)")
            #expect(outcome.text.contains("no file has chords, neither as markers such as Dm7 nor in other tracks"))
            #expect(outcome.text.contains("1 solo, the last tenth held out"))
        }
    }

    @Test func twinsAreLearnedOnce() throws {
        try Shell.withDirectory { shell in
            let outcome = shell("\(Self.pieces); cp d/P1_x.mid d/Q.mid; jazz train d -o m.safetensors --epochs 1")
            #expect(outcome.text.contains("Q.mid: refused: the same notes as P1_x.mid"), "\(outcome.text)")
            #expect(outcome.text.contains("6 of 7 files used: 6 solos"), "\(outcome.text)")
        }
    }

    @Test func learningOnIsComparedWithBefore() throws {
        try Shell.withDirectory { shell in
            let outcome = shell("\(Self.pieces); jazz train d -o m.safetensors --epochs 8")
            #expect(outcome.status == 0, "\(outcome.text)")
            let lines = outcome.text.split(separator: "\n").map(String.init)
            #expect(lines.contains { $0.hasPrefix("m.safetensors: held-out ") && $0.hasSuffix("updates") })
            #expect(lines.contains { $0.hasPrefix("the shipped model before: ") && $0.contains("bits a note (rhythm") })
            #expect(lines.contains { $0.hasPrefix("learning on helped") }, "\(outcome.text)")
            let card = shell("jazz model m.safetensors").text
            #expect(card.contains("before ") && card.contains("from Woodshed lead"), "\(card)")
            // What it has learned it knows again.
            let again = shell("jazz train d --from m.safetensors -o n.safetensors --epochs 1")
            #expect(again.text.contains("jazz: m.safetensors has learned these solos before"), "\(again.text)")
            #expect(again.text.contains("learning on from m.safetensors: "))
            let sizes = shell("wc -c < m.safetensors; wc -c < n.safetensors").text.split(separator: "\n").compactMap {
                Int($0.filter(\.isNumber))
            }
            #expect(sizes.count == 2 && sizes[1] < sizes[0] + 1000, "the index of melodies must not grow: \(sizes)")
        }
    }

    @Test func whatLearningMadeWorseIsNotWritten() throws {
        try Shell.withDirectory { shell in
            // A rate that ruins the network.
            let outcome = shell(
                """
                \(Self.pieces); jazz train d -o a.safetensors --epochs 8 2>/dev/null
                jazz train d --from a.safetensors -o b.safetensors --epochs 4 --learning-rate 0.05
                """)
            #expect(outcome.status == 0, "\(outcome.text)")
            #expect(
                outcome.text.contains("b.safetensors: held-out ") && outcome.text.contains("updates made it better"))
            #expect(
                outcome.text.contains("learning on did not help: b.safetensors has the weights that it began with"),
                "\(outcome.text)")
            let same = shell(
                """
                jazz generate -q --model a.safetensors --max-copy 0 --seed 1 --only lead a.mid
                jazz generate -q --model b.safetensors --max-copy 0 --seed 1 --only lead b.mid
                jazz show a.mid > a.txt; jazz show b.mid | sed 's/b.mid/a.mid/' | cmp a.txt -
                """)
            #expect(same.status == 0, "\(same.text)")
        }
    }

    @Test func foldsLearnOnFromTheSameModelEachTime() throws {
        try Shell.withDirectory { shell in
            let outcome = shell("\(Self.pieces); jazz train d --folds 3 --epochs 2 -q")
            #expect(outcome.status == 0, "\(outcome.text)")
            let lines = outcome.text.split(separator: "\n").map(String.init)
            #expect(
                lines.count == 5 && lines[3].hasPrefix("all 3: ") && lines[4].hasPrefix("the shipped model before: "))
            // The last part alone comes out the same, whatever was learned for the others.
            let other = shell("rm -r d; \(Self.pieces); jazz train d --folds 3 --epochs 2 -q --threads 1")
            #expect(other.text == outcome.text)
        }
    }

    @Test func aRunGoesOnFromItsOwnModelOnly() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                """
                \(Self.pieces); jazz train d -q -o one.safetensors --from scratch --hidden 8 --epochs 1 >/dev/null
                jazz train d -q -o two.safetensors --from scratch --hidden 8 --epochs 1 --seed 2 >/dev/null
                jazz train d -q -o whole.safetensors --from one.safetensors --epochs 2000 --name x >/dev/null
                timeout -s INT 1 jazz train d -o m.safetensors --from one.safetensors --epochs 2000 --name x
                jazz train d -o m.safetensors --from two.safetensors --epochs 2000 --resume
                """)
            #expect(outcome.status == 65, "\(outcome.text)")
            #expect(
                outcome.text.contains(
                    "m.safetensors.checkpoint: belongs to another run: its hash of the first weights is "),
                "\(outcome.text)")
            let resumed = shell("jazz train d -o m.safetensors --from one.safetensors --epochs 2000 --name x --resume")
            #expect(resumed.status == 0 && resumed.text.contains("going on after "), "\(resumed.text)")
            #expect(shell("cmp m.safetensors whole.safetensors && ls -A | grep checkpoint").text.isEmpty)
        }
    }

    @Test func interruptedAtAnyMomentItLeavesAModelOrNothing() throws {
        try Shell.withDirectory { shell in
            _ = shell(Self.pieces)
            for delay in ["0.02", "0.05", "0.1", "0.2", "0.4", "0.8"] {
                let outcome = shell(
                    "timeout -s INT \(delay) jazz train d -o m.safetensors --epochs 100000; echo status $?")
                let files = shell("ls -A | grep -v '^d$' | tr '\\n' ' '").text
                #expect(["", "m.safetensors ", "m.safetensors m.safetensors.checkpoint "].contains(files), "\(files)")
                #expect(outcome.text.contains("status 1"), "\(outcome.text)")
                if files.isEmpty { continue }
                #expect(shell("jazz model m.safetensors").status == 0)
                #expect(
                    outcome.text.contains("stopped; the best so far is written, --resume goes on"), "\(outcome.text)")
                _ = shell("rm m.*")
            }
        }
    }

    /// Models of other kinds, where a lead or a bass is wanted.
    @Test func modelsOfOtherKindsAreRefused() throws {
        try Shell.withDirectory { shell in
            let shipped = "\(Shell.root)/Sources/Pretrained"
            let made = shell(
                """
                \(Self.pieces); yes 'the quick brown fox' | head -n 400 > corpus.txt
                textgen --corpus corpus.txt --budget 1s -n 1 --save-model text.safetensors >/dev/null 2>&1
                cp '\(shipped)/lead.safetensors' '\(shipped)/bass.safetensors' '\(shipped)/changes.safetensors' .
                LC_ALL=C sed 's/rhythm-touch-pitch-[0-9]/rhythm-touch-pitch-0/' lead.safetensors > old.safetensors
                LC_ALL=C sed 's/"encoding":/"incoding":/' lead.safetensors > mute.safetensors
                """)
            #expect(made.status == 0, "\(made.text)")
            for (model, says) in [
                ("text", "holds a text model; a jazz-lead model is needed here"),
                ("bass", "holds a jazz-bass model; a jazz-lead model"),
                ("changes", "holds a jazz-changes model; a jazz-lead model"),
                ("old", "it encodes music as rhythm-touch-pitch-0, this jazz needs rhythm-touch-pitch-"),
                ("mute", "it does not say how it encodes music; train it again with jazz train"),
            ] {
                for command in [
                    "train d -o out.safetensors --from", "generate out.mid --model", "score d/P1_x.mid --model",
                ] {
                    let outcome = shell("jazz \(command) \(model).safetensors")
                    #expect(outcome.status == 65, "\(outcome.text)")
                    #expect(
                        outcome.text.hasPrefix("jazz: \(model).safetensors") && outcome.text.contains(says),
                        "\(outcome.text)")
                }
            }
            for (option, model, needed) in [
                ("--bass-model", "lead", "jazz-bass"), ("--bass-model", "text", "jazz-bass"),
            ] {
                let outcome = shell("jazz generate out.mid \(option) \(model).safetensors")
                #expect(
                    outcome.status == 65 && outcome.text.contains("a \(needed) model is needed here"), "\(outcome.text)"
                )
            }
            let changes = shell("jazz changes --model lead.safetensors")
            #expect(changes.status == 65 && changes.text.contains("a jazz-changes model is needed here"))
            #expect(shell("ls -A | grep out").text.isEmpty, "a file was left behind")
        }
    }
}
