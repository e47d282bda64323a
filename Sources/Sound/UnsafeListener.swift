internal import CALSA
internal import Files
internal import Glibc
internal import Synchronization

/// A note that a person played to the music, by the song's time at which the music was heard.
public struct HeardNote: Equatable, Sendable {
    public var start: Double
    /// Nil while it is held.
    public var end: Double?
    /// 0…127, and 1…127.
    public var pitch: Int
    public var velocity: Int

    public init(start: Double, end: Double?, pitch: Int, velocity: Int) {
        (self.start, self.end, self.pitch, self.velocity) = (start, end, pitch, velocity)
    }
}

/// Listens to a person who plays to the music: through a raw MIDI device, a named pipe, a file of MIDI bytes, or a port of
/// the ALSA sequencer.
public final class Listener: Sendable {
    private let name: String
    private let notes = Mutex<[HeardNote]>([])
    private let stopping = Atomic<Bool>(false)
    private let isGone = Atomic<Bool>(false)
    private let source: Source
    /// What the person plays, for whoever sounds it and writes it down; on a channel that the band leaves free.
    private let thru = Ring<ScheduledEvent>(capacity: 1024)
    private let hasLost = Atomic<Bool>(false)
    /// The channel, 0…15, on which a person is sounded and written down.
    public static let channel = 3

    /// Where the bytes come from.
    private enum Source: Sendable {
        case descriptor(Int32)
        case sequencer(Sequencer)
    }

    /// Notes that are remembered: more than anyone plays in a chorus.
    private static let most = 4096

    /// - Parameter name: A device's or a file's path, or a ``SequencerAddress``.
    /// - Throws: ``SoundError``: `noSource`, `noPort`, `noSequencerPort`, `libraryMissing`.
    public convenience init(_ name: String) throws(SoundError) { try self.init(name, library: nil) }

    /// - Parameter library: alsa-lib; nil for the machine's own.
    package init(_ name: String, library: ALSALibrary?) throws(SoundError) {
        self.name = name
        if let address = SequencerAddress(name) {
            source = .sequencer(try Sequencer(address, named: name, .input, library: library))
            return
        }
        do throws(FileSystem.Failure) {
            let descriptor = try FileSystem.open(name, O_RDONLY | O_NONBLOCK | O_NOCTTY)
            if try FileSystem.status(of: descriptor).kind == .directory { throw FileSystem.Failure(code: EISDIR) }
            source = .descriptor(descriptor)
        } catch {
            throw .noSource(name: name, reason: systemMessage(error.code))
        }
    }

    deinit { if case .descriptor(let number) = source { close(number) } }

    /// Whether nothing more can come: a file is at its end, a device is gone.
    public var isOver: Bool { isGone.load(ordering: .relaxed) }

    public func stop() { stopping.store(true, ordering: .relaxed) }

    /// The notes that began in a stretch of the song, in order; what is still held has no end.
    public func notes(from start: Double, to end: Double) -> [HeardNote] {
        notes.withLock { $0.filter { $0.start >= start && $0.start < end } }
    }

    /// Starts listening on a thread of its own, until ``stop()``. What is played before the music begins is passed over; a file
    /// is read then.
    ///
    /// - Parameter controls: Tell the song's time that is heard.
    /// - Throws: ``SoundError/synthesizerFailed(reason:)`` where the system has no thread to give.
    public func start(_ controls: PlaybackControls) throws(SoundError) {
        _ = try SystemThread { [self] in
            var parser = MIDIByteParser()
            var buffer = [UInt8](repeating: 0, count: 256)
            while !stopping.load(ordering: .relaxed) {
                let hasBegun = controls.hasBegun
                if !hasBegun, isFile {
                    SystemThread.sleep(milliseconds: 2)
                    continue
                }
                let count = read(into: &buffer)
                guard count >= 0 else {
                    isGone.store(true, ordering: .relaxed)
                    return
                }
                let time = controls.seconds
                for byte in buffer[..<count] {
                    // What is tried out before the music begins belongs to no bar of it.
                    if let event = parser.take(byte), hasBegun { hear(event, at: time) }
                }
            }
        }
    }

    private var isFile: Bool {
        guard case .descriptor(let number) = source else { return false }
        return (try? FileSystem.status(of: number).kind) == .regular
    }

    /// Waits a little for bytes: how many came; below 0 where none ever will.
    private func read(into buffer: inout [UInt8]) -> Int {
        switch source {
        case .descriptor(let number):
            var waiting = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
            guard unsafe poll(&waiting, 1, 20) > 0 else { return 0 }
            let count = unsafe Glibc.read(number, &buffer, buffer.count)
            if count > 0 { return count }
            if count < 0 { return errno == EAGAIN || errno == EINTR ? 0 : -1 }
            // A pipe that nobody writes to at the moment may find another who does; a file is over.
            guard !isFile else { return -1 }
            SystemThread.sleep(milliseconds: 5)
            return 0
        case .sequencer(let port):
            let count = port.take(&buffer)
            if count == 0 { SystemThread.sleep(milliseconds: 1) }
            return count
        }
    }

    /// Takes in a note as if it had been played; for tests.
    package func hear(pitch: Int, at time: Double, for seconds: Double, velocity: Int = 90) {
        notes.withLock {
            $0.append(HeardNote(start: time, end: time + seconds, pitch: pitch, velocity: velocity))
        }
    }

    /// The next message of the person, on ``channel``. Only the thread that plays may call it.
    package func nextEvent() -> ScheduledEvent? {
        guard let event = thru.first else { return nil }
        thru.removeFirst()
        return event
    }

    /// Whether messages were lost since the last call, as nobody took them: the ends of notes may be among them.
    package func takeLoss() -> Bool { hasLost.exchange(false, ordering: .acquiringAndReleasing) }

    /// Takes in a message as if it had come from an instrument.
    package func hear(_ event: ScheduledEvent, at time: Double) {
        var own = event
        own.channel = UInt8(Self.channel)
        if !thru.push(own) { hasLost.store(true, ordering: .releasing) }
        notes.withLock { notes in
            switch event.kind {
            case .noteOn:
                notes.append(
                    HeardNote(start: time, end: nil, pitch: Int(event.data1), velocity: Int(event.data2)))
                if notes.count > Self.most { notes.removeFirst() }
            case .noteOff:
                if let held = notes.lastIndex(where: { $0.end == nil && $0.pitch == Int(event.data1) }) {
                    notes[held].end = time
                }
            default: break
            }
        }
    }
}
