import Commands
import Glibc
import Jazz
import Live
import MIDI
import Repertoire
import Sound
import Synchronization
import Terminal
import TestFiles
import TestSound

/// How music that is made while it sounds keeps its time, over the sound card of the tests.
///
/// What is measured is what the card has heard, frame by frame. Where many hours would be needed its clock runs faster than
/// ours, which is harder for the program, never easier.
struct PlayingBenchmark {
    /// What `--only` may name.
    static let names = [
        "live/onsets", "live/underruns", "live/mute", "live/hour", "live/calls", "live/start", "live/stop",
        "live/faults",
    ]

    let isQuick: Bool
    private let place: TemporaryDirectory
    private let models: BandModels
    private let font: SoundFont
    private var directory: String { place.path }

    /// - Throws: `Failure` where there is no card or a part of the band is missing.
    init(isQuick: Bool) throws {
        self.isQuick = isQuick
        place = try TemporaryDirectory()
        guard FakeCard.configuration(in: place.path, settings: "speed 1.0") != nil else {
            throw Failure(
                .unavailable,
                "--live needs the card of the tests, and it cannot be compiled: cc and the headers of alsa-lib")
        }
        models = try BandModels(lead: nil, bass: nil, drums: nil)
        let path = "\(place.path)/clicks.sf2"
        TestFiles.TemporaryDirectory.store(ClickFont.bytes(), at: path)
        do throws(SoundError) { font = try SoundFont(path: path) } catch { throw Failure(error) }
    }

    /// Measures what is wanted, each as soon as the one before is done.
    func run(only patterns: [String], _ console: inout Console, _ add: ([Figure]) -> Void) throws {
        for name in Self.names where patterns.isEmpty || patterns.contains(where: { name.contains($0) }) {
            console.status("measuring \(name)")
            defer { console.clear() }
            switch name {
            case "live/onsets": add(try onsets())
            case "live/underruns": add(try underruns())
            case "live/mute": add(try mute())
            case "live/hour": add(try hour())
            case "live/calls": add(try calls())
            default:
                let trials = PlayingTrials(directory: directory, isQuick: isQuick)
                switch name {
                case "live/start": add(try trials.start())
                case "live/stop": add(try trials.stop())
                default: add(try trials.faults())
                }
            }
            if Interruption.isRaised { throw Failure(.interrupted, "") }
        }
    }

    // MARK: Measures

    private func onsets() throws -> [Figure] {
        let seconds = isQuick ? 8.0 : 600
        let session = try Session(models, tempo: 200)
        let source = Clicked(session.conductor, of: 2)
        let times = source.times
        let report = try play(source, session, for: seconds, card: "speed 1.0", drawsStage: true)
        let end = Double(report.frames) / Double(report.rate) - 0.1
        let heard = recording.onsets.map { Double($0) / Double(report.rate) }.filter { $0 < end }
        let meant = times.withLock { $0 }.filter { $0 < end - 0.05 }
        let match = OnsetMatch(meant: meant, heard: heard)
        let errors = match.errors
        guard let worst = errors.map(abs).max() else { throw Failure(.software, "no note was heard in its place") }
        let what = "\(errors.count) onsets in \(Int(seconds)) s, stage drawn"
        return [
            figure("onset-error", "largest error of \(what)", worst, .seconds, atMost: 0.0007),
            figure(
                "onset-spread", "between the earliest and the latest", errors.max()! - errors.min()!, .seconds,
                atMost: 0.0013),
            figure(
                "onset-missing", "notes that were not heard within 10 ms of their place\(match.whereMissing)",
                Double(match.missing.count), .count, atMost: 0),
            figure("onset-waited", "for which the music stood still", report.secondsWaited, .seconds, atMost: 0),
            figure("onset-underruns", "underruns in that time", Double(report.underruns), .count, atMost: 0),
        ]
    }

    private func underruns() throws -> [Figure] {
        let seconds = isQuick ? 5.0 : 600
        let busy = try BusyLoops(2)
        defer { busy.end() }
        let session = try Session(models, tempo: 200)
        let report = try play(
            Clicked(session.conductor, of: 2), session, for: seconds, card: "speed 1.0 strict 1", drawsStage: true)
        let priority = report.hadRealTimePriority ? "with" : "without"
        return [
            figure(
                "underruns", "underruns in \(Int(seconds)) s, two busy processes, \(priority) real-time priority",
                Double(report.underruns), .count, atMost: report.hadRealTimePriority ? 0 : 3)
        ]
    }

