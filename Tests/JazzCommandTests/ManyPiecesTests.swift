import MIDI
import Testing

/// `jazz generate --count`, and what holds of every piece.
@Suite struct ManyPiecesTests {
    @Test func eachIsThePieceOfItsSeed() throws {
        let seed = Int.random(in: 0...999_999)
        print("seed \(seed)")
        try Shell.withDirectory { shell in
            for options in ["", "--changes invent --bars 9 --intro 1", "--best-of 3 --bars 8 --without drums"] {
                let outcome = shell(
                    """
                    mkdir m; jazz generate \(options) --count 4 --seed \(seed) m/a.b.mid &&
                    for n in 0 1 2 3; do s=$((\(seed) + n))
                    jazz generate -q \(options) --seed $s one.mid && cmp one.mid m/a.b-$s.mid || exit 1; done; ls m | wc -l; rm -r m
                    """)
                #expect(outcome.status == 0, "seed \(seed): \(outcome.text)")
                #expect(outcome.text == "m/a.b-\(seed).mid … m/a.b-\(seed + 3).mid: 4 pieces\n4\n", "\(outcome.text)")
            }
        }
    }

    @Test func interruptedItKeepsWholeFilesOnly() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                """
                jazz generate --count 10000 --bars 64 --seed 1 x.mid & p=$!
                until [ -e x-2.mid ]; do sleep 0.05; done; kill -INT $p; wait $p
                """)
            #expect(outcome.status == 130, "\(outcome.text)")
            #expect(shell("ls | grep -v '^x-[0-9]*.mid$'").text.isEmpty)
            #expect(shell("n=$(ls | wc -l); jazz generate -q --again x-$n.mid y.mid && cmp x-$n.mid y.mid").status == 0)
        }
    }

    static let mistakes = [
        BadInputTests.Mistake("jazz generate --count 0 out.mid", 64, "--count 0 is not possible; choose 1 to 10000"),
        .init("jazz generate --count -2 out.mid", 64, "--count -2 is not possible"),
        .init("jazz generate --count 10001 out.mid", 64, "1 to 10000"),
        .init("jazz generate --count 2 -", 64, "name one instead of -"),
        .init("jazz generate --count 2 --parts out out.mid", 64, "exclude each other"),
        .init("jazz generate --count 2 --seed 18446744073709551615 out.mid", 64, "leaves no room for 2 seeds"),
        .init("jazz generate --count 2 nosuch/out.mid", 73, "nosuch"),
        .init("jazz generate --best-of 0 out.mid", 64, "--best-of 0 is not possible; choose 1 to 1000"),
        .init("jazz generate --best-of -4 out.mid", 64, "--best-of -4 is not possible"),
        .init("jazz generate --best-of 1001 out.mid", 64, "1 to 1000"),
        .init("jazz generate --intro 9 out.mid", 64, "--intro 9 is not possible; choose 0 to 8 bars"),
        .init("jazz generate --intro -1 out.mid", 64, "--intro -1 is not possible"),
        .init("jazz generate --arc rise out.mid", 64, "--arc rise is not known; choose one of arch, build, fall"),
        .init("jazz generate --density 0 out.mid", 64, "is out of reach; choose 0.25 to 3"),
        .init("jazz generate --density nan out.mid", 64, "is out of reach"),
        .init("jazz generate --density 2 --arc none out.mid", 64, "leave one of --arc and --density out"),
        .init("jazz generate --motif 1.5 out.mid", 64, "--motif 1.5 is not a fraction; choose 0 to 1"),
        .init("jazz generate --motif -0.1 out.mid", 64, "--motif -0.1 is not a fraction"),
        .init("jazz generate --motif nan out.mid", 64, "is not a fraction"),
        .init("jazz generate --memory 1.5 out.mid", 64, "--memory 1.5 is not a fraction; choose 0 to 1"),
        .init("jazz generate --memory nan out.mid", 64, "is not a fraction"),
        .init("jazz generate --max-copy 7 out.mid", 64, "choose 8 or more, or 0 for no limit"),
        .init("jazz generate --max-copy -1 out.mid", 64, "--max-copy -1 cannot be kept"),
        .init("jazz generate --max-copy 99999999999999999999 out.mid", 64, "max-copy"),
    ]

    @Test(arguments: mistakes) func everyMistakeIsExplainedInOneLine(_ mistake: BadInputTests.Mistake) throws {
        try Shell.withDirectory { shell in
            let outcome = shell(mistake.command)
            #expect(outcome.status == mistake.status && outcome.text.contains(mistake.says), "\(outcome.text)")
            #expect((outcome.text.split(separator: "\n").last ?? "").hasPrefix("jazz: "), "\(outcome.text)")
            #expect(shell("ls -A").text.isEmpty, "a file was left behind")
        }
    }

    @Test func introAndFinalBarAddToTheLength() throws {
        try Shell.withDirectory { shell in
            for (options, bars) in [("", 9), ("--intro 3", 12), ("--final-bar", 10), ("--intro 8 --final-bar", 18)] {
                let outcome = shell("jazz generate --chart blues --bars 9 \(options) --seed 6 a.mid")
                #expect(outcome.text.hasPrefix("a.mid: \(bars) bars of"), "\(options): \(outcome.text)")
                #expect(shell("jazz show a.mid --svg a.svg").text.hasPrefix("a.svg: \(bars) bars"))
                let file = try MIDIFile.read("\(shell.directory)/a.mid")
                #expect(file.tracks.allSatisfy { $0.endTick == bars * 4 * 480 })
                let lead = Self.notes(of: "lead", in: file)
                let intro = options.contains("8") ? 8 : options.contains("3") ? 3 : 0
                #expect((lead.first?.start ?? 0) >= intro * 4 * 480, "the band begins alone")
            }
        }
    }

    @Test func theBestOfMeasuresNoWorse() throws {
        try Shell.withDirectory { shell in
            let outcome = shell(
                """
                jazz generate -q --chart blues --bars 12 --seed 4 --best-of 1 a.mid && jazz generate -q --chart blues --bars 12 \
                --seed 4 b.mid && cmp a.mid b.mid && jazz generate -q --chart blues --bars 12 --seed 4 --best-of 12 c.mid &&
                ! cmp -s a.mid c.mid && jazz generate -q --chart blues --bars 12 --seed 4 --best-of 12 d.mid && cmp c.mid d.mid
                """)
            #expect(outcome.status == 0, "\(outcome.text)")
        }
    }

    private static func notes(of track: String, in file: MIDIFile) -> [Note] {
        let index = file.trackNames.firstIndex { $0 == track }
        return file.notes.filter { $0.track == index }
    }

    /// Lengths of 1 to 64 bars over the sample charts, as the seeds pick them.
    @Test func everyPieceIsExactlyAsLongAsAskedAndPlayable() throws {
        let first = Int.random(in: 0...999_999)
        print("first seed \(first)")
        try Shell.withDirectory { shell in
            let outcome = shell(
                "for bars in $(seq 1 64); do jazz generate -q --count 3 --seed \(first) --bars $bars $bars.mid || exit 1; done"
            )
            #expect(outcome.status == 0, "\(outcome.text)")
            for bars in 1...64 {
                for seed in first..<first + 3 {
                    let file = try MIDIFile.read("\(shell.directory)/\(bars)-\(seed).mid")
                    let flaws = Self.flaws(of: file, bars: bars)
                    #expect(flaws.isEmpty, "--bars \(bars) --seed \(seed): \(flaws.joined(separator: "; "))")
                }
            }
        }
    }

    /// What is wrong with a piece on the usual instruments.
    private static func flaws(of file: MIDIFile, bars: Int) -> [String] {
        var flaws: [String] = []
        let signature = file.timeSignatures.first?.signature
        let barTicks = (signature?.numerator ?? 0) * 1920 / (signature?.denominator ?? 1)
        let end = bars * barTicks
        if file.tracks.count != 5 { flaws.append("\(file.tracks.count) tracks") }
        if !file.tracks.allSatisfy({ $0.endTick == end }) { flaws.append("a track does not end with bar \(bars)") }
        var on = 0
        for track in file.tracks {
            var sounding = [Int](repeating: 0, count: 16 * 128)
            for event in track.events {
                switch event.message {
                case .noteOn(let channel, let pitch, let velocity) where velocity > 0:
                    if sounding[channel * 128 + pitch] > 0 { flaws.append("\(pitch) is struck while it sounds") }
                    sounding[channel * 128 + pitch] += 1
                    on += 1
                case .noteOn(let channel, let pitch, _), .noteOff(let channel, let pitch, _):
                    sounding[channel * 128 + pitch] -= 1
                default: break
                }
            }
            if sounding.contains(where: { $0 != 0 }) { flaws.append("a note is never or twice released") }
        }
        if file.notes.count != on { flaws.append("\(on) notes are struck, \(file.notes.count) sound") }
        if file.notes.contains(where: { $0.start < 0 || $0.end > end || $0.end <= $0.start }) {
            flaws.append("a note is outside the piece")
        }
        for (part, range) in [("lead", 44...76), ("bass", 28...67)] {
            let notes = notes(of: part, in: file)
            let outside = notes.filter { !range.contains($0.pitch) }.map(\.pitch)
            if !outside.isEmpty { flaws.append("the \(part) plays \(outside)") }
            if zip(notes, notes.dropFirst()).contains(where: { $0.end > $1.start }) {
                flaws.append("the \(part) plays chords")
            }
        }
        let lead = notes(of: "lead", in: file)
        var silence = 0
        for (start, stop) in lead.map({ ($0.start, $0.end) }) + [(end, end)] {
            if start - silence > 2 * barTicks { flaws.append("the lead is silent from tick \(silence) to \(start)") }
            silence = stop
        }
        let played = Set(file.notes.map { $0.start / barTicks })
        if !(0..<bars).allSatisfy(played.contains) { flaws.append("a bar is empty") }
        return flaws
    }
}
