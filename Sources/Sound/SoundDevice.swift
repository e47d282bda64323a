/// A sound device that is opened again where it fails, if that is wanted.
final class SoundDevice {
    private let options: PlayerOptions
    private var device: PCM?
    private(set) var reconnections = 0
    /// How often in a row it failed again before it had played for a second, and what it has played since.
    private var failuresInARow = 0
    private var framesSinceFailure = 0
    private var pastUnderruns = 0
    private var pastSuspensions = 0
    let rate: Int

    /// - Throws: ``SoundError``: `libraryMissing`, `noDevice`.
    init(_ options: PlayerOptions) throws(SoundError) {
        self.options = options
        let device = try Self.open(options, rate: options.rate)
        self.device = device
        rate = device.rate
    }

    private static func open(_ options: PlayerOptions, rate: Int) throws(SoundError) -> PCM {
        let device = try PCM(
            name: options.device, rate: rate, periodFrames: options.periodFrames, periods: options.periods)
        device.timeout = options.timeout
        return device
    }

    /// Times the device ran dry, and times it was suspended.
    var underruns: Int { pastUnderruns + (device?.underruns ?? 0) }
    var suspensions: Int { pastSuspensions + (device?.suspensions ?? 0) }
    /// Frames written and not yet heard, and how many of them the device holds at most.
    var delay: Int { device?.delay ?? 0 }
    var bufferFrames: Int { device?.bufferFrames ?? 1 }

    /// Writes all the frames; see ``PCM/write(_:shouldStop:)``. A device that fails is waited for, and given the rest.
    func write(
        _ samples: [Int16], _ controls: PlaybackControls, shouldStop: () -> Bool
    ) throws(SoundError) -> Bool {
        guard let device else { return false }
        do throws(SoundError) {
            framesSinceFailure += samples.count / 2
            return try device.write(samples, shouldStop: shouldStop)
        } catch {
            guard options.secondsToReconnect > 0 else { throw error }
            failuresInARow = framesSinceFailure < rate ? failuresInARow + 1 : 0
            framesSinceFailure = 0
            if failuresInARow > Self.mostFailures { throw error }
            return try reconnect(after: error, controls, shouldStop: shouldStop)
        }
    }

    private func reconnect(
        after error: SoundError, _ controls: PlaybackControls, shouldStop: () -> Bool
    ) throws(SoundError) -> Bool {
        pastUnderruns = underruns
        pastSuspensions = suspensions
        // Closed first: what holds the device cannot open it again.
        device = nil
        controls.report(deviceIsLost: true)
        defer { controls.report(deviceIsLost: false) }
        let deadline = MonotonicClock.seconds() + options.secondsToReconnect
        while MonotonicClock.seconds() < deadline {
            if shouldStop() { return false }
            if let device = try? Self.open(options, rate: rate), device.rate == rate {
                self.device = device
                reconnections += 1
                return true
            }
            SystemThread.sleep(milliseconds: 100)
        }
        throw error
    }

    /// A device that fails this often in a row is given up.
    private static let mostFailures = 6

    func drop() { device?.drop() }
    func drain() { device?.drain() }
}