    /// A tone that is muted and heard again: from the asking to the first silent frame.
    private func mute() throws -> [Figure] {
        let times = isQuick ? 5 : 50
        let session = try Session(models, tempo: 120)
        defer { session.settings.stop() }
        var asked: [Double] = []
        let controls = session.controls
        var isMuted = false
        let report = try play(
            Tone(), session, for: Double(times) * 0.4 + 0.5, card: "speed 1.0", drawsStage: false,
            onTick: {
                let now = controls.seconds
                let wanted = now > 0.3 && (now - 0.3).truncatingRemainder(dividingBy: 0.4) > 0.2
                guard wanted != isMuted else { return }
                isMuted = wanted
                if wanted { asked.append(controls.seconds) }
                controls.mutedChannels = wanted ? 1 : 0
            })
        let sound = recording
        let latencies = asked.dropLast().map { time -> Double in
            let first = Int(time * Double(report.rate))
            // Silent for a hundredth of a second.
            var frame = first
            while frame < sound.left.count, sound.peak(frame..<frame + 480) > 40 { frame += 16 }
            return Double(frame - first) / Double(report.rate)
        }
        return [
            figure(
                "mute", "from the asking to silence, the slowest of \(latencies.count) mutes", latencies.max() ?? 1,
                .seconds, atMost: 0.03)
        ]
    }

    /// An hour of music in two minutes.
    private func hour() throws -> [Figure] {
        let seconds = isQuick ? 180.0 : 3600
        let session = try Session(models, tempo: 160)
        let path = "\(directory)/hour.mid"
        let controls = session.controls
        var memory: [Double] = []
        let card = "speed 30.0"
        _ = try play(
            Clicked(session.conductor, of: nil), session, for: seconds, card: card, drawsStage: true,
            recorder: Recorder(.init(midi: path)),
            onTick: {
                if memory.isEmpty, controls.seconds >= 60 { memory.append(Self.residentBytes) }
            })
        memory.append(Self.residentBytes)
        let notes: [Note]
        do { notes = try MIDIFile.read(path, mostNotes: .max).notes } catch { throw Failure(error) }
        // A click at the beginning of each bar, of four quarter notes.
        let off = notes.enumerated().count { abs($0.element.start - $0.offset * 1920) > 1 }
        return [
            figure(
                "memory", "memory after \(Int(seconds / 60)) minutes of music, beyond the first's",
                max(memory[memory.count - 1] - memory[0], 0), .bytes, atMost: 2 * 1_048_576),
            figure("bars", "of its \(notes.count) bars, those beside their beat", Double(off), .count, atMost: 0),
        ]
    }

    private func calls() throws -> [Figure] {
        let count = isQuick ? 6 : 1000
        let session = try Session(models, tempo: 120, tradesIn: directory)
        let source = Caller(session, calls: count)
        let tally = source.tally
        let report = try play(source, session, for: .infinity, card: "speed \(isQuick ? 8 : 4).0", drawsStage: false)
        let (asked, answered) = tally.withLock { $0 }
        return [
            figure(
                "calls", "of \(asked) calls at 60 to 300 a minute, those not answered on the next beat",
                Double(asked - answered), .count, atMost: 0),
            figure(
                "calls-waited", "for which the music stood still", report.secondsWaited, .seconds, atMost: 0),
        ]
    }

    // MARK: Playing

    /// Plays a source over a card of these settings, whose recording is found in ``recording`` then.
    private func play<Source: EventSource>(
        _ source: sending Source, _ session: Session, for seconds: Double, card: String, drawsStage: Bool,
        recorder: Recorder? = nil, onTick: () -> Void = {}
    ) throws -> PlaybackReport {
        guard let path = FakeCard.configuration(in: directory, settings: card) else {
            throw Failure(.unavailable, "the card cannot be compiled")
        }
        setEnvironment("ALSA_CONFIG_PATH", path)
        defer { session.settings.stop() }
        var options = PlayerOptions()
        options.secondsAhead = 0.12
        options.sound.reverb = nil
        options.sound.chorus = nil
        let controls = session.controls
        var screen = Screen(columns: 100, rows: 30)
        var drawn = 0.0
        do throws(SoundError) {
            return try Player(soundFont: font, options: options)
                .play(
                    source, controls: controls, listener: session.listener, recorder: recorder,
                    onTick: {
                        onTick()
                        let now = Environment.seconds()
                        guard drawsStage, now - drawn >= 0.05 else { return }
                        drawn = now
                        session.picture.draw(on: &screen)
                        _ = screen.changes(colour: true)
                    }, shouldStop: { controls.seconds >= seconds || Interruption.isRaised })
        } catch {
            throw Failure(error)
        }
    }

    private var recording: Recording {
        Recording(raw: TestFiles.TemporaryDirectory.content(of: "\(directory)/card.raw") ?? [])
    }

    private static var residentBytes: Double {
        let text = String(
            decoding: TestFiles.TemporaryDirectory.content(of: "/proc/self/statm") ?? [], as: UTF8.self)
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0
        return pages * Double(sysconf(Int32(_SC_PAGESIZE)))
    }

    private func figure(
        _ name: String, _ title: String, _ value: Double, _ unit: Figure.Unit, atMost bound: Double
    ) -> Figure {
        Figure(
            name: "live/\(name)", title: title, group: .live, value: value, unit: unit, goals: [.atMost(bound)])
    }
}
