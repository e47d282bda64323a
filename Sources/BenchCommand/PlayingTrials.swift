import Commands
import Glibc
import MIDI
import Terminal
import TestFiles
import TestSound

/// How `jazz play` starts, stops and fails, from outside: run again and again over the card of the tests.
struct PlayingTrials {
    let directory: String
    let isQuick: Bool
    private var program: String { Installation.directory + "/jazz" }

    /// From the start of the process to the first sound that leaves the card.
    func start() throws -> [Figure] {
        var seconds: [Double] = []
        for _ in 0..<(isQuick ? 2 : 12) {
            let begin = Environment.seconds()
            let run = try launch(["--seed", "3"], card: "speed 1.0")
            try awaitSound(of: run)
            seconds.append(Environment.seconds() - begin)
            run.send(SIGINT)
            _ = run.status(within: 10)
        }
        return [
            figure(
                "start", "start of jazz play to the first sound, the slowest of \(seconds.count)", seconds.max()!, 0.3)
        ]
    }

    /// From Ctrl-C to the end of the process, by when all is silent.
    func stop() throws -> [Figure] {
        var seconds: [Double] = []
        var lost = 0
        for trial in 0..<(isQuick ? 2 : 12) {
            let run = try launch(["--seed", "3", "--record", "a.mid", "--wav", "a.wav"], card: "speed 1.0")
            try awaitSound(of: run)
            usleep(useconds_t(300_000 + trial * 37_000))
            let begin = Environment.seconds()
            run.send(SIGINT)
            let status = run.status(within: 10)
            seconds.append(Environment.seconds() - begin)
            if status != 130 || !isKept { lost += 1 }
        }
        return [
            figure("stop", "Ctrl-C to silence, the slowest of \(seconds.count)", seconds.max()!, 0.05),
            count("stop-lost", "recordings lost by it", lost),
        ]
    }

    /// Faults of the card and signals, each at a random moment.
    func faults() throws -> [Figure] {
        let faults: [(card: String, signal: Int32, statuses: Set<Int>)] = [
            ("underrun_at", 0, [0]), ("suspend_at", 0, [0]), ("resume 1 suspend_at", 0, [0]),
            ("unplug_at", 0, [0, 69]), ("stall_at", 0, [0, 69]), ("", SIGINT, [130]), ("", SIGTERM, [143]),
            ("", SIGHUP, [129]), ("", SIGKILL, [1000 + Int(SIGKILL)]),
        ]
        let trials = isQuick ? faults.count : 200
        var unclear: [String] = []
        for trial in 0..<trials {
            let fault = faults[trial % faults.count]
            let frame = Int.random(in: 1000...480_000)
            let card = "speed \(fault.signal == 0 ? 10 : 1).0 " + (fault.card.isEmpty ? "" : "\(fault.card) \(frame)")
            let run = try launch(
                ["--tempo", "300", "--choruses", "1", "--seed", "3", "--record", "a.mid", "--wav", "a.wav"], card: card)
            if fault.signal != 0 {
                try awaitSound(of: run)
                usleep(useconds_t.random(in: 0...2_000_000))
                run.send(fault.signal)
            }
            // A device that stalls after little more than a second, again and again, takes 5 s each time.
            let status = run.status(within: 240)
            if !fault.statuses.contains(status) || !isKept {
                unclear.append("\(fault.card)\(fault.signal) at \(frame): status \(status)")
            }
            if Interruption.isRaised { throw Failure(.interrupted, "") }
        }
        let title = "of \(trials) faults at random moments, those with a hang, a crash or a lost recording"
        return [
            count("faults", unclear.isEmpty ? title : "\(title): \(unclear.joined(separator: "; "))", unclear.count)
        ]
    }

    // MARK: One run

    /// The font that ./woodshed installs, where it is: others take seconds to load.
    private var font: [String] {
        let path = "/usr/share/sounds/sf2/TimGM6mb.sf2"
        return access(path, R_OK) == 0 ? ["--soundfont", path] : []
    }

    private func launch(_ options: [String], card: String) throws -> ChildProcess {
        guard let path = FakeCard.configuration(in: directory, settings: card) else {
            throw Failure(.unavailable, "the card cannot be compiled")
        }
        for name in ["card.log", "a.mid", "a.wav"] { unlink("\(directory)/\(name)") }
        do {
            return try ChildProcess(
                program, ["play", "--chart", "jazz-blues", "--plain"] + font + options,
                environment: ["HOME": directory, "LC_ALL": "C.UTF-8", "ALSA_CONFIG_PATH": path], in: directory,
                output: "\(directory)/output")
        } catch {
            throw Failure(.unavailable, "\(program) cannot be started; ./woodshed bench builds it")
        }
    }

    /// Waits until the card plays.
    private func awaitSound(of run: ChildProcess) throws {
        let deadline = Environment.seconds() + 60
        while !FakeCard.events(content("card.log")).contains(where: { $0.event == "start" }) {
            guard Environment.seconds() < deadline, !run.hasEnded, !Interruption.isRaised else {
                throw Failure(
                    .software, "jazz play has not begun: \(String(decoding: content("output"), as: UTF8.self))")
            }
            usleep(500)
        }
    }

    /// Whether both recordings are whole as they stand.
    private var isKept: Bool {
        guard (try? MIDIFile.read("\(directory)/a.mid", mostNotes: .max)) != nil else { return false }
        let wav = content("a.wav")
        guard wav.count >= 80, wav.starts(with: Array("RIFF".utf8)) else { return false }
        return wav.count >= 80 + wav[76..<80].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    private func content(_ name: String) -> [UInt8] {
        TestFiles.TemporaryDirectory.content(of: "\(directory)/\(name)") ?? []
    }

    private func figure(_ name: String, _ title: String, _ value: Double, _ bound: Double) -> Figure {
        Figure(
            name: "live/\(name)", title: title, group: .live, value: value, unit: .seconds, goals: [.atMost(bound)])
    }

    private func count(_ name: String, _ title: String, _ value: Int) -> Figure {
        Figure(
            name: "live/\(name)", title: title, group: .live, value: Double(value), unit: .count, goals: [.atMost(0)])
    }
}
