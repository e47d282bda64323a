import MIDI
import Testing

/// How eighths lie in time.
@Suite struct FeelTests {
    /// The places of a track's onsets within their beats.
    private func places(_ shell: Shell, _ name: String, track: Int) throws -> Set<Int> {
        let file = try MIDIFile.read("\(shell.directory)/\(name)")
        return Set(file.notes.filter { $0.track == track }.map { $0.start % 480 })
    }

    @Test func theSwingAskedForIsPlayed() throws {
        try Shell.withDirectory { shell in
            let make = "jazz generate -q --chart blues --seed 3 --bars 12 --quantize"
            let outcome = shell(
                "\(make) --swing 3 a.mid && \(make) --straight b.mid && \(make) --swing 1 c.mid && cmp b.mid c.mid")
            #expect(outcome.status == 0, "\(outcome.text)")
            // Three to one: three quarters of a beat.
            #expect(try places(shell, "a.mid", track: 2) == [0, 360])
            #expect(try places(shell, "b.mid", track: 2) == [0, 240])
            let lead = try places(shell, "b.mid", track: 1)
            #expect(lead.isSuperset(of: [0, 240]) && lead.allSatisfy { $0 % 40 == 0 }, "\(lead)")
            let again = shell(
                "for f in a b; do jazz generate -q --again $f.mid $f$f.mid && cmp $f.mid $f$f.mid || exit 1; done")
            #expect(again.status == 0, "\(again.text)")
            #expect(shell("\(make) --straight s.musicxml && grep -c '<straight' s.musicxml").text == "1\n")
        }
    }

    @Test func humanizingIsAMatterOfDegree() throws {
        try Shell.withDirectory { shell in
            func onsets(_ amount: String) throws -> [Int] {
                let outcome = shell("jazz generate -q --chart blues --seed 3 --bars 12 \(amount) x.mid")
                #expect(outcome.status == 0, "\(outcome.text)")
                return try MIDIFile.read("\(shell.directory)/x.mid").notes.filter { $0.track == 1 }.map(\.start)
            }
            let (none, half, whole, usual) = try (
                onsets("--humanize 0"), onsets("--humanize 0.5"), onsets("--humanize 1"), onsets("")
            )
            #expect(whole == usual && none.count == whole.count && half.count == whole.count)
            func distance(_ line: [Int]) -> Int { zip(line, none).reduce(0) { $0 + abs($1.0 - $1.1) } }
            let (near, far) = (distance(half), distance(whole))
            #expect(far > 0 && (3 * far...7 * far).contains(10 * near), "\(near) of \(far)")
        }
    }

    @Test(arguments: [
        "--swing 0.9", "--swing 3.1", "--swing nan", "--humanize -1", "--humanize 1.5", "--swing 2 --straight",
        "--quantize --humanize 1",
    ])
    func whatCannotBePlayedIsRefused(_ options: String) throws {
        try Shell.withDirectory { shell in
            let outcome = shell("jazz generate \(options) x.mid; status=$?; ls; exit $status")
            #expect(outcome.status == 64 && outcome.text.split(separator: "\n").count == 1, "\(outcome.text)")
        }
    }
}
