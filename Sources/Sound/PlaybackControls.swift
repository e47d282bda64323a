internal import Synchronization

/// What a hand asks of music that is playing, from any thread; heard with the next block of 64 frames.
public final class PlaybackControls: Sendable {
    private let pausing = Atomic<Bool>(false)
    private let mutes = Atomic<UInt16>(0)
    private let resting = Atomic<Bool>(false)
    private let fill = Atomic<Int>(0)
    private let held = Atomic<Int>(0)
    private let over = Atomic<Bool>(false)
    private let lost = Atomic<Bool>(false)
    private let position = Atomic<Int64>(0)
    private let frameRate = Atomic<Int>(0)
    private let stamp = Atomic<Int>(0)

    public init() {}

    /// Whether the song stands still. Its notes are let go, and it goes on where it was.
    public var isPaused: Bool {
        get { pausing.load(ordering: .relaxed) }
        set { pausing.store(newValue, ordering: .relaxed) }
    }

    /// The channels that are not heard, one bit each. Their notes are let go as the bit is set.
    public var mutedChannels: UInt16 {
        get { mutes.load(ordering: .relaxed) }
        set { mutes.store(newValue, ordering: .relaxed) }
    }

    /// Whether the song stands still, and what was heard has been let go.
    public var isResting: Bool { resting.load(ordering: .acquiring) }

    /// How full the device's buffer was after the last block, in hundredths.
    public var bufferFill: Int { fill.load(ordering: .relaxed) }

    /// Seconds of sound that the device held after the last block.
    public var delay: Double { Double(held.load(ordering: .relaxed)) * 1e-6 }

    /// Whether nothing more will be heard: whoever makes music may stop.
    public var isOver: Bool { over.load(ordering: .acquiring) }

    /// Whether the device is gone and waited for.
    public var isWaitingForDevice: Bool { lost.load(ordering: .relaxed) }

    /// The song's time that is heard now, in seconds; 0 before it begins.
    ///
    /// The time at the last block is carried on by the clock, so that it can tell when a key was struck.
    public var seconds: Double {
        let rate = frameRate.load(ordering: .acquiring)
        guard rate > 0 else { return 0 }
        let base = Double(position.load(ordering: .relaxed)) / Double(rate)
        guard !isResting else { return base }
        let passed = Double(MonotonicClock.nanoseconds() - stamp.load(ordering: .relaxed)) * 1e-9
        return base + min(max(passed, 0), 0.1)
    }

    /// Whether anything has been heard yet.
    package var hasBegun: Bool { frameRate.load(ordering: .acquiring) > 0 }

    func finish() { over.store(true, ordering: .releasing) }
    func rest(_ isResting: Bool) { resting.store(isResting, ordering: .releasing) }
    func report(fill hundredths: Int) { fill.store(hundredths, ordering: .relaxed) }
    func report(delay seconds: Double) { held.store(Int(seconds * 1e6), ordering: .relaxed) }
    func report(deviceIsLost isLost: Bool) { lost.store(isLost, ordering: .relaxed) }

    func report(heard frame: Int64, rate: Int) {
        position.store(frame, ordering: .relaxed)
        stamp.store(MonotonicClock.nanoseconds(), ordering: .relaxed)
        frameRate.store(rate, ordering: .releasing)
    }
}
