import Glibc
import MIDI
import TestFiles
import TestSound
import Testing

/// `jazz play` over a card made for tests, from outside: what is heard, written down and said, and how it ends.
@Suite(.enabled(if: FakeCard.isAvailable, "no C compiler or no alsa-lib headers for the test card"))
struct PlayTests {
    /// A directory whose default sound device is a card.
    static func withCard(_ settings: String, _ body: (Shell, _ environment: [String: String]) throws -> Void) throws {
        try Shell.withDirectory { shell in
            let path = try #require(FakeCard.configuration(in: shell.directory, settings: settings))
            try body(shell, ["ALSA_CONFIG_PATH": path])
        }
    }

    static func played(_ name: String, in shell: Shell) throws -> MIDIFile {
        try MIDIFile.read("\(shell.directory)/\(name)")
    }

    @Test func nothingIsPromisedBeforeTheDeviceIsOpen() throws {
        try Shell.withDirectory { shell in
            let outcome = shell("jazz play --chart blues --seed 1 --device no-such-card")
            #expect(outcome.status == 69 && !outcome.text.contains("Ctrl-C"), "\(outcome.text)")
        }
    }

    @Test func soManyChorusesAreHeardAndWrittenDown() throws {
        try Self.withCard("speed 10.0") { shell, environment in
            let child = try Child(
                "jazz play --chart jazz-blues --seed 3 --choruses 2 --count-in --record a.mid --wav a.wav".split(
                    separator: " "
                ).map(String.init), in: shell, adding: environment)
            let end = child.end(within: 60)
            #expect(end.status == 0, "\(end)")
            #expect(end.text.contains("“Quick Change”, swing at 160, seed 3"))
            let file = try Self.played("a.mid", in: shell)
            // A bar of clicks, two choruses and the last bar.
            #expect(file.barCount == 1 + 24 + 1)
            let channels = Set(file.notes.map(\.channel))
            #expect(channels == [0, 1, 2, 9])
            #expect(file.notes.filter { $0.start < 1900 }.allSatisfy { $0.channel == 9 && $0.pitch == 37 })
            let wav = TemporaryDirectory.content(of: "\(shell.directory)/a.wav") ?? []
            let card = TemporaryDirectory.content(of: "\(shell.directory)/card.raw") ?? []
            #expect(wav.count == card.count + 80 && Array(wav.dropFirst(80)) == card)
        }
    }

    @Test func theSameSeedPlaysTheSame() throws {
        try Self.withCard("speed 10.0") { shell, environment in
            for name in ["a.mid", "b.mid"] {
                let child = try Child(
                    [
                        "jazz", "play", "-q", "--chart", "jazz-blues", "--seed", "8", "--choruses", "1", "--record",
                        name,
                    ],
                    in: shell, adding: environment)
                #expect(child.end(within: 60).status == 0)
            }
            #expect(try Self.played("a.mid", in: shell).notes == Self.played("b.mid", in: shell).notes)
        }
    }

