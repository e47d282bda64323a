import Glibc
import MIDI
import TestFiles
import TestSound
import Testing

/// The stage, looked at and typed at through a pseudo-terminal, over a card made for tests.
@Suite(.serialized, .enabled(if: FakeCard.isAvailable, "no C compiler or no alsa-lib headers for the test card"))
struct StageTests {
    private static func stage(
        _ options: String = "", in shell: Shell, _ environment: [String: String], columns: Int = 80, rows: Int = 24,
        more: [String] = ["NO_COLOR=1"]
    ) throws -> TerminalRun {
        let binary = "\(try #require(Shell.binaries))/jazz"
        let words = "play --chart jazz-blues --seed 3 \(options)".split(separator: " ").map(String.init)
        return TerminalRun(
            binary, words,
            environment: environment.map { "\($0.key)=\($0.value)" } + ["LANG=C.UTF-8", "TERM=xterm"] + more,
            in: shell.directory, columns: columns, rows: rows)
    }

    /// Waits until the screen shows something.
    private static func wait(
        _ run: TerminalRun, columns: Int = 80, rows: Int = 24, until holds: (ShownScreen) -> Bool
    ) -> ShownScreen? {
        var screen: ShownScreen?
        let found = run.wait(until: {
            let now = ShownScreen(run.shown, columns: columns, rows: rows)
            screen = now
            return now.isOtherScreen && holds(now)
        })
        return found ? screen : nil
    }

    @Test(arguments: [(60, 16), (80, 24), (120, 40)])
    func itShowsTheChartTheBarAndWhatIsPlayed(_ columns: Int, _ rows: Int) throws {
        try PlayTests.withCard("speed 1.0") { shell, environment in
            let run = try Self.stage(in: shell, environment, columns: columns, rows: rows)
            // The second bar of the tune is lit.
            let second = try #require(
                Self.wait(run, columns: columns, rows: rows) { $0.text.contains("bar 2.") && !$0.litText.isEmpty },
                "\(ShownScreen(run.shown, columns: columns, rows: rows).text)")
            #expect(second.strange == [])
            #expect(!second.hasColour && !second.showsCursor)
            for text in [
                "Quick Change", "swing", "tempo 160", "temp 0.90", "density 1.00", "playing", "lead", "chords", "bass",
                "drums", " bars", "buffer ▮", "? help",
            ] { #expect(second.text.contains(text), "\(text) is missing in\n\(second.text)") }
            #expect(second.litText.contains { $0.contains("Eb7") }, "\(second.litText) in\n\(second.text)")
            // Notes are drawn, of several parts.
            #expect(second.text.contains("█") && second.text.contains("▄") && second.text.contains("•"))
            run.type("qq")
            #expect(run.status() == 0)
        }
    }

    @Test func theKeysDoWhatTheySay() throws {
        try PlayTests.withCard("speed 1.0") { shell, environment in
            let run = try Self.stage("--record a.mid", in: shell, environment)
            func shows(_ text: String) -> Bool { Self.wait(run) { $0.text.contains(text) } != nil }
            #expect(shows("bar 1."))
            run.type("\u{1B}[A")
            #expect(shows("tempo 165"))
            run.type("\u{1B}[B\u{1B}[B")
            #expect(shows("tempo 155"))
            run.type("\u{1B}[C")
            #expect(shows("temp 0.95"))
            run.type("\u{1B}[D\u{1B}[D")
            #expect(shows("temp 0.85"))
            run.type("D")
            #expect(shows("density 1.25"))
            run.type("dd")
            #expect(shows("density 0.75"))
            run.type("k")
            #expect(shows("+1"))
            run.type("ml")
            #expect(shows("× lead"))
            run.type("Sb")
            #expect(shows("bass alone") && shows("× drums"))
            run.type("Sb")
            #expect(shows("everyone again"))
            run.type("s")
            #expect(shows("bebop from the next bar on") && shows("bebop  chorus"))
            run.type("n")
            #expect(shows("chorus 2"))
            run.type("l")
            #expect(shows("loop"))
            run.type("l ")
            #expect(shows("paused"))
            run.type(" ?")
            #expect(shows("keep the last chorus as a MIDI file"))
            run.type("?x")
            #expect(shows("x: no such key"))
            run.type("r")
            #expect(shows("no chorus has been heard to its end yet"))
            run.type("q")
            #expect(shows("ending"))
            #expect(run.wait(until: { run.isCooked }) && run.status() == 0)
            // It ended on a last bar, and all that was heard is written down.
            let file = try PlayTests.played("a.mid", in: shell)
            #expect(file.notes.count > 30)
        }
    }

    @Test func theLastChorusIsKeptAsAFile() throws {
        try PlayTests.withCard("speed 8.0") { shell, environment in
            let run = try Self.stage(in: shell, environment)
            #expect(Self.wait(run) { $0.text.contains("chorus 2") } != nil)
            run.type("r")
            #expect(Self.wait(run) { $0.text.contains("kept as chorus-3-1.mid") } != nil)
            run.type("qq")
            #expect(run.status() == 0)
            let file = try PlayTests.played("chorus-3-1.mid", in: shell)
            #expect(file.barCount == 12 && file.markers.count >= 9)
        }
    }

