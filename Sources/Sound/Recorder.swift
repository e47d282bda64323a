internal import Files
internal import Synchronization

/// Writes down what is heard while it is heard, as a MIDI file, a WAV file or both.
///
/// The audio thread hands it events and sound through rings and never waits; a thread of its own writes, four times a
/// second. After each time both files are complete as they stand, so that whatever ends the process leaves all but the
/// last moment.
public final class Recorder: Sendable {
    /// Where to, and what the MIDI file says of itself.
    public struct Options: Sendable {
        /// The MIDI file; nil for none.
        public var midi: String?
        /// The WAV file; nil for none.
        public var wav: String?
        public var title = ""
        /// The upper and the lower number of the time signature.
        public var beats = 4
        public var unit = 4
        /// The name of the track of a person who plays along; nil for nobody.
        public var person: String?

        public init(midi: String? = nil, wav: String? = nil) {
            self.midi = midi
            self.wav = wav
        }
    }

    private struct Stamped: BitwiseCopyable, Sendable {
        var event: ScheduledEvent
        var frame: Int64
    }

    private let events = Ring<Stamped>(capacity: 1 << 15)
    /// Five seconds of sound.
    private let sound = Ring<Int16>(capacity: 1 << 19)
    private let options: Options
    private let finishing = Atomic<Bool>(false)
    /// The frame up to which the song is heard: no event before it is to come.
    private let heardTo = Atomic<Int64>(0)
    private let lostFrames = Atomic<Int>(0)
    private let lostEvents = Atomic<Int>(0)
    private let failure = Mutex<SoundError?>(nil)

    public init(_ options: Options) {
        self.options = options
    }

    /// Why the recording ended before the music; what was written before stands in the file.
    public var error: SoundError? { failure.withLock(\.self) }

    /// Frames of sound, and messages, that came faster than the disk took them, and are left out.
    public var losses: (frames: Int, messages: Int) {
        (lostFrames.load(ordering: .relaxed), lostEvents.load(ordering: .relaxed))
    }

    // MARK: The audio thread's side

    func record(_ event: ScheduledEvent, at frame: Int64) {
        guard options.midi != nil else { return }
        if !events.push(Stamped(event: event, frame: frame)) {
            lostEvents.add(1, ordering: .relaxed)
        }
    }

    func record(_ samples: [Int16]) {
        guard options.wav != nil else { return }
        if !sound.push(contentsOf: samples) { lostFrames.add(samples.count / 2, ordering: .relaxed) }
    }

    func hear(_ frame: Int64) { heardTo.store(frame, ordering: .releasing) }

    // MARK: The writing thread's side

    /// Nothing more will come.
    func finish() { finishing.store(true, ordering: .releasing) }

    /// Begins the files, which appear under their names at once.
    ///
    /// - Throws: ``SoundError/cannotWrite(_:)``; then older files are as they were.
    func files(rate: Int) throws(SoundError) -> Files {
        do throws(FileWriteError) {
            return try Files(options, rate: rate)
        } catch {
            throw .cannotWrite(error)
        }
    }

    /// Writes until ``finish()``; run by a thread of its own.
    func write(to files: Files) {
        var pending: [Int16] = []
        while true {
            let isLast = finishing.load(ordering: .acquiring)
            let heard = isLast ? .max : heardTo.load(ordering: .acquiring)
            do throws(FileWriteError) {
                while let stamped = events.first {
                    files.add(stamped.event, at: stamped.frame)
                    events.removeFirst()
                }
                pending.removeAll(keepingCapacity: true)
                while let sample = sound.first {
                    pending.append(sample)
                    sound.removeFirst()
                }
                try files.write(pending, heardTo: heard)
                if isLast { try files.finish() }
            } catch {
                failure.withLock { $0 = .recordingStopped(error) }
                return
            }
            if isLast { return }
            for _ in 0..<25 where !finishing.load(ordering: .acquiring) { SystemThread.sleep(milliseconds: 10) }
        }
    }

    /// The files of a recording; for the writing thread alone.
    final class Files: @unchecked Sendable {
        private var midi: MIDIRecording?
        private var wav: GrowingFile?
        private let header: WAVHeader
        private var frames = 0
        /// Events of a person, and of the song, that are not in the order of their frames yet; nil where nobody plays along.
        private var waiting: [(event: ScheduledEvent, frame: Int64)]?

        init(_ options: Options, rate: Int) throws(FileWriteError) {
            header = WAVHeader(rate: rate, mayGrow: true)
            waiting = options.person == nil ? nil : []
            if let path = options.midi { midi = try MIDIRecording(path, options, rate: rate) }
            if let path = options.wav { wav = try GrowingFile(path, beginning: header.bytes(frames: 0)) }
        }

        func add(_ event: ScheduledEvent, at frame: Int64) {
            if waiting == nil { midi?.add(event, at: frame) } else { waiting?.append((event, frame)) }
        }

        /// - Parameter heard: No event before this frame is to come.
        func write(_ samples: [Int16], heardTo heard: Int64) throws(FileWriteError) {
            if let all = waiting {
                // A person plays to what is heard, and the song's events are here as they are made into sound.
                let order = all.enumerated().sorted { ($0.element.frame, $0.offset) < ($1.element.frame, $1.offset) }
                let count = order.count { $0.element.frame <= heard }
                for entry in order[..<count] { midi?.add(entry.element.event, at: entry.element.frame) }
                waiting = order[count...].map(\.element)
            }
            try midi?.flush()
            guard wav != nil else { return }
            // A piece at a time, so that a disk that fills up keeps what fits.
            for start in stride(from: 0, to: samples.count, by: Self.piece) {
                let piece = samples[start..<min(start + Self.piece, samples.count)]
                var bytes: [UInt8] = []
                bytes.reserveCapacity(2 * piece.count)
                for sample in piece {
                    bytes.append(UInt8(truncatingIfNeeded: sample))
                    bytes.append(UInt8(truncatingIfNeeded: sample >> 8))
                }
                try wav?.append(bytes)
                frames += piece.count / 2
                // The sizes follow the sound, so that they never promise what is not there.
                try wav?.write(header.bytes(frames: frames), at: 0)
            }
        }

        /// Gives a person a track of their own.
        func finish() throws(FileWriteError) { try midi?.finish() }

        /// Samples written at a time.
        private static let piece = 1 << 14
    }
}

/// A file that grows under its name, and that a process leaves behind as it stands.
struct GrowingFile {
    /// `OutputFile` cannot be copied; this has it kept by several.
    private final class Box {
        var file: OutputFile
        init(_ file: consuming OutputFile) { self.file = file }
    }

    private let box: Box

    /// Begins a file that is complete with these bytes.
    init(_ path: String, beginning bytes: [UInt8]) throws(FileWriteError) {
        box = Box(try OutputFile(path, mustSeek: true))
        try box.file.write(bytes)
        try box.file.publish()
    }

    func append(_ bytes: [UInt8]) throws(FileWriteError) { try box.file.write(bytes) }
    func write(_ bytes: [UInt8], at offset: Int) throws(FileWriteError) { try box.file.write(bytes, at: offset) }
}
