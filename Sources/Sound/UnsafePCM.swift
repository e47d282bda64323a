internal import CALSA
internal import Glibc

/// An ALSA playback device: 16-bit stereo, opened without blocking, so that a dead device can hold up nobody.
///
/// It belongs to one thread at a time.
@safe package final class PCM {
    package let name: String
    /// Frames a second that the device agreed to.
    package let rate: Int
    package let periodFrames: Int
    package let bufferFrames: Int
    /// Times the device ran dry, and times it was suspended, since it was opened.
    package private(set) var underruns = 0
    package private(set) var suspensions = 0

    private let library: ALSALibrary
    private let handle: OpaquePointer
    /// Recoveries in a row that did not get a buffer's worth of sound to the device, and the frames since the last.
    private var recoveries = 0
    private var framesSinceRecovery = 0

    /// A device that fails this often in a row is given up: recovering for ever would spin, at real-time priority.
    private static let maximumRecoveries = 16
    /// Seconds after which a device that takes no sound is given up.
    package var timeout = 5.0

    /// Opens the device and agrees on the rate first, then on period and buffer; each as near to the wish as it can.
    ///
    /// - Throws: ``SoundError``: `libraryMissing`, `noDevice`.
    package init(name: String, rate: Int, periodFrames: Int, periods: Int) throws(SoundError) {
        self.name = name
        library = try ALSALibrary.shared()
        let library = library
        let functions = unsafe library.functions
        func check(_ code: Int32, _ what: String) throws(SoundError) {
            guard code < 0 else { return }
            throw .noDevice(name: name, reason: "\(what)\(library.text(code))")
        }
        _ = ALSALibrary.takeMessages()
        var opened: OpaquePointer?
        try check(
            unsafe functions.pointee.snd_pcm_open(&opened, name, SND_PCM_STREAM_PLAYBACK, SND_PCM_NONBLOCK), "")
        guard let pcm = unsafe opened else { throw .noDevice(name: name, reason: "no handle") }
        var succeeded = false
        defer { if !succeeded { unsafe _ = functions.pointee.snd_pcm_close(pcm) } }

        var hardware: OpaquePointer?
        var software: OpaquePointer?
        unsafe _ = functions.pointee.snd_pcm_hw_params_malloc(&hardware)
        unsafe _ = functions.pointee.snd_pcm_sw_params_malloc(&software)
        defer {
            unsafe functions.pointee.snd_pcm_hw_params_free(hardware)
            unsafe functions.pointee.snd_pcm_sw_params_free(software)
        }
        try check(unsafe functions.pointee.snd_pcm_hw_params_any(pcm, hardware), "configurations: ")
        try check(
            unsafe functions.pointee.snd_pcm_hw_params_set_access(pcm, hardware, SND_PCM_ACCESS_RW_INTERLEAVED),
            "interleaved sound: ")
        try check(
            unsafe functions.pointee.snd_pcm_hw_params_set_format(pcm, hardware, SND_PCM_FORMAT_S16), "16-bit sound: ")
        try check(unsafe functions.pointee.snd_pcm_hw_params_set_channels(pcm, hardware, 2), "stereo: ")
        var agreedRate = UInt32(rate)
        try check(
            unsafe functions.pointee.snd_pcm_hw_params_set_rate_near(pcm, hardware, &agreedRate, nil), "rate: ")
        var period = snd_pcm_uframes_t(periodFrames)
        try check(
            unsafe functions.pointee.snd_pcm_hw_params_set_period_size_near(pcm, hardware, &period, nil), "period: ")
        var buffer = period * snd_pcm_uframes_t(periods)
        try check(
            unsafe functions.pointee.snd_pcm_hw_params_set_buffer_size_near(pcm, hardware, &buffer), "buffer: ")
        try check(unsafe functions.pointee.snd_pcm_hw_params(pcm, hardware), "settings: ")
        unsafe _ = functions.pointee.snd_pcm_hw_params_get_period_size(hardware, &period, nil)
        unsafe _ = functions.pointee.snd_pcm_hw_params_get_buffer_size(hardware, &buffer)
        // Start when the buffer is all but full, wake when a period is free.
        try check(unsafe functions.pointee.snd_pcm_sw_params_current(pcm, software), "settings: ")
        unsafe _ = functions.pointee.snd_pcm_sw_params_set_start_threshold(
            pcm, software, max(buffer - min(period, buffer), 1))
        unsafe _ = functions.pointee.snd_pcm_sw_params_set_avail_min(pcm, software, period)
        try check(unsafe functions.pointee.snd_pcm_sw_params(pcm, software), "settings: ")

        self.rate = Int(agreedRate)
        self.periodFrames = Int(period)
        bufferFrames = Int(buffer)
        unsafe handle = unsafe pcm
        succeeded = true
    }

    deinit { unsafe _ = library.functions.pointee.snd_pcm_close(handle) }

    /// Writes all the frames, waiting for room as needed, and recovers from underruns and suspensions.
    ///
    /// - Parameter shouldStop: asked only while the device makes no progress.
    /// - Returns: false where the device made no progress and `shouldStop` said so.
    /// - Throws: ``SoundError``: `deviceFailed`, `deviceStalled`.
    package func write(_ samples: [Int16], shouldStop: () -> Bool) throws(SoundError) -> Bool {
        let frames = samples.count / 2
        var done = 0
        var lastProgress = MonotonicClock.seconds()
        var idleRounds = 0
        while done < frames {
            let count = unsafe samples.withUnsafeBufferPointer { buffer in
                // `done` frames of two samples are below the count.
                unsafe library.functions.pointee.snd_pcm_writei(
                    handle, buffer.baseAddress! + 2 * done, snd_pcm_uframes_t(frames - done))
            }
            if count > 0 {
                done += count
                note(progress: count)
                lastProgress = MonotonicClock.seconds()
                idleRounds = 0
                continue
            }
            let code = Int32(count)
            if count == 0 || code == -EAGAIN {
                let seconds = MonotonicClock.seconds() - lastProgress
                if seconds > timeout { throw .deviceStalled(name: name, seconds: seconds) }
                // A device may say that it is ready and then take nothing: no spinning.
                idleRounds += 1
                if idleRounds > 8 { usleep(1000) }
                if !waitForRoom(milliseconds: 100), shouldStop() { return false }
                continue
            }
            if try !recover(from: code, shouldStop: shouldStop) { return false }
        }
        return true
    }

    /// Frames written and not yet heard.
    package var delay: Int {
        var frames: snd_pcm_sframes_t = 0
        let code = unsafe library.functions.pointee.snd_pcm_delay(handle, &frames)
        return code == 0 ? min(max(frames, 0), bufferFrames) : 0
    }

    /// Stops the device at once.
    package func drop() {
        unsafe _ = library.functions.pointee.snd_pcm_drop(handle)
    }

    /// Lets what is written be heard, for as long as that takes and a little more, then stops the device.
    package func drain() {
        let deadline = MonotonicClock.seconds() + Double(bufferFrames) / Double(rate) + 0.2
        while unsafe library.functions.pointee.snd_pcm_drain(handle) == -EAGAIN, MonotonicClock.seconds() < deadline {
            usleep(1000)
        }
        drop()
    }

    /// Waits until the device has room for a period, or something to complain of, but no longer than told; false if so.
    ///
    /// `snd_pcm_wait` would be the way, but each wake-up without room makes it wait all the time again: a plug-in with a
    /// timer of its own and a dead device behind it holds its caller for ever.
    private func waitForRoom(milliseconds: Int) -> Bool {
        let functions = unsafe library.functions
        let count = unsafe functions.pointee.snd_pcm_poll_descriptors_count(handle)
        guard count > 0 else {
            usleep(useconds_t(milliseconds * 1000))
            return false
        }
        return unsafe withUnsafeTemporaryAllocation(of: pollfd.self, capacity: Int(count)) { descriptors in
            unsafe descriptors.initialize(repeating: pollfd())
            let base = descriptors.baseAddress
            // No more than `count` descriptors are filled in.
            let filled = unsafe functions.pointee.snd_pcm_poll_descriptors(handle, base, UInt32(count))
            let deadline = MonotonicClock.seconds() + Double(milliseconds) / 1000
            var events: UInt16 = 0
            while events == 0 {
                let left = Int32((deadline - MonotonicClock.seconds()) * 1000)
                guard filled > 0, left > 0 else { return false }
                guard unsafe poll(base, nfds_t(filled), left) > 0 else { continue }
                let code = unsafe functions.pointee.snd_pcm_poll_descriptors_revents(
                    handle, base, UInt32(filled), &events)
                if code < 0 { return true }
            }
            return true
        }
    }

    private func note(progress frames: Int) {
        framesSinceRecovery += frames
        if framesSinceRecovery > 2 * bufferFrames { recoveries = 0 }
    }

    /// Makes the device take sound again after an error; false where `shouldStop` said so meanwhile.
    private func recover(from code: Int32, shouldStop: () -> Bool) throws(SoundError) -> Bool {
        switch -code {
        case EINTR: return true
        case EPIPE: underruns += 1
        case ESTRPIPE: suspensions += 1
        default: throw .deviceFailed(name: name, doing: "writing", reason: library.text(code))
        }
        recoveries += 1
        framesSinceRecovery = 0
        guard recoveries <= Self.maximumRecoveries else {
            throw .deviceFailed(
                name: name, doing: "recovering \(recoveries) times in a row", reason: library.text(code))
        }
        if -code == ESTRPIPE {
            let functions = unsafe library.functions
            var resumed = unsafe functions.pointee.snd_pcm_resume(handle)
            while resumed == -EAGAIN {
                if shouldStop() { return false }
                usleep(50_000)
                resumed = unsafe functions.pointee.snd_pcm_resume(handle)
            }
            // Some plug-ins say yes and stay suspended.
            if resumed == 0, unsafe functions.pointee.snd_pcm_state(handle) != SND_PCM_STATE_SUSPENDED { return true }
        }
        let prepared = unsafe library.functions.pointee.snd_pcm_prepare(handle)
        guard prepared >= 0 else {
            throw .deviceFailed(name: name, doing: "starting again", reason: library.text(prepared))
        }
        return true
    }
}
