import MIDI
import Sound
import Synchronization
import TestFiles
import TestSound
import Testing

/// alsa-lib's real interface over a card made for tests. What is checked is what was heard, frame by frame, not the time
/// it took: the card's clock runs fast, and waits for a program that is late.
extension Sounding {
    @Suite(.enabled(if: FakeCard.isAvailable, "no C compiler or no alsa-lib headers for the test card"))
    struct PlayerTests {
        private func player(_ device: String) throws -> Player {
            var options = PlayerOptions()
            options.device = device
            options.sound = Clicks.dry
            options.secondsAhead = 100
            return Player(soundFont: try Clicks.font(), options: options)
        }

        /// One stretch with clicks at the times, and half a second more.
        private func source(_ times: [Double]) -> Stretches {
            Stretches([EventBatch(messages: Clicks.messages(at: times), end: times.last! + 0.5)])
        }

        @Test("every frame played is heard, and the clicks are within a millisecond of their schedule")
        func onsets() throws {
            let times = Clicks.irregularTimes(40)
            let report = try player("fast").play(source(times), shouldStop: { false })
            let recording = FakeCard.recording("fast")
            #expect(recording.left.count == report.frames)
            #expect(report.seconds >= times.last! + 0.5 && report.seconds < times.last! + 1.5)
            #expect(!report.wasStopped)
            #expect((report.underruns, report.suspensions, report.lateMessages) == (0, 0, 0))
            #expect(report.secondsWaited == 0)
            let onsets = recording.onsets
            try #require(onsets.count == times.count)
            let errors = zip(onsets, times).map { (Double($0) / 48_000 - $1) * 1000 }
            let worst = errors.map(abs).max()!
            #expect(worst <= 1, "errors in milliseconds: \(errors.min()!)…\(errors.max()!)")
            #expect(errors.max()! - errors.min()! <= 1.4)
        }

        @Test(
            "a device that holds more sound than the source runs ahead is played on without a gap",
            .timeLimit(.minutes(1)))
        func longBuffer() throws {
            var options = try player("fast").options
            options.secondsAhead = 0.12
            options.setLatency(milliseconds: 500)
            let times = Clicks.irregularTimes(20)
            // Stretches of a quarter of a second, as a set list has them.
            let batches = (0..<24).map { slice in
                let (start, end) = (Double(slice) * 0.25, Double(slice + 1) * 0.25)
                return EventBatch(
                    messages: Clicks.messages(at: times.filter { $0 >= start && $0 < end }), end: end)
            }
            let report = try Player(soundFont: Clicks.font(), options: options)
                .play(Stretches(batches), shouldStop: { false })
            #expect(!report.wasStopped && report.seconds > 5.5 && report.secondsWaited < 2, "\(report)")
            #expect(FakeCard.recording("fast").onsets.count == times.count)
        }

        @Test("the source has real-time priority where the sound has it, and comes after it")
        func priorities() throws {
            let source = PriorityOfSource()
            let seen = source.seen
            let report = try player("fast").play(source, shouldStop: { false })
            // proc(5): fields 40 and 41 of a thread's stat are its real-time priority and its policy, 1 for SCHED_FIFO.
            let fields = seen.withLock { $0 }
            try #require(fields.count == 2)
            #expect(fields == (report.hadRealTimePriority ? ["20", "1"] : ["0", "0"]))
        }

        @Test("a second of music takes a second on a card with a clock of its own")
        func realTime() throws {
            let clock = ContinuousClock()
            var report: PlaybackReport?
            let source = source([0.1])
            let player = try player("real")
            let elapsed = try clock.measure { report = try player.play(source, shouldStop: { false }) }
            let seconds = try #require(report).seconds
            #expect(seconds > 0.6)
            // A busy machine can only make it longer.
            #expect(elapsed >= .seconds(seconds - 0.001))
            #expect(FakeCard.recording("real").left.count == report?.frames)
        }

