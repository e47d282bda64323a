internal import Synchronization

/// One piece being played: what its threads share, and what each of them does.
final class Playback: Sendable {
    let feed = EventFeed()
    let controls: PlaybackControls
    let recorder: Recorder?
    let person: PersonHeard?
    private let rate: Int
    private let stopping = Atomic<Bool>(false)
    private let done = Atomic<Bool>(false)
    private let outcome = Mutex<Result<PlaybackReport, SoundError>?>(nil)
    private let sourceError = Mutex<SoundError?>(nil)

    init(rate: Int, controls: PlaybackControls, recorder: Recorder?, person: PersonHeard?) {
        self.person = person
        self.rate = rate
        self.controls = controls
        self.recorder = recorder
    }

    /// Whether the sound is over or about to be.
    var isStopping: Bool { stopping.load(ordering: .acquiring) }
    var isDone: Bool { done.load(ordering: .acquiring) }

    func stop() {
        stopping.store(true, ordering: .releasing)
        controls.finish()
    }

    /// The beats heard since the last call.
    func takePositions() -> [PlaybackPosition] {
        feed.takeBeats(to: feed.heard).map { beat in
            PlaybackPosition(seconds: beat.beat.seconds, bar: beat.beat.bar, beat: beat.beat.beat)
        }
    }

    func result() throws(SoundError) -> PlaybackReport {
        let outcome = outcome.withLock(\.self)
        if case .failure(let error)? = outcome { throw error }
        if let error = sourceError.withLock(\.self) { throw error }
        guard case .success(let report)? = outcome else { preconditionFailure("asked for the result before the end") }
        return report
    }

    /// The producing thread: keeps the feed `ahead` frames before what is heard, until the source ends or the sound does.
    func produce(_ producer: EventProducer<some EventSource>, ahead: Int64) {
        _ = SystemThread.raisePriority(.source)
        var producer = producer
        while !isStopping {
            // Ahead of what is heard, and of what a device takes long before that: the song would wait for music, and the
            // music for the song.
            if feed.horizon > max(feed.heard + ahead, feed.sounded + ahead / 2) {
                SystemThread.sleep(milliseconds: 5)
                continue
            }
            do {
                switch try producer.advance() {
                case .added: continue
                case .full: SystemThread.sleep(milliseconds: 5)
                case .ended: return
                }
            } catch {
                sourceError.withLock { $0 = error }
                // What was made so far is played to its end.
                feed.finish(at: feed.horizon)
                return
            }
        }
    }

    /// The audio thread: renders and writes blocks until the song has rung out, is stopped, or the device fails.
    func sound(_ renderer: BlockRenderer, through output: SoundDevice, shouldStop: () -> Bool) {
        let hasPriority = SystemThread.raisePriority(.sound)
        var renderer = renderer
        var frames = 0
        var wasStopped = false
        do throws(SoundError) {
            while !renderer.isFinished {
                if !wasStopped, shouldStop() {
                    wasStopped = true
                    stop()
                    renderer.fadeOut()
                }
                renderer.renderBlock()
                recorder?.record(renderer.samples)
                guard try output.write(renderer.samples, controls, shouldStop: shouldStop) else {
                    // Nothing is heard any more that could be faded.
                    wasStopped = true
                    output.drop()
                    break
                }
                frames += Synthesizer.blockFrames
                let delay = output.delay
                feed.sound(renderer.position)
                controls.report(delay: Double(delay) / Double(rate))
                controls.report(fill: delay * 100 / max(output.bufferFrames, 1))
                hear(max(renderer.position - Int64(delay), 0))
            }
            output.drain()
            hear(renderer.position)
            end(
                PlaybackReport(
                    rate: rate, frames: frames, underruns: output.underruns, suspensions: output.suspensions,
                    reconnections: output.reconnections, lateMessages: renderer.lateEvents,
                    secondsWaited: Double(renderer.waitedFrames) / Double(rate), hadRealTimePriority: hasPriority,
                    wasStopped: wasStopped))
        } catch {
            end(error)
        }
    }

    /// The audio thread's work where messages are sent instead of sound, a millisecond at a time.
    func transmit(_ playhead: Playhead<MIDIPort>, to port: MIDIPort, block: Int, shouldStop: () -> Bool) {
        let hasPriority = SystemThread.raisePriority(.sound)
        var playhead = playhead
        var frames = 0
        var wasStopped = false
        var pace = Pace(rate: rate)
        while !playhead.hasEnded, port.error == nil {
            if shouldStop() {
                wasStopped = true
                break
            }
            let moved = playhead.beginBlock { port.tick(frames: block, rate: rate) }
            if !moved { port.tick(frames: 0, rate: rate) }
            playhead.endBlock(moved: moved)
            frames += block
            hear(playhead.position)
            pace.wait(for: block)
        }
        stop()
        playhead.releaseAllNotes()
        port.finish()
        if let error = port.error { return end(error) }
        end(
            PlaybackReport(
                rate: rate, frames: frames, underruns: 0, suspensions: 0, reconnections: 0,
                lateMessages: playhead.lateEvents, secondsWaited: Double(playhead.waitedFrames) / Double(rate),
                hadRealTimePriority: hasPriority, wasStopped: wasStopped))
    }

    private func hear(_ frame: Int64) {
        feed.hear(frame)
        recorder?.hear(frame)
        controls.report(heard: frame, rate: rate)
    }

    private func end(_ report: PlaybackReport) { end(.success(report)) }
    private func end(_ error: SoundError) { end(.failure(error)) }

    private func end(_ result: Result<PlaybackReport, SoundError>) {
        outcome.withLock { $0 = result }
        stop()
        done.store(true, ordering: .releasing)
    }
}

/// Lets blocks take the time that they last.
private struct Pace {
    let rate: Int
    private var next = MonotonicClock.seconds()

    init(rate: Int) { self.rate = rate }

    mutating func wait(for frames: Int) {
        next += Double(frames) / Double(rate)
        let left = next - MonotonicClock.seconds()
        if left > 0 {
            SystemThread.sleep(seconds: left)
        } else if left < -0.1 {
            // The machine slept, or this program was stopped: what was missed is not hurried through.
            next = MonotonicClock.seconds()
        }
    }
}