    /// Whatever ends it: the files are whole up to the last moments, and no note is left sounding where it could be helped.
    @Test(arguments: [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129), (SIGKILL, 1009)])
    func whatWasHeardIsKept(_ signal: Int32, _ status: Int) throws {
        try Self.withCard("speed 1.0") { shell, environment in
            let child = try Child(
                "jazz play -q --chart jazz-blues --seed 3 --record a.mid --wav a.wav".split(separator: " ").map(
                    String.init), in: shell, adding: environment)
            // Three seconds and more of sound, by the file's own account.
            for _ in 0..<2000 {
                let size = TemporaryDirectory.content(of: "\(shell.directory)/a.wav")?.count ?? 0
                if size > 3 * 192_000 { break }
                usleep(20_000)
            }
            child.send(signal)
            let end = child.end(within: 30)
            #expect(end.status == status, "\(end)")
            let file = try Self.played("a.mid", in: shell)
            let wav = TemporaryDirectory.content(of: "\(shell.directory)/a.wav") ?? []
            let seconds = Double(wav.count - 80) / 192_000
            #expect(seconds >= 3 && file.lengthInSeconds > seconds - 1.5, "\(file.lengthInSeconds) of \(seconds) s")
            #expect(file.notes.count > 20)
            guard signal != SIGKILL else { return }
            let log = FakeCard.events(TemporaryDirectory.content(of: "\(shell.directory)/card.log") ?? [])
            #expect(log.last?.event == "close" && !log.contains { $0.event == "dropped" })
            let sound = Recording(raw: wav.dropFirst(80))
            #expect(sound.peak(sound.left.count - 16..<sound.left.count) == 0)
        }
    }

    @Test func aSetListIsPlayedInItsOrder() throws {
        try Self.withCard("speed 10.0") { shell, environment in
            #expect(
                shell(
                    """
                    mkdir d; jazz generate -q --bars 2 --seed 1 d/b.mid; jazz generate -q --bars 2 --seed 2 d/a.mid
                    jazz generate -q --bars 2 --seed 3 c.mid; echo no >d/bad.mid; echo text >d/notes.txt
                    """
                ).status == 0)
            let child = try Child(
                ["jazz", "play", "c.mid", "d", "--record", "all.mid"], in: shell, adding: environment)
            let end = child.end(within: 60)
            #expect(end.status == 0, "\(end)")
            #expect(end.text.contains("left out: d/bad.mid"))
            let order = end.text.split(separator: "\n").filter { $0.contains(" of 3: ") }
            #expect(order == ["jazz: 1 of 3: c.mid", "jazz: 2 of 3: d/a.mid", "jazz: 3 of 3: d/b.mid"], "\(end.text)")
            let whole = try Self.played("all.mid", in: shell)
            let parts = try ["c.mid", "d/a.mid", "d/b.mid"].map { try Self.played($0, in: shell) }
            #expect(whole.notes.count == parts.reduce(0) { $0 + $1.notes.count })
            // Two pauses of a second and a half.
            let seconds = parts.reduce(3.0) { $0 + $1.lengthInSeconds }
            #expect(abs(whole.lengthInSeconds - seconds) < 0.1)
        }
    }

    static let mistakes: [(command: String, status: Int32, says: String)] = [
        ("jazz play missing.mid", 66, "missing.mid"), ("mkdir d; jazz play d", 66, "no MIDI file"),
        ("echo no >x.mid; jazz play x.mid", 65, "x.mid"),
        ("jazz play --record x.wav", 64, ".mid"), ("jazz play --wav x.mid", 64, ".wav"),
        ("jazz play --record no/x.mid", 73, "no directory"), ("jazz play --latency 1", 64, "4 to 1000"),
        ("jazz play --trade 4", 64, "--listen"), ("jazz play --listen x --trade 5", 64, "4, 8 or chorus"),
        ("jazz play --listen nowhere", 69, "nobody can be heard"),
        ("jazz play --midi-clock", 64, "--midi-out"), ("jazz play --midi-out p --wav x.wav", 64, "--wav"),
        ("mkfifo p; jazz play --midi-out p", 69, "nobody reads it"),
        ("jazz play --record a.mid --wav ./a.mid", 64, ".wav"),
        ("jazz generate -q --bars 1 a.mid; jazz play a.mid --record a.mid", 64, "would replace"),
        ("jazz generate -q --bars 1 a.mid; jazz play a.mid --count-in", 64, "--count-in"),
        ("jazz play --follow loudness", 64, "--listen"),
        ("jazz play --no-thru", 64, "--listen"),
        ("jazz play --listen keys --follow tempo", 64, "loudness, chords or both"),
        ("jazz play --soundfont missing.sf2", 66, "missing.sf2"),
        ("printf 'RIFF....sfbk' >x.sf2; jazz play --soundfont x.sf2", 65, "x.sf2"),
    ]

    @Test(arguments: mistakes) func mistakesAreNamed(_ command: String, _ status: Int32, _ says: String) throws {
        try Self.withCard("speed 10.0") { shell, environment in
            let outcome = shell("export ALSA_CONFIG_PATH='\(environment["ALSA_CONFIG_PATH"]!)'; \(command)")
            #expect(outcome.status == status && outcome.text.contains(says), "\(command): \(outcome)")
            #expect(outcome.text.split(separator: "\n").count <= 2, "\(outcome.text)")
        }
    }

    @Test func devicesAreListed() throws {
        try Self.withCard("speed 10.0") { shell, environment in
            let outcome = shell("ALSA_CONFIG_PATH='\(environment["ALSA_CONFIG_PATH"]!)' jazz play --list-devices")
            #expect(outcome.status == 0 && outcome.text == "default   A card for tests\n", "\(outcome)")
        }
    }

    /// Underruns, suspensions, a device that is unplugged and comes back: at random moments, and the music goes on.
    @Test(arguments: ["underrun_at", "suspend_at", "resume 1 suspend_at"])
    func faultsOfTheCardAreRecoveredFrom(_ fault: String) throws {
        for _ in 0..<4 {
            let frame = Int.random(in: 1000...600_000)
            try Self.withCard("speed 10.0 \(fault) \(frame)") { shell, environment in
                let child = try Child(
                    "jazz play --chart jazz-blues --seed 3 --choruses 1 --record a.mid".split(separator: " ").map(
                        String.init), in: shell, adding: environment)
                let end = child.end(within: 60)
                #expect(end.status == 0, "frame \(frame): \(end)")
                let bars = try Self.played("a.mid", in: shell).barCount
                #expect(bars == 13, "frame \(frame): \(end)")
            }
        }
    }

    @Test func aDeviceThatAlwaysFailsEndsWithItsOwnStatus() throws {
        try Self.withCard("speed 10.0 always_underrun 1") { shell, environment in
            let child = try Child(
                "jazz play --chart jazz-blues --choruses 1 --record a.mid".split(separator: " ").map(String.init),
                in: shell, adding: environment)
            let end = child.end(within: 60)
            #expect(end.status == 69 && end.text.contains("failed"), "\(end)")
            _ = try Self.played("a.mid", in: shell)
        }
    }

    /// The file may not grow beyond a limit: it is kept as far as it got, the music goes on, and the status tells.
    @Test func aFullDiskEndsTheRecordingAndNotTheMusic() throws {
        try Self.withCard("speed 10.0") { shell, environment in
            let outcome = shell(
                """
                export ALSA_CONFIG_PATH='\(environment["ALSA_CONFIG_PATH"]!)'; trap '' XFSZ
                sed -i 's/file "[^"]*"//' "$ALSA_CONFIG_PATH"; ulimit -f 1000
                jazz play --chart jazz-blues --seed 3 --choruses 1 --wav a.wav --record a.mid
                """)
            #expect(outcome.status == 73 && outcome.text.contains("the music goes on"), "\(outcome)")
            let wav = TemporaryDirectory.content(of: "\(shell.directory)/a.wav") ?? []
            let data = wav[76..<80].reversed().reduce(0) { $0 << 8 | Int($1) }
            #expect(data > 100_000 && wav.count >= 80 + data)
        }
    }

    /// A person who plays through a pipe, in time: silent lead for four bars, then the answer, from the first beat on.
    @Test func aPersonIsTradedWith() throws {
        try Self.withCard("speed 1.0") { shell, environment in
            #expect(shell("mkfifo keys").status == 0)
            let child = try Child(
                "jazz play -q --chart jazz-blues --seed 3 --tempo 240 --listen keys --trade 4 --record a.mid --choruses 1"
                    .split(separator: " ").map(String.init), in: shell, adding: environment)
            // A note every fifth of a second, for as long as the first call.
            let typed = shell(
                "(while [ ! -s a.mid ]; do sleep 0.02; done; for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14; do printf '\\220\\112\\132'; sleep 0.15; "
                    + "printf '\\200\\112\\100'; sleep 0.05; done) >keys")
            #expect(typed.status == 0)
            let end = child.end(within: 60)
            #expect(end.status == 0, "\(end)")
            let file = try Self.played("a.mid", in: shell)
            let lead = file.notes.filter { $0.channel == 0 }
            let bar = 1920
            let turns = lead.filter { $0.start < 12 * bar }.map { ($0.start + 120) / bar / 4 }
            #expect(turns.allSatisfy { $0 == 1 } && turns.count > 3, "\(lead)")
            let first = try #require(lead.first)
            #expect(abs(first.start - 4 * bar) < 240, "\(first)")
            // The person stayed on one high note; the answer sets out from there.
            #expect(abs(first.pitch - 74) <= 12, "\(first)")
            #expect(Set(file.notes.filter { $0.start < 4 * bar }.map(\.channel)) == [1, 2, 3, 9])
        }
    }

    /// The person is sounded and stands on a track of their own; the band is as loud as they are.
    @Test func aPersonIsHeardWrittenDownAndFollowed() throws {
        var loudness: [Double] = []
        for velocity in ["\\024", "\\177"] {
            try Self.withCard("speed 1.0") { shell, environment in
                #expect(shell("mkfifo keys").status == 0)
                let child = try Child(
                    ("jazz play -q --chart jazz-blues --seed 3 --tempo 240 --listen keys --follow loudness "
                        + "--record a.mid --choruses 1").split(separator: " ").map(String.init), in: shell,
                    adding: environment)
                let typed = shell(
                    "(while [ ! -s a.mid ]; do sleep 0.02; done; for n in $(seq 28); do printf '\\220\\112\(velocity)'; sleep 0.15; "
                        + "printf '\\200\\112\\100'; sleep 0.05; done) >keys")
                #expect(typed.status == 0)
                let end = child.end(within: 60)
                #expect(end.status == 0, "\(end)")
                let file = try Self.played("a.mid", in: shell)
                #expect(file.trackNames.last == "person")
                let person = file.notes.filter { $0.track == 1 }
                #expect(person.count >= 10 && person.allSatisfy { $0.pitch == 74 && $0.channel == 3 }, "\(person)")
                // The bass of the bars after the second, by which two were heard.
                let bass = file.notes.filter { $0.channel == 2 && (2 * 1920..<6 * 1920).contains($0.start) }
                loudness.append(Double(bass.reduce(0) { $0 + $1.velocity }) / Double(max(bass.count, 1)))
            }
        }
        #expect(loudness[0] > 0 && loudness[1] > 1.25 * loudness[0], "\(loudness)")
    }

    /// What comes through pipes is read once, wherever it stands in the list.
    @Test func pipesAreFilesOfASetList() throws {
        try Self.withCard("speed 10.0") { shell, environment in
            let outcome = shell(
                """
                export ALSA_CONFIG_PATH='\(environment["ALSA_CONFIG_PATH"]!)'; mkfifo p q
                jazz generate -q --bars 4 --seed 1 a.mid; (cat a.mid >p; cat a.mid >q) &
                jazz play -q p q --record b.mid
                """)
            #expect(outcome.status == 0, "\(outcome)")
            let one = try Self.played("a.mid", in: shell).notes.count
            #expect(try Self.played("b.mid", in: shell).notes.count == 2 * one)
        }
    }
}