        @Test("the synthesizer runs at the rate the device agrees to")
        func rate() throws {
            let times = Clicks.irregularTimes(4)
            let report = try player("slow44").play(source(times), shouldStop: { false })
            #expect(report.rate == 44_100)
            let onsets = FakeCard.recording("slow44").onsets
            try #require(onsets.count == times.count)
            for (onset, time) in zip(onsets, times) { #expect(abs(Double(onset) / 44_100 - time) < 0.001) }
        }

        @Test("an underrun costs no frame: the music goes on where it was")
        func underrun() throws {
            let times = Clicks.irregularTimes(8)
            let report = try player("dry").play(source(times), shouldStop: { false })
            #expect(report.underruns == 1)
            let recording = FakeCard.recording("dry")
            #expect(recording.left.count == report.frames)
            let onsets = recording.onsets
            try #require(onsets.count == times.count)
            for (onset, time) in zip(onsets, times) { #expect(abs(Double(onset) / 48_000 - time) < 0.001) }
        }

        @Test(
            "after a suspension the music goes on, by resuming or by preparing anew",
            arguments: ["sleepy", "waking"])
        func suspension(device: String) throws {
            let times = Clicks.irregularTimes(8)
            let report = try player(device).play(source(times), shouldStop: { false })
            #expect(report.suspensions == 1)
            let log = FakeCard.log(device)
            #expect(log.contains { $0.event == "suspend" })
            #expect(log.contains { $0.event == "resume" } == (device == "waking"))
            // A card that must be prepared again forgets what it had not played yet.
            let lost = log.first { $0.event == "lost" }?.value ?? 0
            #expect(lost <= 1536)
            #expect(FakeCard.recording(device).left.count + lost == report.frames)
        }

        @Test("a device that is unplugged ends the music with an error that names it")
        func unplugged() throws {
            let player = try player("loose")
            #expect {
                try player.play(source(Clicks.irregularTimes(40)), shouldStop: { false })
            } throws: { error in
                guard case SoundError.deviceFailed(name: "loose", _, let reason) = error else { return false }
                return reason == "No such device"
            }
            #expect(FakeCard.log("loose").last?.event == "close")
        }

        @Test("a device that never stops failing is given up", .timeLimit(.minutes(1)))
        func broken() throws {
            let player = try player("broken")
            #expect {
                try player.play(source(Clicks.irregularTimes(4)), shouldStop: { false })
            } throws: { error in
                guard case SoundError.deviceFailed(name: "broken", _, _) = error else { return false }
                return true
            }
        }

        @Test("a device that takes no more sound is given up", .timeLimit(.minutes(1)))
        func stuck() throws {
            var player = try player("stuck")
            var options = player.options
            options.timeout = 0.3
            player = Player(soundFont: player.soundFont, options: options)
            #expect {
                try player.play(source(Clicks.irregularTimes(40)), shouldStop: { false })
            } throws: { error in
                guard case SoundError.deviceStalled(name: "stuck", _) = error else { return false }
                return true
            }
        }

        @Test("a dead device does not keep the player from being stopped", .timeLimit(.minutes(1)))
        func stuckAndStopped() throws {
            var options = try player("stuck").options
            options.timeout = 1e9
            let asked = Atomic<Int>(0)
            let report = try Player(soundFont: Clicks.font(), options: options)
                // More often than there are blocks before the device dies.
                .play(source(Clicks.irregularTimes(40))) { asked.add(1, ordering: .relaxed).newValue > 420 }
            #expect(report.wasStopped)
        }

        @Test("stopping releases the notes and fades to silence within 50 ms of sound")
        func stopped() throws {
            // A tone that would last for ever.
            let tone = Stretches([
                EventBatch(
                    messages: [
                        .init(seconds: 0, message: .programChange(channel: 0, program: 1)),
                        .init(seconds: 0, message: .controlChange(channel: 0, controller: 64, value: 127)),
                        .init(seconds: 0, message: .noteOn(channel: 0, pitch: 60, velocity: 127)),
                    ], end: 1000)
            ])
            // Asked once a block, and perhaps before the music starts: by the last no, fewer than this many blocks.
            let blocks = 2000
            let asked = Atomic<Int>(0)
            let report = try player("fast").play(tone) { asked.add(1, ordering: .relaxed).newValue > blocks }
            #expect(report.wasStopped)
            let recording = FakeCard.recording("fast")
            #expect(recording.left.count == report.frames)
            #expect(!FakeCard.log("fast").contains { $0.event == "dropped" })
            // What is still rendered, and what the device holds then.
            let rendered = report.frames - blocks * 64
            #expect(Double(rendered + 1536) / 48_000 <= 0.050)
            // Loud before, less and less in the fade of 480 frames, silent at the end.
            let end = recording.left.count
            let before = recording.peak(end - 2000..<end - 1000)
            #expect(before > 1000)
            #expect(recording.peak(end - 256..<end - 192) < before)
            #expect(recording.peak(end - 32..<end) == 0)
        }

