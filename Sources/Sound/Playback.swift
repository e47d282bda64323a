internal import Synchronization

/// One piece being played: what its threads share, and what each of them does.
final class Playback: Sendable {
    let feed = EventFeed()
    private let rate: Int
    private let stopping = Atomic<Bool>(false)
    private let done = Atomic<Bool>(false)
    private let outcome = Mutex<Result<PlaybackReport, SoundError>?>(nil)
    private let sourceError = Mutex<SoundError?>(nil)

    init(rate: Int) {
        self.rate = rate
    }

    /// Whether the sound is over or about to be.
    var isStopping: Bool { stopping.load(ordering: .acquiring) }
    var isDone: Bool { done.load(ordering: .acquiring) }

    func stop() {
        stopping.store(true, ordering: .releasing)
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
        var producer = producer
        while !isStopping {
            if feed.horizon > feed.heard + ahead {
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
    func sound(_ renderer: BlockRenderer, on device: PCM, shouldStop: () -> Bool) {
        let hasPriority = SystemThread.raisePriority()
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
                guard try device.write(renderer.samples, shouldStop: shouldStop) else {
                    // Nothing is heard any more that could be faded.
                    wasStopped = true
                    device.drop()
                    break
                }
                frames += Synthesizer.blockFrames
                feed.hear(max(renderer.position - Int64(device.delay), 0))
            }
            device.drain()
            feed.hear(renderer.position)
            let report = PlaybackReport(
                rate: rate, frames: frames, underruns: device.underruns, suspensions: device.suspensions,
                lateMessages: renderer.lateEvents, secondsWaited: Double(renderer.waitedFrames) / Double(rate),
                hadRealTimePriority: hasPriority, wasStopped: wasStopped)
            outcome.withLock { $0 = .success(report) }
        } catch {
            outcome.withLock { $0 = .failure(error) }
        }
        stop()
        done.store(true, ordering: .releasing)
    }
}
