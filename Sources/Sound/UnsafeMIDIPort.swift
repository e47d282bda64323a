internal import Files
internal import Glibc
internal import MIDI

/// Where MIDI messages go as bytes: a raw MIDI device, a named pipe, a file, or a port of the ALSA sequencer.
///
/// Specification: MIDI 1.0 Detailed Specification 4.2, "System Real Time Messages": 24 clocks a quarter note, start,
/// continue and stop.
@safe package final class MIDIPort: EventTarget {
    /// The word that asks for a port of the sequencer, to which other programs connect.
    package static let sequencerName = "seq"

    private let name: String
    private let sendsClock: Bool
    private let descriptor: Int32
    private let sequencer: Sequencer?
    /// Why nothing can be sent any more.
    package private(set) var error: SoundError?
    private var microsecondsPerQuarter = 500_000
    /// Clocks due, and whether the other side was told to run.
    private var phase = 1.0
    private var isRunning = false
    private var hasStarted = false
    /// The notes that sound, a bit for each pitch of each channel.
    private var sounding = [UInt64](repeating: 0, count: 32)

    /// - Parameter library: alsa-lib; nil for the machine's own.
    /// - Throws: ``SoundError``: `noPort`, `noSequencerPort`, `libraryMissing`.
    package init(_ name: String, sendsClock: Bool, library: ALSALibrary? = nil) throws(SoundError) {
        self.name = name
        self.sendsClock = sendsClock
        if let address = SequencerAddress(name) {
            sequencer = try Sequencer(address, named: name, .output, library: library)
            descriptor = -1
            return
        }
        sequencer = nil
        do throws(FileSystem.Failure) {
            let isThere = FileSystem.exists(name)
            descriptor = try FileSystem.open(
                name, O_WRONLY | O_NONBLOCK | O_NOCTTY | (isThere ? 0 : O_CREAT), permissions: 0o666)
            if isThere, try FileSystem.status(of: descriptor).kind == .regular {
                guard ftruncate(descriptor, 0) == 0 else { throw FileSystem.Failure(code: errno) }
            }
        } catch {
            throw .noPort(
                name: name, reason: error.code == ENXIO ? "nobody reads it yet" : systemMessage(error.code))
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    package func send(_ event: ScheduledEvent) {
        let word = Int(event.channel & 15) * 2 + Int(event.data1 >> 6 & 1)
        let bit = UInt64(1) << UInt64(event.data1 & 63)
        switch event.kind {
        case .tempo:
            microsecondsPerQuarter = event.microsecondsPerQuarter
            return
        case .noteOn: sounding[word] |= bit
        case .noteOff: sounding[word] &= ~bit
        default: break
        }
        put(event.bytes)
    }

    /// Pedals up, and every note that sounds by itself: not every instrument knows "all notes off".
    package func releaseNotes(channel: Int) {
        let status = UInt8(channel)
        for word in [2 * channel, 2 * channel + 1] {
            while sounding[word] != 0 {
                let pitch = UInt8(sounding[word].trailingZeroBitCount + (word & 1) * 64)
                sounding[word] &= sounding[word] - 1
                put([0x80 | status, pitch, 64])
            }
        }
        for controller: UInt8 in [64, 66, 123] { put([0xB0 | status, controller, 0]) }
    }

    /// Lets the clock run on by so many frames of the song; 0 where the song stands still.
    package func tick(frames: Int, rate: Int) {
        guard sendsClock else { return }
        guard frames > 0 else {
            if isRunning { put([0xFC]) }
            isRunning = false
            return
        }
        if !isRunning {
            put([hasStarted ? 0xFB : 0xFA])
            (isRunning, hasStarted) = (true, true)
        }
        while phase >= 1 {
            put([0xF8])
            phase -= 1
        }
        phase += Double(frames) / Double(rate) * 24e6 / Double(microsecondsPerQuarter)
    }

    /// Ends what was begun.
    package func finish() {
        if isRunning { put([0xFC]) }
        isRunning = false
        sequencer?.drain()
    }

    private func put(_ bytes: [UInt8]) {
        guard error == nil else { return }
        if let sequencer { return sequencer.put(bytes) }
        var written = 0
        let deadline = MonotonicClock.seconds() + 0.25
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                // `written` bytes are below the count.
                unsafe write(descriptor, buffer.baseAddress! + written, buffer.count - written)
            }
            if count > 0 {
                written += count
                continue
            }
            if errno == EINTR { continue }
            guard errno == EAGAIN, MonotonicClock.seconds() < deadline else {
                error = .portFailed(
                    name: name, reason: errno == EAGAIN ? "nothing takes what is sent" : systemMessage(errno))
                return
            }
            usleep(500)
        }
    }
}