        @Test("the beats of a piece are reported in order, and no later than they are heard")
        func positions() throws {
            var track = Track()
            track.append(.timeSignature(3, 4), at: 0)
            track.append(.tempo(beatsPerMinute: 240), at: 0)
            track.append(.noteOn(channel: 9, pitch: 60, velocity: 100), at: 0)
            track.endTick = 6 * 480
            let piece = MIDIFile(division: .ticksPerQuarter(480), tracks: [track])
            var positions: [PlaybackPosition] = []
            try player("fast").play(piece, shouldStop: { false }) { positions.append($0) }
            #expect(positions.map(\.bar) == [1, 1, 1, 2, 2, 2])
            #expect(positions.map(\.beat) == [1, 2, 3, 1, 2, 3])
            #expect(positions.map(\.seconds) == [0, 0.25, 0.5, 0.75, 1, 1.25])
        }

        @Test(
            "a source that invents endlessly runs ahead by no more than it is told to, and is asked no more once stopped"
        )
        func endless() throws {
            struct Endless: EventSource {
                let made: Counter
                mutating func nextBatch() -> EventBatch? {
                    let bar = made.increment()
                    let start = Double(bar - 1) * 0.5
                    return EventBatch(
                        messages: Clicks.messages(at: [start]), beats: [.init(seconds: start, bar: bar, beat: 1)],
                        end: start + 0.5)
                }
            }
            var options = try player("fast").options
            options.secondsAhead = 2
            let made = Counter()
            let heard = Counter()
            let report = try Player(soundFont: Clicks.font(), options: options)
                .play(Endless(made: made), shouldStop: { heard.value >= 5 }) { position in
                    while heard.value < position.bar { heard.increment() }
                }
            #expect(report.wasStopped)
            // What was made is at most what was heard and the two seconds ahead, in bars begun.
            #expect(Double(made.value) * 0.5 <= report.seconds + 2 + 0.5)
            #expect(FakeCard.recording("fast").onsets.count >= 5)
        }

        @Test("a source that fails is heard up to there, and its error is passed on")
        func failingSource() throws {
            struct Failing: EventSource {
                struct Dry: Error {}
                var calls = 0
                mutating func nextBatch() throws -> EventBatch? {
                    calls += 1
                    guard calls == 1 else { throw Dry() }
                    return EventBatch(messages: Clicks.messages(at: [0.1, 0.3]), end: 0.5)
                }
            }
            let player = try player("fast")
            #expect(throws: SoundError.sourceFailed(reason: "Dry()")) {
                try player.play(Failing(), shouldStop: { false })
            }
            #expect(FakeCard.recording("fast").onsets.count == 2)
        }

        @Test("without a device there is one clear error", arguments: ["no-such-card", "busy"])
        func noDevice(device: String) throws {
            let player = try player(device)
            #expect {
                try player.play(source([0.1]), shouldStop: { false })
            } throws: { error in
                guard case SoundError.noDevice(name: device, let reason) = error else { return false }
                return reason == (device == "busy" ? "Device or resource busy" : "No such file or directory")
            }
        }
    }
}

/// A number that threads share.
final class Counter: Sendable {
    private let count = Atomic<Int>(0)
    var value: Int { count.load(ordering: .acquiring) }

    @discardableResult
    func increment() -> Int { count.add(1, ordering: .acquiringAndReleasing).newValue }
}

/// A click, by a source that looks at the priority of the thread that asks it.
private struct PriorityOfSource: EventSource {
    final class Seen: Sendable {
        private let fields = Mutex<[String]>([])
        func withLock<Result>(_ body: (inout sending [String]) -> sending Result) -> Result { fields.withLock(body) }
    }

    let seen = Seen()
    private var isDone = false

    mutating func nextBatch() -> EventBatch? {
        guard !isDone else { return nil }
        isDone = true
        let stat = String(decoding: TemporaryDirectory.content(of: "/proc/thread-self/stat") ?? [], as: UTF8.self)
        // The name, in brackets, may hold spaces; behind it comes field 3.
        let fields = stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].split(separator: " ").dropFirst()
        let found = fields.dropFirst(37).prefix(2).map(String.init)
        seen.withLock { $0 = found }
        return EventBatch(messages: Clicks.messages(at: [0.1]), end: 0.6)
    }
}