    /// The terminal is as it was, whatever ends it.
    @Test(arguments: [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129), (SIGSEGV, 1011)])
    func theTerminalIsGivenBack(_ signal: Int32, _ status: Int) throws {
        try PlayTests.withCard("speed 1.0") { shell, environment in
            let run = try Self.stage(in: shell, environment)
            #expect(Self.wait(run) { $0.text.contains("bar 1.") } != nil)
            #expect(!run.isCooked)
            run.send(signal)
            #expect(run.wait(until: { run.isCooked }))
            #expect(run.status() == status)
            _ = run.wait(until: { !ShownScreen(run.shown, columns: 80, rows: 24).isOtherScreen })
            let screen = ShownScreen(run.shown, columns: 80, rows: 24)
            #expect(!screen.isOtherScreen && screen.showsCursor)
        }
    }

    @Test func ctrlZGivesTheTerminalBackAndFgTakesItAgain() throws {
        try PlayTests.withCard("speed 1.0") { shell, environment in
            let run = try Self.stage("--record a.mid", in: shell, environment)
            #expect(Self.wait(run) { $0.text.contains("bar 1.3") } != nil)
            run.send(SIGTSTP)
            #expect(run.wait(until: { run.isCooked && !ShownScreen(run.shown, columns: 80, rows: 24).isOtherScreen }))
            run.send(SIGCONT)
            #expect(Self.wait(run) { $0.text.contains("bar 2.") } != nil)
            run.type("qq")
            #expect(run.status() == 0 && run.isCooked)
        }
    }

    @Test func itFollowsTheSizeOfTheTerminal() throws {
        try PlayTests.withCard("speed 1.0") { shell, environment in
            let run = try Self.stage(in: shell, environment)
            #expect(Self.wait(run) { $0.text.contains("bar 1.") } != nil)
            run.resize(columns: 100, rows: 30)
            #expect(Self.wait(run, columns: 100, rows: 30) { $0.lines[29].contains("seed 3") } != nil)
            run.resize(columns: 50, rows: 10)
            #expect(Self.wait(run, columns: 100, rows: 30) { $0.text.contains("Too small") } != nil)
            run.type("qq")
            #expect(run.status() == 0)
        }
    }

    @Test func aTerminalWithoutUnicodeGetsAsciiAndOneWithColoursGetsThem() throws {
        try PlayTests.withCard("speed 1.0") { shell, environment in
            let plain = try Self.stage(in: shell, environment, more: ["NO_COLOR=1", "LC_ALL=C"])
            let shown = try #require(Self.wait(plain) { $0.text.contains("bar 1.") })
            let strange = shown.text.filter { !$0.isASCII }
            #expect(strange == "" && shown.text.contains("\"Quick Change\""))
            plain.type("qq")
            #expect(plain.status() == 0)
            let colourful = try Self.stage(in: shell, environment, more: [])
            #expect(Self.wait(colourful) { $0.hasColour } != nil)
            colourful.type("qq")
            #expect(colourful.status() == 0)
        }
    }

    @Test func aDeviceThatIsGoneIsWaitedForAndAPersonNeedNotWait() throws {
        try PlayTests.withCard("speed 1.0 unplug_at 96000") { shell, environment in
            let run = try Self.stage(in: shell, environment)
            #expect(Self.wait(run) { $0.text.contains("bar 1.") } != nil)
            // Without its configuration it cannot be opened again.
            #expect(shell("mv asound.conf away").status == 0)
            #expect(Self.wait(run) { $0.text.contains("no device: waiting") } != nil)
            #expect(shell("mv away asound.conf").status == 0)
            #expect(Self.wait(run) { !$0.text.contains("no device") && $0.text.contains("playing") } != nil)
            run.type("\u{3}")
            #expect(run.wait(until: { run.isCooked }) && run.status() == 130)
        }
    }

    @Test func aDeviceThatAlwaysFailsGivesTheTerminalBack() throws {
        try PlayTests.withCard("speed 1.0 always_underrun 1") { shell, environment in
            let run = try Self.stage(in: shell, environment)
            #expect(run.wait(until: { run.shown.contains("is it still connected?") }))
            let screen = ShownScreen(run.shown, columns: 80, rows: 24)
            #expect(!screen.isOtherScreen && screen.showsCursor && run.status() == 69)
        }
    }

    /// A set list has a stage of its own, with the keys that make sense there.
    @Test(arguments: [(60, 16), (80, 24), (120, 40)])
    func aSetListIsShownAndObeys(_ columns: Int, _ rows: Int) throws {
        try PlayTests.withCard("speed 1.0") { shell, environment in
            let made = shell(
                "jazz generate -q --chart jazz-blues --seed 3 a.mid; jazz generate -q --chart jazz-blues --seed 4 b.mid"
            )
            #expect(made.status == 0)
            let binary = "\(try #require(Shell.binaries))/jazz"
            let run = TerminalRun(
                binary, ["play", "a.mid", "b.mid", "--record", "c.mid"],
                environment: environment.map { "\($0.key)=\($0.value)" } + [
                    "LANG=C.UTF-8", "TERM=xterm", "NO_COLOR=1",
                ], in: shell.directory, columns: columns, rows: rows)
            func shows(_ texts: String...) -> Bool {
                Self.wait(run, columns: columns, rows: rows) { screen in
                    texts.allSatisfy { screen.text.contains($0) }
                } != nil
            }
            // The name, the place, the chart with its bar, the parts.
            #expect(shows("a.mid", "1 of 2", "bar 2.", "of 24", "Eb7", "▄", "•", "tempo 160", "playing", "? help"))
            run.type("mb")
            #expect(shows("× bass"))
            run.type("\u{1B}[A")
            #expect(shows("tempo 168  (105 %)"))
            run.type("?")
            #expect(shows("the one before"))
            run.type("? ")
            #expect(shows("paused"))
            run.type(" n")
            #expect(shows("b.mid", "2 of 2", "bar 1."))
            run.type("q")
            #expect(shows("ending"))
            #expect(run.wait(until: { run.isCooked }) && run.status() == 0)
            let file = try PlayTests.played("c.mid", in: shell)
            #expect(file.notes.count > 20)
        }
    }
}
